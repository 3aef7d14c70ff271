"""What is said to come some time before or after a date, or to lie a number of days from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Dated, dates
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable, written_date
from resorb.scan.rules.times.periods import boxed, shown
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_LATER = lazy(
    r"[\s,]*(?:later|afterwards|thereafter|post-?operatively|after\s+(?:this|that|surgery|the\s+(?:operation|procedure|surgery"
    r"|biopsy|transplant\w*|event|fall|injury)))\b[\s,(]*(?:(?:in|on|at\s+the\s+\w+\s+of|by)\s+)?$",
    re.IGNORECASE,
)
_APART = lazy(
    r"[\s,]*(?P<side>before|after|prior\s+to|earlier\s+than|following)\b"
    r"(?P<what>(?:(?!,\s(?:the|his|her|its|all|and|it|she|he|they|we)\s)[^;:()]){0,60}?\(?)$",
    re.IGNORECASE,
)
_LABEL = lazy(
    r"\W*(?:\w+(?:\s\w+){0,2}:)?\s*|(?:She|He|The\s+(?:patient|diagnosis)|It)\s(?!had\b|was\s+born)[^.;:,\d]{0,60}\s"
)
_NAMED = lazy(
    r"\s+(?:the\s+|his\s+|her\s+|this\s+|that\s+"
    r"|their\s+)?(?:\w+\s+){0,2}?(?P<noun>[a-z]{5,}(?:\s+[a-z]{5,})?)\s*,\s*(?:(?:on"
    r"|in)\s+)?(?:\w+\s+in\s+)?",
    re.IGNORECASE,
)
_WORDS = lazy(r"[A-Za-z]{5,}")
_TOOK_PLACE = lazy(
    r"[\s,()–—-]*(?:(?:it\s+)?(?:took\s+place|occurred|came|happened|followed|was(?:\s+(?:made|performed|seen|done"
    r"|given|held|taken))?|i\.e\.,?|that\s+is,?|thus)\s+)?(?:only\s+|just\s+)?",
    re.IGNORECASE,
)
_MORE_TIMES = lazy(r"\b(?:later|until|till|before|after|since|ago|earlier|previously|then)\b", re.IGNORECASE)
_ENDS_WITH_DATE = lazy(r"[^,;]{0,160}\d\W{0,2}$")


@rule(
    "dates-apart",
    kind="time",
    doc="What is said to come some time before or after a date comes then.",
    source="calendar days between the dates; a length stands for one unit either way",
)
def dates_apart(text: Scanned) -> Iterator[Mark]:
    """In October, two months before the biopsy of December; eight months later, in June."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not re.search(r"\d{4}|\d/\d", said) or not re.search(
            r"\b(?:later|before|after|prior|following|afterwards|thereafter|post-?operatively)\b", said
        ):
            continue
        found = [d for d in dates(said, first) if d.days is not None]
        if not 1 <= len(found) <= 8:
            continue
        earlier = _of_sentence_before(text, sentence, first)
        for printed in lengths(said):
            if printed.unit in ("h", "min") or printed.is_joined or printed.bound == "most":
                continue
            yield from _apart(sentence, printed, found, earlier)


def _apart(
    sentence: Sentence, printed: Length, found: list[Dated], earlier: tuple[Dated, str, list[Dated]] | None
) -> Iterator[Mark]:
    said = sentence.text
    before = [d for d in found if d.end <= printed.start]
    after = [d for d in found if d.start >= printed.end]
    if not after:
        return
    two = after[0]
    gap = said[printed.end : two.start]
    if len(gap) <= 90 and _LATER.fullmatch(gap) and not before and earlier and _LABEL.fullmatch(said[: printed.start]):
        if _ENDS_WITH_DATE.match(earlier[1]) and all(_off(one, two, printed) for one in earlier[2]):
            yield _apart_mark(sentence, printed, earlier[0], two, two, is_phrase=True)
        return
    if len(gap) <= 90 and _LATER.fullmatch(gap) and before:
        # Any date before it may be meant.
        if all(_off(one, two, printed) for one in before):
            yield _apart_mark(sentence, printed, before[-1], two, two, is_phrase=True)
        return
    side = _APART.fullmatch(gap)
    if side is None:
        return
    backwards = side["side"].lower() in ("before", "prior to", "earlier than")
    named = _NAMED.fullmatch(side["what"])
    if (
        named
        and not before
        and earlier
        and len(earlier[2]) == 1
        and any(f" {word[:6].lower()}" in f" {earlier[1].lower()}" for word in _WORDS.findall(named["noun"]))
    ):
        one, other = (two, earlier[0]) if backwards else (earlier[0], two)
        if _off(one, other, printed):
            yield _apart_mark(sentence, printed, one, other, two, is_phrase=True)
        return
    if before and _TOOK_PLACE.fullmatch(said[before[-1].end : printed.start]):
        one, other = (before[-1], two) if backwards else (two, before[-1])
        if _off(one, other, printed):
            yield _apart_mark(sentence, printed, one, other, None)
    # "after onset, in 2012, …": that is not the date of onset.
    own = re.search(r",\s*(?:in|on|by|at)\s*$", side["what"]) is None
    opens = own and not said[: printed.start].strip() and not backwards
    if (
        opens
        and len(after) == 2
        and not re.search(r"\d", said[two.end : after[1].start])
        and _off(two, after[1], printed)
    ):
        yield _apart_mark(sentence, printed, two, after[1], two)


