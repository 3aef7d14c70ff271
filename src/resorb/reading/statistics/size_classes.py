"""Ranges that say which things are counted, and are no ends of any values: "3.8 ± 1.6 deposits of 12-17 mm"."""

from __future__ import annotations

import re

from resorb.reading.counts.counted import NOUN
from resorb.reading.lazy import lazy

_CLASS = lazy(
    rf"(?:\b(?:no\.?|numbers?|counts?)\s+of\s+(?:[a-z-]+\s+){{0,2}}?[a-z-]+|±\s?[\d.]+\s+(?:[a-z-]+\s+){{0,2}}?{NOUN})"
    r"\s+(?:(?:of|aged|between|measuring|sized)\s+)?(?P<range>\d[\d.]*\s?(?:[–—-]|to|and)\s?\d[\d.]*)"
    r"(?=\s?(?:mm|cm|years?|months?|mg|g|kg)\b)",
    re.IGNORECASE,
)


def without_size_classes(text: str) -> str:
    """The text with such ranges blotted out, every other character in its place."""
    return _CLASS.sub(lambda m: m[0][: m.start("range") - m.start()] + "_" * len(m["range"]), text)
