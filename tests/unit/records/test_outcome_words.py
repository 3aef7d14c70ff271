"""Phrases of outcome are found alike in texts of ASCII, which are read in small letters, and in others."""

from __future__ import annotations

import pytest

from resorb.records.outcome_words import PHRASES, outcome_phrases

_SENTENCES = (
    "The calcinosis of the LEFT hand has Not Resolved; it is slightly smaller",
    "Almost Gone, no longer palpable. It can't be assessed yet",
    "Complete Resolution (high resolution CT), partial response, RECURRED in May",
)


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_capitals_and_letters_beyond_ascii_change_nothing(sentence: str) -> None:
    def found(text: str) -> list[tuple[str | None, tuple[int, int]]]:
        return [(PHRASES[int((m.lastgroup or "f0")[1:])][0], m.span()) for m in outcome_phrases(text)]

    assert found(sentence)
    assert found(sentence) == found(sentence.lower()) == found(sentence.upper()) == found(f"{sentence} é")
