"""Make a study safe to leave: new ids, shifted dates, ages and rare marks made coarse, small cells taken out.

Only studies that were published leave as they stand; whatever comes from a centre's own records is treated. Dates of
one patient all move by the same number of days, so that spans stay true; the number comes from a key that is thrown
away unless the caller keeps it. Ages are told by ten years, over 89 as one class; other dates keep their year (45 CFR
164.514(b)(2), the Safe Harbor list of the HIPAA Privacy Rule). Patients are made alike until at least
``smallest_cell`` share sex, age and race (k-anonymity, Sweeney 2002, Int J Uncertain Fuzz 10:557). Free text goes;
codes, measurements and doses stay.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from resorb.exports.cells import Counts, hide_small_cells
from resorb.tables.columns import Column, Kind, Row
from resorb.tables.schema import TABLES, Condition, Patient, StudyInfo
from resorb.tables.study import Input, Study
from resorb.values.findings import BadInput, Fault, Place
from resorb.values.quantities import Quantity, read_quantity
from resorb.values.times import When, read_when

SMALLEST_CELL = 5
MOST_DAYS = 182
OLDEST = 89
PUBLISHED = ("full text", "abstract", "second-hand")
_KEPT_TEXTS = {
    ("studies", c) for c in ("title", "read_in", "cite", "doi", "pmid", "url", "definition", "overlaps_with")
} | {
    ("groups", c) for c in ("label", "treatment", "by", "has", "lacks", "classes")
} | {
    ("summaries", "variable"), ("summaries", "unit"), ("lesions", "site"), ("products", "salt"),
    ("products", "vehicle"), ("products", "storage"), ("cotreatments", "name"), ("outcome_counts", "response_class"),
    ("endpoint_counts", "label"), ("endpoint_counts", "definition"), ("conditions", "variants"),
    ("attrition", "reason"), ("patients", "race"), ("overlaps", "other"), ("overlaps", "because"),
    ("appraisals", "item"),
}  # fmt: skip
"""Texts that say what was done, not who it was done to; every other text of a private study stays behind."""
_LEFT_BEHIND = ("claims", "proposals")


@dataclass(frozen=True, slots=True)
class Choices:
    """How a study leaves.

    Attributes:
        smallest_cell: how many patients must look alike, and the smallest count that is shown.
        shift_dates: whether dates move; without it they keep their year only.
        as_is: leave everything as it stands.
        key: the secret that decides shifts and new ids; equal keys give equal files.
    """

    smallest_cell: int = SMALLEST_CELL
    shift_dates: bool = True
    as_is: bool = False
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


def leaving(study: Study, choices: Choices, public: Collection[str] = ()) -> tuple[Study, dict[str, Any]]:
    """The study as it may leave, and what was done to it, for the record.

    Args:
        study: one study or several.
        choices: how they leave.
        public: ids of studies that are known to be published though they carry no citation (bundled ones).

    Raises:
        BadInput: when a private study has fewer patients than the smallest cell: nothing can hide them.
    """
    private = {i.id for i in study.rows(StudyInfo) if not choices.as_is and i.id not in public and not _is_published(i)}
    said: dict[str, Any] = {
        "as it stands": choices.as_is,
        "private studies": len(private),
        "published studies, left as they stand": len(study.ids) - len(private),
    }
    if not private:
        return study, said
    _refuse_few(study, private, choices)
    done = Counts()
    kept = {name: [r for r in rows if r.study not in private] for name, rows in study.tables.items()}
    for name in study.ids:
        if name in private:
            for table_name, rows in _treated(study.only(name), choices, done).items():
                kept.setdefault(table_name, []).extend(rows)
    origins = {f: o for f, o in study.origins.items() if f.study not in private}
    inputs = tuple(Input(f"input {n}", i.sha256) for n, i in enumerate(study.inputs, start=1))
    said |= {"smallest cell": choices.smallest_cell, "dates": "shifted" if choices.shift_dates else "year only"}
    return Study({n: tuple(r) for n, r in kept.items()}, origins, inputs, study.reading), said | done.told()


def _is_published(info: StudyInfo) -> bool:
    return info.read in PUBLISHED and any((info.doi, info.pmid, info.cite, info.url))


def _refuse_few(study: Study, private: Iterable[str], choices: Choices) -> None:
    faults = []
    for name in sorted(private):
        n = len(study.only(name).rows(Patient))
        if 0 < n < choices.smallest_cell:
            rule = f"has {n} patients, fewer than the smallest cell of {choices.smallest_cell}"
            remedy = "let it leave as it stands (--as-is) if those concerned agree, or lower --smallest-cell"
            faults.append(Fault(Place(name), "patients", rule, remedy))
    if faults:
        raise BadInput(faults)


def _treated(study: Study, choices: Choices, done: Counts) -> dict[str, list[Row]]:
    """The rows of one private study, step by step."""
    new_ids = _new_ids(study.rows(Patient), choices.key)
    done.ids += len(new_ids)
    rows: dict[str, list[Row]] = {}
    for declared in TABLES:
        if declared.name in _LEFT_BEHIND:
            done.rows += len(study.tables.get(declared.name, ()))
            continue
        there = study.tables.get(declared.name, ())
        changed = [_row(row, declared.columns, new_ids, choices, done) for row in there]
        rows[declared.name] = sorted(changed, key=_place)
    rows["patients"] = _alike(rows["patients"], choices.smallest_cell, done)
    rows["conditions"] = _common(rows["conditions"], choices.smallest_cell, done)
    hide_small_cells(rows, choices.smallest_cell, done)
    return rows


def _new_ids(patients: Iterable[Patient], key: bytes) -> dict[str, str]:
    """New ids S1, S2 and so on, in an order that tells nothing."""
    order = sorted(patients, key=lambda p: _digest(key, "id", p.study, p.id))
    return {p.id: f"S{n}" for n, p in enumerate(order, start=1)}


def _place(row: Row) -> int:
    """Rows stand in the order of the new ids: the old order would tell who is who."""
    first = row.id.partition(".")[0]
    return int(first[1:]) if re.fullmatch(r"S\d+", first) else 0


def _digest(key: bytes, *what: str) -> bytes:
    return hmac.digest(key, "\x1f".join(what).encode(), "sha256")


def days_moved(key: bytes, study: str, patient: str) -> int:
    """By how many days the dates of a patient move: 1 to 182 forward or back, never none."""
    number = int.from_bytes(_digest(key, "days", study, patient), "big") % (2 * MOST_DAYS)
    return number - MOST_DAYS if number < MOST_DAYS else number - MOST_DAYS + 1


def _row(row: Row, columns: tuple[Column, ...], ids: dict[str, str], choices: Choices, done: Counts) -> Row:
    """A row with new ids, moved dates, coarse ages and no free text."""
    owner = row.id.partition(".")[0]
    changed: dict[str, Any] = {"id": _renamed(row.id, ids)}
    move = _mover(choices, row.study, owner if owner in ids else "", done)
    for column in columns:
        value = getattr(row, column.name)
        if value is None or value == ():
            continue
        if column.kind in (Kind.REF, Kind.PARENT):
            changed[column.name] = _renamed(value, ids)
        elif column.kind is Kind.REFS:
            changed[column.name] = tuple(_renamed(v, ids) for v in value)
        elif column.kind is Kind.WHEN:
            changed[column.name] = move(value)
        elif column.kind in (Kind.TEXT, Kind.TEXTS) and (row.table, column.name) not in _KEPT_TEXTS:
            changed[column.name] = () if column.kind is Kind.TEXTS else None
            done.texts += 1
    if isinstance(row, Patient) and row.age is not None:
        done.ages += 1
        changed["age"] = _by_ten_years(row.age)
    return replace(row, **changed)


def _renamed(row_id: str, ids: dict[str, str]) -> str:
    first, dot, rest = row_id.partition(".")
    return ids.get(first, first) + dot + rest


def _mover(choices: Choices, study: str, patient: str, done: Counts) -> Callable[[When], When]:
    """What happens to a time: a patient's day moves, every other date keeps its year only."""

    def move(when: When) -> When:
        if when.anchor != "date" or when.low is None:
            return when
        done.dates += 1
        if not (patient and choices.shift_dates and when.low == when.high):
            return read_when(str(_day(when.low).year))
        return read_when(_day(when.low + days_moved(choices.key, study, patient)).isoformat())

    return move


