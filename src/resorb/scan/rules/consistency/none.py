"""“No infection” in one part of a paper, and “one wound infection” in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import differs, is_of_others, parts
from resorb.values.documents import BlockKind

_I = re.IGNORECASE
_THINGS = {
    "infection": r"infections?|infected", "necrosis": r"necros[ei]s", "rash": r"rash(?:es)?",
    "hypotension": r"hypotension", "hypocalcaemia": r"hypocalca?emia", "acidosis": r"acidosis",
    "nausea": r"nausea", "vomiting": r"vomiting", "bleeding": r"bleeding|ha?emorrhage",
    "ulceration": r"ulcerations?", "recurrence": r"recurrences?|relapses?", "amputation": r"amputations?",
    "death": r"deaths?", "hospitalisation": r"hospitali[sz]ations?", "fracture": r"fractures?",
    "allergic reaction": r"allergic\s+reactions?|anaphylaxis", "seizure": r"seizures?",
    "thrombosis": r"thromboses|thrombosis", "withdrawal": r"withdrawals?|drop-?outs?",
}  # fmt: skip
_NAMES = "|".join(f"(?P<t{at}>{words})" for at, words in enumerate(_THINGS.values()))
_KEYS = tuple(_THINGS)
_NONE = lazy(
    rf"\b(?:no|without(?:\s+any)?|nor)\s+(?:(?:wound|local|skin|systemic|patient\s+had|cases?\s+of|other)\s+)?(?:{_NAMES})\b"
    r"(?P<behind>[^,.;()]{0,60})",
    _I,
)
_NARROWED = lazy(
    r"\b(?:during|related|attribut\w*|due|after|before|at|in\s+(?:the|group|children|women|men|those|this|either)|with|since|"
    r"serious|signs?|evidence|risk|history|control|further|new|other|rate|difference)\b",
    _I,
)
_SOME = lazy(
    r"\b(?P<n>one|two|three|four|five|six)\s+(?:(?:minor|mild|severe|local|wound|skin|deep|superficial|soft[\s-]tissue|"
    rf"catheter|line|case\s+of|episodes?\s+of)\s+){{0,2}}(?:{_NAMES})\b",
    _I,
)
_ELSEWHEN = lazy(
    r"\b(?:before|previous\w*|prior|history|earlier|placebo|vehicle|controls?|untreated|risk|no|not|without|may|might|can|could|"
    r"if|should|would|years?\s+later|suspected|excluded|exclusion|until|screening|allow\w*|defined|need\w*)\b",
    _I,
)


_WHAT = r"(?P<what>lost\s+to\s+follow-?up|died|withdrew|dropped\s+out|relapsed|transplanted)"
_WHO = r"(?:patients?|participants?|children|women|men|subjects?|cases?)"
_NOBODY = lazy(
    rf"\b(?:none\s+(?:of\s+(?:the|these|our)\s+(?:\w+\s+)?{_WHO}\s+)?|no\s+{_WHO}\s+|nobody\s+|no\s+one\s+)(?:was\s+|were\s+"
    rf"|had\s+been\s+)?{_WHAT}\b(?P<behind>[^.;]{{0,60}})",
    _I,
)
_SOMEBODY = lazy(
    rf"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,3}})\s+(?:{_WHO}\s+)?(?:who\s+)?(?:was\s+|were\s+"
    rf"|had\s+been\s+)?{_WHAT}\b(?P<behind>[^.;]{{0,60}})",
    _I,
)
_AT_A_TIME = lazy(r"\b(?:within|by|until|between|while|on\s+(?:the|drug|placebo|treatment)|over|later|before)\b|\d", _I)


def _nobody_and_some(ours: list[Sentence]) -> Iterator[Mark]:
    """Nobody was lost to follow-up; the two lost to follow-up counted as failures: neither with a time or a group."""
    said = [(s, m) for s in ours for m in _NOBODY.finditer(s.text) if not _limited(s, m)]
    for sentence in ours if said else ():
        for match in () if _ELSEWHEN.search(sentence.text) else _SOMEBODY.finditer(sentence.text):
            there = next((one for one in said if one[1]["what"].lower() == match["what"].lower()), None)
            if there is not None and not _limited(sentence, match):
                name = f"the number {match['what']}"
                span = match.start(), match.end("what")
                yield differs(
                    "none-and-some", sentence, span, name, (there[0], there[1].span()), "both are of one time"
                )


def _limited(sentence: Sentence, match: re.Match[str]) -> bool:
    return bool(
        _NARROWED.search(match["behind"])
        or _AT_A_TIME.search(match["behind"])
        or _NARROWED.search(sentence.text[: match.start()])
    )


@rule(
    "none-and-some",
    kind="consistency",
    doc="What a paper says did not happen is told of nobody in its results.",
    source="“no infection” without a word that narrows it, against “one wound infection” in another part",
)
def none_and_some(text: Scanned) -> Iterator[Mark]:
    """Adverse events that are denied in one part and counted in another."""
    part = parts(text)
    ours = [s for s in text.sentences if s.block.kind is not BlockKind.CAPTION and not is_of_others(s)]
    yield from _nobody_and_some(ours)
    some: dict[str, tuple[Sentence, re.Match[str]]] = {}
    for sentence in ours:
        for match in () if _ELSEWHEN.search(sentence.text) else _SOME.finditer(sentence.text):
            some.setdefault(_thing(match), (sentence, match))
    for sentence in ours if some else ():
        for match in _NONE.finditer(sentence.text):
            there = some.get(_thing(match))
            if there is None or _NARROWED.search(match["behind"]) or "other" in match[0].lower().split():
                continue
            if part[there[0].block_number] == part[sentence.block_number]:
                continue
            span = match.start(), match.start("behind")
            name = f"the number of cases of {_thing(match)}"
            yield differs(
                "none-and-some", sentence, span, name, (there[0], there[1].span()), "the two speak of one time"
            )
            some.pop(_thing(match))


def _thing(match: re.Match[str]) -> str:
    return next(key for at, key in enumerate(_KEYS) if match[f"t{at}"])
