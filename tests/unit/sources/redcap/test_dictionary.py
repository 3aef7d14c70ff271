"""Our data dictionary keeps REDCap's rules, and follows the study tables."""

import csv
import io
from collections import Counter

import pytest

from resorb.sources.redcap.fields import HIDDEN, KIND, fields, fields_of, prefix, repeats
from resorb.sources.redcap.format import dictionary_columns, dictionary_faults, read_choices, write_choices
from resorb.sources.redcap.write import redcap_files
from resorb.tables.columns import Kind
from resorb.tables.schema import PARENT_COLUMN, TABLES

ROWS = [
    ["record_id", "record", "", "text", "Record", *[""] * 13],
    ["sex", "person", "", "radio", "Sex", "1, male | 2, female", *[""] * 12],
    ["when", "person", "", "text", "When", *[""] * 6, "[sex] = '1'", *[""] * 6],
]


def table(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(redcap_files(None)[name], newline="")))


def test_it_has_eighteen_columns_and_breaks_no_rule() -> None:
    header, *rows = table("dictionary.csv")
    assert header == dictionary_columns()
    assert len(header) == 18
    assert dictionary_faults(rows, "dictionary.csv") == []
    assert len(rows) == len(fields())


def test_every_column_of_every_table_has_a_field() -> None:
    owners = {PARENT_COLUMN["patients"], PARENT_COLUMN["groups"]}
    for declared in TABLES:
        shown = {f.column.name for f in fields_of(declared) if f.column is not None}
        told_by_record = {c.name for c in declared.columns if c.kind is Kind.PARENT and c.name in owners}
        assert shown == {c.name for c in declared.columns} - told_by_record
        assert {f.role for f in fields_of(declared)} >= {"id", "where", "order", "wheres"}
    assert Counter(prefix(t) for t in TABLES).most_common(1)[0][1] == 1
    assert len({f.label for f in fields()}) == len(fields())


def test_forms_that_hold_many_rows_of_a_record_repeat() -> None:
    header, *rows = table("repeating.csv")
    assert header == ["form_name", "custom_form_label"]
    assert [form for form, _ in rows] == [t.name for t in TABLES if repeats(t)]
    assert {"lesions", "courses", "assessments", "labs", "adverse_events"} <= {form for form, _ in rows}


def test_closed_lists_are_choices_and_hidden_fields_are_not_asked_for() -> None:
    by_name = {f.name: f for f in fields()}
    assert dict(by_name["pati_sex"].choices) == {"female": "female", "male": "male", "not_reported": "not reported"}
    assert by_name["pati_sex"].branching == f"[{KIND}] = 'patient'"
    assert by_name["cond_basis"].exported()[:2] == ["cond_basis___clinical", "cond_basis___imaging"]
    assert all(f.annotation == HIDDEN for f in fields() if f.role in ("order", "wheres", "ticks"))
    assert read_choices(write_choices({"1": "Yes, a lot", "2": "No"})) == {"1": "Yes, a lot", "2": "No"}


@pytest.mark.parametrize(
    ("line", "place", "value", "rule"),
    [
        (0, 3, "radio", "is the first field and no text"),
        (1, 0, "Sex", "is no name of a variable"),
        (1, 0, "a" * 27, "is no name of a variable"),
        (1, 0, "record_id", "is the name of two variables"),
        (1, 3, "choice", "has no known field type"),
        (1, 5, "male", "has no choices"),
        (2, 1, "record", "stands apart from its form"),
        (2, 11, "[age] > 5", "branches on a variable that is not above it"),
    ],
)
def test_a_broken_rule_is_told_with_line_and_field(line: int, place: int, value: str, rule: str) -> None:
    assert dictionary_faults(ROWS, "d.csv") == []
    rows = [list(row) for row in ROWS]
    rows[line][place] = value
    faults = dictionary_faults(rows, "d.csv")
    assert [(f.place.line, rule in f.rule) for f in faults if rule in f.rule] == [(line + 2, True)]


def test_a_row_of_other_width_is_told() -> None:
    assert "has 17 columns" in dictionary_faults([ROWS[0][:17]], "d.csv")[0].rule
