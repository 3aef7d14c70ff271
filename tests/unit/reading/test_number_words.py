"""Cardinal numbers in words: read whole, or not at all."""

import pytest

from resorb.reading.counts.counted import counts
from resorb.reading.numerals import numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("One hundred twenty-five patients were seen.", 125),
        ("One hundred and nine residents took part.", 109),
        ("One-hundred-fourteen trauma patients were treated.", 114),
        ("Three hundred twelve physicians were asked.", 312),
        ("One thousand ninety-nine women were invited.", 1099),
        ("Three thousand four hundred and ninety-four patients answered.", 3494),
        ("Four thousand, two hundred and one records were read.", 4201),
        ("One hundred twenty-five thousand persons live there.", 125_000),
        ("Twelve hundred samples were kept.", 1200),
    ],
)
def test_numbers_of_several_words_are_one_number(text: str, value: int) -> None:
    assert [int(n.value) for n in numerals(text)] == [value]
    assert [c.value for c in counts(text)] in ([value], [])


def test_two_numbers_joined_by_and_stay_two() -> None:
    assert [int(n.value) for n in numerals("one hundred patients and two hundred controls")] == [100, 200]
    assert [int(n.value) for n in numerals("between one hundred and two hundred patients")] == [100, 200]


def test_a_part_of_a_number_is_never_read_alone() -> None:
    assert not list(numerals("two million, or twenty million, or one hundred and twenty million doses"))
    assert not list(counts("one hundred percent of them"))
