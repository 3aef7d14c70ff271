"""What ingredients make together, and the units in which a dose is billed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from resorb.codes import drugs
from resorb.reading.doses.judging import DEFAULT_DRUG
from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark
from resorb.scan.rules.doses.texts import Doses
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_TO_MAKE = lazy(
    r"\s*[,;]?\s*(?:(?:up )?to (?:make |exactly |give |yield |a total of )?|yield(?:ing|s)?:? |making "
    r"|q\.?s\.? (?:ad )?|ad |= ?|in all |total:? )"
    r"(?:exactly |a total of )?",
    re.IGNORECASE,
)


_FORM = r"\s(?:of\s)?(?:(?:the|sodium|thiosul(?:f|ph)ate)\s){0,3}"
_AS_SALT = lazy(
    rf"(?<![\d.,–-])(?P<a>\d{{1,4}}(?:\.\d+)?)\s?(?P<u>mg|g){_FORM}(?P<h>pentahydrate|anhydrous)"
    r"(?=[^.;\d]*?(?:[=≈≙]|\b(?:correspond|equal|equivalent|contain|is|are|makes?|holds?)))[^.;\d]{1,60}?"
    rf"(?P<b>\d{{1,4}}(?:\.\d+)?)\s?(?P<v>mg|g){_FORM}(?!(?P=h))(?P<k>pentahydrate|anhydrous)\b",
    re.IGNORECASE,
)
"""An amount of thiosulfate as one salt and as the other."""


def as_salts(text: str) -> list[re.Match[str]]:
    """Where an amount of the pentahydrate is told as anhydrous salt, or the reverse."""
    return list(_AS_SALT.finditer(text)) if "anhydrous" in text else []


def salts(doses: Doses) -> Iterator[Mark]:
    """The two amounts of one salt in two forms stand as their molar masses do."""
    known = {salt.key: salt.molar_mass for salt in drugs()[DEFAULT_DRUG].salts}
    for match in as_salts(doses.read.text):
        first, last = (Fraction(match[n]) * (1000 if match[u] == "g" else 1) for n, u in (("a", "u"), ("b", "v")))
        exact = first * known[match["k"].lower()] / known[match["h"].lower()]
        if abs(exact - last) * 20 > exact:
            shown = f"{float(exact / (1000 if match['v'] == 'g' else 1)):.3g} {match['v']}"
            yield doses.where.at(match.start("b"), match.end("v")).mark(
                "dose-arithmetic", Verdict.FAILS, f"So much {match['h']} is {shown} {match['k']}.",
                computed=shown, arithmetic=f"by the molar masses: {shown}", suggestion=shown,
            )  # fmt: skip


def ingredients(doses: Doses, here: Sequence[Term]) -> Iterator[Mark]:
    """Ingredients, each with its mass, and what they are said to make together."""
    text = doses.read.text
    masses = [t for t in here if t.kind in ("drug", "product") and t.exact is not None and t.per is None]
    run: list[Term] = []
    for before, mass in zip([None, *masses], masses, strict=False):
        between = text[before.end : mass.start] if before is not None else ""
        if before is not None and len(run) >= 3 and _TO_MAKE.fullmatch(between):
            parts = [t.exact for t in run if t.exact is not None]
            total = sum(parts, Fraction(0))
            if mass.exact is not None and total != mass.exact and abs(total - mass.exact) * 5 < mass.exact:
                how = " + ".join(as_text(p / 1000) for p in parts) + f" = {as_text(total / 1000)} g"
                yield doses.where.at(run[-1].start, mass.end).mark(
                    "dose-arithmetic", Verdict.FAILS, f"The ingredients make {as_text(total / 1000)} g.",
                    computed=f"{as_text(total / 1000)} g", arithmetic=how, suggestion=f"{as_text(total / 1000)} g",
                )  # fmt: skip
        is_next = before is not None and re.fullmatch(r"\s*(?:,|and|\+|;|, and)\s+[A-Za-z ]{3,30}:?\s*", between)
        run = [*run, mass] if is_next else [mass]


_UNIT = lazy(
    r"(?P<m>\d+)[ -]mg (?:steps|units|increments)\b|\bper (?P<n>\d+) mg\b"
    r"|(?P<k>\d+) mg\b[^.;,\d]{0,30}\b(?:one|a|1|per) (?:billing |service )?unit\b"
    r"|\bunits? (?:of|is|being|means?|stands? for|=|equals?|corresponds? to|represents?|covers?) (?P<j>\d+) mg\b",
    re.IGNORECASE,
)
_UNITS_BILLED = lazy(r"(?P<n>\d{1,5}) (?:billing )?units\b", re.IGNORECASE)


def billed(doses: Doses, here: Sequence[Term]) -> Iterator[Mark]:
    """Billing units: "100 mg count as one unit", so that 12.5 g are 125."""
    text = doses.read.text
    if "unit" not in text:
        return
    here_said = _UNIT.search(text)
    unit = here_said or next((m for one in doses.earlier[:2] if (m := _UNIT.search(one.read.text))), None)
    if unit is None:
        return
    each = Fraction(unit["m"] or unit["n"] or unit["k"] or unit["j"])
    for match in _UNITS_BILLED.finditer(text):
        before = [
            t
            for t in here
            if t.kind == "drug" and t.end <= match.start() and not (here_said and unit.start() <= t.start < unit.end())
        ]
        if any(
            _in_clause(text, t, match.start()) and t.kind in ("count", "often", "span") and t.exact != 1 for t in here
        ):
            continue  # of several doses, not of one
        if not before or match.start() - before[-1].end > 60 or before[-1].exact is None or not each:
            continue
        exact = before[-1].exact / each
        if exact != int(match["n"]):
            how = f"{as_text(before[-1].exact)} mg / {as_text(each)} mg = {as_text(exact)} units"
            yield doses.where.at(*match.span()).mark(
                "dose-arithmetic", Verdict.FAILS, f"So many units do not follow: {how}.",
                computed=f"{as_text(exact)} units", arithmetic=how, suggestion=f"{as_text(exact)} units",
            )  # fmt: skip


def _in_clause(text: str, term: Term, end: int) -> bool:
    return term.end <= end and not re.search(r"[.;]\s", text[term.end : end])
