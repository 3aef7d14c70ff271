"""Means against the number of values, their ends, and counts beside them."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

SLIPS = {
    "Six patients, 15 ulcers: the mean number of ulcers per patient was 3.4.": "mean-and-counts",
    "Each child had at least two flares, and the number of flares had a mean of 1.4 in that year.": "mean-and-counts",
    "Ten men were seen; their mean age was 51.27 years.": "grim",
    "Nine raters used whole numbers from 0 to 10; the mean score was 4.52.": "grim",
    "In all nine patients class was an integer; the mean fell from 2.45 to 1.89.": "grim",
    "Itch was asked on a 0-4 scale at the last visit (mean 4.6).": "centre-in-range",
    "The index, whose total runs from 5 to 30, had a mean score of 33.1 at entry.": "centre-in-range",
    "In nine patients clearance averaged 90 (SD 9.0, SEM 4.5, n = 9).": "se-and-sd",
    "Weight in the eight patients was 61.2 ± 0.4 (42-88) kg.": "sd-possible",
    "The four patients had 8, 10, 14 and 16 infusions, respectively, a mean of 15.": "mean-of-listed",
}
CLEAN = (
    "Five cousins were treated. The mean duration was 9 months (range 2-30).",
    "Six patients, 15 ulcers: the mean number of ulcers per patient was 2.5.",
    "Each child had at least two flares, and the number of flares had a mean of 2.4 in that year.",
    "Ten men were seen; their mean age was 51.3 years.",
    "The 25th, 50th and 75th centiles of dose were 4, 9 and 17 g, and the mean 12 g.",
    "The scale runs from 0 to 10. In the survey of 40 nurses the mean number of visits was 14.",
)


def _found(text: str) -> set[str]:
    marks = scan_document(read_plain(text, "a text")).marks
    return {m.finding.check for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)}


@pytest.mark.parametrize("text", SLIPS)
def test_a_mean_that_cannot_be_is_told(text: str) -> None:
    assert _found(text) == {SLIPS[text]}


@pytest.mark.parametrize("text", CLEAN)
def test_a_mean_that_can_be_is_left_alone(text: str) -> None:
    assert not _found(text)
