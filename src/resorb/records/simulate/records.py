"""The records of one planted person, gathered while they are made, and what every such person has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from resorb.records.simulate import notes
from resorb.records.simulate import vocabulary as vocab
from resorb.records.simulate.notes import Sentence
from resorb.records.simulate.roles import Planted
from resorb.records.simulate.settings import ICD10_SINCE, PERIOD_START

ACTD_CODES = (
    ("M34.9", vocab.SCLEROSIS), ("M34.1", vocab.SCLEROSIS), ("M33.10", vocab.DERMATOMYOSITIS), ("M32.9", vocab.LUPUS),
    ("M35.1", vocab.OVERLAP), ("M05.9", vocab.ARTHRITIS),
)  # fmt: skip
OBSERVED = (date(2008, 1, 1), date(2019, 12, 31))


@dataclass
class Records:
    """Rows by table (without person id), the person's own facts, and what is true of them."""

    who: Planted
    rng: np.random.Generator
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    truth: dict[str, Any] = field(default_factory=dict)

    def add(self, table: str, *rows: dict[str, Any]) -> None:
        """Put rows into a table."""
        self.rows.setdefault(table, []).extend(rows)

    def days(self, low: int, high: int) -> timedelta:
        """A random number of days, both ends included."""
        return timedelta(int(self.rng.integers(low, high + 1)))

    def born(self, *, men_in_28: int = 1) -> None:
        """Sex, age and time under observation; a fifth of the persons are observed in two periods."""
        woman = int(self.rng.integers(28)) >= men_in_28
        gap = (date(2009, 2, 1), date(2009, 11, 30))
        two = self.who.variant.endswith("two observation periods") or int(self.rng.integers(5)) == 0
        periods = [(OBSERVED[0], gap[0]), (gap[1], OBSERVED[1])] if two else [OBSERVED]
        self.person = {
            "gender_concept_id": 8532 if woman else 8507,
            "year_of_birth": int(self.rng.integers(1933, 1993)),
            "periods": periods,
        }

    def condition(self, day: date, code: str, concept: int, *, written: str | None = None) -> None:
        """A diagnosis; ``written`` is its source value where it is not the code itself."""
        self.add("condition_occurrence", {
            "condition_concept_id": concept,
            "condition_start_date": day,
            "condition_end_date": day if self.rng.random() < 0.5 else None,
            "condition_type_concept_id": 32020,
            "condition_status_concept_id": 0,
            "condition_source_value": written or code,
            "condition_source_concept_id": vocab.CODE_CONCEPTS.get(code, 0),
        })  # fmt: skip

    def target(self, day: date) -> None:
        """Calcinosis cutis, in the code of its day (ICD-9, then ICD-10) with or without its point, or as a concept."""
        code = "L94.2" if day >= ICD10_SINCE else "709.3"
        form = ("mapped", "mapped", "unmapped", "no point", "concept only")[self.who.number % 5]
        if form == "concept only":
            self.condition(day, "SIM102", vocab.DYSTROPHIC, written="CALCINOSIS CUTIS DYSTROPHIC")
        elif form == "no point":
            self.condition(day, code, vocab.CALCINOSIS, written=code.replace(".", ""))
        else:
            self.condition(day, code, vocab.CALCINOSIS if form == "mapped" else 0)
        if self.rng.random() < 0.5:
            self.condition(day + self.days(1, 40), code, vocab.CALCINOSIS)

    def underlying(self) -> None:
        """One autoimmune connective tissue disease, at any time: as concept, or as a code without a concept."""
        code, concept = ACTD_CODES[int(self.rng.integers(len(ACTD_CODES)))]
        day = date(2009, 12, 1) + self.days(0, 3000)
        self.condition(day, code, concept if self.rng.random() < 0.7 else 0)

    def note(self, day: date, told: Iterable[Sentence]) -> None:
        """A note and its truth."""
        row, truth = notes.note(day, list(told), self.rng)
        self.add("note", row)
        self.truth.setdefault("notes", []).append(truth)

    def labs(self, day: date) -> None:
        """A calcium before and one after; one in four without its unit."""
        for when, value in ((day - self.days(1, 30), 9.4), (day + self.days(20, 200), 9.1)):
            without = self.rng.random() < 0.25
            self.add("measurement", {
                "measurement_concept_id": 3006906,
                "measurement_date": when,
                "measurement_type_concept_id": 38000267,
                "value_as_number": round(value + float(self.rng.normal(0, 0.3)), 1),
                "unit_concept_id": 0 if without else 8840,
                "unit_source_value": None if without else "mg/dL",
                "range_low": 8.8,
                "range_high": 10.4,
                "measurement_source_value": "17861-6",
                "measurement_source_concept_id": 3006906,
            })  # fmt: skip


def drug_row(
    day: date, name: str, *, concept: int = 0, route: tuple[int, str | None] = (0, None), **more: Any
) -> dict[str, Any]:
    """A row of ``drug_exposure`` that is no ointment of thiosulfate."""
    return {
        "drug_concept_id": concept,
        "drug_exposure_start_date": day,
        "drug_exposure_end_date": day,
        "drug_type_concept_id": vocab.DISPENSED,
        "drug_source_value": name,
        "drug_source_concept_id": 0,
        "route_concept_id": route[0],
        "route_source_value": route[1],
        **more,
    }


def infusions(start: date, n: int, rng: np.random.Generator, form: str = "named") -> list[dict[str, Any]]:
    """Infusions of sodium thiosulfate, in vials of 12.5 g; some records carry nothing but the code of the vial."""
    name = {"NDC only": "60267-705-50", "in g": "SODIUM THIOSULFATE IV"}.get(
        form, "SODIUM THIOSULFATE 12.5 G/50 ML VIAL"
    )
    route = (
        (0, ("IV", "INTRAVENOUS", "IV PIGGYBACK")[int(rng.integers(3))])
        if form == "route as text"
        else (vocab.INTRAVENOUS, "IV")
    )
    vials = int(rng.integers(1, 3))
    quantity, unit = (12.5 * vials, "g") if form == "in g" else (float(vials), "vial")
    concept = 0 if form == "in g" else vocab.THIOSULFATE_INJECTION
    return [
        drug_row(
            start + timedelta(i * 7 // 3), name, concept=concept, route=route, quantity=quantity, days_supply=1,
            dose_unit_source_value=unit, drug_type_concept_id=vocab.ADMINISTERED,
            sig="OVER 60 MIN AFTER DIALYSIS" if i % 2 else None,
        )
        for i in range(n)
    ]  # fmt: skip


def in_period(rng: np.random.Generator) -> date:
    """A day well inside the period."""
    return PERIOD_START + timedelta(int(rng.integers(30, 1200)))
