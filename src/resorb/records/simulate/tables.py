"""Each table of a data set as a stream of frames: ordinary and planted rows of one stretch of persons after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from resorb.records.simulate import bulk
from resorb.records.simulate import vocabulary as vocab
from resorb.records.simulate.bulk import Stretch, Visits
from resorb.records.simulate.planting import Planting
from resorb.records.simulate.schemas import ROW_ID, frame
from resorb.records.simulate.settings import Settings

PERSONS_AT_ONCE = 5_000

_AT_VISITS: dict[str, Callable[[Settings, Stretch, Visits], pl.DataFrame]] = {
    "visit_occurrence": bulk.visit_rows,
    "condition_occurrence": bulk.conditions,
    "drug_exposure": bulk.drugs,
    "measurement": bulk.measurements,
    "note": bulk.notes,
}
PERSON_TABLES = ("person", "observation_period", *_AT_VISITS, "death")
VOCABULARY_TABLES = ("concept", "concept_ancestor", "drug_strength")


class Tables:
    """The tables of one data set."""

    def __init__(self, settings: Settings, planting: Planting) -> None:
        self.settings, self.planting = settings, planting
        ordinary = 2 * np.arange(1, settings.persons - planting.persons.height + 1)
        self.ids = np.sort(np.concatenate([ordinary, planting.persons["person_id"].to_numpy()]))

    @cached_property
    def first_visits(self) -> list[int]:
        """Id of the first visit of each stretch."""
        sizes = [len(self.ids[b : b + PERSONS_AT_ONCE]) for b in range(0, len(self.ids), PERSONS_AT_ONCE)]
        totals = [int(bulk.counts(self.settings, i, n, "visit_occurrence").sum()) for i, n in enumerate(sizes)]
        return [int(first) for first in 1 + np.cumsum([0, *totals[:-1]])]

    def frames(self, table: str) -> Iterator[pl.DataFrame]:
        """The rows of one table, stretch by stretch, by person id; rows are numbered as they come."""
        number = 1
        for i, begin in enumerate(range(0, len(self.ids), PERSONS_AT_ONCE)):
            ids = self.ids[begin : begin + PERSONS_AT_ONCE]
            inside = pl.col("person_id").is_between(int(ids[0]), int(ids[-1]))
            people = bulk.stretch(self.settings, i, ids, self.planting.persons.filter(inside))
            data = self._rows(table, people)
            if table in self.planting.tables:
                data = pl.concat([data, self.planting.tables[table].filter(inside)])
            data = data.sort("person_id", maintain_order=True)
            if table in ROW_ID and table != "visit_occurrence":
                numbers = pl.int_range(number, number + data.height, dtype=pl.Int64, eager=True)
                data = data.with_columns(numbers.alias(ROW_ID[table]))
                number += data.height
            yield data

    def _rows(self, table: str, people: Stretch) -> pl.DataFrame:
        if table == "person":
            return bulk.persons(self.settings, people)
        if table == "observation_period":
            return bulk.observation_periods(people)
        if table == "death":
            return bulk.deaths(people)
        seen = bulk.visits(self.settings, people, self.first_visits[people.number])
        return _AT_VISITS[table](self.settings, people, seen)


def vocabulary(table: str) -> pl.DataFrame:
    """``concept`` or ``concept_ancestor`` in full; ``drug_strength`` empty, as a compounding clinic's is."""
    if table == "drug_strength":
        return frame(table, {}, 0)
    listed = {c.concept_id: c for c in vocab.PLANTED_CONCEPTS}
    for concept, code, name, _ in (*vocab.CONDITIONS, *vocab.DRUGS):
        kind = (
            ("Condition", "SNOMED", "Clinical Finding")
            if (concept, code, name, _) in vocab.CONDITIONS
            else ("Drug", "RxNorm", "Clinical Drug")
        )
        listed.setdefault(concept, vocab.Concept(concept, name, *kind, code))
    for concept, code, name, *_rest in vocab.LABS:
        listed.setdefault(concept, vocab.Concept(concept, name, "Measurement", "LOINC", "Lab Test", code))
    concepts = sorted(listed.values(), key=lambda c: c.concept_id)
    if table == "concept":
        return frame(table, {
            "concept_id": [c.concept_id for c in concepts],
            "concept_name": [c.name for c in concepts],
            "domain_id": [c.domain for c in concepts],
            "vocabulary_id": [c.vocabulary for c in concepts],
            "concept_class_id": [c.concept_class for c in concepts],
            "standard_concept": ["S" if c.standard else None for c in concepts],
            "concept_code": [c.code for c in concepts],
            "valid_start_date": [date(1970, 1, 1)] * len(concepts),
            "valid_end_date": [date(2099, 12, 31)] * len(concepts),
        }, len(concepts))  # fmt: skip
    pairs = [*vocab.ANCESTORS, *((c.concept_id, c.concept_id, 0) for c in concepts if c.standard)]
    return frame(table, {
        "ancestor_concept_id": [p[0] for p in pairs],
        "descendant_concept_id": [p[1] for p in pairs],
        "min_levels_of_separation": [p[2] for p in pairs],
        "max_levels_of_separation": [p[2] for p in pairs],
    }, len(pairs))  # fmt: skip
