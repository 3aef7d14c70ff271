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

from bench.measure import ROOT, Used, median_of, medians_of, process, worker
from bench.notes import SEED, notes
from bench.scan import MEDSPACY, THEIRS
from resorb.records.cohort import find_cohort
from resorb.records.omop import CONDITION, DAY, DRUG, ID, NOTE, NUMBER, OMOP_TABLES, TEXT
from resorb.records.protocol_file import read_protocol_file
from resorb.records.source import MEMORY, open_source, typed_columns
from resorb.workflow.cohort import LITTLE, protocols

JOB = (ROOT / "bench" / "by_hand" / "job.sql").read_text(encoding="utf-8")
PROTOCOL = read_protocol_file(protocols()["mayo-topical"])
UNREAD = ("note_title",)


def ours(source: Path | str) -> tuple[int, ...]:
    """Persons left after each step, with the memory that `resorb cohort` gives the database by itself."""
    with open_source(source, LITTLE if isinstance(source, Path) else MEMORY) as opened:
        return tuple(step.persons_left for step in find_cohort(PROTOCOL, opened).attrition)


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
    """Every column that the job reads of the large tables, summed up: what one scan of foreign files must take."""
    each = {ID: "sum({})", NUMBER: "sum({})", DAY: "sum({} - DATE '1970-01-01')", TEXT: "sum(length({}))"}
    with duckdb.connect() as connection:
        for table in (CONDITION, DRUG, NOTE):
            file = folder / f"{table.name}.parquet"
            there = connection.read_parquet(str(file)).columns
            sums = [each[c.type].format(c.name) for c in table.columns if c.name in there and c.name not in UNREAD]
            connection.execute(f"SELECT {', '.join(sums)} FROM '{file}'").fetchall()  # noqa: S608


def plain_build(folder: Path, out: Path) -> Used:
    """What it takes for DuckDB's own `create table as ... order by` of the same tables."""
    clock, processor = time.perf_counter(), time.process_time()
    with duckdb.connect(str(out), config={"memory_limit": "2GB", "preserve_insertion_order": "false"}) as connection:
        for table in OMOP_TABLES:
            if (folder / f"{table.name}.parquet").exists():
                there = connection.read_parquet(str(folder / f"{table.name}.parquet")).columns
                columns = ", ".join(name for name, _ in typed_columns(table) if name in there)
                rows = f"SELECT {columns} FROM '{folder / table.name}.parquet' ORDER BY {', '.join(table.order)}"  # noqa: S608
                connection.execute(f"CREATE TABLE {table.name} AS {rows}")
    return Used(time.perf_counter() - clock, time.process_time() - processor, 0)


