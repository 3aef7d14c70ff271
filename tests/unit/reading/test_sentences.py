"""Where a sentence ends."""

import pytest

from resorb.reading.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ("Calcium was 2.31 mmol/L.", "She was well."),  # the L of a unit is no initial
        ("John A. Smith came.", "He left."),
        ("See Fig. 2 and ref. 3.", "All healed."),
        ("It was reported by Smith et al.", "The dose was 25 g."),
        ("Was it 25 g?", "(Probably.)"),
    ],
)
def test_parts(parts: tuple[str, ...]) -> None:
    text = " ".join(parts)
    assert tuple(text[start:end] for start, end in sentences(text)) == parts
