"""Names of drugs in running text: those that are judged, with their abbreviations, and those only known by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from resorb.codes.knowledge import Knowledge, knowledge
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy

WEAK = ("salts and diluents", "excipients", "diet and tests", "local treatments")
"""Classes of other_drugs.yaml that are no treatment of the disease by themselves."""
_WORD = lazy(r"[A-Za-zµ][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_DEFINED = lazy(
    r"(?P<before>[^().;:]{3,60}?)\s?[(\[](?:henceforth |hereafter )?"
    r"[\"'“]?(?P<short>[A-Z][A-Za-z0-9-]{1,7})[\"'”]?[)\]]"
)
_IN_BRACKETS = lazy(_DEFINED.pattern.partition(r"\s?")[2])
_COMPOUND = lazy(
    r"\b(?:gold|silver|ammonium|calcium|magnesium|potassium|barium)\s+(?:sodium\s+)?thiosul(?:f|ph)ates?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DrugName:
    """A name and its place; ``key`` is that of a listed drug, None for a drug that is not judged.

    ``is_weak`` for what is no treatment by itself (a diluent, an excipient, a laboratory test): it owns only the mass
    printed right beside it.
    """

    start: int
    end: int
    key: str | None
    text: str
    is_weak: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Abbreviations:
    """What the short names of one document mean: ``meant`` maps them to drugs, ``taken`` mean something else there."""

    meant: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


def abbreviations(texts: Iterator[str]) -> Abbreviations:
    """Short names defined in a document: "sodium thiosulfate (NaTS)", "tuberculin skin test (TST)"."""
    meant: dict[str, str] = {}
    taken: set[str] = set()
    listed = {name for name, _ in _short_names(knowledge())}
    for text in texts:
        if _IN_BRACKETS.search(text) is None:
            continue
        for match in _DEFINED.finditer(text):
            short = match["short"]
            if short in meant or short in taken or short.isdigit():
                continue
            named = [n for n in drug_names(match["before"]) if n.key is not None]
            if named and named[-1].end >= len(match["before"].rstrip()) - 1 and named[-1].text != short:
                if short not in _NOT_SHORT:
                    meant[short] = named[-1].key or ""
            elif short in listed and not named and _spells(match["before"], short):
                taken.add(short)
    return Abbreviations(meant, frozenset(taken))


_NOT_SHORT = frozenset(["IV", "IL", "IP", "PO", "SC", "ID", "IM", "HD", "PD", "US", "USP", "FDA"])


def _spells(before: str, short: str) -> bool:
    words = re.findall(r"[A-Za-z]+", before)[-2 * len(short) :]
    letters = [c for c in short.lower() if c.isalpha()]
    initials = [w[0].lower() for w in words]
    at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            at += 1
    return at >= len(letters)


_NONE = Abbreviations()


def drug_names(text: str, short: Abbreviations | None = None) -> tuple[DrugName, ...]:
    """Every drug that ``text`` names, in order, none inside another."""
    return _named(text, short or _NONE, knowledge())


@kept
def _named(text: str, short: Abbreviations, known: Knowledge) -> tuple[DrugName, ...]:
    found: list[DrugName] = []
    spans: list[tuple[int, int]] = []
    for match in _COMPOUND.finditer(text):
        found.append(DrugName(match.start(), match.end(), None, match[0]))
        spans.append(match.span())
    pattern, keys = _listed(known)
    for match in pattern.finditer(text):
        name = match[0]
        if name in short.taken or _inside(match.start(), spans):
            continue
        key = keys.get(name) or keys.get(" ".join(name.lower().split()))
        if key is not None:
            found.append(DrugName(match.start(), match.end(), key, name))
            spans.append(match.span())
    spans.sort()
    at = 0
    for match in _WORD.finditer(text):
        while at < len(spans) and spans[at][1] <= match.start():
            at += 1
        if at < len(spans) and spans[at][0] <= match.start():
            continue
        if (key := short.meant.get(match[0])) is not None:
            found.append(DrugName(match.start(), match.end(), key, match[0]))
        elif _is_other_drug(known, match[0].lower()):
            weak = match[0].lower() in _weak(known)
            found.append(DrugName(match.start(), match.end(), None, match[0], weak))
    return tuple(sorted(found, key=lambda n: n.start))


def is_other_drug(word: str) -> bool:
    """Whether a word names a drug that is not judged, or is built like the name of one."""
    return _is_other_drug(knowledge(), word.lower())


@lru_cache(maxsize=4096)
def _is_other_drug(known: Knowledge, low: str) -> bool:
    words, endings, beginnings = _others(known)
    if low in words:
        return True
    return len(low) > 6 and (low.endswith(endings) or low.startswith(beginnings))


def _inside(start: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= start < b for a, b in spans)


@cache
def _listed(known: Knowledge) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all names of the listed drugs, and what each means: short ones as printed, others in lower case."""
    keys: dict[str, str] = {}
    patterns: list[str] = []
    named = [(name, entry.key) for entry in known.drugs.values() for name in {*entry.names}]
    for name, key in sorted(named, key=lambda pair: (-len(pair[0]), pair[0])):
        if len(name) <= 3:
            keys[name] = key
            patterns.append(re.escape(name))
        else:
            keys[name.lower()] = key
            patterns.append("(?i:" + re.escape(name).replace(r"\ ", r"[\s\u00a0-]+") + ")")
    return lazy(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w])"), keys


@cache
def _short_names(known: Knowledge) -> tuple[tuple[str, str], ...]:
    return tuple((n, e.key) for e in known.drugs.values() for n in e.names if len(n) <= 4)


@cache
def _weak(known: Knowledge) -> frozenset[str]:
    classes = known.other_drugs
    return frozenset(n for key in WEAK if key in classes for n in classes[key].synonyms)


@cache
def _others(known: Knowledge) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    classes = known.other_drugs.values()
    words = {w.lower() for c in classes for name in c.synonyms for w in name.split() if len(w) > 2}
    endings = tuple(e for c in classes for e in c.endings)
    return frozenset(words), endings, tuple(b for c in classes for b in c.beginnings)
