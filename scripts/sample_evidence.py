"""Draw a random sample of the numbers of the evidence base, to be re-read beside their sources.

    python -m scripts.sample_evidence --seed 4 --share 0.05 thiosulfate comparators

prints one line a number: file:line, field, value. A number is drawn when the hash of the seed, its file and its field
falls below the share, so the same seed draws the same numbers, and a new file adds its own without changing the rest.
"""

import argparse
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

BASE = Path(__file__).resolve().parent.parent / "src" / "resorb" / "evidence"
NOT_NUMBERS = frozenset(
    {"study", "title", "cite", "doi", "pmid", "url", "note", "because", "with", "where", "item", "tool", "is",
     "read in"}
)  # fmt: skip
"""Keys whose digits name something, and remarks."""
ID = re.compile(r"\b[A-Za-z]+[\w-]*\d\w*")
"""An id within words (`after c1`, `PM/Scl-75`): its digits count nothing."""
REFERENCES = frozenset({"of", "in", "product", "lesion", "lesions", "group", "course", "criteria", "column"})
"""Keys whose cells name a row (`of: P1.c1`) unless they are a plain number (`of: 12`)."""


@dataclass(frozen=True)
class Number:
    """One cell that holds a number: where it stands, the field's path in the file, and what is written."""

    file: str
    line: int
    field: str
    value: str


def numbers(folder: Path) -> Iterator[Number]:
    """Every cell with a digit in the study files of a folder, but names, remarks and references."""
    for path in sorted(folder.glob("*.yaml")):
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        for field, node in _cells(root, ""):
            if re.search(r"\d", ID.sub("", node.value)) and not _is_reference(field, node.value):
                yield Number(f"{folder.name}/{path.name}", node.start_mark.line + 1, field, node.value)


def _cells(node: yaml.Node | None, field: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in NOT_NUMBERS:
                yield from _cells(value, f"{field}.{key.value}" if field else key.value)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value, 1):
            yield from _cells(item, f"{field}[{index}]")
    elif isinstance(node, yaml.ScalarNode):
        yield field, node


def _is_reference(field: str, value: str) -> bool:
    """Whether a cell names a row, not a number."""
    last = re.sub(r"\[\d+\]", "", field).rpartition(".")[2]
    return last in REFERENCES and not value.isdigit()


def drawn(number: Number, seed: int, share: float) -> bool:
    """Whether a number belongs to the sample of that seed."""
    digest = hashlib.sha256(f"{seed} {number.file} {number.field}".encode()).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def main() -> None:
    """Print the sample and how many numbers it is drawn from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", default=["thiosulfate", "comparators"])
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--share", type=float, default=0.05)
    asked = parser.parse_args()
    found = [number for folder in asked.folders for number in numbers(BASE / folder)]
    sample = [number for number in found if drawn(number, asked.seed, asked.share)]
    for number in sample:
        print(f"{number.file}:{number.line}\t{number.field}\t{number.value}")
    print(f"{len(sample)} of {len(found)} numbers, seed {asked.seed}")


if __name__ == "__main__":
    main()
