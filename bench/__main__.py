"""`python -m bench`: how long resorb takes, as ratios to something measured in the same run.

Each figure is the median of several runs of whole processes or of calls after one warm-up; the machine's speed cancels
out of a ratio, which is the number to compare across machines and versions.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import polars as pl

from bench.measure import median_of
from resorb.analysis.table_one import table_one
from resorb.checks.run import check_study
from resorb.sources.bundled import bundled_files
from resorb.sources.study_file import read_study
from resorb.workflow.scaffold import TEMPLATE

FIVE = (
    "hftc-topical-2016",
    "mayo-topical-2018",
    "dystrophic-calcinosis-iv",
    "nonuremic-calciphylaxis-iv",
    "intralesional-commentary-2017",
)


def main() -> None:
    """Run every benchmark and print one line each."""
    python = median_of(9, lambda: run([sys.executable, "-c", "pass"]))
    line("python -c pass", python, None, "the unit of the next four")
    for words in (["--help"], ["--version"], ["check", "hftc-topical-2016"]):
        seconds = median_of(5, lambda words=words: run([sys.executable, "-m", "resorb", *words]))
        line(f"resorb {' '.join(words)}", seconds, seconds / python, "x python -c pass")
    with tempfile.TemporaryDirectory() as folder:
        seconds = median_of(3, lambda: run([sys.executable, "-m", "resorb", "report", *FIVE, "-o", f"{folder}/report"]))
    line("report of the five papers", seconds, seconds / python, "x python -c pass")
    per_thousand()
    against_tableone()


def per_thousand() -> None:
    """Reading and checking small study files, per 1,000 of them, against reading alone."""
    text = TEMPLATE.format(study="bench-2026")
    files = [text.replace("54 years", f"{20 + i % 60} years") for i in range(200)]
    reading = median_of(3, lambda: [read_study(f, "bench.yaml") for f in files]) * 1000 / len(files)
    both = median_of(3, lambda: [check_study(read_study(f, "bench.yaml")) for f in files]) * 1000 / len(files)
    line("read 1,000 small study files", reading, None, "")
    line("read and check 1,000 small study files", both, both / reading, "x reading alone")
    line(f"({len(bundled_files())} files are bundled)", None, None, "")


def against_tableone() -> None:
    """Table 1 of 100,000 patients x 30 columns in two groups, against the tableone package on the same data."""
    try:
        from pandas import DataFrame
        from tableone import TableOne
    except ImportError:
        line("tableone is not installed (make bench installs it)", None, None, "")
        return
    random = np.random.default_rng(20261120)
    n = 100_000
    numbers = {f"lab{i}": random.normal(2.4, 0.2, n) for i in range(20)}
    words = {f"site{i}": random.choice(["hand", "elbow", "knee", "trunk"], n) for i in range(9)}
    columns = numbers | words | {"drug": random.choice(["treated", "untreated"], n)}
    frame, pandas = pl.DataFrame(columns), DataFrame(columns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = median_of(3, lambda: TableOne(pandas, categorical=list(words), groupby="drug", pval=False))
    ours = median_of(5, lambda: table_one(frame, by="drug"))
    line("Table 1, 100,000 x 30, tableone", theirs, None, "")
    line("Table 1, 100,000 x 30, resorb", ours, theirs / ours, "times as fast as tableone (aim: 5 or more)")


def run(command: list[str]) -> None:
    """A whole process, its output thrown away."""
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parent.parent)


def line(name: str, seconds: float | None, ratio: float | None, what: str) -> None:
    """One figure."""
    shown = "" if seconds is None else f"{seconds:9.3f} s"
    print(f"{name:45}{shown:12}{'' if ratio is None else f'{ratio:9.1f}'} {what}")


if __name__ == "__main__":
    main()
