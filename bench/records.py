"""`python -m bench.records`: what the records door takes, as ratios to other means of the same job in one run.

The job is the protocol mayo-topical on made-up records: attrition, courses, supplies, and what notes say. By hand it is
one SQL script (by_hand/job.sql) whose regular expressions take denials and other people's disease for follow-up; both
answers are printed. Seconds are medians; engines run in processes of their own where memory is told.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench.measure import ROOT, median_of, process
from bench.notes import SEED, notes
from resorb.records.cohort import find_cohort
from resorb.records.omop import OMOP_TABLES
from resorb.records.protocol_file import read_protocol_file
from resorb.records.source import open_source, typed_columns
from resorb.workflow.cohort import protocols

JOB = (ROOT / "bench" / "by_hand" / "job.sql").read_text(encoding="utf-8")
PROTOCOL = protocols()["mayo-topical"]


def ours(source: Path) -> tuple[int, ...]:
    """Persons left after each step."""
    with open_source(source) as opened:
        return tuple(step.persons_left for step in find_cohort(read_protocol_file(PROTOCOL), opened).attrition)


def by_hand(source: Path) -> tuple[int, ...]:
    """The same by one script of SQL."""
    if source.is_dir():
        connection = duckdb.connect()
        for file in sorted(source.glob("*.parquet")):
            connection.read_parquet(str(file)).create_view(file.stem)
    else:
        connection = duckdb.connect(str(source), read_only=True)
    with connection:
        (row,) = connection.execute(JOB).fetchall()
    return tuple(row[:5])


def sum_of_columns(folder: Path) -> None:
    """Every column that the job names, read and summed up: what any scan of foreign files must take."""
    named = {
        "condition_occurrence": ("person_id", "condition_concept_id", "condition_source_concept_id"),
        "drug_exposure": ("person_id", "drug_concept_id"),
        "note": ("person_id",),
    }
    texts = {
        "condition_occurrence": ("condition_start_date", "condition_source_value"),
        "drug_exposure": (
            "drug_exposure_start_date", "drug_exposure_end_date", "drug_source_value", "route_source_value", "sig",
            "quantity", "days_supply", "dose_unit_source_value",
        ),
        "note": ("note_date", "note_text"),
    }  # fmt: skip
    with duckdb.connect() as connection:
        for table, columns in named.items():
            sums = [f"sum({c})" for c in columns] + [f"sum(length({c}::VARCHAR))" for c in texts[table]]
            connection.execute(f"SELECT {', '.join(sums)} FROM '{folder / table}.parquet'").fetchall()  # noqa: S608


def plain_build(folder: Path, out: Path) -> float:
    """Seconds for DuckDB's own `create table as ... order by` of the same tables."""
    start = time.perf_counter()
    with duckdb.connect(str(out), config={"memory_limit": "2GB", "preserve_insertion_order": "false"}) as connection:
        for table in OMOP_TABLES:
            if (folder / f"{table.name}.parquet").exists():
                there = connection.read_parquet(str(folder / f"{table.name}.parquet")).columns
                columns = ", ".join(name for name, _ in typed_columns(table) if name in there)
                rows = f"SELECT {columns} FROM '{folder / table.name}.parquet' ORDER BY {', '.join(table.order)}"  # noqa: S608
                connection.execute(f"CREATE TABLE {table.name} AS {rows}")
    return time.perf_counter() - start


