"""Names of diagnoses in running text: those of :mod:`resorb.codes`, where they are not denied.

Names of two letters mean too many other things and are passed over; abbreviations count only in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from resorb.codes import conditions
from resorb.codes.entries import fold
from resorb.reading.lazy import lazy

_DENIED = lazy(
    r"\b(?:no|not|without|denied|denies|neither|nor|never|absence of|lack(?:ed|ing)? (?:of )?|negative for|"
    r"rul\w+ out|exclud\w+|unlikely|suspect\w*|possible|family history of|risk of|mother|father|sister|brother)\b"
    r"[^.;:]{0,40}$",
    re.IGNORECASE,
)
_DENIED_BEHIND = lazy(r"\s*(?:was|were|is|had been|has been)?\s*(?:ruled out|excluded|absent|unlikely)\b", re.I)
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class ConditionName:
    """A name of a listed condition and its place."""

    condition: str
    start: int
    end: int


def condition_names(text: str) -> Iterator[ConditionName]:
    """Every listed condition that ``text`` (a sentence) says is there, in order; the longest name at each place."""
    pattern, keys = _compiled(tuple((name, entry.key) for entry in conditions().values() for name in entry.names))
    for match in pattern.finditer(text):
        if _DENIED.search(text[max(0, match.start() - 60) : match.start()]) or _DENIED_BEHIND.match(text, match.end()):
            continue
        yield ConditionName(keys[fold(match[0])], match.start(), match.end())


@cache
def _compiled(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    keys = {fold(name): key for name, key in names if len(name) >= _SHORTEST}
    ordered = sorted({name for name, _ in names if len(name) >= _SHORTEST}, key=lambda n: (-len(n), n))
    forms = "|".join(_form(name) for name in ordered)
    return lazy(rf"(?<![\w-])(?:{forms})(?![\w-])"), keys


def _form(name: str) -> str:
    """An abbreviation as it is; words in any case, with any blank or hyphen between them."""
    loose = r"[\s-]".join(re.escape(part) for part in re.split(r"[\s-]", name))
    return loose if sum(letter.isupper() for letter in name) > 1 else f"(?i:{loose})"
