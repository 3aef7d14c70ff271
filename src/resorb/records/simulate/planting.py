"""All planted records as frames, and the truth of every planted person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from resorb.records.simulate import decoys, members
from resorb.records.simulate.records import Records
from resorb.records.simulate.roles import planted
from resorb.records.simulate.schemas import rows_frame
from resorb.records.simulate.settings import Settings

_AT_ONCE = 5_000
TABLES = ("condition_occurrence", "drug_exposure", "measurement", "note")


@dataclass(frozen=True, slots=True)
class Planting:
    """What is planted.

    Attributes:
        persons: one row per planted person, by id: sex, year of birth, time under observation, day of death.
        tables: their other rows by table, by id.
        truth: what is true of each, by id.
    """

    persons: pl.DataFrame
    tables: dict[str, pl.DataFrame]
    truth: list[dict[str, Any]]


PERSONS = {
    "person_id": pl.Int64(), "gender_concept_id": pl.Int64(), "year_of_birth": pl.Int64(), "start": pl.Date(),
    "gap_start": pl.Date(), "gap_stop": pl.Date(), "stop": pl.Date(), "death": pl.Date(),
}  # fmt: skip


def plant(settings: Settings) -> Planting:
    """Make the records of everybody planted."""
    frames: dict[str, list[pl.DataFrame]] = {table: [] for table in TABLES}
    people: list[dict[str, Any]] = []
    truth: list[dict[str, Any]] = []
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}

    def settle() -> None:
        for table, held in rows.items():
            frames[table].append(rows_frame(table, held))
            held.clear()

    for i, person in enumerate(_records(settings), start=1):
        who = person.who
        for table, made in person.rows.items():
            rows[table].extend({"person_id": who.person_id, **row} for row in made)
        people.append({"person_id": who.person_id, **_observed(person)})
        why = (
            {}
            if who.role.step == "included"
            else {"why": f"{who.role.why} ({who.variant})" if who.variant else who.role.why}
        )
        truth.append(
            {
                "person_id": who.person_id,
                "role": who.role.name,
                "step": who.role.step,
                "variant": who.variant,
                **why,
                **person.truth,
            }
        )
        if i % _AT_ONCE == 0:
            settle()
    settle()
    return Planting(pl.DataFrame(people, schema=PERSONS), {t: pl.concat(f) for t, f in frames.items()}, truth)


def _records(settings: Settings) -> Iterator[Records]:
    makers = members.MAKERS | decoys.MAKERS
    for i, who in enumerate(planted(settings)):
        person = Records(who, settings.random(2, i))
        person.born()
        makers[who.role.name](person)
        yield person


def _observed(person: Records) -> dict[str, Any]:
    """The person's own facts, on one row."""
    facts = person.person
    periods, death = facts["periods"], facts.get("death")
    return {
        "gender_concept_id": facts["gender_concept_id"],
        "year_of_birth": facts["year_of_birth"],
        "start": periods[0][0],
        "gap_start": periods[0][1] if len(periods) == 2 else None,
        "gap_stop": periods[1][0] if len(periods) == 2 else None,
        "stop": death or periods[-1][1],
        "death": death,
    }
