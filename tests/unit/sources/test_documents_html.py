"""HTML and the XML of journals."""

from __future__ import annotations

import time

import pytest

from resorb.sources.documents.html import read_html
from resorb.values.documents import Block, BlockKind, Table
from resorb.values.findings import Refused


def blocks(text: str) -> tuple[Block, ...]:
    return read_html(text.encode(), "x.html").blocks


def only_table(text: str) -> Table:
    return next(block.table for block in blocks(text) if block.table is not None)


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_paragraphs_headings_and_lists() -> None:
    read = blocks("<title>No</title><body><h1>Results</h1><p>12 of\n28 <b>patients</b>.<ul><li>one<li>two</ul>end")
    assert [(b.kind, b.passage.text) for b in read[1:]] == [
        (BlockKind.HEADING, "Results"),
        (BlockKind.PARAGRAPH, "12 of 28 patients."),
        (BlockKind.PARAGRAPH, "one"),
        (BlockKind.PARAGRAPH, "two"),
        (BlockKind.PARAGRAPH, "end"),
    ]


def test_a_place_is_that_of_the_source() -> None:
    passage = blocks("<p>Dose &lt; 12.5&nbsp;g\n of\n<i>salt</i></p>")[0].passage
    assert passage.text == "Dose < 12.5 g of salt"
    assert passage.line_and_column(passage.text.index("g")) == (1, 24)
    assert passage.line_and_column(passage.text.index("salt")) == (3, 4)


def test_what_is_not_shown_is_not_read() -> None:
    text = "<head><style>p{}</style></head><script>if (a<b) '<p>1 of 0'</script><p>a<!-- b --><del>c</del> d<template>e"
    assert [b.passage.text for b in blocks(text)] == ["a d"]


def test_raised_marks_and_exponents() -> None:
    passage = blocks("<p>28 patients<sup>a, <a href='#b'>b</a></sup> at 10<sup>9</sup>/L in H<sub>2</sub>O")[0].passage
    assert passage.text == "28 patients at 10^9/L in H2O"
    assert [(m.offset, m.text) for m in passage.markers] == [(11, "a, b")]


def test_a_table_with_caption_spans_and_notes() -> None:
    table = only_table(
        "<table><caption>Table 1. Doses</caption><thead><tr><th rowspan=2>Arm<th colspan=2>Dose<tr><th>g<th>n</thead>"
        "<tr><td rowspan=2>A<td>12.5<td>3<tr><td>25<td>4<tfoot><tr><td colspan=3>a Given twice.</table>"
    )
    assert (table.label, [note.text for note in table.notes]) == ("Table 1", ["a Given twice."])
    assert cells(table) == [["Arm", "Dose", "Dose"], ["Arm", "g", "n"], ["A", "12.5", "3"], ["", "25", "4"]]


def test_a_table_that_arranges_the_page_is_prose() -> None:
    read = blocks("<table><tr><td>Twelve patients<table><tr><td>Men<td>9<tr><td>Women<td>3</table></table>")
    assert [b.kind for b in read] == [BlockKind.PARAGRAPH, BlockKind.TABLE]


def test_the_xml_of_journals() -> None:
    read = blocks(
        "<?xml version='1.0'?><article><front><journal-meta>x</journal-meta></front><sec><title>Results</title>"
        "<p>Twelve.</p><table-wrap><label>Table 2</label><caption><title>Doses</title></caption><table><tr><td>a</td>"
        "<td>1</td></tr></table><table-wrap-foot><fn><p>once only</p></fn></table-wrap-foot></table-wrap></sec>"
    )
    assert [b.kind for b in read] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.CAPTION,
        BlockKind.TABLE,
        BlockKind.NOTE,
    ]
    table = read[3].table
    assert table is not None
    assert (table.label, [note.text for note in table.notes]) == ("Table 2", ["once only"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = f"<html><head><meta charset='{encoding}'></head><body><p>50 µg für alle Patienten</p></body></html>"
    assert read_html(text.encode(encoding), "x").blocks[0].passage.text == "50 µg für alle Patienten"


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        '<a "',
        "<a ='",
        "<td>",
        "<sup>",
        "&amp",
        "<p>a",
        "<![CDATA[",
        "<td rowspan=99 colspan=99>",
        "<tr>",
        "<br>x",
        "<",
    ],
)
def test_a_broken_document_takes_no_longer_than_a_whole_one(piece: str) -> None:
    began = time.process_time()
    read_html(("<table><tr>" + piece * (100_000 // len(piece))).encode(), "x")
    assert time.process_time() - began < 2


def test_tables_nested_without_end_are_refused() -> None:
    with pytest.raises(Refused, match="nested"):
        blocks("<table><tr><td>" * 1_000)
