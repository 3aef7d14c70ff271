"""What a dose in words was read as."""

from __future__ import annotations

from dataclasses import dataclass, field

from resorb.reading.doses.text import Unread
from resorb.values.findings import Verdict
from resorb.values.ranges import OPEN, Range

QUANTITIES = (
    "amount_mg",
    "amount_mg_per_m2",
    "amount_mg_per_kg",
    "concentration_mg_per_ml",
    "volume_ml",
    "strength_percent",
    "supply_g",
    "times_per_week",
    "days",
    "infusion_minutes",
    "mg_per_day",
    "mg_per_week",
    "mg_total",
)
"""The quantities of the contract, in its order; each is a range, open when the words do not say it."""
MORE_QUANTITIES = ("applied_g", "administrations", "contact_minutes", "mg_per_m2_per_day", "mg_per_kg_per_day")
"""Quantities beyond the contract."""


@dataclass(frozen=True, slots=True)
class DoseFinding:
    """What a check says of a dose in words; ``start`` and ``end`` are places in the input, counted from 0."""

    check: str
    verdict: Verdict
    message: str
    printed: str
    start: int
    end: int
    computed: str | None = None
    suggestion: str | None = None
    assumption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseReading:
    """A dose in words, understood. Grain: one text, or one phase of a text with several.

    Quantities are mg, mL, g, %, days, minutes or times per week, as their names say; OPEN when the words do not say
    them. ``amount_mg`` is per administration, printed or volume × concentration. ``conventions`` names what was
    taken for granted (the length of a month, a percentage as w/v, a phase's amount carried over). ``arithmetic``
    shows how derived quantities came about. ``printed`` holds the places of the printed quantities, counted from the
    begin of the whole text, where this phase has its place ``start``. ``unread`` holds every part of the text that was
    not understood.
    """

    input: str
    start: int = 0
    drug: str | None = None
    route: str | None = None
    salt: str | None = None
    event: str | None = None
    amount_mg: Range = OPEN
    amount_mg_per_m2: Range = OPEN
    amount_mg_per_kg: Range = OPEN
    concentration_mg_per_ml: Range = OPEN
    volume_ml: Range = OPEN
    strength_percent: Range = OPEN
    supply_g: Range = OPEN
    applied_g: Range = OPEN
    times_per_week: Range = OPEN
    administrations: Range = OPEN
    days: Range = OPEN
    infusion_minutes: Range = OPEN
    contact_minutes: Range = OPEN
    mg_per_day: Range = OPEN
    mg_per_week: Range = OPEN
    mg_per_m2_per_day: Range = OPEN
    mg_per_kg_per_day: Range = OPEN
    mg_total: Range = OPEN
    conventions: dict[str, str] = field(default_factory=dict)
    arithmetic: tuple[str, ...] = ()
    printed: dict[str, tuple[int, int]] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    findings: tuple[DoseFinding, ...] = ()
    phases: tuple[DoseReading, ...] = ()

    def text_at(self, start: int, end: int) -> str:
        """The printed text between two places of the whole text, as far as it lies in this phase."""
        return self.input[max(0, start - self.start) : max(0, end - self.start)].strip()
