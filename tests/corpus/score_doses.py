"""How often the dose reader is fully right: ``python -m tests.corpus.score_doses [--show]``.

A wording counts as fully right when amount, concentration, volume, strength, route, schedule and span are all what its
line in ``dose_wordings.jsonl`` expects (and nothing else is read), and when what cannot be read is named: ``unread`` is
not empty exactly when the line says so. It is silently wrong when a quantity is wrong and nothing is left unread.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

from resorb.reading.doses.dose import DoseReading, read_dose

FILE = Path(__file__).parent / "dose_wordings.jsonl"
NAMES = ("drug", "route")
QUANTITIES = (
    "amount_mg", "amount_mg_per_m2", "amount_mg_per_kg", "concentration_mg_per_ml", "volume_ml", "strength_percent",
    "supply_g", "times_per_week", "days", "infusion_minutes", "administrations",
)  # fmt: skip
RATES = ("mg_per_day", "mg_per_week", "mg_total")
"""Compared only where they are printed: elsewhere they are derived."""


@dataclass(frozen=True)
class Judged:
    """One wording: what differs (nothing when fully right) and whether something was named as unread."""

    text: str
    differs: tuple[str, ...]
    named: bool

    @property
    def is_silently_wrong(self) -> bool:
        """A wrong or missing quantity with nothing said about it."""
        return bool(self.differs) and not self.named


def judge() -> list[Judged]:
    """Every wording of the file, judged."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [_judged(json.loads(line)) for line in lines if line.strip()]


def _judged(one: dict[str, Any]) -> Judged:
    reading = read_dose(one["text"])
    phases = one.get("phases") or [one["expect"]]
    read = reading.phases or (reading,)
    differs = [] if len(read) == len(phases) else [f"phases: {len(read)} read, {len(phases)} expected"]
    for number, (phase, expected) in enumerate(zip(read, phases, strict=False)):
        differs += [f"phase {number + 1} {text}" if len(phases) > 1 else text for text in _differences(phase, expected)]
    unread = [u for phase in (reading, *reading.phases) for u in phase.unread]
    # A schedule tied to an event ("after dialysis") is named by a finding.
    named = bool(unread)
    if named != bool(one.get("unread")):
        differs.append(f"unread: {[u.text for u in unread]}")
    return Judged(one["text"], tuple(differs), named)


def _differences(read: DoseReading, expected: dict[str, Any]) -> list[str]:
    found = [
        f"{name}: read {getattr(read, name)!r}, expected {expected.get(name)!r}"
        for name in NAMES
        if getattr(read, name) != expected.get(name)
    ]
    for name in (*QUANTITIES, *RATES):
        value = getattr(read, name)
        wanted = expected.get(name)
        if name in RATES and wanted is None and name not in read.printed:
            continue
        ends = wanted if isinstance(wanted, list) else [wanted, wanted]
        if not (_same(value.low, ends[0]) and _same(value.high, ends[1])):
            found.append(f"{name}: read {value}, expected {wanted}")
    return found


def _same(read: Any, wanted: float | None) -> bool:
    if read is None or wanted is None:
        return read is None and wanted is None
    return isclose(float(read), wanted, rel_tol=1e-6)


def main() -> None:
    """Print how many are fully right, and with ``--show`` what differs in the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    judged = judge()
    if args.show:
        for one in judged:
            if one.differs:
                print(f"{'SILENT ' if one.is_silently_wrong else ''}{one.text!r}")
                for text in one.differs:
                    print(f"    {text}")
    right = sum(not one.differs for one in judged)
    silent = sum(one.is_silently_wrong for one in judged)
    print(f"{right} of {len(judged)} fully right ({right / len(judged):.1%}); {silent} silently wrong")


if __name__ == "__main__":
    main()
