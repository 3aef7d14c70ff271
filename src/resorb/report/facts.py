"""The ledger of a page: every number on it is a link to a fact, or to an entry that lists the facts it came from.

A *fact* is a cell or row of a study, shown in the appendix with its line in the study file. An *entry* is a computed
number (an estimate, a dose, a count, a figure) or a finding. Anchors are readable and never collide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from resorb.report.words import printed_text
from resorb.tables.schema import PARENT_COLUMN, Proposal, table
from resorb.values.findings import FactRef

if TYPE_CHECKING:
    from resorb.tables.columns import Row
    from resorb.tables.study import Study
    from resorb.values.findings import Place

_DIGITS = re.compile(r"[^\s()\[\],;]*\d(?:[^\s()\[\];,]|,(?=\d))*")
_UNSAFE = re.compile(r"[^A-Za-z0-9._/-]")


def anchor_of(*parts: str) -> str:
    """An HTML id from the parts of an address. Different addresses give different ids."""
    return "/".join(_UNSAFE.sub(lambda m: f"~{ord(m[0]):x}.", part) for part in parts)


def fact_anchor(ref: FactRef) -> str:
    """The anchor of a fact."""
    return anchor_of("fact", ref.study, ref.table, ref.row, *([ref.column] if ref.column else []))


def line_anchor(file: str, line: int) -> str:
    """The anchor of a line of a study file shown in the appendix."""
    return f"{anchor_of('source', file)}/L{line}"


@dataclass(frozen=True, slots=True)
class Entry:
    """How a computed number was made. ``details`` are (label, text) pairs; ``sources`` anchors of facts or findings."""

    anchor: str
    title: str
    details: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the appendix shows it."""

    ref: FactRef
    anchor: str
    value: str
    proposed: str
    where: str
    place: Place | None


class Ledger:
    """Collects, while a page is made, which facts and entries its numbers need."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._facts: dict[FactRef, str] = {}
        self._entries: dict[str, Entry] = {}
        self._labels: dict[str, str] = {}
        self._proposals = {(p.study, p.of, p.column.replace(" ", "_")): p for p in study.rows(Proposal)}

    # ---- keeping ---------------------------------------------------------------------------------------------------
    def fact(self, ref: FactRef) -> str:
        """The anchor of a fact, which will be shown in the appendix. A blank cell stands for its row."""
        row = self._row(ref)
        if ref.column and (row is None or getattr(row, ref.column, None) in (None, ())):
            ref = FactRef(ref.study, ref.table, ref.row)
        if ref not in self._facts:
            self._facts[ref] = fact_anchor(ref)
            self._labels[self._facts[ref]] = f"{ref.row} {ref.column.replace('_', ' ')}".strip()
        return self._facts[ref]

    def facts_of(self, refs: Iterable[FactRef]) -> tuple[str, ...]:
        """Anchors of several facts, each once, in their order."""
        return tuple(dict.fromkeys(self.fact(ref) for ref in refs))

    def entry(
        self, anchor: str, title: str, sources: Iterable[FactRef | str], details: Iterable[tuple[str, str]] = ()
    ) -> str:
        """Keep how a number was made; ``sources`` are facts, or anchors of other entries. Gives its anchor."""
        if anchor not in self._entries:
            listed = tuple(dict.fromkeys(s if isinstance(s, str) else self.fact(s) for s in sources))
            self._entries[anchor] = Entry(anchor, title, tuple((k, v) for k, v in details if v), listed)
            self._labels[anchor] = title
        return anchor

    def label(self, anchor: str) -> str:
        """What the fact or entry of that anchor is called."""
        return self._labels.get(anchor, anchor)

    def name_entry(self, anchor: str, label: str) -> None:
        """Say what an entry shown elsewhere on the page (a finding) is called."""
        self._labels[anchor] = label

    # ---- writing ---------------------------------------------------------------------------------------------------
    def num(self, text: object, anchor: str) -> Markup:
        """One number, linked to its fact or entry."""
        return Markup('<a class="n" href="#{0}" data-facts="{0}">{1}</a>').format(anchor, text)

    def cell(self, ref: FactRef, text: object | None = None) -> Markup:
        """A fact's value (or ``text`` in its place), linked to the fact wherever it holds a digit."""
        anchor = self.fact(ref)
        return self.mark(printed_text(self.value(ref)) if text is None else str(text), anchor)

    def mark(self, text: str, anchor: str) -> Markup:
        """Text in which every word with a digit is linked to the fact or entry of that anchor."""
        out: list[Markup] = []
        end = 0
        for match in _DIGITS.finditer(text):
            out += [escape(text[end : match.start()]), self.num(match[0], anchor)]
            end = match.end()
        return Markup("").join([*out, escape(text[end:])])

    def name(self, text: object) -> Markup:
        """The name of something: an id, a table, a version. Names may hold digits; they are no numbers."""
        return Markup('<cite class="name">{}</cite>').format(text)

    def count(self, what: str, refs: Iterable[FactRef], value: int | None = None) -> Markup:
        """How many rows there are, linked to the list of them."""
        listed = tuple(refs)
        number = len(listed) if value is None else value
        if len(listed) == 1:
            return self.num(number, self.fact(listed[0]))
        anchor = anchor_of("count", listed[0].study if listed else "all", what)
        return self.num(number, self.entry(anchor, what, listed, [("Counted", f"{number} rows")]))

    # ---- the appendix ----------------------------------------------------------------------------------------------
    def value(self, ref: FactRef) -> object:
        """The value of a cell as on file; None for a blank."""
        return getattr(self._row(ref), ref.column, None) if ref.column else None

    def entries(self) -> list[Entry]:
        """All computed numbers, in the order of their anchors."""
        return [self._entries[key] for key in sorted(self._entries)]

    def facts(self) -> list[Fact]:
        """All facts used, in the order of the tables."""
        order = {study: number for number, study in enumerate(self.study.ids)}
        return [self._shown(ref) for ref in sorted(self._facts, key=lambda r: (order.get(r.study, len(order)), r))]

    def _row(self, ref: FactRef) -> Row | None:
        return self.study.row(table(ref.table).row, ref.study, ref.row)

    def _shown(self, ref: FactRef) -> Fact:
        proposal = self._proposals.get((ref.study, ref.row, ref.column))
        proposed = f"{proposal.read} ({proposal.because})" if proposal else ""
        origin = self.study.origin(ref)
        value = printed_text(self.value(ref)) if ref.column else self._row_text(ref)
        where, place = (origin.where, origin.place) if origin else ("", None)
        return Fact(ref, self._facts[ref], value, proposed, where, place)

    def _row_text(self, ref: FactRef) -> str:
        row = self._row(ref)
        if row is None:
            return "not on file"
        hidden = set(PARENT_COLUMN.values())
        columns = [
            c for c in table(row.table).columns if c.name not in hidden and getattr(row, c.name) not in (None, ())
        ]
        return "; ".join(f"{c.key}: {printed_text(getattr(row, c.name))}" for c in columns)
