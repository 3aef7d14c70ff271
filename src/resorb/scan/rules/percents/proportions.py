"""Percentages and words for shares against the counts the text ties to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.checks.claims.percents import judged_percent, rounded_share
from resorb.reading.counts.counted import COUNT, PEOPLE, value_of
from resorb.reading.counts.proportions import Proportion, proportions
from resorb.reading.counts.shares import Percentage, ShareWord
from resorb.reading.counts.two_groups import wholes_of
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.scope import Scope, Whole
from resorb.scan.rules.counts.sizes import sizes_told
from resorb.scan.rules.percents.in_words import bounded, in_words
from resorb.scan.rules.percents.of_arms import shares_of_arms
from resorb.scan.rules.percents.of_no_whole import of_no_whole
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_THESE = lazy(r"^\S+\s+of\s+(?:these|them|those)\b", re.IGNORECASE)
"""A count whose whole was named just before: "39 of these (36 %)"."""
_OTHERS = lazy(rf"\s*[)\]]?\s*(?:of\b|(?:\w+\s+)?{PEOPLE})", re.IGNORECASE)
_SEX = lazy(r"\s*[)\]]?\s*(?:wom[ae]n|m[ae]n|girls|boys|females|males|controls)\b", re.IGNORECASE)
"""Behind a share of others than those spoken of: "and 12 (60 %) women"."""


@rule(
    "percent",
    "share-words",
    kind="percent",
    doc="A percentage, or a word for a share, follows from its count and its whole.",
    source="exact fractions under half-up, half-even and truncation",
)
def percents(text: Scanned) -> Iterator[Mark]:
    """Each share that the text ties to a count or a whole."""
    scope = Scope(text)
    of_arms = shares_of_arms(text, scope)
    for sentence in text.sentences:
        spoken: int | None = None
        yield from _outvoted(sentence, scope)
        against = [match.span() for match in _TWO_ARMS.finditer(sentence.text)]
        for one in proportions(sentence.text):
            if (sentence.number, one.start) in of_arms:
                mark = of_arms[sentence.number, one.start]
                yield from () if mark is None else (mark,)
                continue
            if one.whole is None and any(start < one.end and one.start < end for start, end in against):
                continue
            if one.part is not None and one.whole is None and isinstance(one.share, Percentage):
                marks = list(_scoped(sentence, one, one.share, one.part, scope, spoken))
                yield from marks or of_no_whole(text, sentence, one, one.share, one.part, scope)
            else:
                yield from _judged(sentence, one, scope)
            if one.whole is not None and not one.is_list:
                spoken = one.whole if _is_named(sentence.text, one) else None


def _outvoted(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """The one share that does not fit the whole that all others of its sentence fit."""
    listed = [
        (one, one.share, one.part)
        for one in proportions(sentence.text)
        if one.part and one.whole is None and isinstance(one.share, Percentage) and not one.share.manner
        and not one.is_subset
    ]  # fmt: skip
    if len(listed) < _ENOUGH or scope.groups(sentence) or _CELLS.search(sentence.text):
        return
    near = {n for one in (sentence, *scope.text.before(sentence, 2)) for n in scope.counted(one)}
    near.add(sum(part for _, _, part in listed))
    parts = {part for _, _, part in listed}
    fitting = {
        whole: wrong[0]
        for whole in near - parts
        if len(wrong := [x for x in listed if not _gives(x[2], whole, x[1].number)]) == 1 and max(parts) <= whole
    }
    if len(fitting) != 1 or any(all(_gives(x[2], whole, x[1].number) for x in listed) for whole in near):
        return
    whole, (_, share, part) = next(iter(fitting.items()))
    found = judged_percent(part, whole, share.number)
    yield sentence.at(*_underlined(share)).mark(
        "percent", Verdict.ASSUMES, f"{found.message} The others of this sentence are of {whole}.",
        computed=found.computed, arithmetic=found.arithmetic, suggestion=_right(part, whole, share.number),
        assumption=f"the percentage is of another whole than the {whole} of the others",
    )  # fmt: skip


def _is_named(said: str, one: Proportion) -> bool:
    """Whether the whole of a proportion is the group that the sentence goes on with: "20 (63 %) of the 32"."""
    return re.search(r"\bof\s+(?:the|these|all|our)\s+\S+$", said[one.start : one.end], re.IGNORECASE) is not None


def _judged(sentence: Sentence, one: Proportion, scope: Scope) -> Iterator[Mark]:
    if isinstance(one.share, ShareWord):
        yield from in_words(sentence, one, one.share, scope)
    elif one.part is not None and one.whole is not None and one.part <= one.whole:
        if _OF_AN_ARM.match(sentence.text, one.share.end):
            return
        yield from _firm(sentence, one, one.share, one.part, one.whole, scope)


_SOME_FIRST = lazy(
    r"^(?:among|amongst|of|in|for)\s+(?:the\s+|all\s+)?(?:(?:[\w-]+\s+){0,2}?(?:wom[ae]n|m[ae]n|girls|boys|females|males|"
    r"completers|(?:non-?)?responders|survivors|(?:non-?)?smokers|diabetics|adults|children)|those"
    r"|(?:(?!(?:study|whole|entire|total|patient|our)\b)[\w-]+\s+){1,3}(?:group|arm)\b"
    r"|(?:eligible|screened|invited|approached)\s+(?:patients|subjects|persons))\b",
    re.IGNORECASE,
)
"""A sentence that begins with a part of the group, of which no number is told: "Among women, 12 (60%) …"."""
_RECKONED = lazy(r"\b(?:life[\s-]tables?|kaplan|actuarial|cumulative\s+(?:incidence|rates?))\b", re.IGNORECASE)
"""Shares of those who were still followed, which no count over a whole gives."""
_TWO_ARMS = lazy(
    r"\d\s?%\)[^.;()%]{0,50}\b(?:compared\s+(?:to|with)|versus|vs\.?)\s[^.;()%]{0,50}\(\s?\d+(?:\.\d+)?\s?%\)",
    re.IGNORECASE,
)
"""Two shares set against each other, each of its own group: "46 (13%) compared to 69 (19%)"."""
_OF_AN_ARM = lazy(
    r"\s+(?:of|in|from|(?:assigned|allocated|randomi[sz]ed)\s+to)\s+(?:the\s+|our\s+)?(?:(?:[\w-]+\s+){1,3}(?:groups?|arms?)\b|(?:group|arm)\s(?:[A-D]|\d|I{1,3})\b)",
    re.IGNORECASE,
)
"""Behind a share with a whole of its own: "487 of the 640 (66% of the vehicle group, …)"."""
_IN_THEM = lazy(rf"(?<![\w.])(?P<part>{COUNT})(?:\s+[a-z-]+){{0,2}}\s+in\s+$", re.IGNORECASE)
_CELLS = lazy(r"%\)\s+\d{1,6}\s?\(\d")
"""Two shares with nothing between are cells of two columns: "40 (10%) 66 (44%)"."""
_ENOUGH = 3
"""So many shares in a row show what they are of."""


def _underlined(share: Percentage | ShareWord) -> tuple[int, int]:
    return (share.number_start if isinstance(share, Percentage) and not share.manner else share.start), share.end


def _firm(
    sentence: Sentence, one: Proportion, share: Percentage, part: int, whole: int, scope: Scope
) -> Iterator[Mark]:
    """The whole stands with the count; only another group of the same sentence may explain a mismatch."""
    at = sentence.at(*_underlined(share))
    if share.manner not in ("", "exactly"):
        yield from bounded(sentence, share, part, whole)
        return
    found = judged_percent(part, whole, share.number)
    other = None
    if found.verdict is Verdict.FAILS:
        other = next(
            (g for g in scope.around(sentence, one.start) if g != whole and _gives(part, g, share.number)), None
        )
    if other is not None:
        yield at.mark(
            "percent", Verdict.ASSUMES,
            f"{part} of {whole} is {found.computed}; {share.number.text} % is right only of {other}, named before.",
            computed=found.computed, arithmetic=f"{part}/{other} = {_percent(part, other)} %",
            suggestion=_right(part, whole, share.number), assumption=f"the percentage is of {other}, not of {whole}",
        )  # fmt: skip
        return
    more = {"suggestion": f"{_right(part, whole, share.number)}; or {found.suggestion}"} if found.suggestion else {}
    yield at.mark(
        "percent", found.verdict, found.message, computed=found.computed, arithmetic=found.arithmetic,
        assumption=found.assumption, **more,
    )  # fmt: skip


def _right(part: int, whole: int, printed: PrintedNumber) -> str:
    return f"{rounded_share(part, whole, printed)} % for {part}/{whole}"


def _percent(part: int, whole: int) -> str:
    return written(Fraction(100 * part, whole))


def _gives(part: int, whole: int, printed: PrintedNumber) -> bool:
    return whole > 0 and part <= whole and rule_for(Fraction(100 * part, whole), printed) is not None


def _looks_wrong(part: int, whole: int, printed: PrintedNumber) -> bool:
    """Whether a percentage looks like a slip of this share: then no other whole is likely to be meant."""
    return near_miss(printed, Fraction(100 * part, whole), factors=(10,)) in ("one digit", "two digits swapped")


def _scoped(
    sentence: Sentence, one: Proportion, share: Percentage, part: int, scope: Scope, spoken: int | None
) -> Iterator[Mark]:
    """The whole is a group spoken of before; a mismatch is said only when nothing near explains it.

    ``spoken`` is the whole of the proportion just before in the same sentence.
    """
    if share.manner not in ("", "exactly") or _is_whole_itself(sentence, one, share, part):
        return
    group = scope.group_for(sentence, one)
    taken_up = _THESE.search(sentence.text[one.start : share.start]) is not None
    if taken_up and (whole := scope.only_count(sentence, one.start)) is not None:
        group = Whole(whole, "", is_here=False, is_sure=True)
    elif group is None and spoken is not None and not one.is_subset and not _OTHERS.match(sentence.text, one.end):
        group = Whole(spoken, "", is_here=False, is_sure=True)
    at = sentence.at(*_underlined(share))
    if share.points > 100:
        yield at.mark(
            "percent", Verdict.FAILS, f"{share.number.text} % of a group is more than the whole group.",
            computed="at most 100 %", arithmetic=f"{share.number.text} > 100",
            suggestion=_right(part, group.size, share.number) if group and group.size >= part else "at most 100 %",
        )  # fmt: skip
        return
    if group is None:
        yield from _of_near(sentence, one, share, part, scope)
    if group is None or group.size < max(part, 1) or (not group.is_here and _SEX.match(sentence.text, one.end)):
        return
    if not group.is_here and (_SOME_FIRST.match(sentence.text) or _RECKONED.search(sentence.text)):
        return
    behind = one.end + sentence.text.startswith(")", one.end)
    if not group.is_here and _OF_AN_ARM.match(sentence.text, behind) and not _gives(part, group.size, share.number):
        return
    if _gives(part, group.size, share.number):
        found = judged_percent(part, group.size, share.number)
        yield at.mark(
            "percent", found.verdict, found.message, computed=found.computed, arithmetic=found.arithmetic,
            assumption=found.assumption,
        )  # fmt: skip
        return
    other = next((w for w in scope.numbers(sentence, one) if _gives(part, w, share.number)), None)
    if (
        (one.is_subset and not taken_up)
        or (not group.is_sure and not _looks_wrong(part, group.size, share.number))
        or (other is not None and (not group.is_here or other in scope.counted(sentence)))
        or any(_is_part(s, group.size, part, share) for s in (sentence, *scope.text.before(sentence, 2)))
    ):
        return
    far = () if group.is_here else (*sizes_told(scope.text), *_of_two(sentence, scope))
    if any(_gives(part, whole, share.number) for whole in far) or _are_of_arms(sentence, group.size):
        return
    found = judged_percent(part, group.size, share.number)
    sure = group.is_here and other is None
    assumption = None if sure else f"the percentage is of another whole than the {group.size} spoken of before"
    yield at.mark(
        "percent", Verdict.FAILS if sure else Verdict.ASSUMES, found.message, computed=found.computed,
        arithmetic=found.arithmetic, suggestion=_right(part, group.size, share.number), assumption=assumption,
    )  # fmt: skip


def _is_whole_itself(sentence: Sentence, one: Proportion, share: Percentage, whole: int) -> bool:
    """Whether the count is the whole of one before it: "four deaths in 48 (8.3 %) and three in 47 (6.4 %)"."""
    before = _IN_THEM.search(sentence.text, max(0, one.start - 40), one.start)
    part = value_of(before["part"]) if before else None
    return part is not None and _gives(part, whole, share.number)


def _of_two(sentence: Sentence, scope: Scope) -> Iterator[int]:
    """What two counts of the sentence before make: "thirty had 25 g, and 11 had 12.5 g. Nine (22.0 %) …"."""
    for before in scope.text.before(sentence, 1):
        yield from (a + b for a, b in combinations(scope.counted(before), 2))


def _is_part(sentence: Sentence, size: int, part: int, share: Percentage) -> bool:
    """Whether a size is itself so much of a whole of which the other is its share too: "104 (62%) … and 64 (38%)"."""
    for other in proportions(sentence.text):
        if other.part == size and isinstance(other.share, Percentage):
            told = (size, other.share.number), (part, share.number)
            if any(2 * printed.value <= printed.step for _, printed in told):
                return False
            (least, most), (smallest, largest) = (wholes_of(count, printed) for count, printed in told)
            return max(size, least, smallest) <= min(most, largest)
    return False


def _are_of_arms(sentence: Sentence, size: int) -> bool:
    """Whether the shares that are not of the whole are of groups that make it: 26 (32.1%) of 81, 24 (51.1%) of 47."""
    listed = [(p.part, p.share.number) for p in proportions(sentence.text)
              if p.part and p.whole is None and isinstance(p.share, Percentage) and p.share.number.value]  # fmt: skip
    apart = [(part, share) for part, share in listed if not _gives(part, size, share)]
    if len(apart) < 2 or any(share.value <= share.step for _, share in apart):
        return False
    ends = [wholes_of(part, share) for part, share in apart]
    return sum(least for least, _ in ends) <= size <= sum(most for _, most in ends)


def _of_near(sentence: Sentence, one: Proportion, share: Percentage, part: int, scope: Scope) -> Iterator[Mark]:
    """No group is named as the whole: the one number beside the count of which the share is a slip, when none fits."""
    near = {
        n
        for other in (sentence, *scope.text.before(sentence, 1))
        for n in scope.counted(other)
        if n > part and not _is_part(other, n, part, share)
    }
    wholes = {n for n in near if _looks_wrong(part, n, share.number)}
    if len(wholes) > 1:
        wholes = {n for n in wholes if _fits_another(sentence, one, n)}
    known = (*near, *scope.samples(sentence), *sizes_told(scope.text))
    if any(n >= part and n not in near for n in scope.everywhere()):
        return
    if one.is_subset or len(wholes) != 1 or part < 2 or any(_gives(part, n, share.number) for n in known):
        return
    whole = wholes.pop()
    found = judged_percent(part, whole, share.number)
    yield sentence.at(*_underlined(share)).mark(
        "percent", Verdict.ASSUMES, found.message, computed=found.computed, arithmetic=found.arithmetic,
        suggestion=_right(part, whole, share.number),
        assumption=f"the percentage is of another whole than the {whole} beside it",
    )  # fmt: skip


def _fits_another(sentence: Sentence, one: Proportion, whole: int) -> bool:
    """Whether another share of the sentence is of this whole."""
    others = (
        p for p in proportions(sentence.text) if p.start != one.start and p.part and isinstance(p.share, Percentage)
    )
    return any(isinstance(p.share, Percentage) and _gives(p.part or 0, whole, p.share.number) for p in others)