def _day(number: Fraction) -> date:
    return date.fromordinal(min(max(int(number), 1), date.max.toordinal()))


def _by_ten_years(age: Quantity) -> Quantity | None:
    """The ten years an age lies in; none when it may lie in several, one class above 89."""
    low, high = age.to("year")
    if low is not None and low > OLDEST:
        return read_quantity(f"at least {OLDEST + 1} years")
    if low is None or high is None or low // 10 != high // 10:
        return None
    decade = int(low) // 10 * 10
    return read_quantity(f"{decade}-{decade + 9} years")


_COARSER: tuple[tuple[str, Callable[[Patient], Patient]], ...] = (
    ("race", lambda p: replace(p, race=None)),
    ("age", lambda p: replace(p, age=None)),
    ("sex", lambda p: replace(p, sex=None)),
)
"""What is given up, in this order, where too few look alike."""


def _alike(rows: list[Row], smallest: int, done: Counts) -> list[Row]:
    """Patients of whom at least ``smallest`` share sex, age class and race, each made only as coarse as it must be."""
    patients = [p for p in rows if isinstance(p, Patient)]
    for name, coarser in _COARSER:
        sizes = Counter(_marks(p) for p in patients)
        rare = [sizes[_marks(p)] < smallest for p in patients]
        done.coarser[name] += sum(rare)
        patients = [coarser(p) if few else p for p, few in zip(patients, rare, strict=True)]
    return list(_join_the_rest(patients, smallest, done))


def _marks(patient: Patient) -> tuple[str | None, ...]:
    return (patient.sex, patient.age.printed if patient.age is not None else None, patient.race)


def _join_the_rest(patients: list[Patient], smallest: int, done: Counts) -> list[Patient]:
    """Those still too few have no marks left; the smallest other classes give theirs up until they are enough."""
    bare = (None, None, None)
    while patients:
        sizes = Counter(_marks(p) for p in patients)
        others = sorted((n, str(m), m) for m, n in sizes.items() if m != bare)
        if not 0 < sizes[bare] < smallest or not others:
            break
        give = others[0][2]
        done.coarser["sex"] += others[0][0]
        patients = [replace(p, sex=None, age=None, race=None) if _marks(p) == give else p for p in patients]
    return patients


def _common(rows: list[Row], smallest: int, done: Counts) -> list[Row]:
    """Diagnoses that fewer than ``smallest`` patients have would point at them: they stay behind."""
    having: dict[tuple[str, str | None], set[str | None]] = {}
    for row in rows:
        if isinstance(row, Condition) and row.patient:
            having.setdefault((row.condition, row.status), set()).add(row.patient)
    kept = [
        r for r in rows
        if not isinstance(r, Condition) or not r.patient or len(having[r.condition, r.status]) >= smallest
    ]  # fmt: skip
    done.rows += len(rows) - len(kept)
    return [
        replace(r, gene=None, variants=(), zygosity=None) if isinstance(r, Condition) and r.patient else r for r in kept
    ]
