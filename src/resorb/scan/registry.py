"""The rules of scan.

A rule is a function over a document; a new one is a new file in ``rules`` and nothing else::

@rule("percent", kind="percent", doc="A percentage follows from its count and its whole.", source="exact fractions")
def percents(text: Scanned) -> Iterator[Mark]: ...
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType

from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned

KINDS = (
    "dose", "dose-arithmetic", "percent", "count", "statistic", "inference", "lab", "variant", "time", "consistency",
    "table",
)  # fmt: skip
"""Classes of slips, as the table of accuracy in the documentation counts them."""
_NAME = lazy(r"[a-z0-9]+(-[a-z0-9]+)*")
RuleFunction = Callable[[Scanned], Iterable[Mark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. ``checks`` are the names its findings bear, ``kind`` the class of slip it looks for."""

    checks: tuple[str, ...]
    kind: str
    run: RuleFunction
    doc: str
    source: str


_RULES: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_RULES)
"""Registered rules by the name of their first check; complete after :func:`load`."""


def rule(*checks: str, kind: str, doc: str, source: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule under the names of the checks its findings bear; each says what must hold."""

    def register(run: RuleFunction) -> RuleFunction:
        for name in checks:
            if not _NAME.fullmatch(name) or any(name in known.checks for known in _RULES.values()):
                raise ValueError(f"{name!r} is taken, or not lower-case words joined by hyphens")
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
        _RULES[checks[0]] = Rule(checks, kind, run, doc, source)
        return run

    return register


@cache
def load() -> None:
    """Import every module of ``rules``, in order of name."""
    import resorb.scan.rules as room

    for module in sorted(m.name for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")):
        import_module(module)
