"""Whole documents without a slip, many numbers in a row: scan says of none of them that it fails."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict
from tests.corpus.items import documents

TEXTS = dict(documents("development"))


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_nothing_fails_where_nothing_is_wrong(name: str) -> None:
    marks = scan_document(read_plain(TEXTS[name], name)).marks
    assert [str(m.finding.place) for m in marks if m.finding.verdict is Verdict.FAILS] == []
