"""Doses in running text: each quantity with the drug it belongs to, and the routes its words allow.

A mass belongs to the drug named right behind it ("25 g of thiosulfate"), else to the nearest drug-like name before
it, else to the one drug of the sentence, else to the drug the sentences before speak of. A name that is not on any
list but stands where a drug would stand owns the mass too, so that nothing is said of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from resorb.reading.doses.drug_names import Abbreviations, DrugName, drug_names
from resorb.reading.doses.frequencies import how_often
from resorb.reading.doses.mention_words import (
    ANIMAL,
    BEFORE_NAME,
    CAPITALS,
    CHILD,
    FOR_NAME,
    GENERIC,
    IN_A_LIST,
    INTO_A_VEIN,
    MODIFIERS,
    NO_NAMES,
    OF_WHAT,
    ROUTES,
    WORD_BEFORE,
)
from resorb.reading.doses.quantities import Quantity, quantities
from resorb.values.schedules import NUMBER_WORDS


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity of a sentence and whose it is.

    ``drug`` is the key of a listed drug, or None when it belongs to another or cannot be told. ``is_carried`` when the
    sentence itself names no drug. ``routes`` are those its words allow, the nearest first; empty when none is said.
    """

    quantity: Quantity
    drug: str | None
    is_carried: bool = False
    routes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before leave behind: the drug and routes spoken of, whether children are treated."""

    drug: str | None = None
    routes: tuple[str, ...] = ()
    short: Abbreviations = field(default_factory=Abbreviations)


@dataclass(frozen=True, slots=True)
class DoseText:
    """One sentence read for doses: its names of drugs, its quantities with their drugs, and the context it leaves."""

    text: str
    names: tuple[DrugName, ...]
    mentions: tuple[Mention, ...]
    routes: tuple[tuple[str, int, int], ...]
    after: Context
    of_children: bool
    of_animals: bool


def read_doses(text: str, before: Context) -> DoseText:
    """Read one sentence (or one row of a table) for doses."""
    known = drug_names(text, before.short)
    names = tuple(sorted((*known, *_unlisted(text, known)), key=lambda n: n.start))
    routes = tuple(sorted(_routes(text), key=lambda r: r[1]))
    found: list[Mention] = []
    for quantity, drug, carried in _owned(text, names, before):
        said = _routes_of(text, quantity, routes) if drug is not None else ()
        if drug is not None and not said and (carried or before.drug == drug):
            said = before.routes
        found.append(Mention(quantity, drug, carried, said))
    return DoseText(
        text,
        names,
        tuple(found),
        routes,
        _after(names, routes, before),
        bool(CHILD.search(text)),
        bool(ANIMAL.search(text)),
    )


def _after(names: Sequence[DrugName], routes: Sequence[tuple[str, int, int]], before: Context) -> Context:
    strong = {n.key for n in names if not n.is_weak}
    if not strong:
        return replace(before, routes=_distinct(routes) or before.routes) if before.drug else before
    if len(strong) > 1 or None in strong:
        return replace(before, drug=None, routes=())
    drug = next(iter(strong))
    kept = before.routes if before.drug == drug else ()
    return replace(before, drug=drug, routes=_distinct(routes) or kept)


def _distinct(routes: Sequence[tuple[str, int, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r for r, _, _ in routes))


def _owned(text: str, names: Sequence[DrugName], before: Context) -> Iterator[tuple[Quantity, str | None, bool]]:
    """Each quantity with its drug; of several joined ones the name behind the last is that of all."""
    every = list(quantities(text))
    ahead: list[DrugName | None] = [_ahead(text, quantity, names) for quantity in every]
    for at in range(len(every) - 2, -1, -1):
        joined = IN_A_LIST.fullmatch(text, every[at].end, every[at + 1].start)
        if ahead[at] is None and joined and every[at].kind == every[at + 1].kind:
            ahead[at] = ahead[at + 1]
    in_order = "respectively" in text and len({n.key for n in names if not n.is_weak}) > 1
    for quantity, name in zip(every, ahead, strict=True):
        if name is not None:
            yield quantity, name.key, False
        elif in_order:
            yield quantity, None, False
        else:
            yield quantity, *_behind(text, quantity, names, before)


def _ahead(text: str, quantity: Quantity, names: Sequence[DrugName]) -> DrugName | None:
    """The drug named right behind a quantity: "25 g of thiosulfate", "30 mg for cinacalcet"."""
    end = quantity.end
    at = bisect_left(names, end, key=lambda name: name.start)
    for name in names[at : at + 3]:
        if name.start - end > 60:
            return None
        rest = min(max(quantity.whole_end, end), name.start)
        inside = quantity.whole_end > name.start
        ends = name.end == len(text) or text[name.end] in " ,.;:)"
        if BEFORE_NAME.fullmatch(text, end, name.start) or (ends and FOR_NAME.fullmatch(text, end, name.start)):
            return name
        if not name.is_weak and quantity.whole_end > end and (inside or BEFORE_NAME.fullmatch(text, rest, name.start)):
            return name
    return None


def _behind(text: str, quantity: Quantity, names: Sequence[DrugName], before: Context) -> tuple[str | None, bool]:
    """The drug of a quantity without a name behind it, and whether it was carried over from the sentences before."""
    start, end = quantity.start, quantity.end
    of = OF_WHAT.match(text, end) if quantity.kind not in ("minutes", "span") else None
    if of and of["word"].lower() not in GENERIC:
        return None, False
    preceding = [n for n in names if n.end <= start]
    if _is_other_name(text, start, preceding):
        return None, False
    for name in reversed(preceding):
        apart = quantity.kind in ("minutes", "span") or start - name.end > 25
        if name.is_weak and (apart or re.search(r"[,;()]", text[name.end : start])):
            continue
        return name.key, False
    strong = {n.key for n in names if not n.is_weak}
    if strong:
        only = strong.pop()
        return (None if strong else only), False
    return before.drug, before.drug is not None


def _unlisted(text: str, known: Sequence[DrugName]) -> Iterator[DrugName]:
    """Words on no list that stand where a drug stands, with a dose and how often it is taken behind them."""
    often = {one.start for one in how_often(text)}
    for q in quantities(text) if often else ():
        word = WORD_BEFORE.search(text, max(0, q.start - 40), q.start)
        if q.kind != "mass" or word is None or not often & set(range(q.end, q.end + _RIGHT_BEHIND)):
            continue
        beside = any(0 <= word.start("word") - n.end <= 1 for n in known)  # "thiosulfate monotherapy 25 g weekly"
        if not beside and _is_other_name(text, q.start, known) and word["word"].lower() not in GENERIC:
            yield DrugName(*word.span("word"), None, word["word"])


_RIGHT_BEHIND = 12


def _is_other_name(text: str, start: int, preceding: Sequence[DrugName]) -> bool:
    """Whether the word right before a quantity is an unknown noun that stands where a drug's name would."""
    match = WORD_BEFORE.search(text, max(0, start - 40), start)
    if match is None:
        return False
    word = match["word"]
    at = match.start("word")
    if any(n.start <= at < n.end for n in preceding):
        return False
    low = word.lower()
    if low in NO_NAMES or low in NUMBER_WORDS or any(low.endswith(m) for m in MODIFIERS):
        return False
    if any(r.search(word) for _, r in ROUTES) or INTO_A_VEIN.search(word):
        return False
    return not all(part in NO_NAMES for part in low.split("-"))


