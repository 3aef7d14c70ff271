"""Random studies, made from the schema itself: whatever a study file may hold, these strategies write.

``study_documents()`` gives a valid study file as nested dicts, ``to_yaml`` writes it, ``studies()`` reads it back.
A new table or column is covered the moment the schema declares it; a new kind of column fails
``tests/unit/tables/test_strategies.py`` until it has a strategy here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from resorb.codes import names
from resorb.sources.study_file import read_study
from resorb.tables.columns import Column, Kind, Table
from resorb.tables.schema import TABLES, table
from resorb.tables.study import Study

Document = dict[str, Any]
Draw = st.DrawFn
LISTS = (Kind.TEXTS, Kind.CHOICES, Kind.REFS)

# Words that a careless writer or reader of YAML takes for something else.
AWKWARD = (
    "- a", "a: b", "a #b", "#a", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "?", "{a", "[a", "a]", "'a", '"a"',
    "\\a",
    "yes", "no", "null", "~", "1e3", "0x1F", "1:30", "2015-03-04", "=1+1", "<b>", "é", "µ", "‐", "😀", "a\u2028b", ".5",
)  # fmt: skip
NAMES = st.sampled_from(("a", "b2", "c1", "left-heel", "x_y", "P1", "7"))


# Cells ------------------------------------------------------------------------------------------------------------


def plain_texts() -> st.SearchStrategy[str]:
    """Texts with something to see in them; control characters are for the fuzzer."""
    letters = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
    return st.one_of(st.sampled_from(AWKWARD), letters).filter(lambda t: t.split() != [])


def numbers(low: int = 0, high: int = 5_000) -> st.SearchStrategy[str]:
    """Decimal numbers with up to three decimals, zeros at the end kept."""
    return st.builds(
        lambda whole, decimals: f"{whole}.{decimals}" if decimals else str(whole),
        st.integers(low, high),
        st.text("0123456789", max_size=3),
    )


@st.composite
def amounts(draw: Draw, units: tuple[str, ...]) -> str:
    """A point, range, bound, rough value or pair of diameters, in one of the units."""
    unit = draw(st.sampled_from(units))
    ends = sorted((draw(numbers()), draw(numbers())), key=float)
    shape = draw(st.sampled_from(("{1}", "{0}-{1}", "{0} to {1}", "< {1}", "at least {0}", "about {1}", "{0} x {1}")))
    return f"{shape.format(*ends)} {unit}"


def spans() -> st.SearchStrategy[str]:
    """Lengths of time."""
    vague = st.sampled_from(("several months", "a few days", "several weeks", "some years"))
    length = st.builds(
        "{}{} {}".format,
        st.sampled_from(("", "", "about ", "at least ", "up to ")),
        st.one_of(numbers(0, 60), st.just("3-4"), st.just("2 to 2.5")),
        st.sampled_from(("days", "weeks", "months", "years", "hours", "minutes")),
    )
    return st.one_of(length, vague)


@st.composite
def whens(draw: Draw, courses: tuple[str, ...] = ()) -> str:
    """Times relative to the study; course names only where there are such courses."""
    anchors = ["first dose", "diagnosis", "presentation", "birth", "report", "last dose", "onset", "death"]
    edges = [f"{edge} of {c}" for c in courses for edge in ("start", "stop")]
    anchor = draw(st.sampled_from(anchors + edges))
    course_or_anchor = draw(st.sampled_from([*anchors, *courses]))
    length = draw(st.builds("{} {}".format, numbers(0, 60), st.sampled_from(("days", "weeks", "months", "years"))))
    return draw(
        st.sampled_from((
            length, f"by {length}", f"at {anchor}", f"{length} after {anchor}", f"{length} before {anchor}",
            f"before {course_or_anchor}", f"during {course_or_anchor}", f"after {course_or_anchor}",
            f"since {course_or_anchor}", f"age {length}", "week 4", "2015-03-04", "2016-02", "2017", "unknown",
            "several weeks after first dose", "at least 2 years",
        ))
    )  # fmt: skip


SCHEDULES = st.sampled_from((
    "once daily", "twice a day", "3 times weekly", "2-3 times daily", "every 4 weeks", "every 3-4 weeks", "nightly",
    "every other day", "after each dialysis", "3 times weekly after dialysis", "2 doses 3 weeks apart", "once",
    "weekly, 4 doses", "1.5 times per week", "twice monthly", "as needed", "not reported",
))  # fmt: skip
STRENGTHS = st.one_of(
    st.builds("{} %{}".format, st.integers(1, 100), st.sampled_from(("", " w/w", " w/v"))),
    st.builds("{} mg/mL".format, st.integers(1, 500)),
    st.sampled_from(("12.5 g/50 mL", "10/90 to 25/75 w/w", "150-250 mg/mL", "0.1 g/g", "10 to 25 %")),
)
ANY_UNIT = (
    "mg",
    "g",
    "mL",
    "mm",
    "cm2",
    "mmol/L",
    "mg/dL",
    "pg/mL",
    "mL/min/1.73 m2",
    "%",
    "points",
    "mmHg",
    "degrees",
)
LIKE = {
    "mg": ("mg", "g", "ug"), "mg/kg": ("mg/kg", "g/kg"), "mg/m2": ("mg/m2", "g/1.73 m2"), "mm": ("mm", "cm"),
    "mL": ("mL", "L"), "g": ("g", "mg"), "year": ("years", "months"), "kg": ("kg",), "m2": ("m2",), "tube": ("tubes",),
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What a row may point to: ids by table, seen from its owner, and the names of its owner's courses."""

    ids: dict[str, tuple[str, ...]]
    courses: tuple[str, ...] = ()

    def to(self, tables: tuple[str, ...]) -> tuple[str, ...]:
        """Ids of rows of the named tables."""
        chosen = self.ids if "*" in tables else {t: self.ids.get(t, ()) for t in tables}
        return tuple(i for several in chosen.values() for i in several)


