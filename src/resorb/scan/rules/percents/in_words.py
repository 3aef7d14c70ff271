"""Shares in words ("two thirds", "more than 60 %") against their counts, or the percentage beside them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.checks.claims.percents import LOOSE
from resorb.reading.counts.proportions import Proportion
from resorb.reading.counts.shares import Percentage, ShareWord, percentages
from resorb.scan.material import Mark, Sentence
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_PLAIN = frozenset(Fraction(a, b) for b in (2, 3, 4, 5, 10) for a in (1, b - 1))


def bounded(sentence: Sentence, share: Percentage, part: int, whole: int) -> Iterator[Mark]:
    """A percentage with words before it: "more than 60% (19/28)", "about 70% (19 of 28)"."""
    exact, limit, step = Fraction(100 * part, whole), share.points, share.number.step
    if rule_for(exact, share.number) is not None:
        return
    right = {
        "over": exact > limit, "at least": exact >= limit, "under": exact < limit, "at most": exact <= limit,
        "nearly": limit - 2 * LOOSE <= exact < limit,
    }.get(share.manner, abs(exact - limit) <= max(LOOSE, step))  # fmt: skip
    said = sentence.text[share.start : share.end]
    yield from _said(sentence, share.start, share.end, part, whole, said, holds=right)


def _said(sentence: Sentence, start: int, end: int, part: int, whole: int, said: str, *, holds: bool) -> Iterator[Mark]:
    exact = written(Fraction(100 * part, whole))
    arithmetic = f"{part}/{whole} = {exact} %"
    verdict = Verdict.HOLDS if holds else Verdict.FAILS
    message = f"{part} of {whole} is {exact} %; “{said}” {'holds' if holds else 'does not hold'}."
    better = {} if holds else {"suggestion": f"{as_text(Fraction(100 * part, whole), 0)} % for {part}/{whole}"}
    yield sentence.at(start, end).mark(
        "share-words",
        verdict,
        message,
        computed=f"{exact} %",
        arithmetic=arithmetic,
        **better,
    )


def in_words(sentence: Sentence, one: Proportion, word: ShareWord, scope: Scope) -> Iterator[Mark]:
    """Words for a share against counts, or against the percentage in brackets behind them."""
    said = sentence.text[word.start : word.end]
    if one.part is not None and one.whole is not None:
        if one.part > one.whole:
            return
        exact = Fraction(100 * one.part, one.whole)
        holds = _room(word, exact, Fraction(0)) and not _is_another(word, Fraction(one.part, one.whole))
        yield from _said(sentence, word.start, word.end, one.part, one.whole, said, holds=holds)
        return
    if one.part is not None:
        yield from _words_in_scope(sentence, one, word, one.part, scope)
        return
    number = next((p for p in percentages(sentence.text[word.end : one.end])), None)
    if number is None:
        return
    holds = _room(word, number.points, number.number.step / 2)
    shown = f"{number.number.text} %"
    yield sentence.at(word.start, word.end).mark(
        "share-words", Verdict.HOLDS if holds else Verdict.FAILS,
        f"“{said}” and {shown} {'agree' if holds else 'cannot both be right'}.",
        computed=shown, arithmetic=f"{said}: {_limits(word)}; printed {shown}",
        **({} if holds else {"suggestion": f"another word for {shown}"}),
    )  # fmt: skip


def _is_another(word: ShareWord, exact: Fraction) -> bool:
    """Whether the counts are exactly another plain fraction than the one in words: 5 of 20 is no third."""
    said = word.points / 100
    return word.manner in ("", "about") and exact in _PLAIN and said in _PLAIN and exact != said


def _words_in_scope(sentence: Sentence, one: Proportion, word: ShareWord, part: int, scope: Scope) -> Iterator[Mark]:
    """Words for a share with their count ("two-thirds (n = 5)") in the group that the sentence opened."""
    group = scope.group_for(sentence, one)
    if group is None or not (group.is_here or group.is_sure) or one.is_subset or not 0 < part <= group.size:
        return

    def fits(whole: int) -> bool:
        return part <= whole and _room(word, Fraction(100 * part, whole), Fraction(0))

    if fits(group.size) or not any(map(fits, scope.numbers(sentence, one))):
        said = sentence.text[word.start : word.end]
        yield from _said(sentence, word.start, word.end, part, group.size, said, holds=fits(group.size))


def _limits(word: ShareWord) -> str:
    limit = as_text(word.points, 0 if word.points.denominator == 1 else 1)
    sign = {
        "over": "more than ",
        "under": "less than ",
        "at least": "at least ",
        "at most": "at most ",
        "most of": "at least ",
    }
    return f"{sign.get(word.manner, '')}{limit} %"


def _room(word: ShareWord, exact: Fraction, slack: Fraction) -> bool:
    """Whether a share may be called so: bounds are bounds, plain words leave 5 points, loose ones 10."""
    limit = word.points
    if word.manner in ("over", "under", "at least", "at most", "most of"):
        low = {"over": exact + slack > limit, "at least": exact + slack >= limit, "most of": exact + slack >= limit}
        high = {"under": exact - slack < limit, "at most": exact - slack <= limit}
        return (low | high)[word.manner]
    if word.manner == "nearly":
        return limit - 2 * LOOSE <= exact <= limit + slack
    if word.manner == "exactly":
        return abs(exact - limit) <= slack
    return abs(exact - limit) <= (2 * LOOSE if word.manner == "about" else LOOSE)
