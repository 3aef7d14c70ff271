"""Doses that no person is given, whatever the drug: kilograms, litres into a lesion, a cream every few minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.doses.frequencies import how_often
from resorb.reading.doses.quantities import Quantity
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.limits import too_often
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted
from resorb.scan.rules.doses.windows import NOT_GIVEN, OF_A_BODY, SUMMED, dose_unit, rewritten
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_GIVEN_BEHIND = lazy(
    r"\s*(?:of\s+(?:(?:the\s+)?(?:drug|agent)|[a-z]+(?:\s+thiosul(?:f|ph)ate)?)\s+)?(?:(?:was|were)\s+(?:given|infused)\s+)?"
    r"(?:IV\b|i\.v\.|intravenous|(?:once|twice|thrice|(?:two|three|four|\d)\s+times)\s+(?:a|per|each|every|daily|weekly)"
    r"|(?:after|during|with)\s+(?:each|every)\s+(?:ha?emo)?dialysis|per\s+(?:infusion|dose|injection|administration)"
    r"|by\s+(?:slow\s+)?(?:infusion|injection)|(?:infused|injected)\b|over\s+\d+\s*(?:min|h))",
    _I,
)
"""Behind a mass that is given: how often, by which way, over how long."""
_OF_A_DOSE = lazy(r"\b(?:regimens?|dos(?:e|es|ing|age)|infus\w+|thiosul(?:f|ph)ate|STS)\b", _I)
_HEAVY = 2
"""Kilograms under this may be a whole course."""
_INTO = lazy(
    r"\b(?:in(?:to|side)?|beneath|under|around|per|at)\s+(?:(?:the|each|every|one|a|his|her|this|that|single|both)\s+){0,2}"
    r"(?:[a-z]+\s+){0,2}(?:lesions?|nodules?|plaques?|deposits?|papules?|fingertips?|fingers?|calcinosis|tophi|tophus)\b",
    _I,
)
_INJECTED = lazy(r"\binject\w*|\binfiltrat\w*|\bintralesional\w*|\bsyringe\w*", _I)
_WASHED = lazy(
    r"\b(?:irrigat\w+|wash\w*|rins\w+|soak\w*|bath\w*|lavage|flush\w*|tumescent|dialys\w+|saline|drain\w*)\b", _I
)
_APPLIED = lazy(
    r"\b(?:creams?|ointments?|gels?|lotions?|foams?|pastes?|pomades?|tablets?|capsules?|patch(?:es)?|infusions?|injections?)\b"
    r"[^.;:()]{0,60}$",
    _I,
)
_PUT_ON = lazy(
    r"\b(?:applied|appl(?:y|ies)|used|rubbed|spread|put|given|taken|injected|repeated|infused)\b[^.;:()]{0,40}$", _I
)
_WATCHED = lazy(
    r"\b(?:monitor\w*|measur\w*|check\w*|record\w*|pressure|pulse|rate|observ\w*|titrat\w*|increas\w*|stirr\w*|turn\w*"
    r"|visit\w*|sampl\w*|rotat\w*|shak\w*|scor\w*|soak\w*|compress\w*|puls\w*|until|breath\w*|beat\w*|step\w*|pump)\b",
    _I,
)
_EACH_HOUR = Fraction(168)


@rule(
    "dose-impossible",
    kind="dose",
    doc="No drug is given by the kilogram, by the litre into a lesion, or as a cream more often than every hour.",
    source="what a person, a lesion and a day can hold; independent of the drug",
)
def dose_impossible(text: Scanned) -> Iterator[Mark]:
    """Units and frequencies that cannot be meant, where no dose window is needed to say so."""
    found: list[Mark] = []
    for doses in doses_of(text):
        if is_quoted(doses) or doses.read.of_animals:
            continue
        for q in (mention.quantity for mention in doses.read.mentions):
            if q.kind == "mass" and q.unit.lower().startswith("k") and _is_given(doses, q):
                found.append(_slip(doses, q, "No drug is given by the kilogram."))
            elif q.kind == "volume" and q.unit.lower().startswith("l") and _is_in_lesion(doses, q):
                found.append(_slip(doses, q, "No lesion takes litres."))
        found += _every_few_minutes(doses)
    told = {(mark.block, mark.start) for mark in dose_unit(text)} if found else set()
    yield from (mark for mark in found if (mark.block, mark.start) not in told)


def _is_given(doses: Doses, q: Quantity) -> bool:
    text = doses.read.text
    before = text[max(0, q.start - 60) : q.start]
    if q.value.low is None or q.value.low < _HEAVY * 10**6 or not _GIVEN_BEHIND.match(text, q.end):
        return False
    told = f"{before} {text[q.end : q.end + 60]}"
    is_other = OF_A_BODY.search(told) or SUMMED.search(told) or NOT_GIVEN.search(before)
    return is_other is None and _OF_A_DOSE.search(doses.near) is not None


def _is_in_lesion(doses: Doses, q: Quantity) -> bool:
    text = doses.read.text
    around = text[max(0, q.start - 80) : q.end + 80]
    into = _INTO.search(around) is not None and _INJECTED.search(around) is not None
    return into and q.value.low is not None and q.value.low >= 50 and _WASHED.search(text) is None


def _slip(doses: Doses, q: Quantity, message: str) -> Mark:
    printed = doses.read.text[q.start : q.end]
    meant = rewritten(printed, Fraction(1, 1000)) or "check the unit"
    return doses.where.at(q.start, q.end).mark(
        "dose-impossible", Verdict.FAILS, message, computed=meant, arithmetic=f"{printed} / 1000 = {meant}",
        suggestion=meant,
    )  # fmt: skip


def _every_few_minutes(doses: Doses) -> Iterator[Mark]:
    text = doses.read.text
    often = [one for one in how_often(text) if one.per_week > _EACH_HOUR]
    if not often or any(True for _ in too_often(doses)):
        return
    for one in often:
        before = text[max(0, one.start - 100) : one.start]
        if not (_APPLIED.search(before) and _PUT_ON.search(before)) or _WATCHED.search(text):
            continue
        printed = text[one.start : one.end]
        yield doses.where.at(one.start, one.end).mark(
            "dose-impossible", Verdict.FAILS, "It cannot be given so often: more than once an hour, day and night.",
            computed="at most 24 times a day", arithmetic=f"{printed} = {as_text(one.per_week / 7)} times a day > 24",
            suggestion="check the number and its unit of time",
        )  # fmt: skip
