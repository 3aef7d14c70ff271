"""What resorb says about facts, claims and input: verdicts, findings, faults and the places they point to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Answer of a check, named for what must hold.

    ``assumes`` means: it holds only under the stated assumption. ``unjudged`` means: the facts on file
    cannot decide; the message says what would.
    """

    HOLDS = "holds"
    ASSUMES = "assumes"
    FAILS = "fails"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a source file. Lines and columns count from 1, ends are exclusive.

    ``path`` names the fact inside the file, for example ``patients.P2.courses.c1.amount``.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class FactRef:
    """The address of one fact of a study: table, row and (optionally) column.

    Written as ``hftc-topical-2016/courses/P1.c1/dispensed``; every number of a report opens to such facts.
    """

    study: str
    table: str
    row: str
    column: str = ""

    def __str__(self) -> str:
        parts = [self.study, self.table, self.row]
        return "/".join([*parts, self.column] if self.column else parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one claim or fact.

    ``about`` is the fact judged, ``trace`` the facts the computed value came from, ``arithmetic`` the
    calculation written out for a reader.
    """

    check: str
    verdict: Verdict
    message: str
    about: FactRef
    place: Place | None = None
    printed: str | None = None
    computed: str | None = None
    arithmetic: str | None = None
    suggestion: str | None = None
    assumption: str | None = None
    trace: tuple[FactRef, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with an input file: where, which field, the rule it breaks and the remedy."""

    place: Place
    field: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.field}: {self.rule}; {self.remedy}"


class BadInput(Exception):  # noqa: N818 - the glossary's word; it is caught at the border, not shown as a traceback
    """Raised once per input with every fault found in it; the command line turns it into exit status 2."""

    def __init__(self, faults: list[Fault] | tuple[Fault, ...]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(f) for f in self.faults))


class Refused(ValueError):  # noqa: N818
    """A piece of text that a closed grammar does not accept: ``rule`` says why, ``remedy`` what to write instead."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(f"{rule}; {remedy}")
        self.rule = rule
        self.remedy = remedy