def with_pandas(folder: Path) -> tuple[float, str] | None:
    """Seconds and answer of pandas in a process of its own; None where it is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("pandas", "pyarrow")):
        return None
    command = [sys.executable, "-m", "bench.by_hand.with_pandas", str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
    return float(said[-1]), " ".join(said[:-1])


def of_notes() -> None:
    """Megabytes of notes a second of the processor: statements and doses, against one regular expression."""
    import re

    from resorb.records.notes import NoteReader

    texts = notes(3_000, SEED)
    size = sum(len(t.encode()) for t in texts) / 1e6
    reader = NoteReader(read_protocol_file(PROTOCOL))
    pattern = re.compile(
        r"(?i)(sodium thiosul(?:f|ph)ate|STS)[^.]{0,60}?(\d+(?:\.\d+)?)\s*(g|mg|%)"
        r"|\b(no|denies|without)\b[^.]{0,40}calcinosis"
    )
    statements = median_of(3, lambda: [list(reader.read(t)) for t in texts], time.process_time)
    doses = median_of(3, lambda: [list(reader.doses(t)) for t in texts[:300]], time.process_time) * len(texts) / 300
    plain = median_of(3, lambda: [pattern.findall(t) for t in texts], time.process_time)
    line("notes: statements with assertion", statements, f"{size / statements:8.2f} MB per CPU second")
    line("notes: doses by the shared reader", doses, f"{size / doses:8.2f} MB per CPU second")
    line("notes: one pattern of `re`", plain, f"{size / plain:8.2f} MB per CPU second, neither doses nor assertion")


def line(name: str, seconds: float, what: str) -> None:
    """One figure."""
    print(f"{name:46}{seconds:10.3f} s  {what}", flush=True)


def main() -> None:
    """Make the records if they are not there, then run every comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where made-up records lie or are put (several GB at a million)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        compare(args.persons, args.folder or Path(scratch))


def compare(persons: int, folder: Path) -> None:
    """Every comparison on records of so many persons."""
    resorb = [sys.executable, "-m", "resorb"]
    records, small, store = folder / f"omop-{persons}", folder / "omop-10000", folder / f"{persons}.duckdb"
    for size, place in ((persons, records), (10_000, small)):
        if not place.exists():
            subprocess.run([*resorb, "simulate", "-o", str(place), "--persons", str(size)], check=True, cwd=ROOT)
    plain = plain_build(records, folder / "plain.duckdb")
    (folder / "plain.duckdb").unlink()
    store.unlink(missing_ok=True)
    built = process([*resorb, "store", "build", str(records), "-o", str(store)])
    line("store: DuckDB's own create table as, ordered", plain, "")
    line("store: resorb store build", built.wall_s, f"{built.wall_s / plain:8.2f} x that; peak {built.peak_mb:,.0f} MB")
    print(f"answers: resorb {ours(store)}, by hand {by_hand(store)}")
    in_store, hand_store = median_of(3, lambda: ours(store)), median_of(3, lambda: by_hand(store))
    in_files, hand_files = median_of(3, lambda: ours(records)), median_of(3, lambda: by_hand(records))
    columns = median_of(3, lambda: sum_of_columns(records))
    line("job on the store, resorb", in_store, "")
    line(
        "job on the store, SQL by hand", hand_store, f"{in_store / hand_store:8.2f} = resorb / by hand (aim: 2 or less)"
    )
    line("job on Parquet, SQL by hand", hand_files, f"{hand_files / in_store:8.1f} x resorb on the store (aim: 8)")
    line("job on Parquet, resorb", in_files, "")
    line("sum of every column the job names", columns, f"{in_files / columns:8.2f} = resorb / sum (aim: 1 or less)")
    if (pandas := with_pandas(records)) is not None:
        line("job on Parquet, pandas", pandas[0], f"{pandas[0] / in_store:8.1f} x resorb on the store (aim: 150)")
        print(f"answer of pandas: {pandas[1]}")
    for name, source in (("store", store), ("Parquet", records)):
        out = folder / "study"
        used = process([*resorb, "cohort", "mayo-topical", "--from", str(source), "-o", str(out), "--memory", "256MB"])
        line(f"resorb cohort, whole process, {name}", used.wall_s, f"peak {used.peak_mb:,.0f} MB, study written")
    cold = statistics.median(first_answer(resorb, small, folder / "small") for _ in range(5))
    line("cold start to the first answer, 10,000 persons", cold, "(aim: 0.5)")
    of_notes()


def first_answer(resorb: list[str], source: Path, out: Path) -> float:
    """Seconds from the start of a process until the attrition stands on its output."""
    start = time.perf_counter()
    command = [*resorb, "cohort", "mayo-topical", "--from", str(source), "-o", str(out)]
    # An installed package has its bytecode; where the environment forbids it, it is kept beside the records.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(out.absolute().parent / "bytecode")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=env) as run:
        if run.stdout is not None:
            run.stdout.readline()
        seconds = time.perf_counter() - start
        run.communicate()
    return seconds


if __name__ == "__main__":
    main()
