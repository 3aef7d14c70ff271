"""Random and mutated documents of every format, read and scanned: no traceback, no broken rule, no hang.

    python -m tests.fuzz.documents --n 100000 --seed 1 --workers 2

Each document has a generator of its own, seeded by ``seed`` and its number, so that any one can be made again with
``--first NUMBER --n 1 --show``. Time is that of the processor: two seconds for each 100 KB, begun or whole.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from random import Random

from resorb.scan.run import scan_document
from resorb.sources.documents.open import read_document
from resorb.values.findings import BadInput
from tests.fuzz.made import document

SLOW_S = 2.0
PER_BYTES = 100_000
MOST_MB = 1_000
"""Memory that no worker may pass, whatever it is given."""
_CHUNK = 250


@dataclass
class Tally:
    """What became of the documents; ``wrong`` holds one line for each that should not be."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    most_mb: int = 0

    def add(self, other: Tally) -> None:
        """Take in what another process saw."""
        self.seen += other.seen
        self.wrong += other.wrong
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        self.most_mb = max(self.most_mb, other.most_mb)


def documents(seed: int, first: int, n: int) -> Iterator[tuple[int, bytes, str]]:
    """Documents ``first`` to ``first + n - 1``: number, bytes, suffix."""
    for number in range(first, first + n):
        yield number, *document(Random(f"{seed}:{number}"))


def try_all(seed: int, first: int, n: int) -> Tally:
    """Read and scan each document."""
    tally = Tally()
    for number, data, suffix in documents(seed, first, n):
        began = time.process_time()
        _try_one(number, data, suffix, tally)
        spent = time.process_time() - began
        share = spent / ceil(max(1, len(data)) / PER_BYTES)
        tally.slowest_s = max(tally.slowest_s, share)
        if share > SLOW_S:
            tally.seen["slow"] += 1
            tally.wrong.append(f"{number}: {spent:.1f} s for {len(data):,} bytes of {suffix}")
    tally.most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return tally


def _try_one(number: int, data: bytes, suffix: str, tally: Tally) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for read in read_document(data, f"fuzz.{suffix}"):
                marks = scan_document(read).marks
                tally.seen["marks"] += len(marks)
            tally.seen["read"] += 1
    except BadInput as bad:
        tally.seen["refused"] += 1
        poor = [f for f in bad.faults if not (f.place.file == f"fuzz.{suffix}" and f.rule.strip() and f.remedy.strip())]
        if poor or not bad.faults:
            tally.wrong.append(f"{number}: poor fault: {poor[:1] or 'none at all'}")
    except Warning as warning:
        tally.seen["broken rule"] += 1
        tally.wrong.append(f"{number}: {' | '.join(str(warning).strip().splitlines()[:1] + _last(str(warning)))}")
    except Exception as error:
        tally.seen["traceback"] += 1
        where = traceback.extract_tb(error.__traceback__)[-1]
        tally.wrong.append(
            f"{number}: {type(error).__name__} at {Path(where.filename).name}:{where.lineno}: {error}"[:300]
        )


def _last(trace: str) -> list[str]:
    lines = [line.strip() for line in trace.strip().splitlines()]
    places = [line for line in lines if line.startswith("File ")]
    return [*places[-1:], lines[-1]]


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print the documents instead of trying them")
    asked = parser.parse_args()
    if asked.show:
        for _, data, _ in documents(asked.seed, asked.first, asked.n):
            sys.stdout.buffer.write(data)
        return 0
    began = time.monotonic()
    whole = Tally()
    chunks = [(at, min(_CHUNK, asked.first + asked.n - at)) for at in range(asked.first, asked.first + asked.n, _CHUNK)]
    with ProcessPoolExecutor(asked.workers) as pool:  # workers that are replaced in time can hang it (3.11)
        running = [pool.submit(try_all, asked.seed, at, n) for at, n in chunks]
        for done, chunk in enumerate(running, 1):
            tally = chunk.result()
            whole.add(tally)
            for line in tally.wrong:  # at once: a long run may be stopped
                print(line, flush=True)
            if done * _CHUNK % 1_000 == 0:
                print(f"{done * _CHUNK} of {asked.n} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    seen = whole.seen
    print(
        f"{asked.n} documents, seed {asked.seed}: {seen['traceback']} tracebacks, {seen['broken rule']} broken rules, "
        f"{seen['slow']} over {SLOW_S:g} s per 100 KB (slowest {whole.slowest_s:.2f} s), at most {whole.most_mb} MB; "
        f"{seen['refused']} refused, {seen['read']} read with {seen['marks']} marks"
    )
    return 1 if whole.wrong or whole.most_mb > MOST_MB else 0


if __name__ == "__main__":
    sys.exit(main())
