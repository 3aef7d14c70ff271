"""The mapping file of a folder of lists: which file and column is what, and how dates and numbers are meant.

It is ``lists.yaml`` in the folder, or ``<name>.lists.yaml`` beside a single file; its keys are declared in
:data:`MAPPING`, from which the JSON Schema is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from resorb.records import shape
from resorb.records.lists.cells import COMMA, DAY_FIRST, MONTH_FIRST, POINT
from resorb.records.lists.grid import DELIMITERS, Grid
from resorb.records.lists.headers import KINDS, Asked, roles_of
from resorb.records.shape import Key, Reader, Schema
from resorb.values.findings import BadInput, Fault, Place
from resorb.values.tree import Node, read_bytes, read_tree

IN_FOLDER = "lists.yaml"
NOTHING = "nothing"
BY_NUMBER, BY_TEXT = "by number", "by text"
_ROLES = tuple(dict.fromkeys(role for kind in KINDS for role in roles_of(kind)))
MAPPING: tuple[Key, ...] = (
    shape.choice(
        "persons", "whether MRN00123 is person 123, or persons are numbered by their whole id (by number)",
        (BY_NUMBER, BY_TEXT),
    ),
    shape.group("lists", "one entry a list; the first whose file fits counts", (
        shape.text("file", "name of the file, or a pattern such as dispensing-*.csv", required=True),
        shape.text("sheet", "name of the sheet of a workbook (any)"),
        shape.choice("is", "what the list holds, when its header does not tell", (*KINDS, NOTHING)),
        shape.number("header line", "line of the header, when it is not found"),
        shape.choice("delimiter", "what parts the cells", tuple(DELIMITERS)),
        shape.choice("dates", "what 03/04/2015 is", (DAY_FIRST, MONTH_FIRST)),
        shape.choice("decimals", "what 1,250 and 1.250 are", (COMMA, POINT)),
        Key("vocabulary", "coding system of the codes, as OMOP names it", shape.code_system),
        shape.group("columns", "the header's word of each role", tuple(
            shape.text(role, f"header of the column that holds the {role}") for role in _ROLES)),
    ), many=True),
)  # fmt: skip
"""The keys of a mapping file."""


@dataclass(frozen=True, slots=True)
class ListRule:
    """What the mapping says of one list; ``place`` is where it says so."""

    file: str = "*"
    sheet: str | None = None
    asked: Asked = field(default_factory=Asked)
    delimiter: str | None = None
    dates: str | None = None
    decimals: str | None = None
    vocabulary: str | None = None
    place: Place | None = None

    def fits(self, path: Path, sheet: str | None) -> bool:
        """Whether it is about this file (and sheet)."""
        return fnmatch(path.name.lower(), self.file.lower()) and (self.sheet is None or self.sheet == sheet)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file, read; an absent one is empty."""

    rules: tuple[ListRule, ...] = ()
    by_text: bool = False

    def rule(self, path: Path, grid: Grid | None = None) -> ListRule:
        """What it says of a file, or of a sheet of it."""
        sheet = grid.file[len(str(path)) :].strip("[]") if grid is not None and grid.file != str(path) else None
        return next((r for r in self.rules if r.fits(path, sheet)), ListRule())


def mapping_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a mapping file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "resorb mapping of lists",
        **shape.schema_of(MAPPING),
    }


def mapping_of(path: Path) -> Mapping:
    """The mapping that lies in a folder or beside a file.

    Raises:
        BadInput: with every fault of the mapping file.
    """
    place = path / IN_FOLDER if path.is_dir() else path.with_name(f"{path.name.split('.')[0]}.{IN_FOLDER}")
    if not place.is_file():
        return Mapping()
    return read_mapping(read_bytes(place, "mapping", "see that it can be read"), str(place))


def read_mapping(content: bytes | str, file: str) -> Mapping:
    """Read the content of a mapping file.

    Raises:
        BadInput: with every fault of the file.
    """
    root = read_tree(content, file)
    reader = Reader()
    values = reader.map(root, MAPPING, "")
    nodes = _items(root)
    rules = []
    for number, given in enumerate(values.get("lists", ())):
        place = nodes[number].place if number < len(nodes) else root.place
        kind, columns = given.get("is"), given.get("columns", {})
        for role in columns:
            if kind in KINDS and role not in roles_of(kind):
                remedy = f"columns of {kind}: {', '.join(roles_of(kind))}"
                reader.faults.append(
                    Fault(place, f"lists.{number + 1}.columns.{role}", f"is no column of {kind}", remedy)
                )
        rules.append(
            ListRule(
                given.get("file", "*"), given.get("sheet"), Asked(kind, columns, given.get("header line")),
                given.get("delimiter"), given.get("dates"), given.get("decimals"), given.get("vocabulary"), place,
            )
        )  # fmt: skip
    if reader.faults:
        raise BadInput(reader.faults)
    return Mapping(tuple(rules), values.get("persons") == BY_TEXT)


def _items(root: Node) -> list[Node]:
    listed = (root.entries or {}).get("lists")
    return (listed.items or []) if listed is not None else []
