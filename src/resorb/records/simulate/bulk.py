"""Everybody's ordinary rows, made in columns for one stretch of persons at a time.

A stretch is made from streams of its own, so each table can be written by itself and in any order: persons and visits
of a stretch are made anew for each table that refers to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from resorb.records.simulate import vocabulary as vocab
from resorb.records.simulate.schemas import frame
from resorb.records.simulate.sentences import OTHER, PLAIN
from resorb.records.simulate.settings import Settings

Ints = npt.NDArray[np.int64]
_EPOCH = date(1970, 1, 1)
_KEYWORD_SHARE = 0.02
"""Share of ordinary notes that name the drug or the disease without saying anything of this patient's treatment."""
_NONE = -(2**31)
_RACES = ((8527, "white"), (8516, "black"), (8515, "asian"), (0, None))


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True, slots=True)
class Stretch:
    """Persons of one stretch, by ascending id, with the days they are observed; those of a gap they are not."""

    number: int
    person_id: Ints
    is_planted: npt.NDArray[np.bool_]
    gender: Ints
    born: Ints
    start: Ints
    stop: Ints
    gap_start: Ints
    gap_stop: Ints
    death: Ints

    def __len__(self) -> int:
        return len(self.person_id)

    @property
    def has_gap(self) -> npt.NDArray[np.bool_]:
        """Who is observed in two periods."""
        return self.gap_start > _NONE


def stretch(settings: Settings, number: int, ids: Ints, planted: pl.DataFrame) -> Stretch:
    """The persons with these ids; the facts of those ``planted`` are taken from there."""
    rng, n = settings.random(3, number), len(ids)
    gender = np.where(rng.random(n) < 0.52, 8532, 8507)
    born = rng.integers(1925, 2005, n)
    start = rng.integers(day_number(date(2005, 1, 1)), day_number(date(2011, 1, 1)), n)
    stop = rng.integers(day_number(date(2014, 1, 1)), day_number(date(2020, 1, 1)), n)
    two = rng.random(n) < 0.1
    gap_start = np.where(two, start + rng.integers(200, 600, n), _NONE)
    gap_stop = np.where(two, gap_start + rng.integers(60, 400, n), _NONE)
    death = np.where(rng.random(n) < 0.05, stop, _NONE)
    place = np.searchsorted(ids, planted["person_id"].to_numpy())
    is_planted = np.zeros(n, dtype=np.bool_)
    is_planted[place] = True

    def put(values: Ints, column: str) -> Ints:
        told = planted[column]
        numbers = told.cast(pl.Int32) if told.dtype == pl.Date else told
        values[place] = numbers.fill_null(_NONE).to_numpy()
        return values

    return Stretch(
        number, ids, is_planted,
        put(gender, "gender_concept_id"), put(born, "year_of_birth"), put(start, "start"), put(stop, "stop"),
        put(gap_start, "gap_start"), put(gap_stop, "gap_stop"), put(death, "death"),
    )  # fmt: skip


def counts(settings: Settings, number: int, n: int, table: str) -> Ints:
    """How many ordinary rows of the table each person of a stretch has."""
    stream = ("visit_occurrence", "condition_occurrence", "drug_exposure", "measurement", "note").index(table)
    return settings.random(4, stream, number).poisson(settings.rows_per_person(table), n)


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits of a stretch: place of their person in it, day, id of the first one, and where each person's begin."""

    owner: Ints
    day: Ints
    first_id: int
    begin: Ints
    number: Ints


def visits(settings: Settings, people: Stretch, first_id: int) -> Visits:
    """Visits on random days under observation, in no order."""
    number = counts(settings, people.number, len(people), "visit_occurrence")
    owner = np.repeat(np.arange(len(people)), number)
    day = _observed_days(people, owner, settings.random(5, people.number))
    return Visits(owner, day, first_id, np.cumsum(number) - number, number)


def _observed_days(people: Stretch, owner: Ints, rng: np.random.Generator) -> Ints:
    """One random day under observation for each row."""
    gap = np.where(people.has_gap, people.gap_stop - people.gap_start, 0)
    length = people.stop - people.start - gap
    day = people.start[owner] + (rng.random(len(owner)) * length[owner]).astype(np.int64)
    after = people.has_gap[owner] & (day >= people.gap_start[owner])
    return np.where(after, day + gap[owner], day)


def _at_visits(
    settings: Settings, people: Stretch, seen: Visits, table: str, rng: np.random.Generator
) -> tuple[Ints, Ints, pl.Series]:
    """Owner, day and visit id of the rows of a table: on a visit where the person has one."""
    number = counts(settings, people.number, len(people), table)
    owner = np.repeat(np.arange(len(people)), number)
    day = _observed_days(people, owner, rng)
    has = seen.number[owner] > 0
    which = seen.begin[owner] + (rng.random(len(owner)) * seen.number[owner]).astype(np.int64)
    which = np.where(has, which, 0)
    if len(seen.day):
        day = np.where(has, seen.day[which], day)
    # One row in twenty does not say its visit.
    known = has & (rng.random(len(owner)) >= 0.05)
    visit = pl.select(pl.when(pl.Series(known)).then(pl.Series(seen.first_id + which))).to_series()
    return owner, day, visit


