"""From judged assessments to what they amount to: time to response, recurrence, response on retreatment."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from resorb.codes.rules import Criteria, ResponseClass
from resorb.response.followup import Followup, Seen
from resorb.response.judging import Judgement
from resorb.response.responses import BEST_FIRST, best_of
from resorb.values.ranges import Range

Entry = tuple[Seen, Judgement]
"""A follow-up assessment that counts under the criteria, and its class."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Whether it came back (None: not known), where in the follow-up, and on or after which course."""

    recurred: bool | None
    seen: Seen | None = None
    course: int = -1


def recurrence(rule: Criteria, followup: Followup, entries: list[Entry]) -> Recurrence:
    """Whether a response was lost again.

    It was, when a finding of any method says so, or when a lesion that was gone is later judged less than gone by the
    same method and measure (a radiograph may show what the eye no longer sees). It was not, when it was looked at
    again after the response and still responded. Otherwise nobody knows.
    """
    back = next((s for s in followup.after if s.direction == "back"), None)
    if back is not None:
        return Recurrence(True, back, followup.rank(back.course))
    gone: dict[tuple[str | None, str | None], Seen] = {}
    responded, looked_again = False, False
    for seen, judgement in entries:
        if judgement.response is ResponseClass.UNKNOWN:
            continue
        view = (seen.assessment.by, seen.assessment.measure)
        if judgement.response is ResponseClass.COMPLETE:
            gone[view] = seen
        elif view in gone:
            return Recurrence(True, seen, followup.rank(gone[view].course))
        looked_again = responded and judgement.response in rule.responders
        responded = responded or judgement.response in rule.responders
    return Recurrence(False if looked_again else None)


def best_class(rule: Criteria, entries: list[Entry], again: Recurrence) -> ResponseClass:
    """The best class; one that these criteria deny to what recurred becomes their class for "recurred"."""
    found = best_of(j.response for _, j in entries)
    if again.recurred and found in rule.no_recurrence_for:
        return recurred_class(rule)
    return found


def recurred_class(rule: Criteria) -> ResponseClass:
    """The class of a lesion that recurred, as the criteria's own table of findings has it."""
    return rule.by_finding.get("recurred", ResponseClass.UNKNOWN)


def after_retreatment(followup: Followup, entries: list[Entry], again: Recurrence) -> ResponseClass | None:
    """Best class on courses after the one that was lost; unknown when it was given again and nobody looked."""
    if not again.recurred or again.course < 0 or again.course + 1 >= len(followup.courses):
        return None
    return best_of(j.response for s, j in entries if followup.rank(s.course) > again.course)


def time_to_response(rule: Criteria, entries: list[Entry], start: Range) -> Range:
    """Days from ``start`` to the response: after ``low``, up to ``high`` (None: not seen, or at an unknown time)."""
    known = [(s.day - start, j.response) for s, j in entries if j.response in BEST_FIRST]
    yes = [day for day, response in known if response in rule.responders]
    highs = [day.high for day in yes if day.high is not None]
    high = min(highs) if highs else None
    first = yes[0] if yes else None
    low = Fraction(0)
    for day, response in known:
        if response in rule.responders or day.low is None or (high is not None and day.low >= high):
            continue
        if first is None or (day.high is not None and first.low is not None and day.high <= first.low):
            low = max(low, day.low)
    return Range(low, high)
