"""What kind of event a time in a sentence belongs to (admission, first dose, closure, death), and which come first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_NOUN = r"(?:dose|infusion|injection|session|application|administration|treatment|cycle|visit)"
_PERSON = r"(?:patient|participant|subject|volunteer|case|woman|man|child)"
_WORDS = {
    "manuscript received": r"received(?:\s+in\s+final\s+form)?(?:\s+on)?(?=\W*$)|submitted",
    "manuscript revised": r"revised|resubmitted|revision",
    "manuscript accepted": r"accepted(?!\s+(?:the|an?|treatment|for))",
    "published": r"published|online",
    "born": r"born|birth|DOB",
    "admission": r"admitted|admission|hospitali[sz]ed|adm\b|came\s+in|clerk(?:ed|ing)",
    "discharge": r"discharged?|went\s+home|sent\s+home|left\s+(?:the\s+)?hospital|returned\s+home"
    r"|transferred|allowed\s+home|d/c|home(?=\W*(?:on\s)?$)",
    "death": r"died|death|deceased|passed\s+away|dead",
    "approval": r"approved|approval|registered",
    "opening": r"(?:recruitment|enrolment|enrollment|inclusion|study|trial)\s+(?:began|started|opened"
    r"|ran\s+from)|opened",
    "first entry": rf"first\s+(?:\w+\s+)?{_PERSON}(?:\s+(?:was|had\s+been))?\s*(?:enrolled|randomi[sz]ed"
    rf"|included|in\b|visit"
    r"|dosed|entered|recruited|treated)?",
    "last entry": rf"last\s+(?:\w+\s+)?{_PERSON}(?:\s+(?:was|had\s+been))?\s*(?:enrolled|randomi[sz]ed"
    rf"|included|in\b|entered"
    r"|recruited)",
    "closing": r"last\s+(?:patient|participant|subject)\s+(?:out|visit)"
    r"|(?:recruitment|enrolment|enrollment|inclusion)\s+(?:ended|closed|stopped|finished|was\s+closed)",
    "lock": r"(?:database|data\s*base|data)\s+(?:was\s+|were\s+)?(?:lock\w*|frozen)|unblind\w+",
    "consent": r"(?:consent\w*|signed)",
    "randomisation": r"randomi[sz](?:ed|ation)",
    "first dose": rf"first\s+(?:infused|injected|treated|dosed|given)|first\s+(?:\w+\s+)?{_NOUN}"
    rf"|first\s+STS|(?:STS|thiosul\w+|treatment|therapy|infusions?"
    rf"|injections?|ointment|cream|gel)"
    r"(?:\s+\w+){0,4}?\s+(?:was\s+|were\s+|had\s+been\s+)?(?:started|beg[au]n|initiated|commenced|introduced)",
    "later dose": rf"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|\d+(?:th|nd"
    rf"|rd))\s+(?:\w+\s+)?(?:{_NOUN}|STS)",
    "start": r"started|beg[au]n|initiated|commenced|introduced|put\s+on|placed\s+on|initiation|switched\s+on",
    "stop": r"stopped|ended|discontinued|withdrawn|finished|ceased|withdrawal|switched\s+off|came\s+off",
    "transplant": r"transplant(?:ed|ation)?|grafted|engraft\w+",
    "graft failure": r"(?:graft|transplant|kidney|it)\s+(?:\w+\s+)?failed|graft\s+(?:failure|loss)"
    r"|returned\s+to\s+(?:haemo|hemo)?dialysis",
    "insertion": r"inserted|implanted|put\s+in|was\s+placed|were\s+placed|created|fitted",
    "removal": r"removed|taken\s+out|pulled|explanted",
    "operation": r"surgery|operation|excised|excision|resected|resection|operated|amputat\w+|debrid\w+",
    "recurrence": r"recurr(?:ed|ence)|relapsed?|came\s+back|regrew|reappeared|was\s+back",
    "closure": r"healed|closure|closed|resolved|cleared|epitheliali[sz]ed|disappeared|gone",
    "appearance": r"first\s+(?:noticed|seen|noted|lesions?|ulcers?|symptoms?|plaques?|nodules?)|appeared"
    r"|appearance|onset",
    "first symptoms": r"(?:symptoms?|illness|disease)\s+(?:had\s+)?(?:beg[au]n|started|appeared|set\s+in)"
    r"|first\s+symptoms?",
    "diagnosis": r"diagnosed|diagnosis",
    "biopsy taken": r"biopsied|biopsy\s+(?:was\s+)?(?:taken|done|performed|on|in|of)",
    "biopsy read": r"biopsy\s+(?:report|result)\w*|histology\s+(?:report|result)\w*",
    "comparison": r"comparison|compared\s+(?:with|to)",
    "imaging": r"CT|MRI|MRT|radiographs?|x-rays?|scans?|films?|scintigra\w+|ultrasound",
    "end of follow-up": r"follow(?:ed|-?up)(?:\s+\w+){0,3}?\s+(?:until|till|through|ended|closed|stopped)",
    "visit or sign": r"seen|review(?:ed)?|visit|follow-?up|examin\w+|infusions?|injections?|treated|pain|ulcers?"
    r"|wounds?|lesions?|walk\w*|clinic|photograph\w*",
}  # fmt: skip
_KINDS = {name: lazy(rf"\b(?:{words})(?!\w)", _I) for name, words in _WORDS.items()}
_ORDERED = (
    ("manuscript received", "manuscript revised", "manuscript accepted", "published"),
    ("admission", "discharge"),
    ("approval", "opening", "first entry", "last entry", "closing", "lock"),
    ("consent", "randomisation", "first dose", "later dose"),
    ("consent", "start"), ("approval", "randomisation"), ("opening", "randomisation"),
    ("approval", "first dose"), ("first entry", "closing"),
    ("first dose", "stop"), ("start", "stop"), ("start", "later dose"), ("start", "closure"), ("first dose", "closure"),
    ("transplant", "graft failure"), ("insertion", "removal"), ("operation", "recurrence"), ("closure", "recurrence"),
    ("appearance", "closure"), ("appearance", "operation"), ("appearance", "biopsy taken"),
    ("appearance", "recurrence"),
    ("biopsy taken", "biopsy read"), ("comparison", "imaging"), ("operation", "biopsy read"),
    ("first symptoms", "diagnosis"),
    ("recurrence", "end of follow-up"), ("closure", "end of follow-up"),
)  # fmt: skip
_LIFE = ("born", "admission", "first dose", "later dose", "start", "stop", "transplant", "graft failure", "insertion",
         "removal", "operation", "recurrence", "closure", "appearance", "biopsy taken", "visit or sign",
         "discharge")  # fmt: skip
FIRST: frozenset[tuple[str, str]] = frozenset(
    [(a, b) for row in _ORDERED for n, a in enumerate(row) for b in row[n + 1 :]]
    + [(kind, "death") for kind in (*_LIFE, "something else") if kind != "discharge"]
    + [(kind, "lock") for kind in (*_LIFE, "death")]
    + [("born", kind) for kind in _LIFE if kind not in ("born", "visit or sign")]
)
"""Pairs of kinds: of one person, drug or paper the first never comes after the second."""
_BREAK = lazy(r"[;.]\s|,?\s(?:but|while|whereas)\s", _I)
_NEXT = lazy(r"[;.,()]|\s(?:and|but|when|while|after|before|in|on|at)\s", _I)
_BEFORE, _BEHIND = 110, 50


class Placed(Protocol):
    """Anything with a place in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Behind its last character."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of event of one time, with the words of its clause before and behind those that name the event."""

    name: str
    lead: str
    tail: str = ""

    @property
    def words(self) -> str:
        """All other words of the clause."""
        return f"{self.lead} {self.tail}"


