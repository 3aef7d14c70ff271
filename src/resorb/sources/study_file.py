"""Read a study file: one YAML document of facts with where they stand, into study tables.

The grammar is the schema's: every table is a map of named rows or a list of rows, every column a key. Two keys belong
to every row: ``where`` (where it stands in the source) and ``note``. A cell may be written as
``{printed: 12.5 mg, where: Figure 2}`` when it stands elsewhere than its row. All faults come at once.
"""

from __future__ import annotations

import hashlib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from resorb.sources.implied import implied_claims
from resorb.sources.links import check_links, resolved
from resorb.tables.cells import read_cell
from resorb.tables.columns import LISTS, Column, Kind, Row, Table
from resorb.tables.schema import PARENT_COLUMN, TABLES, table
from resorb.tables.study import Input, Origin, Study
from resorb.values.findings import BadInput, FactRef, Fault, Place, Refused
from resorb.values.identifiers import IDENTIFIER
from resorb.values.tree import Node, read_bytes, read_tree

_TOP = tuple(t for t in TABLES if not t.under and t.name != "studies")
_ID_REMEDY = "use letters, digits, - and _ only"


def read_study_file(path: Path, shown_as: str | None = None) -> Study:
    """Read a study file from disk; ``shown_as`` is the name used in places.

    Raises:
        BadInput: with every fault of the file.
    """
    return read_study(read_bytes(path, "file", "give the path of a study file", shown_as), shown_as or str(path))


def read_study(content: bytes | str, file: str) -> Study:
    """Read the content of a study file.

    Raises:
        BadInput: with every fault of the file, each with file, line, column, field, rule and remedy.
    """
    root = read_tree(content, file)
    raw = content.encode() if isinstance(content, str) else content
    reader = _Reader()
    reader.document(root, read_in=None)
    study = Study({n: tuple(r) for n, r in reader.tables.items()}, reader.origins)
    reader.faults.extend(check_links(study))
    if reader.faults:
        raise BadInput(reader.faults)
    study = resolved(study)
    text = raw.decode("utf-8-sig")
    claims = implied_claims(study)
    origins = study.origins | {claim_ref: origin for _, claim_ref, origin in claims}
    tables = study.tables | {"claims": study.tables["claims"] + tuple(c for c, _, _ in claims)}
    return Study(tables, origins, (Input(file, hashlib.sha256(raw).hexdigest(), text),))


