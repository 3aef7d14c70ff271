"""Documents whose decimal sign is the comma are judged as others are, and quoted as they are printed."""

import pytest

from resorb.reading.commas import has_decimal_commas, with_points
from resorb.scan.draft import as_draft
from resorb.sources.documents.plain import read_plain
from tests.spec.scan.saying import reported


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("12,5 g in 0,095 L", "12.5 g in 0.095 L"),
        ("1.250 mg, that is 1,25 g", "1,250 mg, that is 1.25 g"),
        ("on 12.01.2024, 2,5 mg", "on 12.01.2024, 2.5 mg"),  # a date keeps its points
        ("2,750 g", "2,750 g"),  # thousands of another style, or three decimals: left to the reader
        ("as shown [1,2], in cases 1, 2", "as shown [1,2], in cases 1, 2"),
        ("1,25(OH)2 vitamin D 8,8 pg/mL", "1,25(OH)2 vitamin D 8.8 pg/mL"),
        ("NM_004482.3:c.1524,1", "NM_004482.3:c.1524,1"),
    ],
)
def test_each_sign_stays_where_it_stood(printed: str, read: str) -> None:
    assert with_points(printed) == read
    assert len(with_points(printed)) == len(printed)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("7,5 mg daily, later 12,5 mg", True),
        ("38,1 % of 0,8", True),
        ("7,5 mg daily, later 12.5 mg", False),  # as many points as commas
        ("as others found 1,2 and 3,4 too", False),
        ("2,750 g of 1,000 g", False),
        ("seen on 08.01. and 12.01.2024; phosphate 1,2 mmol/L, calcium 2,3 mmol/L", True),
    ],
)
def test_a_comma_is_a_decimal_sign_where_only_that_explains_it(text: str, has: bool) -> None:
    assert has_decimal_commas([text]) is has


def test_what_is_said_quotes_what_is_printed() -> None:
    (mark,) = reported("Of 21 patients 8 had ulcers (38,1 %) and 7 had none (31,3 %).")  # 7/21 = 33.3 %
    assert mark.finding.check == "percent"
    assert mark.finding.printed == "31,3 %" == mark.passage.text[mark.start : mark.end]


@pytest.mark.parametrize(
    "text",
    [
        "Her pain was 7 of 10; she took prednisone 7,5 mg daily and weighed 52,4 kg.",
        "The ratio was 2,04 (95% CI 0,94 to 4,43; p = 0,095), with 40,9 % responding.",
        # Of 168: a number with a share of its own is a part, and no whole of what follows.
        "104 patients were women (61,9 %) and 64 men (38,1 %). On dialysis were 129 (76,8 %).",
        "The median was 1,92 mmol/L (usual range 0,80 to 1,50).",
    ],
)
def test_true_sentences_are_left_alone(text: str) -> None:
    assert reported(text) == []


def test_a_draft_gives_plain_numbers() -> None:
    text = "A woman was given sodium thiosulfate 12,5 g intravenously. Her calcium was 2,31 mmol/L."
    assert "value: 2.31 mmol/L" in as_draft([read_plain(text, "case.txt")])