def _routes(text: str) -> Iterator[tuple[str, int, int]]:
    for key, pattern in ROUTES:
        for match in pattern.finditer(text):
            if len(match[0]) <= 3 and match[0] not in CAPITALS:
                continue
            yield key, match.start(), match.end()
    for match in INTO_A_VEIN.finditer(text):
        yield "intravenous", match.start(), match.end()


def _routes_of(text: str, quantity: Quantity, routes: Sequence[tuple[str, int, int]]) -> tuple[str, ...]:
    """The nearest route, and any other that is nearly as near: within the same clause, or within 40 characters."""
    if not routes:
        return ()
    at = bisect_left(routes, quantity.start, key=lambda route: route[1])
    routes = routes[max(0, at - 4) : at + 4]

    def distance(route: tuple[str, int, int]) -> int:
        _, start, end = route
        gap = (
            (quantity.start - end, end, quantity.start)
            if end <= quantity.start
            else (start - quantity.end, quantity.end, start)
        )
        between = text[gap[1] : gap[2]]
        return max(0, gap[0]) + 40 * len(re.findall(r"[;:]|, (?:and|but|then|while|whereas)\b", between[:400]))

    near = sorted(((distance(r), r[0]) for r in routes), key=lambda pair: pair[0])
    best = near[0][0]
    return tuple(dict.fromkeys(key for far, key in near if far <= best + 15))