def can_write(column: Column, known: Known) -> bool:
    """Whether there is anything to write: a row to point to, a vocabulary with words in it."""
    if column.kind in (Kind.REF, Kind.REFS):
        return bool(known.to(column.to))
    return column.kind is not Kind.PARENT and (column.kind is not Kind.TERM or bool(names(column.vocabulary)))


def cells(column: Column, known: Known) -> st.SearchStrategy[str]:
    """Valid texts for one cell (for a list column: for one item), by the column's kind."""
    match column.kind:
        case Kind.TEXT | Kind.TEXTS:
            # a salt must be one of its drug's; which drug is drawn elsewhere
            return st.just("not reported") if column.name == "salt" else plain_texts()
        case Kind.CHOICE | Kind.CHOICES:
            return st.sampled_from(column.choices)
        case Kind.TERM:
            return st.sampled_from(names(column.vocabulary))
        case Kind.REF | Kind.REFS:
            return st.sampled_from(known.to(column.to))
        case Kind.COUNT:
            return st.integers(0, 400).map(str)
        case Kind.NUMBER:
            return numbers(-100, 200)
        case Kind.QUANTITY:
            return amounts(tuple(like for unit in column.units for like in LIKE[unit]) or ANY_UNIT)
        case Kind.STRENGTH:
            return STRENGTHS
        case Kind.SPAN:
            return spans()
        case Kind.WHEN:
            return whens(known.courses)
        case Kind.SCHEDULE:
            return SCHEDULES
    raise NotImplementedError(f"no strategy for a column of the kind {column.kind!r}")


# Rows and documents -----------------------------------------------------------------------------------------------


@dataclass
class Slot:
    """A row to be: its address is settled before any cell is drawn, so that cells may point anywhere."""

    table: Table
    id: str
    name: str = ""
    owner: Slot | None = None
    children: dict[str, list[Slot]] = field(default_factory=dict)

    def all(self) -> list[Slot]:
        """This row and all below it."""
        return [self, *(s for several in self.children.values() for c in several for s in c.all())]

    @property
    def root(self) -> Slot:
        """The patient, group or other top row it is nested under."""
        return self.owner.root if self.owner else self


@st.composite
def _slots(draw: Draw, declared: Table, owner: Slot | None, prefix: str) -> list[Slot]:
    start = f"{owner.id}." if owner else ""
    if declared.named:
        # a course needs a product, so there is always one
        chosen = draw(st.lists(NAMES, min_size=declared.name == "products", max_size=2, unique=True))
        made = [Slot(declared, f"{start}{prefix}{n}", f"{prefix}{n}", owner) for n in chosen]
    else:
        many = draw(st.integers(0, 2))
        made = [Slot(declared, f"{start}{declared.name}.{n}", "", owner) for n in range(1, many + 1)]
    below = [child for child in TABLES if declared.name in child.under]
    for slot in made:
        for child in draw(st.lists(st.sampled_from(below), max_size=4, unique=True)) if below else ():
            slot.children[child.name] = draw(_slots(child, slot, f"{child.name[:2]}-"))
    return made


@st.composite
def study_documents(draw: Draw, cited: bool = True) -> Document:
    """A valid study file as nested dicts and lists of texts, in the grammar of the reader."""
    top: dict[str, list[Slot]] = {}
    for declared in TABLES:
        if not declared.under and declared.name != "studies":
            # ids may not meet: rows are addressed without their table's name
            top[declared.name] = draw(_slots(declared, None, f"{declared.name[:2]}-"))
    everything = [s for several in top.values() for slot in several for s in slot.all()]
    document: Document = {"study": draw(st.sampled_from(("made-2016", "x", "A_1")))}
    document |= draw(_row(table("studies"), _seen_from(None, everything)))
    document.pop("read in", None)
    for name, slots in top.items():
        if slots:
            document[table(name).file_key] = draw(_table(table(name), slots, everything))
    if cited and draw(st.booleans()):
        inner = draw(study_documents(cited=False))
        inner.pop("study")
        document["cited"] = {"cited-2001": inner}
    return document