def with_pandas(folder: Path) -> tuple[Used, str] | None:
    """What pandas takes and answers in a process of its own; None where it is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("pandas", "pyarrow")):
        return None
    command = [sys.executable, "-m", "bench.by_hand.with_pandas", str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
    return Used(float(said[-2]), float(said[-1]), 0), " ".join(said[:-2])


def through_spark(folder: Path) -> float | None:
    """Seconds on the clock of the same job through a local Spark over the same files; None where there is no Spark."""
    from tests.servers import spark, spark_is_here

    if not spark_is_here():
        return None
    with spark() as server:
        server.session.sql("CREATE SCHEMA bench")
        for file in sorted(folder.glob("*.parquet")):
            server.session.sql(f"CREATE TABLE bench.{file.stem} USING parquet OPTIONS (path '{file.absolute()}')")
        url = f"{server.url}?schema=bench"
        print(f"answer through Spark: {ours(url)}")
        return median_of(1, lambda: ours(url))


def of_notes() -> None:
    """Megabytes of notes a second of the processor: statements and doses, against one regular expression."""
    import re

    from resorb.records.notes import NoteReader

    texts = notes(3_000, SEED)
    size = sum(len(t.encode()) for t in texts) / 1e6
    reader = NoteReader(PROTOCOL)
    pattern = re.compile(
        r"(?i)(sodium thiosul(?:f|ph)ate|STS)[^.]{0,60}?(\d+(?:\.\d+)?)\s*(g|mg|%)"
        r"|\b(no|denies|without)\b[^.]{0,40}calcinosis"
    )
    statements = median_of(3, lambda: [list(reader.read(t)) for t in texts], time.process_time)
    doses = median_of(3, lambda: [list(reader.doses(t)) for t in texts[:300]], time.process_time) * len(texts) / 300
    plain = median_of(3, lambda: [pattern.findall(t) for t in texts], time.process_time)
    fast = size / statements
    line("notes: statements with assertion", Used(0, statements, 0), f"{fast:8.2f} MB per CPU second")
    line("notes: doses by the shared reader", Used(0, doses, 0), f"{size / doses:8.2f} MB per CPU second")
    line("notes: one pattern of `re`", Used(0, plain, 0), f"{size / plain:8.2f} MB per CPU second, no assertion")
    if not MEDSPACY.exists():
        print("notes: medspaCy is not here; `make bench-medspacy` gets it")
        return
    for splitter, few in (("sentencizer", texts[:400]), ("pyrush", texts[:60])):
        took = worker([*THEIRS, splitter], texts[-2:], few)["cpu_s"]
        theirs = sum(len(t.encode()) for t in few) / 1e6 / took
        said = f"{theirs:8.3f} MB per CPU second; resorb's statements {fast / theirs:,.1f} x that"
        line(f"notes: medspaCy, {splitter}, {len(few)} notes", Used(0, took, 0), said)


def line(name: str, used: Used, what: str) -> None:
    """One figure."""
    processor, clock = (f"{s:9.3f}" if s else " " * 9 for s in (used.cpu_s, used.wall_s))
    print(f"{name:50}{processor}{clock}  {what}", flush=True)


def main() -> None:
    """Make the records if they are not there, then run every comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--cohorts", type=int, help="how many times the cohort is planted (one per 100,000 persons)")
    parser.add_argument("--folder", type=Path, help="where made-up records lie or are put (several GB at a million)")
    args = parser.parse_args()
    cohorts = args.cohorts or max(1, args.persons // 100_000)
    with tempfile.TemporaryDirectory() as scratch:
        compare(args.persons, cohorts, args.folder or Path(scratch))


def compare(persons: int, cohorts: int, folder: Path) -> None:
    """Every comparison on records of so many persons."""
    resorb = [sys.executable, "-m", "resorb"]
    records, store = folder / f"omop-{persons}-{cohorts}", folder / f"{persons}-{cohorts}.duckdb"
    small = folder / "omop-10000-1"
    for size, times, place in ((persons, cohorts, records), (10_000, 1, small)):
        if not place.exists():
            asked = ["--persons", str(size), "--cohorts", str(times)]
            subprocess.run([*resorb, "simulate", "-o", str(place), *asked], check=True, cwd=ROOT)
    print(f"{persons:,} persons, {cohorts} cohorts; seconds of the processor, then on the clock; ratios by processor")
    plain = plain_build(records, folder / "plain.duckdb")
    (folder / "plain.duckdb").unlink()
    store.unlink(missing_ok=True)
    built = process([*resorb, "store", "build", str(records), "-o", str(store)])
    line("store: DuckDB's own create table as, ordered", plain, "")
    said = f"{built.cpu_s / plain.cpu_s:8.2f} x that (aim: 1.2 or less); peak {built.peak_mb:,.0f} MB"
    line("store: resorb store build", built, said)
    of_the_job(records, store)
    for name, source in (("store", store), ("Parquet", records)):
        used = process([*resorb, "cohort", "mayo-topical", "--from", str(source), "-o", str(folder / "study")])
        line(f"resorb cohort, whole process, {name}", used, f"peak {used.peak_mb:,.0f} MB (aim: 400), study written")
    cold = statistics.median(first_answer(resorb, small, folder / "small") for _ in range(5))
    line("cold start to the first answer, 10,000 persons", Used(cold, 0, 0), "on the clock (aim: 0.5)")
    of_notes()


def of_the_job(records: Path, store: Path) -> None:
    """The job on the store and on Parquet, by resorb and by other means."""
    print(f"answers: resorb {ours(store)}, by hand {by_hand(store)}")
    in_store, hand_store = medians_of(3, lambda: ours(store)), medians_of(3, lambda: by_hand(store))
    in_files, hand_files = medians_of(3, lambda: ours(records)), medians_of(3, lambda: by_hand(records))
    columns = medians_of(3, lambda: sum_of_columns(records))

    def times(other: Used) -> str:
        return f"{other.cpu_s / in_store.cpu_s:8.1f} x resorb on the store"

    line("job on the store, resorb", in_store, "")
    said = f"{in_store.cpu_s / hand_store.cpu_s:8.2f} = resorb / by hand (aim: 2 or less)"
    line("job on the store, SQL by hand", hand_store, said)
    line("job on Parquet, SQL by hand", hand_files, f"{times(hand_files)} (aim: 8)")
    line("job on Parquet, resorb", in_files, "")
    said = f"{in_files.cpu_s / columns.cpu_s:8.2f} = resorb / sum (aim: 1 or less)"
    line("sum of every column the job reads", columns, said)
    if (pandas := with_pandas(records)) is not None:
        line("job on Parquet, pandas", pandas[0], f"{times(pandas[0])} (aim: 150)")
        print(f"answer of pandas: {pandas[1]}")
    spark = through_spark(records)
    if spark is None:
        print("job through local Spark: there is no Spark here; `make spark` gets it")
    else:
        said = f"{spark / in_store.wall_s:8.1f} x resorb on the store, both on the clock"
        line("job on Parquet, resorb through local Spark", Used(spark, 0, 0), said)


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
