"""What of a document is judged: its sentences, without what tells nothing."""

import re

import pytest

from resorb.scan.material import Scanned
from resorb.sources.documents.plain import read_plain

PATTERN = re.compile("healed")


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("Both healed. One recurred.", ["Both healed.", "One recurred."]),
        ("It healed. - - -. * * *. One recurred.", ["It healed.", "One recurred."]),
        ("It healed. 1. 2. 1. 1. One recurred.", ["It healed.", "One recurred."]),
        ("It healed.\n\n19/28 (68%)\n\n(4)", ["It healed.", "19/28 (68%)"]),
        ('It healed. A misprint, "12.5 mg" for 12.5 g, was corrected.', ["It healed."]),
        ("It healed.\n\nReferences\n1. Doe J. One of two lesions. J Made Up. 2011;3:4.", ["It healed.", "References"]),
    ],
)
def test_sentences_that_tell_something_are_judged(text: str, judged: list[str]) -> None:
    assert [s.text for s in Scanned(read_plain(text, "text")).sentences] == judged


def test_a_pattern_is_looked_for_in_each_sentence() -> None:
    text = Scanned(read_plain("Both healed. One recurred. It was healed.", "text"))
    assert text.holding(PATTERN) == {0, 2}
    assert text.holding(PATTERN) is text.holding(PATTERN)