def _dates(days: Ints) -> pl.Series:
    """Days since 1970 as dates; the sign for none as missing."""
    numbers = pl.Series(days.astype(np.int32))
    return pl.select(pl.when(numbers != _NONE).then(numbers).cast(pl.Date)).to_series()


def _weights(numbers: list[int]) -> npt.NDArray[np.float64]:
    return np.array(numbers, dtype=np.float64) / sum(numbers)


def _drawn(pool: list[Any], index: Ints, dtype: pl.DataType) -> pl.Series:
    return pl.Series(pool, dtype=dtype).gather(pl.Series(index))


def persons(settings: Settings, people: Stretch) -> pl.DataFrame:
    """Rows of ``person``."""
    rng, n = settings.random(6, people.number), len(people)
    race = rng.choice(len(_RACES), n, p=[0.75, 0.12, 0.05, 0.08])
    ids = pl.Series(people.person_id)
    return frame("person", {
        "person_id": ids,
        "gender_concept_id": people.gender,
        "year_of_birth": people.born,
        "month_of_birth": rng.integers(1, 13, n),
        "day_of_birth": rng.integers(1, 29, n),
        "race_concept_id": _drawn([r[0] for r in _RACES], race, pl.Int64()),
        "ethnicity_concept_id": np.zeros(n, dtype=np.int64),
        "person_source_value": pl.select(pl.format("MRN{}", ids)).to_series(),
        "gender_source_value": np.where(people.gender == 8532, "F", "M"),
        "race_source_value": _drawn([r[1] for r in _RACES], race, pl.String()),
    }, n)  # fmt: skip


def observation_periods(people: Stretch) -> pl.DataFrame:
    """Rows of ``observation_period``: one per person, two for those with a gap."""
    n, two = len(people), people.has_gap
    owner = np.concatenate([np.arange(n), np.flatnonzero(two)])
    start = np.concatenate([people.start, people.gap_stop[two]])
    stop = np.concatenate([np.where(two, people.gap_start, people.stop), people.stop[two]])
    return frame("observation_period", {
        "person_id": people.person_id[owner],
        "observation_period_start_date": _dates(start),
        "observation_period_end_date": _dates(stop),
        "period_type_concept_id": np.full(len(owner), 32817),
    }, len(owner))  # fmt: skip


def deaths(people: Stretch) -> pl.DataFrame:
    """Rows of ``death``."""
    dead = people.death > _NONE
    return frame("death", {
        "person_id": people.person_id[dead],
        "death_date": _dates(people.death[dead]),
        "death_type_concept_id": np.full(int(dead.sum()), 32817),
    }, int(dead.sum()))  # fmt: skip


def visit_rows(settings: Settings, people: Stretch, seen: Visits) -> pl.DataFrame:
    """Rows of ``visit_occurrence``."""
    rng, n = settings.random(7, people.number), len(seen.owner)
    inpatient = rng.random(n) < 0.04
    stay = np.where(inpatient, rng.integers(1, 9, n), 0)
    return frame("visit_occurrence", {
        "visit_occurrence_id": np.arange(seen.first_id, seen.first_id + n),
        "person_id": people.person_id[seen.owner],
        "visit_concept_id": np.where(inpatient, 9201, 9202),
        "visit_start_date": _dates(seen.day),
        "visit_end_date": _dates(seen.day + stay),
        "visit_type_concept_id": np.full(n, 44818517),
    }, n)  # fmt: skip


def conditions(settings: Settings, people: Stretch, seen: Visits) -> pl.DataFrame:
    """Rows of ``condition_occurrence``; those of planted persons never name a disease that the protocol asks for."""
    rng = settings.random(8, people.number)
    owner, day, visit = _at_visits(settings, people, seen, "condition_occurrence", rng)
    n, pool = len(owner), vocab.CONDITIONS
    which = rng.choice(len(pool), n, p=_weights([c[3] for c in pool]))
    asked = np.array([c[0] >= vocab.LOCAL or c[0] in (vocab.LUPUS, vocab.ARTHRITIS) for c in pool])
    which = np.where(people.is_planted[owner] & asked[which], 0, which)
    ends = np.where(rng.random(n) < 0.6, day + rng.integers(0, 30, n), _NONE)
    concept = _drawn([c[0] for c in pool], which, pl.Int64())
    return frame("condition_occurrence", {
        "person_id": people.person_id[owner],
        "condition_concept_id": concept,
        "condition_start_date": _dates(day),
        "condition_end_date": _dates(ends),
        "condition_type_concept_id": np.full(n, 32020),
        "condition_status_concept_id": np.zeros(n, dtype=np.int64),
        "visit_occurrence_id": visit,
        "condition_source_value": _drawn([c[1] for c in pool], which, pl.String()),
        "condition_source_concept_id": concept,
    }, n)  # fmt: skip


