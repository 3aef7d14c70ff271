"""Parts that make up a whole: do they add up to it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.arms import tells_several_arms
from resorb.reading.counts.balance import BOTH
from resorb.reading.counts.counted import COUNT, NOUN, PEOPLE, Count
from resorb.reading.counts.groups import Group
from resorb.reading.counts.partitions import partitions
from resorb.reading.counts.shares import Percentage
from resorb.reading.counts.whole_lists import NO_COUNT, Partition
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict

_OF_WHOM = lazy(r"\b(?:of|among)\s+(?:whom|which)\s*,?\s*$", re.IGNORECASE)
_COUNTED = lazy(rf"\s+(?:[^\W\d][\w-]*\s+){{0,2}}?(?P<noun>{NOUN})", re.IGNORECASE)
_PERSON = lazy(PEOPLE, re.IGNORECASE)
_SUBSET = lazy(r"\b(?:of\s+(?:these|them|those)|among\s+(?:these|them|those))\b", re.IGNORECASE)

_AND = lazy(r"\band\s+$", re.IGNORECASE)
_OF_PERSONS = frozenset({"extent", "genotype", "certainty", "menopause", "smoking", "dialysis"})
"""Sets of words of which each person bears one."""
_EACH = lazy(
    r"\b(?:in|of|from|on)\s+each\s+(?:of\s+(?:the|our|these)|group|arm|cohort|centre|center)\b"
    r"|\bper\s+(?:group|arm|cent(?:re|er)|clinic|school|site|hospital|class|year|level|family|practice|ward|region)\b",
    re.IGNORECASE,
)
_IS_CENTRE = lazy(r"\b(?:medians?|means?|averages?)\s(?:of\s|was\s|were\s)?$", re.IGNORECASE)
_FEW_PARTS = 6
_BACK = 3
"""How many sentences before a list may name its whole, when those between name nobody."""
_UP_TO = lazy(
    rf"{COUNT}(?:\s*\(\d{{1,3}}(?:\.\d{{1,2}})?\s?%\))?(?P<words>(?:\s+(?!(?:and|or|in|with)\b)[^\W\d][\w'’-]*){{0,6}}?)"
    r"(?:\s*\(\d{1,3}(?:\.\d{1,2})?\s?%\))?\s*[(\[:]\s*(?:[^\W\d]+\s+)?$",
    re.IGNORECASE,
)
"""A count, what is said of it, and the bracket or colon that opens the list of its parts."""
_NAMING = lazy(
    r"\b(?:in|total|all|altogether|overall|pts?|patients|participants|subjects|children|adults|people|cases)\b",
    re.IGNORECASE,
)
"""Words behind a count that say no more of it than whom it counts."""
_SHARE = lazy(r"[^.;,()]{0,50}\(\s?\d{1,3}(?:\.\d{1,2})?\s?%\s?[);,]")
"""A count with its percentage in brackets."""
_THESE = lazy(r"(?:of|among)\s+(?:these|them|those)(?:\s+patients)?,\s", re.IGNORECASE)


@rule(
    "parts-sum",
    "percents-sum",
    kind="count",
    doc="Parts that leave nothing out and count nothing twice add up to their whole, their percentages to 100.",
    source="exact sums; percentages within rounding of each part",
)
def parts(text: Scanned) -> Iterator[Mark]:
    """Lists of parts of each sentence."""
    scope = Scope(text)
    for sentence in text.sentences:
        yield from judged_parts(sentence, scope)


def judged_parts(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """Every list of parts of one sentence, judged."""
    for one in partitions(sentence.text):
        if all(isinstance(p, Percentage) for p in one.parts):
            yield from _percentages(sentence, one)
        else:
            yield from _counts(sentence, one, [p for p in one.parts if isinstance(p, Count)], scope)


def _percentages(sentence: Sentence, one: Partition) -> Iterator[Mark]:
    shares = [p for p in one.parts if isinstance(p, Percentage)]
    if any(s.manner for s in shares) or len({s.number.decimals for s in shares}) != 1:
        return
    total = sum((s.points for s in shares), Fraction(0))
    room = shares[0].number.step * len(shares)
    arithmetic = f"{' + '.join(s.number.text for s in shares)} = {written(total)}"
    if 100 - room <= total <= 100 + room / 2:
        verdict, message, more = Verdict.HOLDS, "The percentages add up to 100 within rounding.", {}
    elif total > 100 or one.is_exhaustive:
        verdict = Verdict.FAILS
        message = f"These percentages of one whole add up to {written(total)} %, not 100 %."
        more = {
            "suggestion": f"one of them is {written(abs(total - 100))} points too {'high' if total > 100 else 'low'}"
        }
    else:
        return
    yield sentence.at(shares[0].number_start, shares[-1].end).mark(
        "percents-sum", verdict, message, computed=f"{written(total)} %", arithmetic=arithmetic, **more
    )


def _counts(sentence: Sentence, one: Partition, counted: list[Count], scope: Scope) -> Iterator[Mark]:
    whole, is_here = _whole(sentence, one, scope)
    if whole is None or _EACH.search(sentence.text, max(0, one.start - 40), one.end):
        return
    if tells_several_arms(sentence.text) or _IS_CENTRE.search(sentence.text[: whole.start if is_here else 0]):
        return
    values = [c.value for c in counted]
    # Others of the same row belong to the list as far as they bring it nearer to its whole.
    runs = [[*counted, *one.more[:k]] for k in range(len(one.more), -1, -1)]
    named, nearest = len(counted), min(runs, key=lambda r: abs(sum(c.value for c in r) - whole.size))
    counted = sorted(nearest, key=lambda c: c.start)
    values = [c.value for c in counted]
    total = sum(values)
    arithmetic = f"{' + '.join(map(str, values))} = {total}"
    start = whole.start if is_here and one.start - whole.end < 200 else counted[0].start
    at = sentence.at(start, max(one.end, counted[-1].end))
    if total == whole.size:
        yield at.mark(
            "parts-sum", Verdict.HOLDS, f"The parts add up to {total}.", computed=str(total), arithmetic=arithmetic
        )
        return
    heads = 2 * values[0] == total and re.search(r"[;:(]", sentence.text[counted[0].end : counted[1].start])
    told = scope.said_before(sentence, counted[0].start)
    if heads or total in told or (is_here and _heads_list(whole.size, values, told)):
        return  # the first of the list, or another count printed before, is the sum of the rest
    if re.search(rf"\b(?:more|fewer|less)\s+than\s+{whole.size}\b", sentence.text):
        return
    coordinate = one.kind in _OF_PERSONS and _joins_last(sentence.text, counted)
    if (_is_part_of_it(values, whole.size) and not coordinate) or _are_several(sentence, one, values, whole.size):
        return
    verdict = (
        Verdict.FAILS
        if is_here
        and (total > whole.size or one.is_exhaustive)
        and one.kind != "reasons"
        and (len(counted) == named or one.is_exhaustive)
        and (one.is_apposed or one.is_copular)
        and not _is_part_of_it(values, whole.size)
        else Verdict.ASSUMES
    )
    room = 20 if one.kind == "grade" else 4  # who has no grade may well have none of what is graded
    if total < whole.size and not one.is_exhaustive and room * (whole.size - total) > whole.size:
        return
    assumption = None
    if verdict is Verdict.ASSUMES:
        rest = whole.size - total
        assumption = f"{rest} of the {whole.size} are in none of the parts" if rest > 0 else "some are counted twice"
    message = f"The parts add up to {total}, not to {whole.size}"
    more_or_fewer = "fewer" if total > whole.size else "more"
    yield at.mark(
        "parts-sum", verdict, f"{message}; it holds only if {assumption}." if assumption else f"{message}.",
        computed=str(total), arithmetic=f"{arithmetic}, not {whole.size}", assumption=assumption,
        suggestion=f"{total} in all, or {abs(total - whole.size)} {more_or_fewer} in one of the parts",
    )  # fmt: skip


def _heads_list(size: int, values: list[int], told: set[int]) -> bool:
    """Whether the whole heads a list itself, which makes a number told before: "18 reports, 7 series and 2 cohorts"."""
    some = (chosen for n in range(1, len(values)) for chosen in combinations(values[:_FEW_PARTS], n))
    return any(size + sum(chosen) in told for chosen in some)


def _whole(sentence: Sentence, one: Partition, scope: Scope) -> tuple[Group | None, bool]:
    """The whole of a list: named before it in its sentence, or (False) alone in the sentence before."""
    text, first = sentence.text, one.parts[0]
    if one.whole is not None:
        return Group(one.start, one.start, one.whole), True
    own = {p.start for p in one.parts}
    between_counts = _counted_between(sentence, one, scope) or _right_before(sentence, one, scope)
    if between_counts is not None:
        return between_counts, True
    here = [g for g in scope.named_before(sentence, first.start) if g.start not in own and g.size > 1]
    if one.kind == "grade":
        here = [g for g in here if ";" not in text[g.end : one.start]]  # a list of its own
    if here:
        whole = here[-1]
        between = text[whole.end : one.start]
        counted = _COUNTED.match(text, first.end)
        is_other = counted is not None and whole.is_people != bool(_PERSON.fullmatch(counted["noun"]))
        if is_other or _SUBSET.search(between) or not _is_tied(text, whole, one):
            return None, False
        return whole, True
    for distance, before in enumerate(scope.text.before(sentence, _BACK)):
        named = scope.groups(before) or scope.named_before(before, len(before.text))
        if not named and distance < _BACK - 1:
            continue  # "Median age was 55." speaks of no other group
        if len(named) == 1 and named[0].is_people and not named[0].more and _THESE.match(text):
            return named[0], False
        alone = len(named) == 1 and not named[0].more and scope.only_number(before) is not None
        largest = scope.largest(before) if one.kind in _OF_PERSONS else None
        if named and _SHARE.match(before.text, named[0].start, named[0].end + 40):
            return None, False  # "Twelve patients (60%) were women" tells a part, of a whole told earlier
        if largest is not None and not alone:
            # Told with others (its women, their ages), a group is the whole only of parts that just exceed it.
            over = sum(p.value for p in one.parts if isinstance(p, Count)) - largest.size
            return (largest, False) if 0 < over * 8 <= largest.size else (None, False)
        if (
            alone
            and (one.is_copular or one.kind not in ("sex", "ages"))
            and not _SUBSET.search(text[max(0, one.start - 200) : one.start])
        ):
            return named[0], False
        break
    return None, False


def _counted_between(sentence: Sentence, one: Partition, scope: Scope) -> Group | None:
    """The count that "of whom" takes up right before the list: "28 patients, 19 of whom were …"."""
    match = _OF_WHOM.search(sentence.text[max(0, one.start - 16) : one.start])
    if not match:
        return None
    last = scope.count_before(sentence, one.start)
    return Group(last[0], one.start, last[1]) if last else None


def _right_before(sentence: Sentence, one: Partition, scope: Scope) -> Group | None:
    """The count that a list in brackets or behind a colon takes up: "833 (531 women …)", "155 were positive: 44 …"."""
    said = sentence.text
    last = scope.count_before(sentence, one.start)
    between = _UP_TO.match(said, last[0], one.start) if last else None
    if last is None or between is None or NO_COUNT.search(said[max(0, last[0] - 40) : last[0]]):
        return None
    counted = sum(p.value for p in one.parts if isinstance(p, Count))
    if one.kind in ("sex", "ages", "sides") and _NAMING.sub("", between["words"]).strip():
        return None
    return Group(last[0], between.end(), last[1]) if 2 * counted > last[1] > counted / 2 else None


def _is_tied(text: str, whole: Group, one: Partition) -> bool:
    """Whether the list is said of this whole: beside it, or as what all of the group are."""
    between = text[whole.end : one.start]
    if len(between) > 220:
        return False
    if one.kind in ("sex", "ages", "sides"):
        if whole.is_opener and not one.is_copular and not re.search(r"[(\[:]\s*$", between):
            return False
        return (
            (one.is_apposed and len(between) < 80)
            or one.is_copular
            or bool(re.search(r"\b(?:were|are|comprised|included|consisted\s+of)\s*$", between))
        )
    return True


def _are_several(sentence: Sentence, one: Partition, values: list[int], size: int) -> bool:
    """Whether some persons may have had several reasons, or a number in the words of a reason was taken for a part."""
    over = sum(values) - size
    told = 2 * over > size or BOTH.search(sentence.text) is not None or over in values
    return one.kind == "reasons" and over > 0 and told


def _joins_last(text: str, counted: list[Count]) -> bool:
    """Whether "and" joins the last of three parts or more to the others."""
    return len(counted) > 2 and _AND.search(text[counted[-2].end : counted[-1].start]) is not None


def _is_part_of_it(values: list[int], size: int) -> bool:
    """Whether some neighbours of the list alone make up the whole (two groups listed one after the other)."""
    for begin in range(len(values)):
        total = 0
        for end in range(begin, len(values)):
            total += values[end]
            if total == size and end > begin:
                return True
    return False
