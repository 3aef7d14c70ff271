"""A study written as REDCap records comes back row for row, raw or with labels, as CSV or JSON."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.sources.bundled import bundled_files, read_bundled
from resorb.sources.redcap.export import parse_export
from resorb.sources.redcap.fields import fields
from resorb.sources.redcap.format import export_columns, guarded, unguarded
from resorb.sources.redcap.own import is_ours, study_of_export
from resorb.sources.redcap.write import redcap_files
from resorb.tables.study import Study
from tests.strategies import studies


def same(study: Study, back: Study) -> None:
    """Every row of every table, in its order, and where every fact stands in its source."""
    for name, rows in study.tables.items():
        assert back.tables[name] == rows, name
    assert {f: o.where for f, o in study.origins.items()} == {
        f: o.where for f, o in back.origins.items() if f in study.origins
    }


def exported(study: Study) -> list[list[str]]:
    return list(csv.reader(io.StringIO(redcap_files(study)["records.csv"], newline="")))


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def with_labels(rows: list[list[str]]) -> list[list[str]]:
    """The same export as REDCap writes it with labels in headers and cells."""
    heads, words = dict(export_columns()), {}
    for field in fields():
        if field.type == "checkbox":
            for code, label in field.choices:
                heads[f"{field.name}___{code}"] = f"{field.label} (choice={label})"
                words[f"{field.name}___{code}"] = {"1": "Checked", "0": "Unchecked"}
        else:
            heads[field.name] = field.label
            words[field.name] = dict(field.choices)
    header = [heads.get(c, c) for c in rows[0]]
    cells = [[words.get(c, {}).get(t, t) for c, t in zip(rows[0], row, strict=True)] for row in rows[1:]]
    return [header, *cells]


@pytest.mark.parametrize("name", bundled_files())
def test_every_bundled_study_comes_back(name: str) -> None:
    study = read_bundled(name)
    assert study is not None
    export = parse_export(redcap_files(study)["records.csv"].encode(), "records.csv")
    assert is_ours(export)
    same(study, study_of_export(export))


@given(studies())
@settings(max_examples=60)
def test_any_study_comes_back(study: Study) -> None:
    rows = exported(study)
    same(study, study_of_export(parse_export(as_csv(rows), "r.csv")))
    same(study, study_of_export(parse_export(as_csv(with_labels(rows)), "r.csv")))
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    same(study, study_of_export(parse_export(json.dumps(records).encode(), "r.json")))


@given(st.one_of(st.text(), st.from_regex(r"'{0,3} {0,2}[=+\-@\t\r\uff1d]?.{0,5}", fullmatch=True)))
def test_what_could_be_a_formula_is_written_as_text_and_read_as_it_was(text: str) -> None:
    written = guarded(text)
    assert unguarded(written) == text
    if written == text:
        number = text.lstrip("+-").replace(".", "", 1).isdigit()
        starts = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
        assert number or not text.lstrip(" ").startswith(starts)