def drugs(settings: Settings, people: Stretch, seen: Visits) -> pl.DataFrame:
    """Rows of ``drug_exposure``: some days' supplies are missing or negative, some end before they start."""
    rng = settings.random(9, people.number)
    owner, day, visit = _at_visits(settings, people, seen, "drug_exposure", rng)
    n, pool = len(owner), vocab.DRUGS
    which = rng.choice(len(pool), n, p=_weights([d[3] for d in pool]))
    lasts = rng.choice(np.array([7, 10, 14, 30, 30, 30, 60, 90]), n)
    dirt = rng.random(n)
    told = pl.Series(np.where(dirt < 0.01, -lasts, lasts))
    is_local = np.array([d[0] == 0 for d in pool])[which]
    return frame("drug_exposure", {
        "person_id": people.person_id[owner],
        "drug_concept_id": _drawn([d[0] for d in pool], which, pl.Int64()),
        "drug_exposure_start_date": _dates(day),
        "drug_exposure_end_date": _dates(np.where(dirt > 0.995, day - lasts, day + lasts)),
        "drug_type_concept_id": np.full(n, vocab.DISPENSED),
        "refills": rng.integers(0, 4, n),
        "quantity": lasts * rng.integers(1, 4, n).astype(np.float64),
        "days_supply": pl.select(pl.when(pl.Series(dirt < 0.95)).then(told)).to_series(),
        "route_concept_id": np.where(is_local, vocab.TOPICAL, vocab.ORAL),
        "visit_occurrence_id": visit,
        "drug_source_value": _drawn([d[2] if d[0] == 0 else d[1] for d in pool], which, pl.String()),
        "drug_source_concept_id": np.zeros(n, dtype=np.int64),
        "route_source_value": np.where(is_local, "TOP", "PO"),
    }, n)  # fmt: skip


def measurements(settings: Settings, people: Stretch, seen: Visits) -> pl.DataFrame:
    """Rows of ``measurement``; one in fifty has lost its unit."""
    rng = settings.random(10, people.number)
    owner, day, visit = _at_visits(settings, people, seen, "measurement", rng)
    n, pool = len(owner), vocab.LABS
    which = rng.choice(len(pool), n, p=_weights([m[7] for m in pool]))
    mean, spread = np.array([m[5] for m in pool])[which], np.array([m[6] for m in pool])[which]
    value = np.round(np.maximum(mean + spread * rng.standard_normal(n, dtype=np.float32), 0.1), 1)
    has_unit = pl.Series(rng.random(n) >= 0.02)
    concept = _drawn([m[0] for m in pool], which, pl.Int64())
    unit = _drawn([m[4] for m in pool], which, pl.String())
    return frame("measurement", {
        "person_id": people.person_id[owner],
        "measurement_concept_id": concept,
        "measurement_date": _dates(day),
        "measurement_type_concept_id": np.full(n, 38000267),
        "value_as_number": value,
        "unit_concept_id": _drawn([m[3] for m in pool], which, pl.Int64()),
        "visit_occurrence_id": visit,
        "measurement_source_value": _drawn([m[1] for m in pool], which, pl.String()),
        "measurement_source_concept_id": concept,
        "unit_source_value": pl.select(pl.when(has_unit).then(unit)).to_series(),
    }, n)  # fmt: skip


def notes(settings: Settings, people: Stretch, seen: Visits) -> pl.DataFrame:
    """Rows of ``note``: eight plain sentences; a few of the persons not planted have one that names drug or disease."""
    rng = settings.random(11, people.number)
    owner, day, visit = _at_visits(settings, people, seen, "note", rng)
    n = len(owner)
    keyword = [
        s for kind in sorted(OTHER) if kind not in ("started", "intravenous") for s in OTHER[kind] if "{" not in s
    ]
    named = (rng.random(n) < _KEYWORD_SHARE) & ~people.is_planted[owner]
    extra = np.where(named, 1 + rng.integers(0, len(keyword), n), 0)
    parts = [_drawn(list(PLAIN), rng.integers(0, len(PLAIN), n), pl.String()) for _ in range(8)]
    parts.insert(4, _drawn(["Otherwise no complaints.", *keyword], extra, pl.String()))
    text = pl.select(pl.concat_str(parts, separator=" ")).to_series()
    return frame("note", {
        "person_id": people.person_id[owner],
        "note_date": _dates(day),
        "note_type_concept_id": np.full(n, vocab.FROM_RECORD),
        "note_class_concept_id": np.zeros(n, dtype=np.int64),
        "note_title": pl.Series(["Progress note"], dtype=pl.String()).new_from_index(0, n),
        "note_text": text,
        "encoding_concept_id": np.zeros(n, dtype=np.int64),
        "language_concept_id": np.zeros(n, dtype=np.int64),
        "visit_occurrence_id": visit,
    }, n)  # fmt: skip
