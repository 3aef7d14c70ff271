"""Broken protocols end in faults, each with place, rule and remedy; never in a traceback."""

import random

from resorb.records.protocol_file import read_protocol
from resorb.values.findings import BadInput
from resorb.workflow.cohort import protocols

PIECES = (
    "{", "}", "[", "]", ":", "- ", "\n", "'", '"', "yes", "0", "-1", "1.5", "2012-13-01", "null", "\t", "é", "*", "&a",
    "!x", ",", "  ", "names:", "rule: age", "1e999", "x" * 400, "\x00",
)  # fmt: skip
N = 400


def broken(random_: random.Random, text: str) -> str:
    """The text with a piece put in, a stretch cut out, or a line moved."""
    at, how = random_.randrange(len(text)), random_.random()
    if how < 0.4:
        return text[:at] + random_.choice(PIECES) + text[at:]
    if how < 0.7:
        return text[:at] + text[at + random_.randint(1, 30) :]
    lines = text.split("\n")
    lines.insert(random_.randrange(len(lines)), lines.pop(random_.randrange(len(lines))))
    return "\n".join(lines)


def test_broken_protocols_end_in_faults() -> None:
    random_ = random.Random(5)
    good = [path.read_text(encoding="utf-8") for path in protocols().values()]
    refused: list[BadInput] = []
    for _ in range(N):
        text = random_.choice(good)
        for _ in range(random_.randint(1, 3)):
            text = broken(random_, text)
        try:
            read_protocol(text, "p.yaml")
        except BadInput as bad:
            refused.append(bad)
    assert all(f.place.line >= 1 and f.field and f.rule and f.remedy for bad in refused for f in bad.faults)
    assert N / 2 < len(refused) < N
