"""Closed sets of words for the parts of a group: sexes, responses, fates, sides, arms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.lazy import lazy


@dataclass(frozen=True, slots=True)
class Words:
    """A closed set of words for parts. A list with all of ``needed`` among its levels names every part there is.

    ``may_lack`` when some of the whole may go unsaid ("lost", "unknown") without a contradiction.
    """

    name: str
    levels: dict[str, re.Pattern[str]]
    needed: frozenset[str]
    may_lack: bool = False
    is_person: bool = False
    """Whether the word is a person, so that what stands behind it narrows it ("women with ulcers")."""

    def level(self, said: str) -> str | None:
        """The one level that the words ``said`` about a part name; None when they name none or several."""
        found = {level for level, pattern in self.levels.items() if pattern.search(said)}
        if "unknown" in found:
            return "unknown"
        return found.pop() if len(found) == 1 else None


def _words(name: str, needed: str, *, may_lack: bool = False, is_person: bool = False, **levels: str) -> Words:
    made = {level: lazy(rf"\b(?:{words})\b", re.IGNORECASE) for level, words in levels.items()}
    return Words(name, made, frozenset(needed.split()), may_lack, is_person)


_UNKNOWN = (
    r"unknown|unstated|unrecorded|not\s+(?:stated|recorded|known|evaluable|assessable|assessed)|lost|missing|untraced|"
    r"could\s+not\s+be\s+\w+|undetermined|UR|LTFU"
)
_DISEASE = (
    r"(?=\s*(?:$|in\b|\(|(?:the\s+)?(?:cutaneous|disease|systemic|ssc|scleroderma|sclerosis|type|form|subtype|subset|variant|"
    r"skin)\b))"
)
"""Behind words that are kinds of a disease; "limited movement" is none."""
SETS = (
    _words(
        "sex",
        "female male",
        is_person=True,
        female=r"wom[ae]n|females?|girls?|(?-i:F)",
        male=r"m[ae]n|males?|boys?|(?-i:M)",
        unknown=_UNKNOWN,
    ),
    _words(
        "response",
        "complete partial none",
        may_lack=True,
        complete=r"complete(?:ly)?|CR|total\s+resolution",
        partial=r"partial(?:ly)?|PR|incomplete(?:ly)?",
        none=r"no|none|NR|non-?responders?|without|not|nil|absent|unchanged|failed|stable",
        unknown=_UNKNOWN,
    ),
    _words(
        "change",
        "better same worse",
        may_lack=True,
        better=r"improve\w*|better|decreas\w*|smaller|shrank|shrunk|shrunken|reduced|healed|softened|softer|regress\w*",
        same=r"stable|unchanged|same|no\s+change|unaltered|as\s+before",
        worse=r"wors\w*|deteriorat\w*|progress\w*|increas\w*|larger|bigger|grown|grew|enlarged|growing|died",
        unknown=_UNKNOWN,
    ),
    _words(
        "fate",
        "dead alive",
        may_lack=True,
        dead=r"died|deaths?|dead|deceased",
        alive=r"surviv\w*|alive|living",
        unknown=_UNKNOWN,
    ),
    _words(
        "sides", "both one", is_person=True, both=r"bilateral(?:ly)?|both\s+sides", one=r"unilateral(?:ly)?|one\s+side"
    ),
    _words(
        "ages",
        "adult child",
        is_person=True,
        adult=r"adults?",
        child=r"child(?:ren)?|paediatric|pediatric|infants?|adolescents?",
    ),
    _words(
        "severity",
        "mild moderate severe",
        may_lack=True,
        mild=r"mild(?:ly)?|slight(?:ly)?",
        moderate=r"moderate(?:ly)?",
        severe=r"severe(?:ly)?",
        none=r"no|none|absent",
        unknown=_UNKNOWN,
    ),
    _words(
        "dialysis",
        "blood belly none",
        may_lack=True,
        blood=r"HD|ha?emodialysis",
        belly=r"PD|peritoneal(?:\s+dialysis)?",
        none=r"no|none|not|pre-?dialysis|without|transplant\w*",
        unknown=_UNKNOWN,
    ),
    _words(
        "extent",
        "limited diffuse",
        may_lack=True,
        limited=rf"limited{_DISEASE}",
        diffuse=rf"diffuse{_DISEASE}",
        other=r"overlap|sine\s+scleroderma|generali[sz]ed|localised|localized",
        unknown=_UNKNOWN,
    ),
    _words(
        "genotype",
        "two one none",
        may_lack=True,
        two=r"affected|homozyg\w+|biallelic|bi-?allelic|compound(?:\s+heterozyg\w+)?|both\s+(?:variants|alleles|copies)",
        one=r"(?<!compound )heterozyg\w+|carriers?|"
        r"(?:a\s+single|one|only\s+one)\s+(?:\w+\s+)?(?:variant|allele|copy|mutation)",
        none=r"neither|no\s+(?:variant|mutation|copy)|wild[\s-]?type|unaffected|none|non-?carriers?|normal",
        unknown=rf"{_UNKNOWN}|(?:un|not\s+)tested",
    ),
    _words(
        "certainty",
        "definite probable",
        may_lack=True,
        definite=r"definite(?:ly)?|confirmed|proven",
        probable=r"probable|probably",
        possible=r"possible|possibly|suspected",
        unknown=_UNKNOWN,
    ),
    _words("answer", "yes no", yes=r"yes", no=r"no", unknown=_UNKNOWN),
    _words(
        "menopause",
        "before after",
        before=r"pre-?menopausal|before\s+(?:the\s+)?menopause",
        after=r"post-?menopausal|after\s+(?:the\s+)?menopause",
        unknown=_UNKNOWN,
    ),
    _words(
        "smoking",
        "never current",
        may_lack=True,
        never=r"never|non-?smok\w+|lifelong",
        former=r"former|ex-?smok\w+|stopped|quit|past|previous",
        current=r"current(?:ly)?|still|active",
        unknown=_UNKNOWN,
    ),
    _words(
        "grade",
        "two",
        may_lack=True,
        one=r"(?:grade|stage|class|type)s?\s+(?:1|I|one)",
        two=r"(?:grade|stage|class|type)s?\s+(?:2|II|two)",
        three=r"(?:grade|stage|class|type)s?\s+(?:3|III|three)",
        four=r"(?:grade|stage|class|type)s?\s+(?:4|IV|four)",
        five=r"(?:grade|stage|class|type)s?\s+(?:5|V|five)",
        unknown=_UNKNOWN,
    ),
    _words(
        "arms",
        "active control",
        active=r"thiosul(?:f|ph)ate|STS|TST|active|treatment|intervention|gel|ointment|drug|verum",
        control=r"placebo|vehicle|controls?|sham|saline|dummy|standard\s+care|usual\s+care",
        other=r"observation|neither|nothing",
    ),
)
"""Every closed set, the most telling first."""
TELLING = lazy(
    "|".join(dict.fromkeys(level.pattern for words in SETS for level in words.levels.values())), re.IGNORECASE
)
"""Any word of any of them."""
