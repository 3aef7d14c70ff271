"""Persons listed one by one against how many there are said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_FEW = (
    r"(?:patients|children|women|men|girls|boys|siblings|brothers|sisters|cases|adults|adolescents|infants|individuals)"
)
_AGED = lazy(
    rf"(?:(?P<n>{COUNT})\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?{_FEW}|(?P<pair>\btwins))\b(?:(?!\band\b)[^.;:()\d]){{0,30}}?[,(]?\s*\(?"
    r"aged?\s+(?P<ages>\d{1,3}(?:\s?,\s?\d{1,3}){0,10},?\s+and\s+\d{1,3})\s*(?:years|yrs|y\b|months|[,;.)])",
    re.IGNORECASE,
)
_SAID = lazy(
    rf"\b(?:we|authors?|here)\s+(?:\w+\s+)?(?:report|describe|present)(?:ed)?\s+(?:on\s+)?(?:the\s+(?:cases?|courses?)\s+of\s+)?"
    rf"(?P<n>{COUNT})\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?(?P<noun>patients|cases|siblings|women|men|children)\b",
    re.IGNORECASE,
)
_ORDINALS = {
    word: value for value, word in enumerate(
        ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 3
    )
}  # fmt: skip
_NTH = lazy(
    rf"\b(?:the|our)\s+(?P<nth>{'|'.join(_ORDINALS)})\s+(?:patient|case|child|woman|man|sibling)\b", re.IGNORECASE
)


@rule(
    "listed-persons",
    kind="count",
    doc="As many persons are listed (by age, or as the first, the second, ...) as there are said to be.",
    source="counts as printed",
)
def listed(text: Scanned) -> Iterator[Mark]:
    """Ages in a row, and ordinals beyond the number of patients reported in the same block."""
    said: tuple[int, int] | None = None
    for sentence in text.sentences:
        yield from _ages(sentence)
        if said and said[0] != sentence.block_number:
            said = None
        if said:
            yield from _ordinal(sentence, said[1])
        match = _SAID.search(sentence.text)
        size = value_of(match["n"]) if match else None
        if size and size > 1:
            said = (sentence.block_number, size)


def _ages(sentence: Sentence) -> Iterator[Mark]:
    if " age" not in sentence.text and "(age" not in sentence.text:
        return
    for match in _AGED.finditer(sentence.text):
        size = 2 if match["pair"] else value_of(match["n"])
        ages = len(re.findall(r"\d+", match["ages"]))
        if size is None or ages <= size or sentence.text[: match.start()].rstrip().endswith(("and", "plus")):
            continue
        start, end = match.span("ages")
        yield sentence.at(start, end).mark(
            "listed-persons", Verdict.FAILS, f"{ages} ages are listed for {size} persons.", computed=str(ages),
            arithmetic=f"{ages} ages > {size} persons", suggestion=f"{size} ages, or {ages} persons",
        )  # fmt: skip


def _ordinal(sentence: Sentence, size: int) -> Iterator[Mark]:
    for match in _NTH.finditer(sentence.text):
        nth = _ORDINALS[match["nth"].lower()]
        if nth > size:
            yield sentence.at(match.start(), match.end()).mark(
                "listed-persons", Verdict.FAILS, f"{match[0]} of {size} reported.", computed=f"at most {size}",
                arithmetic=f"{nth} > {size}", suggestion=f"{size} or fewer, or {nth} reported",
            )  # fmt: skip
