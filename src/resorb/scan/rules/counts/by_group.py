"""Women and men of all, and of each group: "6 men and 19 women … (4 males and 15 females) … (1 male and 5 females)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_FAR = 3
"""How many sentences may lie between all and a group, or between two groups."""
_F, _M = r"(?:wom[ae]n|females?|girls?)", r"(?:m[ae]n|males?|boys?)"
_PAIR = lazy(
    rf"(?P<a>{COUNT})\s+(?:[a-z]{{3,12}}\s+)?(?:(?P<af>{_F})|{_M})\b(?:\s*\([^()]{{1,16}}\))?\s*(?:,\s*(?:and\s+)?|/|;|and\s+|&)\s*"
    rf"(?P<b>{COUNT})\s+(?:[a-z]{{3,12}}\s+)?(?:(?P<bf>{_F})|{_M})\b",
    _I,
)
_GROUP = lazy(r"\b(?:(?<!study )(?<!whole )(?<!entire )group|arm|placebo|vehicle|controls?|saline|sham)\b", _I)
_PART = lazy(
    r"\b(?:of\s+(?:whom|which|these|them)|excluded|screened|withdr\w+|lost|dropped|complet\w+|remain\w+|(?:three|four|five|[3-9])\s+"
    r"(?:\w+\s+)?(?:groups|arms)|each|healthy|crossed|cross-?over|died|relapsed|responders|ulcers?|analy[sz]ed)\b",
    _I,
)
"""Words of persons who are but some of those counted, and of further groups."""


@dataclass(frozen=True, slots=True)
class _Sexes:
    sentence: Sentence
    start: int
    end: int
    women: int
    men: int
    is_group: bool


@rule(
    "sexes-by-group",
    kind="count",
    doc="The women and the men of the groups of a trial are those counted in all.",
    source="exact sums of the counts of two groups with their names, behind those of all",
)
def sexes_by_group(text: Scanned) -> Iterator[Mark]:
    """Each count of women and men in all that those of two groups follow."""
    told = [one for s in text.sentences if not s.is_long for one in _sexes(s)]
    for at, whole in enumerate(told):
        groups: list[_Sexes] = []
        for before, one in pairwise(told[at:]):
            near = one.sentence.block_number == whole.sentence.block_number
            if not one.is_group or not near or one.sentence.number - before.sentence.number > _FAR:
                break
            groups.append(one)
        if not whole.is_group and len(groups) == 2 and not _is_part(text, whole, groups):
            yield from _judged(whole, groups)


def _sexes(sentence: Sentence) -> Iterator[_Sexes]:
    found = [m for m in _PAIR.finditer(sentence.text) if bool(m["af"]) != bool(m["bf"])]
    said = sentence.text
    for at, match in enumerate(found):
        before = said[found[at - 1].end() if at else 0 : match.start()]
        behind = said[match.end() : found[at + 1].start() if at + 1 < len(found) else len(said)]
        is_group = bool(_GROUP.search(re.split(r"[.;]\s", behind)[0]) or _GROUP.search(before))
        one, other = value_of(match["a"]) or 0, value_of(match["b"]) or 0
        women, men = (one, other) if match["af"] else (other, one)
        yield _Sexes(sentence, match.start(), match.end(), women, men, is_group and not (at == 0 and _opens(behind)))


def _opens(behind: str) -> bool:
    """Whether a list of groups follows: then the pair before it is of all."""
    return behind.lstrip()[:1] in (":", "—", "–") and len(behind.strip()) < 40


def _is_part(text: Scanned, whole: _Sexes, groups: list[_Sexes]) -> bool:
    first, last = whole.sentence, groups[-1].sentence
    between = " ".join(s.text for s in text.sentences[first.number : last.number + 1])
    return _PART.search(between) is not None


def _judged(whole: _Sexes, groups: list[_Sexes]) -> Iterator[Mark]:
    one, other = groups
    women, men = one.women + other.women, one.men + other.men
    apart = abs(women - whole.women) + abs(men - whole.men)
    if not apart or apart * 4 > whole.women + whole.men:
        return
    sums = [
        f"{a} + {b} = {a + b} {name}, not {c}"
        for a, b, c, name in (
            (one.women, other.women, whole.women, "women"), (one.men, other.men, whole.men, "men"),
        )
        if a + b != c
    ]  # fmt: skip
    start = one.start if one.sentence is other.sentence else other.start
    is_one = whole.sentence is other.sentence and (women > whole.women or men > whole.men)
    yield other.sentence.at(start, other.end).mark(
        "sexes-by-group", Verdict.FAILS if is_one else Verdict.ASSUMES,
        f"The two groups have {women} women and {men} men, all together {whole.women} and {whole.men}.",
        computed=f"{women} women and {men} men", arithmetic="; ".join(sums),
        suggestion=f"{women} women and {men} men in all, or other numbers in a group",
        assumption=None if is_one else "the two groups are not all of those counted before",
    )  # fmt: skip
