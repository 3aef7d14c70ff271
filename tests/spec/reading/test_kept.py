"""Readers that remember: asked again for the same sentence, they do not read it again."""

from collections.abc import Iterator

from resorb.reading.kept import LONGEST_KEPT, kept

seen: list[str] = []


@kept
def words(text: str, *, least: int = 1) -> Iterator[str]:
    seen.append(text)
    yield from (word for word in text.split() if len(word) >= least)


def test_a_sentence_is_read_once_for_each_set_of_options() -> None:
    seen.clear()
    assert list(words("five of nine")) == list(words("five of nine")) == ["five", "of", "nine"]
    assert list(words("five of nine", least=3)) == ["five", "nine"]
    assert seen == ["five of nine"] * 2


def test_a_finding_can_be_walked_through_again_and_again() -> None:
    assert next(words("one two")) == next(words("one two")) == "one"


def test_very_long_texts_are_not_kept() -> None:
    seen.clear()
    long = "x" * (LONGEST_KEPT + 1)
    assert list(words(long)) == list(words(long)) == [long]
    assert seen == [long, long]
