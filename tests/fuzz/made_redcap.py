"""REDCap exports to read, ours and foreign, and mappings, whole and broken."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random

from resorb.sources.bundled import read_bundled
from resorb.sources.redcap.write import redcap_files
from resorb.values.findings import Fault, Place
from resorb.workflow.redcap import open_export
from tests.fuzz.made_lists import CANARY
from tests.fuzz.mutations import VALUES, change_byte, change_number, delete_bytes, double_bytes, insert_junk

_STUDIES = ("hftc-topical-2016", "nonuremic-calciphylaxis-iv")
_FOREIGN = [
    ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "name", "sex", "age",
     "site", "lab_value", "lab_unit", "seen___1", "seen___2", "demographics_complete"],
    ["1", "baseline_arm_1", "", "", CANARY, "2", "45", "", "", "", "1", "0", "2"],
    ["1", "baseline_arm_1", "labs", "1", "", "", "", "", "2.66", "mmol/L", "", "", ""],
    ["1", "baseline_arm_1", "lesions", "1", "", "", "", "left elbow", "", "", "", "", ""],
    ["2", "baseline_arm_1", "", "", f"=1+{CANARY}", "9", "x", "", "", "", "0", "0", "2"],
]  # fmt: skip
_MAPPING = """study: {id: registry, design: registry, report: registry, read: own records}
tables: {labs: {analyte: calcium}}
fields:
  sex: {to: patients.sex, choices: {1: male, 2: female}}
  age: {to: patients.age, unit: years}
  site: {to: lesions.site}
  lab_value: {to: labs.value, unit: "[lab_unit]", with: {note: from the registry}}
"""


@cache
def _ours(name: str) -> list[list[str]]:
    study = read_bundled(name)
    assert study is not None
    return list(csv.reader(io.StringIO(redcap_files(study)["records.csv"], newline="")))


def make_redcap(rng: Random, folder: Path) -> Path:
    """An export as CSV or JSON; a foreign one may have a mapping beside it."""
    ours = rng.random() < 0.6
    rows = [list(row) for row in (_ours(rng.choice(_STUDIES)) if ours else _FOREIGN)]
    for _ in range(rng.choice((0, 1, 3, 20))):
        _spoil(rows, rng)
    form = rng.choice(("csv", "csv", "json"))
    if form == "json":
        data = json.dumps([dict(zip(rows[0], row, strict=False)) for row in rows[1:]]).encode(errors="replace")
    else:
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        data = out.getvalue().encode(errors="replace")
    path = folder / f"export.{form}"
    path.write_bytes(_broken(data, rng) if rng.random() < 0.3 else data)
    if not ours and rng.random() < 0.7:
        text = _MAPPING.encode()
        (folder / "export.redcap.yaml").write_bytes(_broken(text, rng) if rng.random() < 0.4 else text)
    return path


def _spoil(rows: list[list[str]], rng: Random) -> None:
    """One cell, row or column that is not as it should be."""
    at = rng.randrange(len(rows))
    cell = rng.randrange(max(len(rows[at]), 1))
    match rng.randrange(7):
        case 0 | 1 if rows[at]:
            rows[at][cell % len(rows[at])] = rng.choice((*VALUES, CANARY, "=1+1", "'=1", "'", "1", "yes"))
        case 2 if len(rows) > 2:
            del rows[at]
        case 3:
            rows.insert(rng.randrange(1, len(rows) + 1), list(rows[at]))
        case 4:
            rows[at] = rows[at][: rng.randrange(len(rows[at]) + 1)]
        case 5:
            rows[at] = [*rows[at], CANARY]
        case _:
            for row in rows:
                if cell < len(row):
                    del row[cell]


def _broken(data: bytes, rng: Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 5))):
        data = rng.choice((delete_bytes, double_bytes, change_byte, insert_junk, change_number))(data, rng)
    return data


def read_redcap(path: Path) -> Iterable[Fault]:
    """Open an export; what was not taken comes as lines, each of which begins with its file."""
    said: list[str] = []
    open_export(path, say=said.append)
    return [Fault(Place(line.partition(":")[0]), "said", line, "see the line") for line in said]
