"""Sums about numbers of doses and vials, and about how long a supply lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.scan.rules.doses.mixtures import vials
from resorb.scan.rules.doses.zone import Sum, Zone, in_grams, made, months, weeks
from resorb.values.ranges import Range

SESSIONS = ("infusion", "dose", "injection", "session", "administration", "application")
"""Nouns of what is given one by one."""


def _counts_of_a_total(zone: Zone) -> Iterator[Sum]:
    """A total through one dose: "225 g in all, i.e. 18 infusions of 12.5 g"."""
    masses = zone.of("drug", most=4)
    for each in masses:
        if each.start > zone.target.end and _OF_SIZE.fullmatch(zone.text, zone.target.end, each.start):
            for total in masses:
                if total.end <= zone.target.start and "total" in total.cues:
                    yield made(total.value / each.value, f"{in_grams(total)} / {in_grams(each)}", total, each)


def counts(zone: Zone) -> Iterator[Sum]:
    """Sums that give a number of doses or vials."""
    target = zone.target
    if target.noun in ("vial", "ampoule"):
        yield from vials(zone)
    if target.noun not in SESSIONS:
        return
    if "equal" in target.cues:
        yield from _counts_of_a_total(zone)
    inside = re.match(r"\s*(?:in|over|within|during)\s", zone.text[target.end :])
    if not set(target.cues) & {"equal", "total"} and not inside:
        return
    for often in zone.of("often"):
        for span in zone.of("span"):
            if inside and not 0 <= span.start - target.end <= 12:
                continue
            for month, shown in months(span):
                exact = often.value * weeks(span, month)
                if exact.low is None or exact.high is None:
                    continue
                # The first and the last week may hold one more or less.
                value = Range(exact.low - 1, exact.high + 1)
                yield Sum(
                    value, f"{often.value} a week × {span.value} {span.unit}s = {exact}", (often, span), shown, True
                )


_OF_SIZE = lazy(r"\s*(?:of|at|with|à|@)\s*", re.IGNORECASE)