def _of_sentence_before(text: Scanned, sentence: Sentence, first: bool | None) -> tuple[Dated, str, list[Dated]] | None:
    """The last date of the sentence before, with its words and all its dates; None when other times stand there too."""
    before = next(text.before(sentence), None)
    if before is None or _MORE_TIMES.search(before.text) or next(lengths(before.text), None) is not None:
        return None
    found = [d for d in dates(before.text, first) if d.days is not None]
    return (found[-1], before.text, found) if 1 <= len(found) <= 4 else None


def _off(one: Dated, two: Dated, printed: Length) -> bool:
    """Whether ``two`` surely does not come the printed time after ``one``."""
    first, last = one.days, two.days
    if first is None or last is None:
        return False
    slack = printed.step if printed.unit != "day" else printed.step * (2 if one.is_whole and two.is_whole else 1)
    return not boxed(printed, slack).meets(last - first)


def _apart_mark(
    sentence: Sentence, printed: Length, one: Dated, two: Dated, at: Dated | None, *, is_phrase: bool = False
) -> Mark:
    first, last = one.days, two.days
    between = last - first if first and last else Range()
    backwards = between.high is not None and between.high < 0
    first_words, last_words = written_date(one), written_date(two)
    start, end = (printed.start, printed.end) if at is None or not backwards else (at.start, at.end)
    if is_phrase:
        # "Three months later, in August": either may be wrong.
        start, end = printed.start, two.end
    real = f"{last_words} comes before {first_words}" if backwards else shown(between, printed.unit)
    return sentence.at(start, end).mark(
        "dates-apart", Verdict.FAILS,
        f"{last_words} does not come {sentence.text[printed.start : printed.end].lower()} after {first_words}.",
        computed=real, arithmetic=f"{last_words} − {first_words}: {real}", suggestion="correct the length, or one "
        "of the dates",
    )  # fmt: skip


_DAY_N = lazy(
    r"[\s,]*\(?\s*(?:i\.e\.\s*)?(?P<words>(?:hospital\s+|study\s+"
    r"|treatment\s+)?day\s+(?P<n>\d{1,4}))\b(?P<of>[^();]{0,60})"
)


@rule(
    "day-count",
    kind="time",
    doc="A numbered day is that many days after another date of the sentence.",
    source="calendar days, the first one counted as day 0 or day 1",
)
def day_count(text: Scanned) -> Iterator[Mark]:
    """12 May 2020 (day 15 after 28 April)."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if "day " not in said:
            continue
        found = list(dates(said, first))
        year = next((d.year for d in found if d.year), None)
        whole = [d for d in (_with_year(d, year) for d in found) if d.is_whole and not d.fault and d.days]
        if len(whole) < 2:
            continue
        for one in whole:
            match = _DAY_N.match(said, one.end)
            if match is None or not re.search(
                r"\b(?:of|after|from|since)\b|^\s*\)", match["of"] + said[match.end() : match.end() + 1]
            ):
                continue
            n = int(match["n"])
            others = [d for d in whole if d is not one and (d.start < one.start or d.start > match.start("of"))]
            past = {d: one.ordinal - d.ordinal for d in others}
            if not past or any(gap in (n - 1, n) or gap + 365 in (n - 1, n) for gap in past.values()):
                continue
            start, end = match.start("words"), match.end("n")
            counted = "; ".join(f"{written_date(one)} − {written_date(d)} = {gap} days" for d, gap in past.items())
            yield sentence.at(start, end).mark(
                "day-count", Verdict.FAILS, f"{written_date(one)} is not {match['words']} of any date of this "
                f"sentence.",
                computed=counted, arithmetic=counted, suggestion="correct the number of the day, or one of the dates",
            )  # fmt: skip


def _with_year(one: Dated, year: int | None) -> Dated:
    if one.year is not None or year is None or one.day is None:
        return one
    return Dated(one.start, one.end, year, one.month, one.day, one.fault)