def event_kinds(text: str, times: Sequence[Placed]) -> list[Kind]:
    """For each time of a sentence the kind of its event: the last named before it in its clause, else the next behind.

    Where neither is known it is "something else".
    """
    found: list[Kind] = []
    at = 0
    for n, one in enumerate(times):
        head = text[max(at, one.start - _BEFORE) : one.start]
        cut = [m.end() for m in _BREAK.finditer(head)]
        head = head[cut[-1] if cut else 0 :]
        limit = times[n + 1].start if n + 1 < len(times) else len(text)
        found.append(
            _last(head) or _next(text[one.end : min(limit, one.end + _BEHIND)]) or Kind("something else", head)
        )
        at = one.end
    return found


def _last(head: str) -> Kind | None:
    named = [(m.end(), m.end() - m.start(), name) for name, p in _KINDS.items() for m in p.finditer(head)]
    best = max([one for one in named if one[2] == "comparison"] or named, default=None)
    if best is None:
        return None
    end, size, name = best
    return Kind(name, head[: end - size], head[end:])


def _next(tail: str) -> Kind | None:
    tail = tail.lstrip(" :,(–—-")
    stop = _NEXT.search(tail)
    clause = tail[: stop.start()] if stop else tail
    best = min(
        ((m.start(), m.start() - m.end(), name) for name, p in _KINDS.items() for m in p.finditer(clause)),
        default=None,
    )
    return None if best is None else Kind(best[2], clause[: best[0]], clause[best[0] - best[1] :])
