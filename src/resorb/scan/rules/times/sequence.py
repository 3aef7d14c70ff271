"""Dates of one story against the order that the kinds of its events have, and one date out of line with the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from resorb.reading.doses.drug_names import drug_names
from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Dated
from resorb.reading.times.event_kinds import FIRST, OF_A_STUDY, Kind, event_kinds
from resorb.reading.times.timeline import Event, timeline
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.scan.rules.times.told import SEVERAL
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_SHORT, _MOST, _LINE = 600, 12, 4
_ANOTHER = lazy(
    r"\b(?:previous\w*|earlier|prior|again|re-?start\w*|resum\w*|re-?introduc\w*|second|another|history|had|new"
    r"|other|left(?!\s+(?:the\s+)?hospital)|right"
    r"|spontaneous\w*|former\w*|next|first\s+(?:mass|lesion|episode|course|admission)|re-?admi\w*|planned|scheduled|due"
    r"|expected|autops\w*|post-?mortem|report\w*|registry|mother|father|family|widow\w*|data|analys\w*|accessed)\b",
    _I,
)
_AGAIN = frozenset(("stop", "discharge", "removal", "closure", "graft failure", "recurrence", "operation"))
"""What may end one thing before the next begins."""
_PAPER = lazy(
    r"\breceived\b.{4,90}\baccepted\b|\bapprov\w+\b.{4,120}\b(?:first|last)\s+(?:patient|participant|subject)"
    r"|\benrol\w+\s+closed\b",
    _I,
)
_NOT_YET, _NO_LONGER = (
    lazy(r"\b(?:before|until|till)\b", _I),
    lazy(r"\b(?:after|following|since|later)\b(?!\s+(?:only\s+|just\s+)?\S+\s+(?:day|week|month|year)s?\b)", _I),
)
_STEPS = lazy(r"[;,]|\band\b|\bthen\b|→|->|\n|\t|\.\s", _I)
_PAST = lazy(
    r"\b(?:had|before|since|previous\w*|prior|earlier|ago|history|until|from|between|back|first|whose|which|born"
    r"|compared|versus|last|expir\w*|planned|due|will)\b",
    _I,
)


@rule(
    "events-in-order",
    kind="time",
    doc="Events of one story have dates in the order their kinds have: admission and discharge, first and last dose.",
    source="comparison of calendar dates of a sentence and the one before; a month or a year stands for all its days",
)
def events_in_order(text: Scanned) -> Iterator[Mark]:
    """Received, revised, accepted; started, stopped; admitted, discharged; nothing of a patient after death."""
    said_before: tuple[Sentence, list[tuple[Event, Kind]]] | None = None
    for sentence in readable(text):
        said = sentence.text
        if len(said) > _SHORT or QUOTED.search(said) or (SEVERAL.search(said) and not _PAPER.search(said)):
            said_before = None
            continue
        earlier = said_before[1] if said_before and said_before[0].block_number == sentence.block_number else []
        near = [said_before[0].text] if said_before and earlier else []
        here = [e for e in timeline([*near, said], text.day_first) if not e.sentence]
        kinds = event_kinds(said, [e.date for e in here])
        told = list(zip(here, kinds, strict=True))
        if len(here) <= _MOST:
            for one, two in [*combinations(told, 2), *((a, b) for a in earlier for b in told)]:
                yield from _inverted(sentence, one, two)
        if told or not said_before:
            said_before = (sentence, told)


def _inverted(sentence: Sentence, one: tuple[Event, Kind], two: tuple[Event, Kind]) -> Iterator[Mark]:
    (a, kind), (b, other) = one, two
    if (kind.name, other.name) not in FIRST:
        (a, kind), (b, other) = two, one
        if other.name in _AGAIN:
            return  # one drug was stopped, then another started: told in the order of the dates
    if (kind.name, other.name) not in FIRST or (
        other.name not in OF_A_STUDY and any(_ANOTHER.search(one.words) for one in (kind, other))
    ):
        return
    if {kind.name, other.name} & _OF_A_DRUG and not _same_drug(kind, other):
        return
    # "Before D" is no later than D, "after D" no earlier; "after the infusion, on D" lies behind the infusion.
    if _NOT_YET.search(kind.words) or _NO_LONGER.search(kind.lead) or _NO_LONGER.search(other.tail):
        return
    if a.date.days is None or b.date.days is None or not b.date.days.is_before(a.date.days):
        return
    wrong: Dated = two[0].date
    first, last = written_date(a.date), written_date(b.date)
    yield sentence.at(wrong.start, wrong.end).mark(
        "events-in-order", Verdict.ASSUMES, f"The {other.name} ({last}) is dated before the {kind.name} ({first}).",
        computed=f"{last} < {first}", arithmetic=f"{last} < {first}", suggestion="correct one of the two dates",
        assumption="both dates are of one story",
    )  # fmt: skip


_OF_A_DRUG = {"stop", "later dose"}
_OURS = {"sodium thiosulfate"}


def _same_drug(kind: Kind, other: Kind) -> bool:
    one, two = ({d.key or d.text.lower() for d in drug_names(k.words) if not d.is_weak} for k in (kind, other))
    return bool(one & two) or (one | two) <= _OURS


@rule(
    "one-date-out-of-line",
    kind="time",
    doc="Of four dates or more told one after another in a sentence, none alone steps back.",
    source="the dates rise when a single one is left out, which lies outside its neighbours",
)
def one_date_out_of_line(text: Scanned) -> Iterator[Mark]:
    """Admitted on 3, biopsied on 5, treated on 12 of another year, discharged on 30 March."""
    for sentence in readable(text):
        said = sentence.text
        if QUOTED.search(said) or SEVERAL.search(said) or not re.search(r"\d", said):
            continue
        line = [e.date for e in timeline([said], text.day_first)]
        if not _LINE <= len(line) <= _MOST or _PAST.search(said[line[0].end : line[-1].start]):
            continue
        gaps = [said[a.end : b.start] for a, b in pairwise(line)]
        if not all(_STEPS.search(gap) for gap in gaps) or _rises(line):
            continue
        odd = [n for n in range(len(line)) if _rises(line[:n] + line[n + 1 :])]
        inner = [n for n in odd if n] if len(odd) > 1 else odd
        if len(inner) != 1 and not (len(odd) == 2 and abs(odd[0] - odd[1]) == 1):
            continue
        one = line[inner[-1]]
        yield sentence.at(one.start, one.end).mark(
            "one-date-out-of-line", Verdict.ASSUMES, f"{written_date(one)} steps out of the order of the other dates.",
            computed=written_date(one), arithmetic=" → ".join(written_date(d) for d in line),
            suggestion="correct this date, or its neighbour", assumption="the dates are told in their order",
        )  # fmt: skip


def _rises(line: list[Dated]) -> bool:
    days = [d.days for d in line]
    return all(a is None or b is None or not b.is_before(a) for a, b in pairwise(days))
