"""Counts of a sentence, or of a few in a row, that make one sum but for a slip: the last resort for any wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from resorb.checks.arithmetic.near_miss import near_count
from resorb.checks.arithmetic.rounding import rule_for
from resorb.reading.counts.alike import alike, left
from resorb.reading.counts.arms import tells_several_arms
from resorb.reading.counts.balance import Sum, is_whole_said, unbalanced
from resorb.reading.counts.balance_numbers import numbers
from resorb.reading.counts.causes import causes
from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.scan.material import LONG, Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.apposed import judged_apposed
from resorb.scan.rules.counts.pairs import judged_pairs
from resorb.scan.rules.counts.parts import judged_parts
from resorb.scan.rules.counts.scope import Scope
from resorb.scan.rules.counts.sizes import sizes_told
from resorb.values.findings import Verdict

_WINDOW = 3
"""How many sentences before the last one may belong to the sum."""
_NUMBER = lazy(rf"{COUNT}|\d", re.IGNORECASE)
"""Without one a sentence cannot be the end of a sum told in several."""
_MANY = (0, 8, 30)
"""The wholes that a list may miss by one, by two, by three."""


@rule(
    "counts-balance",
    kind="count",
    doc="A whole and the parts it falls into, or those lost and those left, make one sum, in whatever words.",
    source="exact sums; told only where no division of the numbers comes out, and one looks like a slip",
)
def balance(text: Scanned) -> Iterator[Mark]:
    """Each sentence that no stricter reading judges."""
    scope = Scope(text)
    for sentence in text.sentences:
        if sentence.is_long:
            continue
        told = _told(text, sentence)
        if told is None or _fills_a_group(scope, sentence, *told):
            continue
        mark = _mark(sentence, *told)
        if not _is_judged(sentence, scope, mark):
            yield mark


def _told(text: Scanned, sentence: Sentence) -> tuple[Sum, int] | None:
    """The first sum of a sentence, alone or with those before it, that is a slip; and how far before it begins."""
    said = sentence.text
    found = next((one for one in (*alike(said), *unbalanced(said)) if is_slip(one) and not _is_no_sum(said, one)), None)
    if found is not None:
        return None if _is_left_of_two(text, sentence, found) else (found, 0)
    one = causes(said)
    if one is not None:
        return None if _heads_its_parts(said, one) else (one, 0)
    if _NUMBER.search(said) is None or not text.is_short:
        return None
    for before in text.before(sentence, _WINDOW):
        begin = sentence.start - before.start
        if begin + len(sentence.text) > LONG:
            break
        said = sentence.passage.text[before.start : sentence.start + len(sentence.text)]
        found = _across(said, begin) or _left(said, begin)
        if found is not None:
            return None if _is_left_of_two(text, sentence, found) else (found, begin)
    return None


def _is_no_sum(text: str, one: Sum) -> bool:
    """Whether the whole is a part itself ("eight of them"), or the last part so many doses in a row."""
    if (not one.whole.is_whole and _OF_THEM.match(text, one.whole.end)) or tells_several_arms(text):
        return True
    if _is_told_missing(text, one) or _is_in_part(text, one) or _heads_its_parts(text, one):
        return True
    if _SCORED.search(text):
        return True
    if one.how in ("list", "alike") and _have_their_shares(text, one):
        return True
    last = one.parts[-1].start if one.parts else 0
    return one.how != "total" and _IN_A_ROW.search(text[max(0, last - 25) : last]) is not None


def _fills_a_group(scope: Scope, sentence: Sentence, one: Sum, begin: int) -> bool:
    """Whether the number taken for the whole is one more part: all together make a number told before.

    "Seventeen were not treated: too early (eight), by choice (five), refused (four)."
    """
    if begin or one.how not in ("list", "alike", "total") or one.is_said:
        return False
    near = (n.value for before in scope.text.before(sentence, _WINDOW) for n in numbers(before.text))
    every = sum(n.value for n in numbers(sentence.text))
    return not {one.whole.value + one.sum, every}.isdisjoint({*sizes_told(scope.text), *near})


def _across(text: str, begin: int) -> Sum | None:
    """A sum told in several sentences: the whole in the first, and in the last what is left or what all make."""
    for one in (*alike(text), *unbalanced(text)):
        if not one.parts:
            continue
        last = one.whole if one.how == "total" else one.parts[-1]
        first = one.parts[0] if one.how == "total" else one.whole
        if (one.how != "list" or is_whole_said(text)) and last.start >= begin > first.start and is_slip(one):
            return None if _is_told_missing(text, one) or _is_of_another(text, one) or _is_in_part(text, one) else one
    return None


def _is_told_missing(text: str, one: Sum) -> bool:
    """Whether the words behind the whole tell those it lacks: "78 were treated, whereas two died before"."""
    if one.how != "total":
        return False
    behind = (read_numeral(m[0]) for m in _NUMBER.finditer(text, one.whole.end, one.whole.end + 120))
    return any(n is not None and n.value == one.sum - one.whole.value for n in behind)


def _is_of_another(text: str, one: Sum) -> bool:
    """Whether what is left is left of another number before: of one of two arms."""
    wanted = sum(part.value for part in one.parts)
    before = (read_numeral(m[0]) for m in _NUMBER.finditer(text, 0, one.parts[0].start))
    return one.how == "rest" and any(n is not None and n.value == wanted for n in before)


def _is_left_of_two(text: Scanned, sentence: Sentence, one: Sum) -> bool:
    """Whether what is left is a count before less one that heads a list: the others are parts of those lost."""
    if one.how in ("total", "list", "alike") or not one.parts:
        return False
    said = " ".join(s.text for s in (*list(text.before(sentence, _WINDOW))[::-1], sentence))
    heads = {value_of(m["n"]) for m in _HEADS_LIST.finditer(said)}
    wholes = {n.value for n in numbers(said)}
    return any(head is not None and head + one.parts[-1].value in wholes for head in heads)


def _left(text: str, begin: int) -> Sum | None:
    """What is left of a number of a sentence before, when only one of these is near."""
    found = []
    for one in left(text, begin):
        rest = one.parts[-1].value
        right = one.whole.value - one.sum + rest
        gap = abs(right - rest)
        if gap == 0 or _is_nested(one) or _is_in_part(text, one):
            return None  # left of this number, whatever the others are
        if gap * 4 <= right and near_count(rest, right, off_by=1 + (one.whole.value > 19)):
            found.append((gap, one))
    least = [one for gap, one in found if gap == min(found, key=lambda near: near[0])[0]]
    return least[-1] if len({one.whole.value for one in least}) == 1 else None


def _is_nested(one: Sum) -> bool:
    """Whether one of those lost is told again in parts: "three were missed, two for travel and one for a clot"."""
    lost = [p.value for p in one.parts[:-1]]
    return any(2 * n == sum(lost) and one.whole.value - n == one.parts[-1].value for n in lost)


def _heads_its_parts(text: str, one: Sum) -> bool:
    """Whether the first part is all the others together: "two of these five stopped, one for this and one for that"."""
    values = [p.value for p in one.parts]
    return 2 * values[0] == sum(values) and bool(_OF_THESE.match(text, one.parts[0].start))


def _have_their_shares(text: str, one: Sum) -> bool:
    """Whether each part stands with its right percentage of the whole: then each was counted for itself."""
    whole = one.whole.value
    told = [m and read_numeral(m["p"]) for m in (_SHARE.match(text, n.end) for n in one.parts if not n.is_whole)]
    shares = zip((n.value for n in one.parts if not n.is_whole), told, strict=True)
    return len(told) > 2 and all(p and rule_for(Fraction(100 * n, whole), p) is not None for n, p in shares)


def _comes_out(one: Sum) -> bool:
    """Whether one part and the last make the whole: the others were counted earlier, or are parts of that one."""
    values = [p.value for p in one.parts]
    return len(values) > 2 and any(part + values[-1] == one.whole.value for part in values[:-1])


def _is_in_part(text: str, one: Sum) -> bool:
    """Whether other numbers of the text make a sum of it: "55 of the 58 are known: 15, 6, others 34".

    Either the last parts make one, or what is counted behind them fills up the whole.
    """
    others = [n for n in numbers(text) if n not in one.parts and n is not one.whole]
    before = {n.value for n in others if n.end <= one.parts[0].start}
    ends = list(accumulate(p.value for p in one.parts[::-1]))
    behind = accumulate((n.value for n in others if n.start >= one.parts[-1].end), initial=one.sum)
    return any(end in before for end in ends[2:-1]) or one.whole.value in list(behind)[1:]


_SHARE = lazy(r"[^().;]{0,40}\((?P<p>\d{1,2}(?:\.\d)?)\s?%\)")
_SCORED = lazy(r"\b(?:scored|rated)\b[^.;]{0,20}\bfrom 0\b|\bNRS\b|\bVAS\b")
"""Numbers of such a sentence are points of a scale."""
_HEADS_LIST = lazy(rf"(?P<n>{COUNT})(?:\s[^\W\d][\w-]*){{0,3}}\s?[:(–—](?=\s?{COUNT}\b)", re.IGNORECASE)
"""Those left out, and how the list of them begins: "we left out 143: 96 without treatment, …"."""
_OF_THESE = lazy(r"\S+\s+of\s+(?:the|these|those)\b", re.IGNORECASE)
_OF_THEM = lazy(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_IN_A_ROW = lazy(r"\b(?:before|after|with|during|in|each of) the (?:last|first|next|past)\s*$", re.IGNORECASE)
"""What comes before the number of doses in a row, which is no rest."""


def is_slip(one: Sum) -> bool:
    """Whether the parts miss the whole by no more than a slip of the pen, or what is left misses what should be."""
    whole, total = one.whole.value, one.sum
    if one.how == "alike":
        gap = abs(total - whole)
        return gap * 4 <= whole and bool(near_count(total, whole, off_by=sum(whole >= many for many in _MANY)))
    if _comes_out(one):
        return False
    gap = abs(total - whole)
    how = near_count(total, whole, off_by=sum(whole >= many for many in _MANY))
    last = one.parts[-1].value if one.parts else 0
    if one.how == "rest" and len(one.parts) > 1 and near_count(last, whole - total + last).startswith("two"):
        return True
    if len(one.parts) < 2 or gap * 4 > whole or max(part.value for part in one.parts) >= whole > 2:
        return False
    if one.how == "rest" and last > gap:
        return True
    if one.how == "list" and one.is_said and gap * 8 <= whole:
        return bool(how)
    if one.how == "list" and (how == "one digit" or (total < whole and gap > 1 and gap * 8 > whole)):
        return False
    return how.startswith(("off", "two") if one.how == "flow" else ("off", "two", "one"))


def _is_judged(sentence: Sentence, scope: Scope, mark: Mark) -> bool:
    """Whether a stricter reading judges the same words."""
    found = (one for reading in (judged_parts, judged_apposed, judged_pairs) for one in reading(sentence, scope))
    return any(one.start < mark.end and mark.start < one.end for one in found)


def _mark(sentence: Sentence, one: Sum, begin: int) -> Mark:
    whole, parts, last = one.whole, one.parts, one.parts[-1]
    over, gap = one.sum > whole.value, abs(one.sum - whole.value)
    assumption = "some are counted twice" if over else f"{gap} of the {whole.value} are in none of the parts"
    at = {"total": (whole,), "list": (whole, *parts), "alike": (whole, *parts)}.get(one.how, (last,))
    stretch = sentence.at(max(0, min(n.start for n in at) - begin), max(n.end for n in at) - begin)
    if one.how in ("rest", "step", "flow", "left"):
        left = whole.value - one.sum + last.value
        steps = "".join(f" {'+' if n.is_gain else '−'} {n.value}" for n in parts[:-1])
        certain = one.how == "rest" and whole.is_whole and len(parts) == 2
        return stretch.mark(
            "counts-balance", Verdict.FAILS if certain else Verdict.ASSUMES,
            f"{whole.value} less the others leaves {left}, not {last.value}.",
            computed=str(left), arithmetic=f"{whole.value}{steps} = {left}, not {last.value}",
            suggestion=f"{left} left, or {gap} {'fewer' if over else 'more'} before",
            assumption=None if certain else assumption,
        )  # fmt: skip
    return stretch.mark(
        "counts-balance", Verdict.ASSUMES, f"The parts add up to {one.sum}, not to {whole.value}.",
        computed=str(one.sum), arithmetic=f"{' + '.join(str(p.value) for p in parts)} = {one.sum}, not {whole.value}",
        suggestion=f"{one.sum} in all, or {gap} {'fewer' if over else 'more'} in one of the parts",
        assumption=assumption,
    )  # fmt: skip
