"""Whether a dose can be meant as printed: one judgement for words (``resorb dose``), documents and study tables."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from resorb.codes.entries import Source
from resorb.codes.knowledge import knowledge
from resorb.codes.windows import BANDS, DOSE_MEASURES, DoseWindow, Slip
from resorb.values.numbers import as_text
from resorb.values.ranges import Range
from resorb.values.units import convert

UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Plausibility:
    """What the dose windows say of one value.

    ``band`` is ``usual``, ``unusual``, ``error likely``, or ``unjudged`` when no window is on file or nothing is
    known of the value; ``reason`` is a sentence for a reader. ``proposals`` are readings that would be usual:
    (factor on the printed value, the value meant in words), the likeliest first, ``because`` beside them.
    """

    band: str
    reason: str
    source: tuple[Source, ...] = ()
    proposals: tuple[tuple[Fraction, str], ...] = ()
    because: tuple[str, ...] = ()
    usual: str = ""

    @property
    def is_error_likely(self) -> bool:
        """Whether the value is most probably a slip."""
        return self.band == "error likely"


def judge_amount(drug: str, route: str, measure: str, value: Range, population: str = "adult") -> Plausibility:
    """Judge one dose measure of a drug by a route.

    A range is judged at its ends and takes the worse band. With several windows for the same population (two uses
    of one drug) the mildest judgement counts: what is usual somewhere is no slip.

    Args:
        drug: key of the drug.
        route: key of the route.
        measure: one of ``DOSE_MEASURES``.
        value: in the unit ``DOSE_MEASURES`` gives for the measure.
        population: ``adult``, ``child`` or ``any``.

    Raises:
        KeyError: when ``measure`` is not a dose measure.
    """
    unit = DOSE_MEASURES[measure]
    ends = [end for end in (value.low, value.high) if end is not None]
    if not ends:
        return Plausibility(UNJUDGED, f"the {measure} is not known")
    windows = knowledge().windows_for(drug, route, measure, population)
    if not windows:
        about = f"the {measure} of {drug or 'this drug'}, {route or 'route unknown'}"
        return Plausibility(UNJUDGED, f"no window on file for {about}")
    closest = [w for w in windows if w.population == population] or list(windows)
    return min((_judged(window, ends, unit) for window in closest), key=lambda found: BANDS.index(found.band))


def _judged(window: DoseWindow, ends: list[Fraction], unit: str) -> Plausibility:
    here = [_in_window(window, end, unit) for end in ends]
    band = max((window.band(end) for end in here), key=BANDS.index)
    usual = " or ".join(f"{one} {window.unit}".strip() for one in window.usual())
    if band != "error likely":
        return Plausibility(band, window.reason, window.sources, usual=usual)
    fitting = [s for s in knowledge().slips.values() if _explains(s, window, here)]
    proposals = tuple((s.factor, _meant(ends, s.factor, unit)) for s in fitting)
    return Plausibility(band, window.reason, window.sources, proposals, tuple(s.label for s in fitting), usual)


def _explains(slip: Slip, window: DoseWindow, ends: list[Fraction]) -> bool:
    """Whether the slip turns every printed end into a usual value."""
    tried = not slip.measures or window.measure in slip.measures
    return tried and all(window.band(end * slip.factor) == "usual" for end in ends)


def _in_window(window: DoseWindow, value: Fraction, unit: str) -> Fraction:
    return convert(value, unit, window.unit) if window.unit else value


def _meant(ends: list[Fraction], factor: Fraction, unit: str) -> str:
    """The value meant, in g rather than thousands of mg."""
    values = [end * factor for end in ends]
    first, slash, rest = unit.partition("/")
    if first == "mg" and rest != "mL" and min(values) >= 1000:
        values, unit = [v / 1000 for v in values], f"g{slash}{rest}"
    shown = dict.fromkeys(as_text(v) for v in values)
    return f"{'-'.join(shown)} {unit}" if unit != "1/week" else f"{'-'.join(shown)} times per week"
