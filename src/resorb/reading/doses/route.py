"""Read the route of a dose in words, without the rest of the dose: records ask for nothing else of a product's text."""

from __future__ import annotations

import re

from resorb.reading.doses.names import take_drugs, take_routes, take_salt
from resorb.reading.doses.patterns import (
    AND_A_HALF,
    GROUPED,
    ODD_NUMBER,
    SIDE_BY_SIDE,
    SPREAD,
    why_odd,
    why_side_by_side,
)
from resorb.reading.doses.phases import Phase, phases
from resorb.reading.doses.spacing import squeezed
from resorb.reading.doses.text import Text, refuse_if_too_long
from resorb.reading.doses.words import FRENCH


def read_route(text: str) -> str | None:
    """The route of :func:`resorb.reading.doses.dose.read_dose` of the same text, at a small part of its price.

    Raises:
        Refused: when the text is too long.
    """
    refuse_if_too_long(text)
    whole = squeezed(text).text
    said: list[str | None] = []
    for part in phases(whole):
        words = words_of(whole, part)
        # What is read before a route takes its words away from it.
        refuse_odd_numbers(words)
        take_drugs(words)
        take_salt(words)
        said.append(take_routes(words)[0] or (said[-1] if said else None))
    return said[0] if len(set(said)) == 1 else None


def words_of(text: str, part: Phase) -> Text:
    """The words of one phase, without those that are about another."""
    words = Text(text[part.start : part.end], part.start)
    if part.hidden is not None:
        words.hide(part.hidden[0] - part.start, part.hidden[1] - part.start)
    return words


def refuse_odd_numbers(text: Text) -> dict[str, str]:
    """Refuse numbers that cannot be read as they stand; a note on thousands that are grouped."""
    for match in SIDE_BY_SIDE.finditer(text.left):
        if reason := why_side_by_side(match):
            text.refuse(*match.span(), reason)
    grouped = [match for match in GROUPED.finditer(text.left) if not FRENCH.search(text.left) or " " in match[0]]
    for match in text.take(SPREAD):
        text.refuse(*match.span(), "a mean with its spread: write one amount, or from ... to ...")
    for match in text.take(AND_A_HALF):
        text.refuse(*match.span(), "write the number in digits")
    for match in ODD_NUMBER.finditer(text.left):
        if not any(one.start() <= match.start() < one.end() for one in grouped) and (reason := why_odd(match)):
            text.refuse(*match.span(), reason)
    return (
        {"thousands": f"{grouped[0][0]!r} read as {re.sub(r'(?<=[0-9])[^0-9](?=[0-9]{3})', '', grouped[0][0])}"}
        if grouped
        else {}
    )
