"""Mutated study files: no traceback, no hang, and every fault says where, which field, why and what to do.

    python -m tests.fuzz.study_files --n 100000 --seed 1

Each mutant has a generator of its own, seeded by ``seed`` and its number, so that any one can be made again with
``--first NUMBER --n 1 --show``. Bundled studies are mutated; files that still read are checked as well.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from resorb.sources.study_file import read_study
from resorb.tables.study import Study
from resorb.values.findings import BadInput, Fault
from tests.fuzz.mutations import mutant

ROOT = Path(__file__).resolve().parents[2]
SLOW_S = 2.0


@dataclass
class Tally:
    """What became of the mutants; ``wrong`` holds one line per mutant that should not be."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    faults: int = 0
    slowest_s: float = 0.0


def bundled() -> list[bytes]:
    """The files to mutate: the sample and, where there are any, the bundled studies."""
    files = [Path(__file__).with_name("sample.yaml"), *sorted((ROOT / "src/resorb/evidence").glob("*.yaml"))]
    return [file.read_bytes() for file in files]


def mutants(seed: int, first: int, n: int) -> Iterator[tuple[int, bytes]]:
    """Mutants ``first`` to ``first + n - 1`` with their numbers."""
    originals = bundled()
    # a small file shows a slip of the reader as well as a large one, in a fraction of the time
    weights = [1 / len(original) for original in originals]
    for number in range(first, first + n):
        rng = Random(f"{seed}:{number}")
        yield number, mutant(rng.choices(originals, weights)[0], rng)


def try_all(mutated: Iterator[tuple[int, bytes]], progress: Callable[[int], None] = lambda _: None) -> Tally:
    """Read each mutant; when it reads, check it."""
    check = _checker()
    tally = Tally()
    for done, (number, raw) in enumerate(mutated, start=1):
        started = time.process_time()
        _try_one(number, raw, check, tally)
        spent = time.process_time() - started
        tally.slowest_s = max(tally.slowest_s, spent)
        if spent > SLOW_S:
            tally.seen["slow"] += 1
            tally.wrong.append(f"{number}: took {spent:.1f} s")
        progress(done)
    return tally


def _try_one(number: int, raw: bytes, check: Callable[[Study], object] | None, tally: Tally) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            study = read_study(raw, "mutant.yaml")
            tally.seen["read"] += 1
            if check:
                check(study)
    except BadInput as bad:
        tally.seen["refused"] += 1
        tally.faults += len(bad.faults)
        poor = [fault for fault in bad.faults if not _is_whole(fault, raw)]
        if poor or not bad.faults:
            tally.seen["poor fault"] += 1
            tally.wrong.append(f"{number}: poor fault: {poor[:1] or 'none at all'}")
    except Exception as error:
        tally.seen["traceback"] += 1
        where = traceback.extract_tb(error.__traceback__)[-1]
        text = str(error).strip().splitlines()
        last = text[-1] if text else ""
        tally.wrong.append(f"{number}: {type(error).__name__} at {Path(where.filename).name}:{where.lineno}: {last}")


def _is_whole(fault: Fault, raw: bytes) -> bool:
    """Whether a fault has a file, a place inside it, a field, a rule and a remedy."""
    place = fault.place
    inside = (
        1
        <= place.line
        <= raw.count(b"\n") + raw.count(b"\r") + raw.count("\u2028".encode()) + raw.count(b"\xc2\x85") + 2
    )
    return bool(
        place.file == "mutant.yaml" and inside and place.column >= 1 and fault.field.strip()
        and fault.rule.strip() and fault.remedy.strip()
    )  # fmt: skip


def _checker() -> Callable[[Study], object] | None:
    try:
        from resorb.checks.run import check_study
    except ImportError:
        return None
    return check_study


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print the mutants instead of trying them")
    asked = parser.parse_args()
    if asked.show:
        for _, raw in mutants(asked.seed, asked.first, asked.n):
            sys.stdout.buffer.write(raw)
        return 0
    started = time.monotonic()

    def progress(done: int) -> None:
        if done % 1_000 == 0:
            print(f"{done} of {asked.n} in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)

    tally = try_all(mutants(asked.seed, asked.first, asked.n), progress)
    for line in tally.wrong[:50]:
        print(line)
    print(
        f"{asked.n} mutants, seed {asked.seed}: {tally.seen['traceback']} tracebacks, {tally.seen['slow']} over "
        f"{SLOW_S:g} s (slowest {tally.slowest_s:.2f} s), {tally.seen['poor fault']} with a poor fault; "
        f"{tally.seen['refused']} refused with {tally.faults} faults, {tally.seen['read']} read and checked"
    )
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
