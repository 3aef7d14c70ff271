"""Parts printed beside their whole that the words make disjoint: a sentence in, what is said out."""

import pytest

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def said(text: str) -> list[Mark]:
    marks = scan_document(read_plain(text, "t.txt")).marks
    return [m for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    ("text", "printed", "arithmetic"),
    [
        ("We saw 21 patients (31 women; mean age 50 years).", "31 women", "31 > 21"),
        ("Grafts were given to nine patients (7 autologous; 4 allogeneic).", "7 autologous; 4 allogeneic",
         "7 + 4 = 11, not 9"),
        ("Blood of 44 (27 living and 19 deceased) donors was kept.", "44 (27 living and 19 deceased",
         "27 + 19 = 46, not 44"),
        ("Milk of 32 mothers, 21 virus-positive and 21 virus-negative, was tested.",
         "21 virus-positive and 21 virus-negative", "21 + 21 = 42, not 32"),
        ("Totally 59 patients were treated. Patients were divided into 2 groups: high (n = 33) and low (n = 36).",
         "n = 33) and low (n = 36", "33 + 36 = 69, not 59"),
        ("The sample was composed of 90 patients. There were 51 women and 49 men.", "51 women and 49",
         "51 + 49 = 100, not 90"),
    ],
)  # fmt: skip
def test_slips(text: str, printed: str, arithmetic: str) -> None:
    (mark,) = said(text)
    assert (mark.finding.printed, mark.finding.arithmetic) == (printed, arithmetic)


@pytest.mark.parametrize(
    "text",
    [
        "Twenty patients (12 diabetic and 14 hypertensive) were seen.",
        "Ten patients (6 left and 5 right lesions) were treated.",
        "The group of 12 adults and 5 children (9 girls, 8 boys) was seen.",
        "Six studies (120 men and 80 women) were pooled.",
        "Two families (5 women and 3 men) were tested.",
        "There were eleven patients: three girls, six women and two men.",
        "After exclusion of 5 patients, 40 were divided into three groups: a (n=10), b (n=20), c (n=10).",
        "Seven patients (4 smokers, 2 non-smokers, one unknown) were asked.",
    ],
)
def test_what_may_be(text: str) -> None:
    assert said(text) == []