def _seen_from(slot: Slot | None, everything: list[Slot]) -> Known:
    """Ids as they may be written in a row: full ones anywhere, short ones among the rows of one owner."""
    ids: dict[str, tuple[str, ...]] = {}
    courses: tuple[str, ...] = ()
    for other in everything:
        if not other.owner or (slot and other.root is slot.root) or "." in other.id:
            ids[other.table.name] = (*ids.get(other.table.name, ()), other.id)
        if slot and other.table.name == "courses" and other.root is slot.root:
            courses = (*courses, other.name)
            ids["courses"] = (*ids["courses"], other.name) if slot is not slot.root else ids["courses"]
        if slot and slot is not slot.root and other.table.name == "lesions" and other.root is slot.root:
            ids["lesions"] = (*ids["lesions"], other.name)
    return Known(ids, courses)


@st.composite
def _table(draw: Draw, declared: Table, slots: list[Slot], everything: list[Slot]) -> Any:
    rows = [draw(_slot(slot, everything)) for slot in slots]
    if declared.compact and draw(st.booleans()):
        first, second = (declared.column(name).key for name in declared.compact)
        return {row[first] if isinstance(row[first], str) else row[first]["printed"]: row[second] for row in rows}
    return {s.name: row for s, row in zip(slots, rows, strict=True)} if declared.named else rows


@st.composite
def _slot(draw: Draw, slot: Slot, everything: list[Slot]) -> Document:
    known = _seen_from(slot, everything)
    row: Document = draw(_row(slot.table, known))
    if slot.table.name == "proposals":
        row |= draw(_proposal(everything))
    for name, children in slot.children.items():
        if children:
            row[table(name).file_key] = draw(_table(table(name), children, everything))
    return row


@st.composite
def _row(draw: Draw, declared: Table, known: Known) -> Document:
    writable = [c for c in declared.columns if can_write(c, known)]
    optional = [c for c in writable if not c.required]
    chosen = draw(st.sets(st.sampled_from(optional), max_size=5)) if optional else set()
    row: Document = {}
    for column in writable:
        if column.required or column in chosen:
            row[column.key] = draw(_cell(column, known))
    if draw(st.booleans()):
        row["where"] = draw(st.sampled_from(("Results", "Table 2", "Figure 1b", "p. 3: #4")))
    return row


@st.composite
def _cell(draw: Draw, column: Column, known: Known) -> Any:
    if column.kind in LISTS:
        items = draw(st.lists(cells(column, known), min_size=1, max_size=3, unique=True))
        return items[0] if len(items) == 1 and draw(st.booleans()) else items
    text = draw(cells(column, known))
    return {"printed": text, "where": "Abstract"} if draw(st.integers(0, 9)) == 9 else text


@st.composite
def _proposal(draw: Draw, everything: list[Slot]) -> Document:
    """Another reading of a cell, in that cell's own grammar."""
    slot = draw(st.sampled_from([s for s in everything if s.table.name != "proposals"]))
    known = Known({}, tuple(s.name for s in everything if s.table.name == "courses" and s.root is slot.root))
    references = (Kind.REF, Kind.REFS)
    columns = [c for c in slot.table.columns if c.kind not in references and can_write(c, known)]
    column = draw(st.sampled_from(columns))
    return {"of": slot.id, "column": column.key, "read": draw(cells(column, known))}


def studies() -> st.SearchStrategy[Study]:
    """Studies as the reader gives them."""
    return study_documents().map(lambda document: read_study(to_yaml(document), "made.yaml"))


# Writing ----------------------------------------------------------------------------------------------------------

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._/+%<>~")
_PLAIN_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def to_yaml(document: Any, indent: int = 0) -> str:
    """A document as YAML in block style; texts are quoted when anything in them could be taken for syntax."""
    pad = "  " * indent
    if isinstance(document, dict):
        lines = [f"{pad}{quoted(key)}:{_below(value, indent)}" for key, value in document.items()]
        return "".join(lines) or f"{pad}{{}}\n"
    lines = [f"{pad}-{_below(value, indent)}" for value in document]
    return "".join(lines) or f"{pad}[]\n"


def _below(value: Any, indent: int) -> str:
    if isinstance(value, str):
        return f" {quoted(value)}\n"
    return f"\n{to_yaml(value, indent + 1)}"


def quoted(text: str) -> str:
    """A YAML scalar of this text: plain when every reader agrees on it, else in double quotes with escapes."""
    if text and set(text) <= _SAFE and text[0] in _PLAIN_START and text == text.strip():
        return text
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(char: str) -> str:
    if char in '\\"':
        return f"\\{char}"
    return char if char.isprintable() and ord(char) < 0xD800 else f"\\U{ord(char):08x}"
