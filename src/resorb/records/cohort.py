"""Run a protocol on a source: named steps, each of which leaves a table; what comes back is small."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from resorb.records.protocol import IN_NOTE, IN_RECORD, IN_SIG, WITHOUT, CodeSet, Protocol
from resorb.records.rules import exclude
from resorb.records.source import Source
from resorb.records.statements import insert, mentions_drug, read_statements

if TYPE_CHECKING:
    from resorb.records.supplies import Product

_NEVER = "[^\\s\\S]"
"""A pattern that nothing matches."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the attrition: how many were left out and how many stay; ``code`` is empty for those found."""

    code: str
    reason: str
    kind: str
    persons_out: int
    persons_left: int
    courses_left: int
    lesions_left: int


@dataclass
class Cohort:
    """What the steps left: the attrition, and a connection whose tables the study and ``why`` are made from."""

    protocol: Protocol
    source: Source
    attrition: tuple[Step, ...] = ()
    products: dict[str, Product] = field(default_factory=dict)

    def rows(self, step: str, **given: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, by its file's name."""
        return self.source.connection.execute(sql(step), given or None).fetchall()


@cache
def sql(name: str) -> str:
    """The text of one step."""
    return (resources.files("resorb.records") / "steps" / f"{name}.sql").read_text(encoding="utf-8")


def find_cohort(
    protocol: Protocol, source: Source, say: Callable[[str], None] = lambda _: None, also: tuple[int, ...] = ()
) -> Cohort:
    """Find the persons a protocol asks for, step by step.

    Args:
        protocol: what is asked.
        source: an open source; the tables of the steps are temporary tables of its connection.
        say: called with a line before each stage.
        also: persons whose records are wanted whether they can be found or not.

    Raises:
        BadInput: when the source is a server that refuses or breaks off.
    """
    cohort = Cohort(protocol, source)
    if source.remote is not None:
        source.remote.fetch_persons(protocol, also, say)
    say("looking for codes and names")
    find_hits(cohort, also)
    say("putting supplies into courses")
    _read_products(cohort)
    period = {"start": protocol.start, "stop": protocol.stop}
    _run(source, "supply", **period)
    _run(source, "course_supply", gap=protocol.gap)
    _run(source, "course")
    _named_in_notes(cohort)
    target, drug = protocol.target, protocol.drug
    _run(
        source, "found",
        **period,
        any_time=bool(target and target.any_time),
        target_days=target.at_least if target else 1,
        drug_days=drug.at_least if drug else 1,
        any_route=not protocol.routes,
        wants_target=target is not None,
        wants_drug=drug is not None,
    )  # fmt: skip
    _run(source, "underlying")
    _run(source, "birth")
    say("reading the notes of the persons found")
    read_statements(protocol, source.connection, sql("found_note_store" if source.has_notes_first else "found_note"))
    say("leaving out")
    exclude(protocol, source.connection, sql)
    _run(source, "flow")
    cohort.attrition = _attrition(cohort)
    return cohort


def find_hits(cohort: Cohort, also: tuple[int, ...] = (), *, everybody: bool = False) -> None:
    """Lay the tables ``condition_hit`` and ``drug_hit``: every record that means a set of codes of the protocol.

    Args:
        cohort: whose protocol is asked of whose source.
        also: persons whose records are wanted although they do not have the target.
        everybody: whether the records of all are wanted; without it, of those who have the target, where one is asked
            for, since nobody else can be found.
    """
    source = cohort.source
    ask(source, cohort.protocol.code_sets, cohort.protocol.routes)
    if source.has_kinds:
        find_condition_kinds(source)
    else:
        _run(source, "condition_text")
    if cohort.protocol.target is None or everybody:
        _lay_theirs(source, "")
    else:
        _run(source, "concerned_store" if source.has_kinds else "concerned")
        insert(source.connection, "concerned", (("person_id", "BIGINT"),), [(person,) for person in also])
        _lay_theirs(source, "SEMI JOIN concerned USING (person_id)")
    _condition_hits(source)
    _drug_hits(cohort)


def _lay_theirs(source: Source, whose: str) -> None:
    """The records of those concerned, as views."""
    for table in ("condition_occurrence", "drug_exposure"):
        source.connection.execute(f"CREATE TEMP VIEW their_{table} AS FROM cdm_{table} {whose}")


def _run(source: Source, step: str, **given: Any) -> None:
    source.connection.execute(sql(step), given or None)


def _fill(source: Source, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """A small temporary table with these rows; ``table`` and ``columns`` are our own words."""
    source.connection.execute(f"CREATE TEMP TABLE {table} ({columns})")
    declared = tuple((c.split()[0], c.split()[1]) for c in columns.split(", "))
    insert(source.connection, table, declared, list(rows))


def ask(source: Source, sets: Iterable[CodeSet], routes: tuple[str, ...] = ()) -> None:
    """What is asked, as tables: the steps hold no word of a protocol."""
    sets = tuple(sets)
    concepts = [(s.key, c, s.narrower) for s in sets for c in s.concepts]
    concepts += [(s.key, c, True) for s in sets for c in s.ingredients]
    _fill(source, "wanted_concept", "key VARCHAR, concept_id BIGINT, narrower BOOLEAN", concepts)
    codes = [(s.key, v, *_code(c), s.narrower) for s in sets for v, listed in s.codes.items() for c in listed]
    _fill(
        source,
        "wanted_code",
        "key VARCHAR, vocabulary VARCHAR, code VARCHAR, plain VARCHAR, prefix BOOLEAN, narrower BOOLEAN",
        codes,
    )
    _fill(source, "wanted_route", "route VARCHAR", [(r,) for r in routes])
    _fill(source, "leaves", "step INTEGER, person_id BIGINT, source VARCHAR, id BIGINT, evidence VARCHAR", [])
    _run(source, "set_concept")


def find_condition_kinds(source: Source) -> None:
    """Lay ``condition_hit_kind``: the numbers of the kinds of condition record that mean a set, in a store."""
    _run(source, "condition_kind_hit")
    _run(source, "condition_hit_kind")


def _code(text: str) -> tuple[str, str, bool]:
    """A code, its plain form (upper case, no dot) and whether it stands for all that begin so."""
    code = text.removesuffix("*").strip()
    return code, code.upper().replace(".", ""), text.endswith("*")


def name_pattern(names: tuple[str, ...]) -> str:
    """A pattern, safe for RE2, that finds any of these names as whole words in any case; blanks may be any run."""
    if not names:
        return _NEVER
    return rf"(?i)(?:^|[^\p{{L}}\p{{N}}])(?:{_listed(names)})(?:$|[^\p{{L}}\p{{N}}])"


def _listed(names: tuple[str, ...]) -> str:
    return "|".join(r"\s+".join(re.escape(w) for w in n.split()) for n in names)


def _condition_hits(source: Source) -> None:
    if source.has_kinds:
        _run(source, "condition_hit_store")
        return
    for step in ("condition_near", "condition_kind", "condition_kind_hit", "condition_hit"):
        _run(source, step)


def _drug_hits(cohort: Cohort) -> None:
    source, sets = cohort.source, cohort.protocol.code_sets
    in_record = [c for c in sets if IN_RECORD in c.names_in]
    in_sig = [c for c in sets if IN_SIG in c.names_in and c.key in ("drug", WITHOUT)]
    if source.has_kinds:
        _run(source, "drug_record_store")
    else:
        _run(source, "drug_text", pattern=_any_name(in_record))
        _run(source, "drug_near", pattern=_any_name(in_sig))
        _run(source, "drug_kind")
        _run(source, "drug_record")
    _run(source, "drug_kind_hit")
    for codes in sets:
        if codes.names and IN_RECORD in codes.names_in:
            _run(source, "drug_kind_named", key=codes.key, pattern=name_pattern(codes.names))
        if codes.not_names:
            _run(source, "drug_kind_ruled_out", key=codes.key, pattern=name_pattern(codes.not_names))
    _run(source, "drug_hit")
    for codes in in_sig:
        if codes.names:
            rules_out = name_pattern(codes.not_names)
            _run(source, "drug_hit_sig", key=codes.key, pattern=name_pattern(codes.names), rules_out=rules_out)


def _any_name(sets: list[CodeSet]) -> str:
    """A pattern that finds all that :func:`name_pattern` finds of any set, and more: letters may stand around a name.

    It says what may mean a set, which is then looked at closely. To ask for no letter takes longer to make than to run:
    there are some hundred thousand letters.
    """
    names = tuple(name for codes in sets for name in codes.names)
    return f"(?i){_listed(names)}" if names else _NEVER


def _read_products(cohort: Cohort) -> None:
    """Which product each kind of supply is: read once per text, not per row."""
    from resorb.records.supplies import KindOfRecord, read_product  # not before the database has work of its own

    protocol = cohort.protocol
    names = _names(protocol.drug)
    read = []
    for kind, *told in cohort.rows("supply_kind"):
        product = read_product(KindOfRecord(*told), protocol.products, names)
        # Two packs of one product are one product; what a pack holds is kept with the kind of record.
        cohort.products.setdefault(product.key, product)
        read.append((kind, told[-1], product.key, product.route, *_pack(product)))
    columns = "kind BIGINT, sig VARCHAR, product VARCHAR, route VARCHAR, pack VARCHAR, pack_unit VARCHAR"
    _fill(cohort.source, "supply_read", columns, read)


def _named_in_notes(cohort: Cohort) -> None:
    """Persons with the target of whom a note says that they have the drug, where the protocol lets notes count."""
    protocol, drug = cohort.protocol, cohort.protocol.drug
    said: list[tuple[Any, ...]] = []
    if drug is not None and IN_NOTE in drug.names_in:
        pattern = name_pattern(drug.names)
        rows = cohort.rows("naming_note", start=protocol.start, stop=protocol.stop, pattern=pattern)
        said = [(person, day) for _, person, day, text in rows if mentions_drug(protocol, text)]
    _fill(cohort.source, "noted", "person_id BIGINT, day DATE", said)


def _pack(product: Product) -> tuple[str | None, str | None]:
    return (None, None) if product.pack is None else (str(product.pack[0]), product.pack[1])


def _names(drug: CodeSet | None) -> tuple[str, ...]:
    return () if drug is None else tuple(n for n in (*drug.names, drug.term) if n)


def _attrition(cohort: Cohort) -> tuple[Step, ...]:
    left_out = {step: counts for step, *counts in cohort.rows("attrition")}
    stay = [sum(column) for column in zip(*left_out.values(), strict=True)] if left_out else [0, 0, 0]
    steps = [Step("", "found", "found", 0, *stay)]
    for number, exclusion in enumerate(cohort.protocol.exclusions, start=1):
        out = left_out.get(number, [0, 0, 0])
        stay = [n - o for n, o in zip(stay, out, strict=True)]
        steps.append(Step(exclusion.code, exclusion.reason, exclusion.kind, out[0], *stay))
    return tuple(steps)
