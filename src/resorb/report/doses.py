"""Doses for a reader: each course under both readings, its differences flagged, its arithmetic one click away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from resorb.report.facts import Ledger, anchor_of
from resorb.report.words import UNKNOWN, mass_text, months_text, range_text
from resorb.tables.schema import Product, Proposal
from resorb.tables.study import ref_of
from resorb.values.findings import FactRef

if TYPE_CHECKING:
    from resorb.exposure.exposures import Exposure
    from resorb.report.material import Material


_NO_DOSE = f"dose {UNKNOWN}"


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One course under one reading; ``slip`` when the proposed reading differs from the printed one."""

    course: Markup
    product: Markup
    reading: str
    each: Markup
    per_day: Markup
    per_week: Markup
    total: Markup
    length: Markup
    basis: Markup
    slip: bool
    silent: bool


def dose_anchor(exposure: Exposure, ledger: Ledger) -> str:
    """The entry of one course's dose: method, convention, arithmetic, assumptions, what is missing, facts."""
    details = [
        ("Reading", exposure.reading), ("Method", exposure.method), ("Arithmetic", exposure.arithmetic),
        ("Month", exposure.month.value if exposure.month else ""), ("Salt", exposure.salt),
        ("Assumed", exposure.basis_assumption or ""), ("Not on file", ", ".join(exposure.missing)),
    ]  # fmt: skip
    anchor = anchor_of("dose", exposure.study, exposure.course, exposure.reading)
    course = FactRef(exposure.study, "courses", exposure.course)
    title = f"Dose of {exposure.course} in {exposure.study}, {exposure.reading}"
    changed = _proposals(exposure, ledger) if exposure.reading == "as proposed" else ()
    return ledger.entry(anchor, title, (course, *exposure.trace, *changed), details)


def _proposals(exposure: Exposure, ledger: Ledger) -> tuple[FactRef, ...]:
    used = {ref.row for ref in exposure.trace}
    return tuple(ref_of(p) for p in ledger.study.of(Proposal, exposure.study) if p.of in used)


def is_dosed(exposure: Exposure) -> bool:
    """Whether any amount of the course is known."""
    return dose_words(exposure) != _NO_DOSE


def doses_differ(printed: Exposure, proposed: Exposure) -> bool:
    """Whether the two readings of a course amount to different doses."""
    names = ("per_administration_mg", "mg_per_day", "mg_per_week", "mg_total", "days")
    return any(getattr(printed, name) != getattr(proposed, name) for name in names)


def pairs_of(material: Material) -> list[tuple[Exposure, Exposure | None]]:
    """Each course as printed, with its proposed reading where that differs."""
    meant = {(e.study, e.course): e for e in material.exposures_proposed}
    found: list[tuple[Exposure, Exposure | None]] = []
    for exposure in material.exposures_printed:
        other = meant.get((exposure.study, exposure.course))
        found.append((exposure, other if other is not None and doses_differ(exposure, other) else None))
    return found


def dose_rows(material: Material, study_id: str, ledger: Ledger) -> list[DoseRow]:
    """The rows of the exposure table of one study."""
    rows: list[DoseRow] = []
    for printed, proposed in pairs_of(material):
        if printed.study == study_id:
            rows.append(_row(printed, ledger, slip=False))
            if proposed is not None:
                rows.append(_row(proposed, ledger, slip=True))
    return rows


def _row(exposure: Exposure, ledger: Ledger, *, slip: bool) -> DoseRow:
    anchor = dose_anchor(exposure, ledger)
    product = ledger.study.row(Product, exposure.study, exposure.product)
    strength = FactRef(exposure.study, "products", exposure.product, "strength")
    shown = ledger.cell(strength) if product is not None and product.strength is not None else Markup("")
    basis = [exposure.month.value + " a month" if exposure.month else "", exposure.basis_assumption or ""]
    if exposure.method == "none" and exposure.missing:
        basis.append("not on file: " + ", ".join(exposure.missing))
    return DoseRow(
        ledger.name(exposure.course), Markup(", ").join([*([shown] if shown else []), Markup.escape(exposure.route)]),
        exposure.reading, ledger.mark(mass_text(exposure.per_administration_mg), anchor),
        ledger.mark(mass_text(exposure.mg_per_day), anchor), ledger.mark(mass_text(exposure.mg_per_week), anchor),
        ledger.mark(mass_text(exposure.mg_total), anchor), ledger.mark(months_text(exposure.days), anchor),
        ledger.mark("; ".join(b for b in basis if b), anchor), slip, not is_dosed(exposure),
    )  # fmt: skip


def dose_words(exposure: Exposure) -> str:
    """A course's dose in a few words: per day and in total, else per administration."""
    parts = []
    if not exposure.mg_per_day.is_open:
        parts.append(mass_text(exposure.mg_per_day, "/day"))
    elif not exposure.per_administration_mg.is_open:
        parts.append(f"{mass_text(exposure.per_administration_mg)} each")
    elif not exposure.per_administration_mg_per_kg.is_open:
        parts.append(range_text(exposure.per_administration_mg_per_kg, "mg/kg each"))
    elif not exposure.per_administration_mg_per_m2.is_open:
        parts.append(range_text(exposure.per_administration_mg_per_m2, "mg/m² each"))
    if not exposure.mg_total.is_open:
        parts.append(f"{mass_text(exposure.mg_total)} in all")
    return ", ".join(parts) or _NO_DOSE


def course_words(material: Material) -> dict[tuple[str, str], str]:
    """Each course's dose in words for a figure, the proposed reading beside the printed one."""
    words = {}
    for printed, proposed in pairs_of(material):
        text = dose_words(printed)
        if proposed is not None:
            text += f" as printed; {dose_words(proposed)} as proposed"
        words[printed.study, printed.course] = text
    return words
