"""Totals and numbered days in brackets behind what they sum up: a sentence in, what is said out."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def said(text: str) -> list[tuple[str, str | None]]:
    marks = scan_document(read_plain(text, "t.txt")).marks
    return [(m.finding.check, m.finding.printed) for m in marks if m.finding.verdict is Verdict.FAILS]


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Thiosulfate 12.5 g was given three times weekly for 4 weeks (total 250 g).", "dose-arithmetic", "250 g"),
        ("She had thiosulfate 12.5 g thrice weekly for 4 weeks (cumulative dose: 250 g).", "dose-arithmetic", "250 g"),
    ],
)
def test_slips(text: str, check: str, printed: str) -> None:
    assert said(text) == [(check, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "Thiosulfate 12.5 g was given three times weekly for 4 weeks (total 150 g).",
        "After 21 days of treatment (for day 16 to day 37) he was well.",
        "Fever lasted 3 days, between day 4 and day 30 there was none.",
        "The drug was given again after 4 weeks (weeks 4 to 12).",
    ],
)
def test_what_may_be(text: str) -> None:
    assert said(text) == []
