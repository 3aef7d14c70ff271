"""The size of a study against its factors: the number in each arm, the sites and what each of them recruits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.counts.planned import Planned, per_arm, per_site, sites, sizes
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.study_size import times_counted
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_MOST_ARMS = 6
_ARM = lazy(r"\b(?:arm|group)\b", _I)
_EACH = lazy(r"\b(?:each|per)\b", _I)
_UNEQUAL = lazy(r"\b(?:[2-9]\s?:\s?1|1\s?:\s?[2-9])\b|\bunequal\b", _I)
_ARMS = lazy(
    r"\b(?P<k>two|three|four|2|3|4)(?:[\s-](?:parallel|treatment|study|equal|dose)){0,2}[\s-](?:arms?|groups?)\b|\b(?P<r>1(?:\s?:\s?1){1,4})\b",
    _I,
)
_WORDS = {"two": 2, "three": 3, "four": 4}


@rule(
    "arms-and-total",
    kind="count",
    doc="So many in each arm make, with two arms or more of one size, the total printed beside them.",
    source="exact products; silent with unequal allocation, or where losses are reckoned with",
)
def arms_and_total(text: Scanned) -> Iterator[Mark]:
    """Numbers per arm with their total in one sentence."""
    told = [s for s in text.sentences if not s.is_long and _ARM.search(s.text) and _EACH.search(s.text)]
    if not told or any(_UNEQUAL.search(s.text) for s in text.sentences):
        return
    arms = _arms(text)
    for sentence in told:
        for one in per_arm(sentence.text):
            total = one.total or 0
            if one.each < 2 or any(k * one.each == total for k in range(1, _MOST_ARMS + 1)):
                continue
            k = next((k for k in (*arms, 2, 3) if _is_near(total, k * one.each)), None)
            if k is not None:
                yield _mark(
                    sentence,
                    one,
                    k,
                    f"{one.each} in each of {k} arms are {k * one.each}, not {total}.",
                    "arms-and-total",
                )


def _arms(text: Scanned) -> list[int]:
    """How many arms the document says there are."""
    found = [m for s in text.sentences for m in _ARMS.finditer(s.text)]
    return sorted({_WORDS.get(m["k"].lower()) or int(m["k"]) if m["k"] else m["r"].count("1") for m in found})


def _is_near(printed: int, true: int) -> bool:
    return bool(near_count(printed, true, off_by=2)) or abs(printed - true) * 5 < true


def _mark(sentence: Sentence, one: Planned, times: int, message: str, check: str) -> Mark:
    product = times * one.each
    return sentence.at(one.start, one.end).mark(
        check, Verdict.ASSUMES, message, computed=str(product),
        arithmetic=f"{times} × {one.each} = {product}, not {one.total}",
        suggestion=f"{product}, or another number in each", assumption="they are not all of one size",
    )  # fmt: skip


@rule(
    "sites-and-size",
    kind="count",
    doc="The sites, each with the number it is to recruit, make the size of the study.",
    source="exact products, against the one size that the document states",
)
def sites_and_size(text: Scanned) -> Iterator[Mark]:
    """Numbers that each site recruits."""
    told = [(s, one) for s in text.sentences if not s.is_long and _EACH.search(s.text) and (one := per_site(s.text))]
    if not told or len(told) > 1:
        return
    sentence, one = told[0]
    known = {n for s in text.sentences for n in sites(s.text)}
    times = one.times or (next(iter(known)) if len(known) == 1 else None)
    every = [size for s in text.sentences for size in sizes(s.text)]
    named = {n for _, n, is_named in every if is_named} or {n for _, n, _ in every}
    stated = {one.total} if one.total else named
    if not times or len(stated) != 1:
        return
    total = stated.pop() or 0
    product = times * one.each
    if product == total or times_counted(text, product) or not total / 2 < product < 2 * total:
        return
    if product < total or near_count(product, total):
        found = Planned(one.start, one.end, one.each, total)
        yield _mark(
            sentence, found, times, f"{times} sites with {one.each} each are {product}, not {total}.", "sites-and-size"
        )
