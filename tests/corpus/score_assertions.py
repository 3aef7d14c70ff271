"""How often the assertion of a hit is right: ``python -m tests.corpus.score_assertions [--show] [--speed]``.

Each line of ``assertions.jsonl`` is a sentence of our own with one hit (characters ``start`` to ``stop``; ``of`` says
whether it is a name or an effect, which may be that of another drug), the class expected, and the trap it sets.

The rules have been mended against these lines, so their score flatters. Read for the first time, before anything was
mended, they were right on 330 of the first 351, on 65 of the 96 of the second round and on 43 of the 70 of the third;
the later rounds were written to be hard.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from resorb.reading.notes.assertion import CLASSES, Assertion, Sentence

FILE = Path(__file__).parent / "assertions.jsonl"
OWN = re.compile(r"sodium thiosulfate|\bSTS\b|thiosulfate", re.IGNORECASE)


@dataclass(frozen=True)
class Judged:
    """One labelled hit and what was said of it."""

    text: str
    hit: str
    trap: str
    expect: str
    said: Assertion


def judge() -> list[Judged]:
    """Every line of the file, judged."""
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [Judged(one["text"], one["hit"], one["trap"], one["expect"], said(one)) for one in lines]


def said(one: dict[str, str | int]) -> Assertion:
    """What the rules make of one line."""
    text, start, stop = str(one["text"]), int(one["start"]), int(one["stop"])
    sentence = Sentence(text, (m.span() for m in OWN.finditer(text)))
    return sentence.about(start, stop, is_effect=one["of"] == "effect")


def table(judged: list[Judged]) -> str:
    """A Markdown table: of each class how many there are, how many are right, what is missed and what is too much."""
    rows = [
        "| class | labelled | right | missed | wrongly said | recall | precision |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    labelled = Counter(j.expect for j in judged)
    right = Counter(j.expect for j in judged if j.said.kind == j.expect)
    read = Counter(j.said.kind for j in judged)
    for name in CLASSES:
        n, ok, said_so = labelled[name], right[name], read[name]
        recall, precision = (f"{ok / d:.3f}" if d else "–" for d in (n, said_so))
        rows.append(f"| {name} | {n} | {ok} | {n - ok} | {said_so - ok} | {recall} | {precision} |")
    all_right = sum(right.values())
    rows.append(
        f"| **all** | {len(judged)} | {all_right} | {len(judged) - all_right} | | {all_right / len(judged):.3f} | |"
    )
    return "\n".join(rows)


def sentences_per_second(rounds: int = 20) -> float:
    """Sentences judged in a second of processor time; every line has a hit."""
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    for one in lines:
        said(one)
    begun = time.process_time()
    for _ in range(rounds):
        for one in lines:
            said(one)
    return rounds * len(lines) / (time.process_time() - begun)


def main() -> None:
    """Print the table; with ``--show`` every error, with ``--speed`` the sentences per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    judged = judge()
    if args.show:
        for one in judged:
            if one.said.kind != one.expect:
                print(f"{one.expect} [{one.hit}] read as {one.said.kind} ({one.said.why}) in {one.text!r} ({one.trap})")
    print(table(judged))
    if args.speed:
        print(f"{sentences_per_second():,.0f} sentences per second of CPU time")


if __name__ == "__main__":
    main()
