"""The two registers of this room: checks of facts, and judges of claims.

A module of this room registers what it holds by decorating a function; :func:`load` imports every module below
``resorb.checks``, so a new check is a new file and nothing else::

    @check("course-ends-after-it-starts", doc="A course stops no earlier than it starts.", source="calendar arithmetic")
    def course_ends(study: Study) -> Iterator[Finding]: ...

    @judges("daily dose", doc="Drug per day follows from supply and span.", source="exact arithmetic")
    def daily_dose(study: Study, claim: Claim) -> Judgement: ...
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType

from resorb.tables.schema import Claim
from resorb.tables.study import Study
from resorb.values.findings import FactRef, Finding, Verdict

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says of one claim: the parts of a finding that do not follow from the claim itself."""

    verdict: Verdict
    message: str
    computed: str | None = None
    arithmetic: str | None = None
    assumption: str | None = None
    suggestion: str | None = None
    trace: tuple[FactRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. ``doc`` says in one line what must hold, ``source`` where the method comes from."""

    name: str
    run: Callable[[Study], Iterable[Finding]]
    doc: str
    source: str


@dataclass(frozen=True, slots=True)
class Judge:
    """A registered judge of one kind of claim; ``name`` is the kind as findings name it (``daily-dose``)."""

    kind: str
    run: Callable[[Study, Claim], Judgement]
    doc: str
    source: str

    @property
    def name(self) -> str:
        """The name its findings bear."""
        return "-".join(self.kind.split())


_CHECKS: dict[str, Check] = {}
_JUDGES: dict[str, Judge] = {}
CHECKS: Mapping[str, Check] = MappingProxyType(_CHECKS)
"""Registered checks by name; complete after :func:`load`."""
JUDGES: Mapping[str, Judge] = MappingProxyType(_JUDGES)
"""Registered judges by kind of claim; complete after :func:`load`."""

CheckFunction = Callable[[Study], Iterable[Finding]]
JudgeFunction = Callable[[Study, Claim], Judgement]


def check(name: str, *, doc: str, source: str) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check of facts under a name that says what must hold, such as ``percent-follows-count``.

    The function gets a study (or several as one) and yields findings that bear this name; places are filled in later
    from what each finding is about.
    """

    def register(run: CheckFunction) -> CheckFunction:
        if not _NAME.fullmatch(name) or name in _CHECKS:
            raise ValueError(f"{name!r} is taken, or not lower-case words joined by hyphens")
        _CHECKS[name] = Check(name, run, doc, source)
        return run

    return register


def judges(kind: str, *, doc: str, source: str) -> Callable[[JudgeFunction], JudgeFunction]:
    """Register the judge of one kind of claim (a key of ``claim_kinds.yaml``)."""

    def register(run: JudgeFunction) -> JudgeFunction:
        if kind in _JUDGES:
            raise ValueError(f"claims of the kind {kind!r} have a judge already")
        _JUDGES[kind] = Judge(kind, run, doc, source)
        return run

    return register


@cache
def load() -> None:
    """Import every module of this room, in order of name, so that both registers are complete."""
    import resorb.checks as room

    for module in sorted(m.name for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")):
        import_module(module)
