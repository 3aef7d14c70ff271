"""The random studies hold all that the schema can hold, and survive every way in and out of the study."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from resorb.sources.study_file import read_study
from resorb.tables.columns import Column, Kind
from resorb.tables.folder import read_folder, write_folder
from resorb.tables.schema import TABLES, Claim, Proposal, table
from resorb.tables.study import Study, as_proposed, merged, ref_of
from resorb.values.findings import Refused
from tests.strategies import LISTS, Known, can_write, cells, studies, study_documents, to_yaml

few = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
KNOWN = Known({t.name: ("a", "b") for t in TABLES}, ("a",))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_column_has_a_strategy(kind: Kind) -> None:
    columns = [c for t in TABLES for c in t.columns if c.kind is kind]
    assert columns, f"no table has a column of the kind {kind}"
    for column in columns:
        if kind is Kind.PARENT:
            assert not can_write(column, KNOWN)
        else:
            assert can_write(column, KNOWN)
            assert cells(column, KNOWN) is not None


def test_every_table_appears() -> None:
    seen: set[str] = set()

    @settings(max_examples=150, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(studies())
    def look(study: Study) -> None:
        implied = {(r.study, r.id) for r in study.rows(Claim) if not r.id.startswith("claims.")}
        seen.update(n for n, rows in study.tables.items() if any((r.study, r.id) not in implied for r in rows))

    look()
    assert seen == {t.name for t in TABLES}


@pytest.mark.parametrize("name", [t.name for t in TABLES])
@settings(max_examples=20)
@given(data=st.data())
def test_what_a_strategy_writes_its_column_reads(name: str, data: st.DataObject) -> None:
    from resorb.tables.cells import read_cell

    for column in table(name).columns:
        if can_write(column, KNOWN):
            text = data.draw(cells(column, KNOWN), label=column.name)
            try:
                read_cell(column, text)
            except Refused as refused:
                pytest.fail(f"{name}.{column.name} {text!r}: {refused}")


# Every cell is kept -----------------------------------------------------------------------------------------------


def words(text: str) -> str:
    return " ".join(text.split())


def as_printed(column: Column, value: Any) -> Any:
    """A value in the words it was written in."""
    if column.kind in LISTS:
        return [words(v) for v in value]
    if column.kind in (Kind.NUMBER,):
        return value.text
    return words(getattr(value, "printed", str(value)))


def cells_of(document: Any, name: str, prefix: str = "") -> Iterator[tuple[str, str, Column, Any]]:
    """Every cell of a document below one table: (table, row id, column, text or texts)."""
    declared = table(name)
    rows = document.get(declared.file_key, {} if declared.named else [])
    if isinstance(rows, dict) and not declared.named:
        first, second = declared.compact or ("", "")
        keys = declared.column(first).key, declared.column(second).key
        rows = [{keys[0]: k, keys[1]: v} for k, v in rows.items()]
    named = rows.items() if isinstance(rows, dict) else ((f"{name}.{n}", row) for n, row in enumerate(rows, 1))
    for key, row in named:
        row_id = f"{prefix}{key}"
        yield from row_cells(row, name, row_id)
        for child in TABLES:
            if name in child.under:
                yield from cells_of(row, child.name, f"{row_id}.")


def row_cells(row: Any, name: str, row_id: str) -> Iterator[tuple[str, str, Column, Any]]:
    for column in table(name).columns:
        if (
            column.kind is not Kind.PARENT
            and column.key in row
            and not any(t.file_key == column.key for t in TABLES if name in t.under)
        ):
            cell = row[column.key]
            yield name, row_id, column, cell["printed"] if isinstance(cell, dict) else cell


@few
@given(study_documents(cited=False))
def test_reading_keeps_every_cell(document: dict[str, Any]) -> None:
    study = read_study(to_yaml(document), "made.yaml")
    name = document["study"]
    listed = [*row_cells(document, "studies", name)]
    for declared in TABLES:
        if not declared.under and declared.name != "studies":
            listed.extend(cells_of(document, declared.name))
    for table_name, row_id, column, text in listed:
        row = study.row(table(table_name).row, name, row_id)
        assert row is not None, f"{table_name} {row_id} is lost"
        value = getattr(row, column.name)
        fact = ref_of(row, column.name)
        assert study.origins[fact].place.line > 0
        if column.kind in (Kind.REF, Kind.REFS):
            texts = [text] if isinstance(text, str) else text
            full = [value] if isinstance(value, str) else value
            assert all(v == t or v.endswith(f".{t}") for v, t in zip(full, texts, strict=True)), fact
        elif isinstance(row, Proposal) and column.name == "column":
            assert table(study.find(name, row.of).table).column_called(text).name == value  # type: ignore[union-attr]
        elif column.kind in LISTS:
            assert as_printed(column, value) == ([words(text)] if isinstance(text, str) else [words(t) for t in text])
        else:
            assert as_printed(column, value) == words(text), fact


@few
@given(study_documents())
def test_reading_twice_gives_the_same(document: dict[str, Any]) -> None:
    text = to_yaml(document)
    assert read_study(text, "made.yaml") == read_study(text.encode(), "made.yaml")


# The study object -------------------------------------------------------------------------------------------------


@few
@given(studies())
def test_file_to_folder_to_tables_is_a_round_trip(study: Study) -> None:
    with tempfile.TemporaryDirectory() as place:
        write_folder(study, Path(place) / "study")
        assert read_folder(Path(place) / "study") == study


@few
@given(studies())
def test_merging_and_taking_apart_undo_each_other(study: Study) -> None:
    parts = [study.only(name) for name in study.ids]
    whole = merged(parts)
    assert {n: set(rows) for n, rows in whole.tables.items()} == {n: set(rows) for n, rows in study.tables.items()}
    assert whole.origins == study.origins
    assert merged([study, study]) == merged([study])
    for part in parts:
        assert all(row.study == part.ids[0] for rows in part.tables.values() for row in rows)
        assert part.only(part.ids[0]) == part


@few
@given(studies())
def test_as_proposed_changes_the_proposed_cells_and_no_other(study: Study) -> None:
    proposed = as_proposed(study)
    told = {(p.study, p.of, p.column) for p in study.rows(Proposal)}
    assert proposed.reading == "as proposed"
    for name, rows in study.tables.items():
        for before, after in zip(rows, proposed.tables[name], strict=True):
            changed = [c.name for c in table(name).columns if getattr(before, c.name) != getattr(after, c.name)]
            assert all((before.study, before.id, column) in told for column in changed)
    assert as_proposed(proposed) == replace(proposed)
    assert (proposed.origins, proposed.inputs) == (study.origins, study.inputs)


@few
@given(studies())
def test_every_row_and_reference_resolves(study: Study) -> None:
    for name, rows in study.tables.items():
        for row in rows:
            assert study.row(table(name).row, row.study, row.id) == row
            assert study.origin(ref_of(row)) is not None
            for column in table(name).columns:
                value = getattr(row, column.name)
                if column.kind in (Kind.REF, Kind.REFS) and value:
                    targets = () if "*" in column.to else column.to
                    for one in (value,) if isinstance(value, str) else value:
                        assert study.find(row.study, one, *targets) is not None
