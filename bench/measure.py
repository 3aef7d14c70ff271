"""What a process takes, and what a call takes."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
# A small process in between: a child's peak is never less than that of the process it was split off from.
_MEASURED = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Used:
    """What a whole process took: seconds on the clock and of the processor, and its most memory (on Linux)."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def process(command: list[str], given: str = "") -> Used:
    """Run a command with its output thrown away, given a text as standard input."""
    measured = [sys.executable, "-S", "-c", _MEASURED, *command]
    run = subprocess.run(measured, check=True, input=given, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return Used(*json.loads(run.stdout))


def worker(command: list[str], warm: list[str], texts: list[str]) -> dict[str, Any]:
    """What a worker of this folder says of some texts: ``cpu_s`` (after others that are not counted), ``matches``."""
    given = json.dumps({"warm": warm, "texts": texts})
    run = subprocess.run(command, input=given, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def medians_of(times: int, call: Callable[[], object]) -> Used:
    """Median seconds on the clock and of the processor of ``call`` in this process, after one run not counted."""
    call()
    runs = []
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        call()
        runs.append((time.perf_counter() - clock, time.process_time() - processor))
    return Used(statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs), 0)


def median_of(times: int, call: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Median seconds of ``call`` after one run that is not counted."""
    call()
    seconds = []
    for _ in range(times):
        start = clock()
        call()
        seconds.append(clock() - start)
    return statistics.median(seconds)
