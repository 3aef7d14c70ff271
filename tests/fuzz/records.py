"""Random and mutated records of every door, and REDCap exports: no traceback, findings with places, no name told.

    python -m tests.fuzz.records --n 100000 --seed 1 --workers 2

Each input has a generator of its own, seeded by ``seed`` and its number, so that any one can be made again with
``--first NUMBER --n 1 --keep FOLDER``. Inputs hold canaries where names and free text stand; none may be told.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from resorb.values.findings import BadInput, Fault
from tests.fuzz.made_fhir import make_fhir
from tests.fuzz.made_lists import CANARY, make_lists, read_source
from tests.fuzz.made_redcap import make_redcap, read_redcap
from tests.fuzz.one_engine import one_engine

SLOW_S = 20.0
_CHUNK = 50
_OURS = ("Parser Error", "Binder Error", "Catalog Error", "Not implemented Error", "INTERNAL Error", "FATAL Error")
"""How refusals begin that blame the source for what the database found wrong with our own SQL, or itself."""


@dataclass(frozen=True)
class Kind:
    """One kind of input.

    Attributes:
        make: writes an input below a folder, and says what to open.
        read: opens it; gives the findings of what was read. Raises BadInput.
    """

    make: Callable[[Random, Path], Path]
    read: Callable[[Path], Iterable[Fault]]


KINDS: dict[str, Kind] = {
    "fhir": Kind(make_fhir, read_source),
    "lists": Kind(make_lists, read_source),
    "redcap": Kind(make_redcap, read_redcap),
}
"""Every kind of input that is tried; a door adds its own here."""


@dataclass
class Tally:
    """What became of the inputs; ``wrong`` holds one line for each that should not be."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest_s: float = 0.0

    def add(self, other: Tally) -> None:
        """Take in what another process saw."""
        self.seen += other.seen
        self.wrong += other.wrong
        self.slowest_s = max(self.slowest_s, other.slowest_s)


def made(seed: int, number: int, folder: Path) -> tuple[str, Path]:
    """One input: its kind and the path to open."""
    rng = Random(f"{seed}:{number}")
    name = rng.choice(list(KINDS))
    return name, KINDS[name].make(rng, folder)


def try_all(seed: int, first: int, n: int) -> Tally:
    """Make and read each input."""
    tally = Tally()
    with one_engine():
        for number in range(first, first + n):
            with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
                name, path = made(seed, number, Path(folder))
                began = time.process_time()
                try_one(number, name, path, tally)
                spent = time.process_time() - began
            tally.slowest_s = max(tally.slowest_s, spent)
            if spent > SLOW_S:
                tally.wrong.append(f"{number}: {spent:.1f} s for {name}")
    return tally


def try_one(number: int, name: str, path: Path, tally: Tally) -> None:
    """Read one input; its findings are held to the rules."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            findings = list(KINDS[name].read(path))
        tally.seen[f"{name} read"] += 1
    except BadInput as bad:
        findings = list(bad.faults)
        tally.seen[f"{name} refused"] += 1
        if not findings:
            tally.wrong.append(f"{number}: {name}: refused without a reason")
    except Exception as error:
        tally.seen["traceback"] += 1
        where = traceback.extract_tb(error.__traceback__)[-1]
        kind, at = type(error).__name__, f"{Path(where.filename).name}:{where.lineno}"
        tally.wrong.append(f"{number}: {name}: {kind} at {at}: {error}"[:300])
        return
    tally.seen["findings"] += len(findings)
    poor = [f for f in findings if not _is_good(f, path)]
    if poor:
        tally.wrong.append(f"{number}: {name}: poor finding: {poor[0]}"[:300])
    if ours := next((f for f in findings if f.rule.startswith(_OURS)), None):
        tally.wrong.append(f"{number}: {name}: a statement of ours is at fault: {ours}"[:300])
    if any(CANARY.casefold() in str(f).casefold() for f in findings):
        tally.wrong.append(f"{number}: {name}: tells a name or free text")


def _is_good(fault: Fault, path: Path) -> bool:
    inside = fault.place.file.startswith(str(path.parent))
    return bool(
        inside and fault.place.line >= 1 and fault.field.strip() and fault.rule.strip() and fault.remedy.strip()
    )


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="write the first input below this folder and stop")
    asked = parser.parse_args()
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
        print(*made(asked.seed, asked.first, asked.keep))
        return 0
    began = time.monotonic()
    whole = Tally()
    chunks = [(at, min(_CHUNK, asked.first + asked.n - at)) for at in range(asked.first, asked.first + asked.n, _CHUNK)]
    with ProcessPoolExecutor(asked.workers) as pool:
        running = [pool.submit(try_all, asked.seed, at, n) for at, n in chunks]
        for done, chunk in enumerate(running, 1):
            tally = chunk.result()
            whole.add(tally)
            for line in tally.wrong[:100]:
                print(line, flush=True)
            if done * _CHUNK % 5_000 == 0:
                print(f"{done * _CHUNK} of {asked.n} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    kinds = ", ".join(f"{name} {n}" for name, n in sorted(whole.seen.items()) if name not in ("traceback", "findings"))
    print(
        f"{asked.n} inputs, seed {asked.seed}: {whole.seen['traceback']} tracebacks, {len(whole.wrong)} wrong in all; "
        f"{kinds}; {whole.seen['findings']} findings; slowest {whole.slowest_s:.1f} s"
    )
    return 1 if whole.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
