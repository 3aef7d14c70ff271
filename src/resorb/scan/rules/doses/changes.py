"""Changes of a dose told twice: by both doses, and by a word such as doubled, halved or threefold; and compounding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.doses.quantities import mass_in_mg, number_in
from resorb.reading.lazy import lazy
from resorb.reading.numerals import MULTIPLE_VERBS, WORD
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_N = r"\d{1,6}(?:\.\d{1,3})?"
_U = r"(?:mg/mL|mg/kg|mL/h|mL/min|mg|mcg|g|mL|%|grams?|milligrams?)"
_PAIR = lazy(
    rf"\bfrom (?P<a>{_N})\s?(?P<au>{_U})?(?: [a-z]{{1,15}}){{0,4}}? to (?:only )?(?P<b>{_N})\s?(?P<bu>{_U})(?![\w/])"
    rf"|\bto (?:only )?(?P<b2>{_N})\s?(?P<bu2>{_U})?(?: [a-z]{{1,15}}){{0,3}}?"
    rf" from (?P<a2>{_N})\s?(?P<au2>{_U})(?![\w/])"
    rf"|(?<![\w.])(?P<a3>{_N})\s?(?P<au3>{_U})?\s?(?:→|->)\s?(?P<b3>{_N})\s?(?P<bu3>{_U})(?![\w/])",
    _I,
)
_PARTS = {"half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4), "fifth": Fraction(1, 5)}
_TOLD = lazy(
    r"\b(?P<times>doubl|tripl|trebl|quadrupl|halv)(?:ed|es|e|ing)\b"
    rf"|\b(?P<fold>(?:{WORD})|\d{{1,2}}(?:\.\d)?)[- ]?fold\b"
    r"|\bby (?P<parts>three[- ]quarters|two[- ]thirds)\b"
    r"|\bby (?:a |an |one[- ])?(?P<part>half|third|quarter|fifth)\b"
    r"|\bto (?:a |an |one[- ])?(?P<left>half|third|quarter|fifth)\b",
    _I,
)
_UP = lazy(r"\b(?:rais\w+|increas\w+|escalat\w+|higher|rose|rise|uptitrat\w+|up-titrat\w+|went up)\b", _I)
_DOWN = lazy(r"\b(?:reduc\w+|lower\w*|decreas\w+|cut|taper\w*|dropp?\w*|fell|less|smaller|de-?escalat\w+)\b", _I)
_CLOSE = Fraction(1, 12)
_NEAR = 60
_APART = lazy(r"[.;]|\d|\b(?:and|but|then|while|whereas)\b", _I)


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    first: Fraction
    last: Fraction
    words: str


@rule(
    "dose-change",
    "dose-strength",
    kind="dose-arithmetic",
    doc="A dose said to be doubled, halved or raised so many times is; a compounded strength follows from its parts.",
    source="exact arithmetic; one part in twelve is allowed for rounding",
)
def dose_changes(text: Scanned) -> Iterator[Mark]:
    """Each change told by both doses and a factor, and each strength told beside its ingredients."""
    for sentence in text.sentences:
        if any(map(str.isdigit, sentence.text)):
            yield from _changed(sentence)
    for doses in doses_of(text):
        if not doses.is_row and not is_quoted(doses):
            yield from _compounded(doses)


def _changed(sentence: Sentence) -> Iterator[Mark]:
    text = sentence.text
    changes = list(_changes(text)) if "from" in text or "→" in text or "->" in text else []
    told = list(_TOLD.finditer(text)) if changes else []
    if len(changes) != 1 or len(told) != 1:
        return
    change, word = changes[0], told[0]
    gap = text[min(change.end, word.end()) : max(change.start, word.start())]
    if len(gap) > _NEAR or _APART.search(gap):
        return
    factor = _factor(text, word, is_up=change.last > change.first)
    if factor is None or not change.first:
        return
    real = change.last / change.first
    if abs(real - factor) <= factor * _CLOSE or (word["fold"] and abs(real - factor - 1) <= factor * _CLOSE):
        return
    start, end = word.span()
    if 0 <= change.start - end <= 3:
        end = change.end
    right = written(change.first * factor)
    yield sentence.at(start, end).mark(
        "dose-change", Verdict.FAILS, f"{change.words} is {_shown(real)}, not {_shown(factor)}.",
        computed=_shown(real),
        arithmetic=f"{written(change.last)} / {written(change.first)} = {written(real)}",
        suggestion=f"{_shown(real)}, or to {right}",
    )  # fmt: skip


def _changes(text: str) -> Iterator[_Change]:
    for match in _PAIR.finditer(text):
        key = next(k for k in ("", "2", "3") if match[f"a{k}"])
        first, last = number_in(match[f"a{key}"]), number_in(match[f"b{key}"])
        units = {(match[f"{u}{key}"] or "").lower() for u in ("au", "bu")} - {""}
        if first and last and len(units) == 1:
            yield _Change(match.start(), match.end(), first.value, last.value, f"From {first.text} to {last.text}")


def _factor(text: str, word: re.Match[str], *, is_up: bool) -> Fraction | None:
    around = text[max(0, word.start() - 50) : word.end() + 30]
    down = _DOWN.search(around) is not None
    if down == (_UP.search(around) is not None):
        down = not is_up
    if word["times"]:
        return MULTIPLE_VERBS[word["times"].lower()]
    if word["fold"]:
        number = number_in(word["fold"])
        if number is None or number.value < 2:
            return None
        return 1 / number.value if down else number.value
    if word["left"]:
        return _PARTS[word["left"].lower()] if down else None
    several = Fraction(3, 4) if "quarter" in (word["parts"] or "").lower() else Fraction(2, 3)
    part = several if word["parts"] else _PARTS[word["part"].lower()]
    return 1 - part if down else 1 + part


def _shown(factor: Fraction) -> str:
    return f"{written(factor)} times as much"


_NAME = r"(?:thiosul(?:f|ph)ate|STS|TST)(?: (?:pentahydrate|powder|salt|crystals|USP|BP))?"
_DRUG_MASS = lazy(
    rf"{_NAME}[\s:,=]{{0,3}}(?P<a>{_N})\s?(?P<au>g|mg)\b"
    rf"|(?<![\w.])(?P<b>{_N})\s?(?P<bu>g|mg) (?:of )?(?:sodium )?{_NAME}",
    _I,
)
_MADE = lazy(
    rf"\b(?:to|ad|q\.?s\.?|in|make|makes|making|made"
    rf"|total(?: (?:weight|mass))?(?: of| is| was|:)?|gives?|yield(?:s|ing)?)"
    rf"\s+(?:ad |to |up to |a total of )?(?P<n>{_N})\s?(?P<u>g|mg)\b(?!/)",
    _I,
)
_STRENGTH = lazy(
    rf"\b(?:strength|concentration|content)(?: (?:of|is|was|w/w|thus|therefore|then))*[\s:=]{{1,3}}(?P<p>{_N})\s?%"
    rf"|(?:[(=]\s?|\b(?:a|an|the) )(?P<q>{_N})\s?% ?\(?(?:w/w|(?:topical )?(?:cream|ointment|gel|paste|lotion)\b)",
    _I,
)


def _compounded(doses: Doses) -> Iterator[Mark]:
    """A strength of weighed parts: "Thiosulfate 30 g, excipients to 120 g. Final strength 25%"."""
    text = doses.read.text
    if "%" not in text:
        return
    for match in _STRENGTH.finditer(text):
        said = " ".join([*(one.read.text for one in reversed(doses.earlier[:2])), text[: match.start()]])[-500:]
        parts, wholes = list(_DRUG_MASS.finditer(said)), list(_MADE.finditer(said))
        if len(parts) != 1 or len(wholes) != 1 or wholes[0].start() < parts[0].start():
            continue
        part, whole = parts[0], wholes[0]
        mass = Fraction(part["a"] or part["b"]) * (mass_in_mg(part["au"] or part["bu"]) or 0)
        total = Fraction(whole["n"]) * (mass_in_mg(whole["u"]) or 0)
        name = "p" if match["p"] else "q"
        printed = Fraction(match[name])
        if not 0 < mass < total or whole["n"] == (part["a"] or part["b"]):
            continue
        exact = 100 * mass / total
        beside = 100 * mass / (mass + total) if whole[0][:3].lower() == "in " else exact
        if any(abs(one - printed) <= one * _CLOSE for one in (exact, beside)):
            continue
        how = f"{as_text(mass / 1000)} g / {as_text(total / 1000)} g"
        yield doses.where.at(match.start(name), match.end(name) + 1).mark(
            "dose-strength", Verdict.FAILS,
            f"The strength does not follow from its parts: {how} = {as_text(exact, 1)} %.",
            computed=f"{as_text(exact, 1)} %", arithmetic=f"{how} = {as_text(exact, 1)} %",
            suggestion=f"{as_text(exact, 1)} %",
        )  # fmt: skip