class _Reader:
    """Walks one document; collects rows, origins and faults."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {t.name: [] for t in TABLES}
        self.origins: dict[FactRef, Origin] = {}
        self.faults: list[Fault] = []
        self.study = ""
        self.prefix = ""
        self.seen: dict[tuple[str, str], str] = {}

    def fault(self, node: Node, field: str, rule: str, remedy: str) -> None:
        self.faults.append(Fault(node.place, f"{self.prefix}{field}", rule, remedy))

    def document(self, root: Node, read_in: str | None, named: str | None = None) -> None:
        """One study: its own columns, its tables, and the studies it cites."""
        if root.entries is None:
            self.fault(root, named or "document", "is not a map of keys", "begin with `study:`; see `resorb new`")
            return
        entries = dict(root.entries)
        self.study = named or self._study_id(root, entries.pop("study", None))
        cited = entries.pop("cited", None)
        tables = {t.file_key: entries.pop(t.file_key) for t in _TOP if t.file_key in entries}
        extra: dict[str, str] = {}
        if read_in is not None:
            extra = {"read_in": read_in}
            if "read" not in entries:
                extra["read"] = "second-hand"
        where = self._where(entries.pop("where", None))
        known = [t.file_key for t in _TOP] + ["cited", "where"]
        self._row(
            table("studies"), self.study, root, entries, {"preset": extra, "path": "", "where": where, "also": known}
        )
        for declared in _TOP:
            if declared.file_key in tables:
                self._rows(declared, tables[declared.file_key], parent=None, path=declared.file_key, where=where)
        if cited is not None:
            outer = self.study
            if cited.entries is None or read_in is not None:
                self.fault(cited, "cited", "is not a map of studies", "write `cited: {some-study-2016: {...}}`")
                return
            for key, node in cited.entries.items():
                if self._good_id(cited.keys[key], key, "cited"):
                    self.prefix = f"cited.{key}."
                    self.document(node, read_in=outer, named=key)
            self.study, self.prefix = outer, ""

    def _study_id(self, root: Node, node: Node | None) -> str:
        if node is None or node.text is None or not node.text:
            self.fault(node or root, "study", "is missing", "begin the file with `study: some-name-2016`")
            return "unnamed"
        self._good_id(node, node.text, "study")
        return node.text

    def _good_id(self, node: Node, text: str, field: str) -> bool:
        if IDENTIFIER.fullmatch(text):
            return True
        self.fault(node, field, f"{text[:40]!r} cannot be a name", _ID_REMEDY)
        return False

    def _where(self, node: Node | None) -> str:
        if node is None:
            return ""
        if node.text is None or len(node.text) > 200:
            self.fault(node, "where", "is not a short text", "write a section, table, figure or page")
            return ""
        return " ".join(node.text.split())

    def _rows(self, declared: Table, node: Node, parent: tuple[str, str] | None, path: str, where: str) -> None:
        """All rows of one table below one node."""
        prefix = f"{parent[1]}." if parent else ""
        preset = {PARENT_COLUMN[parent[0]]: parent[1]} if parent else {}
        context = {"preset": preset, "where": where, "also": []}
        if declared.compact and node.entries is not None:
            self._compact(declared, node, prefix, preset, path, where)
        elif declared.named and node.entries is not None:
            for key, child in node.entries.items():
                if self._good_id(node.keys[key], key, path):
                    self._one(declared, f"{prefix}{key}", child, context | {"path": f"{path}.{key}"})
        elif not declared.named and node.items is not None:
            for place, child in enumerate(node.items, start=1):
                row_id = f"{prefix}{declared.name}.{place}"
                self._one(declared, row_id, child, context | {"path": f"{path}.{place}"})
        else:
            form = "a map of named rows" if declared.named else "a list of rows, each beginning with `-`"
            self.fault(node, path, f"must be {form}", f"write {declared.file_key!r} as {form}")

    def _one(self, declared: Table, row_id: str, node: Node, context: dict[str, Any]) -> None:
        if node.entries is None:
            self.fault(node, context["path"], "must be a map of keys", "write `{key: value, ...}`")
            return
        entries = dict(node.entries)
        where = self._where(entries.pop("where", None)) or context["where"]
        children = [t for t in TABLES if declared.name in t.under]
        below = {t.name: entries.pop(t.file_key) for t in children if t.file_key in entries}
        also = [t.file_key for t in children] + ["where"]
        self._row(declared, row_id, node, entries, context | {"where": where, "also": also})
        for child in children:
            if child.name in below:
                path = f"{context['path']}.{child.file_key}"
                self._rows(child, below[child.name], (declared.name, row_id), path, where)

    def _compact(self, declared: Table, node: Node, prefix: str, preset: dict[str, str], path: str, where: str) -> None:
        first, second = declared.compact or ("", "")
        for place, (key, child) in enumerate((node.entries or {}).items(), start=1):
            row_id, at = f"{prefix}{declared.name}.{place}", f"{path}.{key}"
            name = self._item(declared.column(first), node.keys[key], at)
            value = self._cell(declared.column(second), child, at, row_id, declared.name, where)
            if name is not None and value is not None:
                self._origin(declared.name, row_id, first, node.keys[key].place, at, where)
                self._keep(declared, row_id, child, preset | {first: name, second: value}, at, where)

    def _row(self, declared: Table, row_id: str, node: Node, entries: dict[str, Node], context: dict[str, Any]) -> None:
        """One row from its keys; ``entries`` holds only keys that should be columns."""
        path, where = context["path"], context["where"]
        columns = {c.key: c for c in declared.columns if c.kind is not Kind.PARENT}
        values: dict[str, Any] = dict(context["preset"])
        for key, child in entries.items():
            column = columns.get(key)
            at = f"{path}.{key}" if path else key
            if column is None:
                near = get_close_matches(key, [*columns, *context["also"]], n=1)
                remedy = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(columns)}"
                if key[:1].isdigit():  # {amount: 12,5 g} is two entries to YAML
                    remedy = "a comma starts a new key here: write decimals with a point, quote texts that hold commas"
                self.fault(node.keys.get(key, child), at[:200], "is not a known key here", remedy)
                continue
            value = self._cell(column, child, at, row_id, declared.name, where)
            if value is not None:
                values[column.name] = value
        missing = [c.key for c in columns.values() if c.required and c.name not in values and c.key not in entries]
        for key in missing:
            self.fault(node, f"{path}.{key}".lstrip("."), "is missing", f"add `{key}:`")
        if not any(c.required and c.name not in values for c in columns.values()):
            self._keep(declared, row_id, node, values, path, where)

    def _keep(self, declared: Table, row_id: str, node: Node, values: dict[str, Any], path: str, where: str) -> None:
        address = (self.study, row_id)
        if address in self.seen:
            other = self.seen[address]
            self.fault(node, path, f"the name {row_id[:60]!r} is used twice ({other})", "give each row its own name")
            return
        self.seen[address] = declared.name
        self.tables[declared.name].append(declared.row(study=self.study, id=row_id, **values))
        self._origin(declared.name, row_id, "", node.place, path, where)

    def _origin(self, table_name: str, row_id: str, column: str, place: Place, path: str, where: str) -> None:
        full = f"{self.prefix}{path}".rstrip(".")
        at = Place(place.file, place.line, place.column, place.end_line, place.end_column, full)
        self.origins[FactRef(self.study, table_name, row_id, column)] = Origin(at, where)

    def _cell(self, column: Column, node: Node, path: str, row_id: str, table_name: str, where: str) -> Any:
        """The value of one cell, or None with a fault noted (also None for a blank)."""
        if node.entries is not None and "printed" in node.entries and set(node.entries) <= {"printed", "where"}:
            where = self._where(node.entries.get("where")) or where
            node = node.entries["printed"]
        if column.kind in LISTS:
            items = node.items if node.items is not None else [node]
            read = [self._item(column, item, path) for item in items if not item.is_blank]
            value: Any = tuple(v for v in read if v is not None)
        elif node.is_blank:
            self.fault(node, path, "is blank", "write a value, `not reported` where the source is silent, or no key")
            return None
        else:
            value = self._item(column, node, path)
        if value is not None:
            self._origin(table_name, row_id, column.name, node.place, path, where)
        return value

    def _item(self, column: Column, node: Node, path: str) -> Any:
        if node.text is None:
            self.fault(node, path, f"is a {node.kind} where {column.kind.value} belongs", "write one value")
            return None
        try:
            return read_cell(column, node.text)
        except Refused as refused:
            self.fault(node, path, refused.rule, refused.remedy)
            return None
