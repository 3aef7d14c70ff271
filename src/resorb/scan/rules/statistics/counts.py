"""Means against the counts beside them: so many things in so many people, at least so many each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.reading.counts.counted import COUNT, PEOPLE, THINGS, measured, value_of
from resorb.reading.lazy import lazy
from resorb.reading.statistics.summary_parts import Piece
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.summaries import box, summaries_of
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_PER = lazy(
    r"\s(?:total\s)?numbers?\sof\s(?:[a-z-]{2,20}\s){0,3}?(?P<what>[a-z]{3,20})\s(?:per|for\seach|in\seach|by)\s"
    r"(?P<of>[a-z]{3,20})\b[^\d]{0,20}|(?:\s(?:of|was|were|is|about))*\s?",
    re.IGNORECASE,
)
_NUMBER_OF = lazy(
    r"\s(?:total\s)?numbers?\sof\s(?:[a-z-]{2,20}\s){0,2}?(?P<what>[a-z]{4,20})(?:\s(?:before|at)\s[a-z]+)?\s(?:of|was|were|is)\s",
    re.IGNORECASE,
)
_BEHIND_PER = lazy(
    r"\s(?:[a-z-]{2,20}\s){0,1}?(?P<what>[a-z]{3,20})\s(?:per|for\seach|in\seach|/)\s?(?P<of>[a-z]{3,20})\b",
    re.IGNORECASE,
)
_EACH = lazy(r"\b(?:per|each|apiece|a\shead|every)\b", re.IGNORECASE)
_RATE = lazy(r"\b(?:per|each|a|every)\s(?:day|week|month|year|visit|session|hour|\d)", re.IGNORECASE)
_COUNTED = lazy(
    rf"(?P<n>{COUNT})\s(?:[a-z-]{{2,20}}\s){{0,2}}?(?:(?P<who>{PEOPLE}|hands|legs|limbs|knees|eyes|feet)|(?P<what>{THINGS}))(?![\w-])",
    re.IGNORECASE,
)
_LEAST = lazy(
    rf"\b(?:every|each|all|both)\b[^.;]{{0,60}}?\bat\sleast\s(?P<n>{COUNT})\s(?:[a-z-]{{2,20}}\s){{0,2}}?(?P<what>[a-z]{{4,20}})\b",
    re.IGNORECASE,
)
_MOST = lazy(
    rf"\b(?:none|nobody|no\s(?:one|patient|participant|child|case))\b[^.;]{{0,60}}?\b(?:more\sthan|above|over)\s(?P<n>{COUNT})"
    r"\s(?:[a-z-]{2,20}\s){0,2}?(?P<what>[a-z]{4,20})\b",
    re.IGNORECASE,
)
_PLURALS = {
    "child": "children",
    "person": "people",
    "man": "men",
    "woman": "women",
    "foot": "feet",
    "biopsy": "biopsies",
}
_SKEWED = lazy(r"\b(?:only|of\s(?:these|which|whom)|among\sthem|evaluable|treated|other)\b", re.IGNORECASE)


@rule(
    "mean-and-counts",
    kind="statistic",
    doc="A mean is that of the counts beside it.",
    source="exact arithmetic",
)
def counts(text: Scanned) -> Iterator[Mark]:
    """Each mean of the text; the first thing wrong with it."""
    for sentence in text.sentences:
        for one in summaries_of(sentence):
            mean = one.mean
            if mean is not None:
                found = (_of_counts(text, sentence, mean), _limited(sentence, mean))
                yield from [mark for mark in found if mark is not None][:1]


def _of_counts(text: Scanned, sentence: Sentence, mean: Piece) -> Mark | None:
    """A mean of things per person: "Four patients, 11 lesions: the mean number of lesions per patient was 3.1"."""
    told = _PER.fullmatch(mean.phrase)
    if told is not None and not told["what"]:
        told = _BEHIND_PER.match(sentence.text, mean.end)
    if not mean.low.value:
        return None
    if told is None or not told["what"]:
        return _of_only_two(sentence, mean) or _of_people(text, sentence, mean)
    before = [*(s.text for s in text.before(sentence)), sentence.text[: mean.said]]
    said = " ".join(before)[-600:]
    what, of = (_only(said, told[name]) for name in ("what", "of"))
    if what is None or of is None or what < of or of < 2 or _SKEWED.search(said):
        return None
    exact = Fraction(what, of)
    if rule_for(exact, mean.low) is not None or abs(exact - mean.low.value) * 40 < exact:
        return None
    how = f"{what}/{of} = {written(exact)}"
    return sentence.at(mean.start, mean.start + len(mean.low.text)).mark(
        "mean-and-counts", Verdict.FAILS,
        f"{what} {told['what']} in {of} are {written(exact)} each, not {mean.low.text}.",
        computed=written(exact), arithmetic=how, suggestion=written(exact),
    )  # fmt: skip


def _of_people(text: Scanned, sentence: Sentence, mean: Piece) -> Mark | None:
    """The mean number of things, where these and the only persons are counted in the sentence before."""
    told = _NUMBER_OF.fullmatch(mean.phrase)
    before = next((s.text for s in text.before(sentence)), "")
    if told is None or _SKEWED.search(before):
        return None
    people = {value_of(m["n"]) for m in _COUNTED.finditer(before) if m["who"]}
    what, of = _only(f"{before} {sentence.text[: mean.said]}", told["what"]), people.pop() if len(people) == 1 else None
    if what is None or of is None or what <= of or of < 2:
        return None
    exact = Fraction(what, of)
    if rule_for(exact, mean.low) is not None or abs(exact - mean.low.value) * 4 > exact:
        return None
    return sentence.at(mean.start, mean.start + len(mean.low.text)).mark(
        "mean-and-counts", Verdict.ASSUMES,
        f"{what} {told['what']} in {of} are {written(exact)} each, not {mean.low.text}.", computed=written(exact),
        arithmetic=f"{what}/{of} = {written(exact)}", suggestion=written(exact),
        assumption=f"the mean is of those {what} in {of}",
    )  # fmt: skip


def _of_only_two(sentence: Sentence, mean: Piece) -> Mark | None:
    """A mean "per patient" or "each" where the sentence counts things of one kind and those who have them."""
    said = sentence.text
    around = f"{mean.phrase} {said[mean.start : mean.end + 40]}"
    if (
        not _EACH.search(around)
        or _RATE.search(around)
        or _SKEWED.search(said)
        or (mean.unit and not mean.unit.startswith("per "))
    ):
        return None
    people: set[int] = set()
    things: set[int] = set()
    for match in _COUNTED.finditer(said):
        value = value_of(match["n"])
        if value and not mean.start <= match.start() < mean.end and not measured(said, match.end("n")):
            (people if match["who"] else things).add(value)
    pairs = {(t, o) for t in things for o in people if t > o > 1}
    if any(rule_for(Fraction(t, o), mean.low) is not None for t in things | people for o in things | people if o):
        return None
    if len(pairs) != 1 or len(people) > 1:
        return None
    things_, of = pairs.pop()
    exact = Fraction(things_, of)
    if not near_miss(mean.low, exact, off_by=max(1, int(2 / mean.low.step) // 5)):
        return None
    return sentence.at(mean.start, mean.start + len(mean.low.text)).mark(
        "mean-and-counts", Verdict.ASSUMES,
        f"{things_} in {of} are {written(exact)} each, not {mean.low.text}.", computed=written(exact),
        arithmetic=f"{things_}/{of} = {written(exact)}", suggestion=written(exact),
        assumption=f"the mean is of those {things_} in {of}",
    )  # fmt: skip


def _only(said: str, noun: str) -> int | None:
    """The one number a text counts a thing with; None when there are two or none."""
    plain = noun.lower()
    stem = re.escape(_PLURALS.get(plain, plain[:-1] if plain.endswith("s") else plain))
    found = set()
    between = r"(?:(?!(?:per|for|in|at|by|on|each|every)\s)[a-z-]{2,20}\s){0,2}?"
    counted = rf"(?<![\w.,/-])(?<!up\sto\s)(?P<n>{COUNT})\s{between}{stem}s?\b"
    for match in re.finditer(counted, said, re.IGNORECASE):
        value = value_of(match["n"])
        if value and not measured(said, match.end("n")):
            found.add(value)
    return found.pop() if len(found) == 1 else None


def _limited(sentence: Sentence, mean: Piece) -> Mark | None:
    """A least or most of each: "Every patient had at least one relapse, with a mean of 0.5 relapses"."""
    said = sentence.text
    for pattern, word in ((_LEAST, "at least"), (_MOST, "at most")):
        match = pattern.search(said)
        limit = value_of(match["n"]) if match else None
        if match is None or not limit or match.end() > mean.said:
            continue
        stem = match["what"].lower().rstrip("s")
        own = f"{said[match.end() : mean.start]}{said[mean.end : mean.end + 30]}".lower()
        number = box(mean.low)
        beyond = number.high is not None and number.high <= limit if word == "at least" else mean.low.value > limit
        if stem in own and beyond and mean.low.value != limit:
            return sentence.at(mean.start, mean.start + len(mean.low.text)).mark(
                "mean-and-counts", Verdict.FAILS, f"With {word} {limit} each no mean is {mean.low.text}.",
                computed=f"{word} {limit}", suggestion=f"{word} {limit}",
                arithmetic=f"{mean.low.text} {'<' if word == 'at least' else '>'} {as_text(Fraction(limit))}",
            )  # fmt: skip
    return None
