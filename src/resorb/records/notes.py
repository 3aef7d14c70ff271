"""Statements of one note: outcome of the lesion, mentions, phrases asked for, harms, doses; each with its characters.

Literal words first (most notes hold none and are read no further), then patterns, then the sentence around a hit, and
what that sentence asserts of it (:mod:`resorb.reading.notes.assertion`). A statement is a proposal: whether it is a
fact is for the protocol to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from resorb.reading.lazy import lazy
from resorb.reading.notes.assertion import Assertion, Sentence
from resorb.records.note_parts import note_sentences
from resorb.records.outcome_words import (
    ELSEWHERE,
    IN_OR_OF,
    LESION,
    NOT_SKIN,
    OF_TREATMENT,
    PHRASES,
    RIVAL,
    outcome_phrases,
)
from resorb.records.protocol import NoteWords, Protocol
from resorb.records.statements import DOSE, EVENT, MENTION, OUTCOME, TERM, Statement
from resorb.values.numbers import as_text

_PRONOUN = lazy(r"\W*(?:it|they|these|this|those|both|all|some|most|now|overall)\b", re.IGNORECASE)
_USE = lazy(r"\b(?:ointment|cream|gel|appl(?:y|ies|ied)|infus\w+|inject\w+)\b", re.IGNORECASE)
_DOSED = lazy(
    r"\d|\b(?:times|per|a\s+day|daily|nightly|weekly|once|twice|thrice|every|bid|tid|b\.i\.d|t\.i\.d)\b", re.IGNORECASE
)
_JOINED = lazy(r"\s+|\s*(?:\w+\s+)?(?:,|and|or|&)\s+(?:\w+\s+){0,3}", re.IGNORECASE)
_GAP = r"(?:[^\s.;]+\s+){0,6}?"
_NEVER = r"[^\s\S]"
_LONGEST_DOSE = 1000
_KEPT = 16_384
_KEPT_WHOLE = 2_048
"""So many sentences are kept with all that was read in them, which takes some kilobytes each."""
_Told = tuple[str, str, str | None, bool, str]
"""Kind, value, site, whether it holds and why not."""
_DOSE_PARTS = ("amount_mg", "strength_percent", "volume_ml", "times_per_week", "days", "infusion_minutes")


@dataclass(frozen=True, slots=True)
class _Noun:
    """A word that something may be said of: ``target``, ``lesion``, ``drug`` or ``rival``."""

    kind: str
    start: int
    stop: int


class _Context(NamedTuple):
    """What the sentence before spoke of."""

    target: bool = False
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One outcome phrase of a sentence."""

    finding: str
    gives_way: bool
    start: int
    stop: int
    sites: tuple[str, ...]
    said: Assertion


@dataclass(frozen=True, slots=True)
class _Read:
    """One sentence by itself, whatever was spoken of before it: nouns, sites, phrases of outcome, and what it tells."""

    text: str
    sentence: Sentence
    nouns: list[_Noun]
    sites: list[tuple[int, int, str]]
    phrases: list[tuple[str | None, bool, int, int]]
    told: list[_Told]

    def first(self, kind: str) -> _Noun | None:
        return next((n for n in self.nouns if n.kind == kind), None)


class NoteReader:
    """Reads notes for one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        words: NoteWords = protocol.words
        self._terms = tuple((e.code, _any_of(e.terms)) for e in protocol.exclusions if e.terms)
        self._events = tuple((e.term, _any_of(e.names)) for e in protocol.events if e.names)
        self._asked = re.compile("|".join(p.pattern for _, p in (*self._terms, *self._events)) or _NEVER, re.IGNORECASE)
        self._own_findings = tuple((name, _any_of(texts)) for name, texts in words.findings.items())
        self._drug = _any_of(words.drug)
        drug, target = _alternatives(words.drug), _alternatives(words.target)
        self._nouns = re.compile(
            rf"(?<!\w)(?:(?P<drug>{drug})|(?P<target>{target})|(?P<lesion>{LESION})|(?P<rival>{RIVAL}))(?!\w)",
            re.IGNORECASE,
        )
        self._elsewhere_counts = any(ELSEWHERE.search(w.partition(" ")[0] + " ") for w in words.target)
        self._site = _any_of(tuple(sorted(words.sites, key=len, reverse=True)), "s?")
        self._site_names = {_plain(s): s for s in words.sites}
        terms = [t for e in protocol.exclusions for t in e.terms]
        names = [n for e in protocol.events for n in e.names]
        self._literals = _literals((*words.target, *words.drug, *terms, *names))
        # Notes are full of sentences that were written before, by habit or by copying the last note.
        self._told = lru_cache(maxsize=_KEPT)(self._sentence)
        self._look_at = lru_cache(maxsize=_KEPT)(self._first_look)
        self._read_alone = lru_cache(maxsize=_KEPT_WHOLE)(self._read_one)
        self.looks_for_anything = bool(words.target or words.drug or self._terms or self._events)

    def doses(self, text: str) -> Iterator[Statement]:
        """The doses of the drug that one note tells, by the shared reader. No step of a protocol asks for them."""
        if not self._may_tell(text):
            return
        for start, stop, heading in note_sentences(text):
            said = text[start:stop]
            if not _DOSED.search(said):
                continue
            nouns, _ = self._look_at(said)
            hit = next((n for n in nouns if n.kind == "drug"), None)
            use = _USE.search(said)
            if parts := _dose_parts(said) if hit or use else "":
                sentence = Sentence(said, ((n.start, n.stop) for n in nouns if n.kind == "drug"))
                asserted = sentence.about(*((hit.start, hit.stop) if hit else use.span() if use else (0, 0)))
                why = "; ".join(w for w in (heading, asserted.why) if w)
                yield Statement(start, stop, DOSE, parts, None, not heading and asserted.holds, why)

    def _may_tell(self, text: str) -> bool:
        low = text.lower()
        return any(word in low for word in self._literals)

    def read(self, text: str) -> Iterator[Statement]:
        """The statements of one note, in order."""
        if not self._may_tell(text):
            return
        before = _Context()
        for start, stop, heading in note_sentences(text):
            said = text[start:stop]
            told, before = self._told(said, before)
            for kind, value, site, holds, why in told:
                because = f"{heading}; {why}" if heading and why else heading or why
                yield Statement(start, stop, kind, value, site, holds and not heading, because)

    def _sentence(self, text: str, before: _Context) -> tuple[tuple[_Told, ...], _Context]:
        """What a sentence says after what was spoken of before it, and what it leaves spoken of."""
        _, matters = self._look_at(text)
        if not (matters or (before.target and _PRONOUN.match(text))):
            return (), before._replace(target=False)
        read = self._read_alone(text)
        told = list(read.told)
        for outcome in self._outcomes(read, before):
            told += [_told(OUTCOME, outcome.finding, outcome.said, site) for site in outcome.sites or (None,)]
        if read.first("target"):
            return tuple(told), _Context(True, tuple(s for _, _, s in read.sites))
        return tuple(told), before if _PRONOUN.match(text) else before._replace(target=False)

    def _read_one(self, text: str) -> _Read:
        """What a sentence holds by itself."""
        nouns, _ = self._look_at(text)
        sentence = Sentence(text, ((n.start, n.stop) for n in nouns if n.kind == "drug"))
        sites = [(*m.span(), self._site_names[_plain(m[0])]) for m in self._site.finditer(text)]
        told: list[_Told] = []
        for kind, patterns in ((TERM, self._terms), (EVENT, self._events)):
            for value, pattern in patterns:
                if match := pattern.search(text):
                    told.append(_told(kind, value, sentence.about(*match.span(), is_effect=kind == EVENT)))
        for kind in ("drug", "target"):
            said = [sentence.about(n.start, n.stop) for n in nouns if n.kind == kind]
            if said:  # of the first mention that holds, else of the first
                told.append(_told(MENTION, kind, next((s for s in said if s.holds), said[0])))
        return _Read(text, sentence, nouns, sites, list(self._phrases(text)), told)

    def _first_look(self, text: str) -> tuple[list[_Noun], bool]:
        """The nouns, and whether a sentence can hold anything that is asked for: most of a note that is read do not."""
        found = []
        for match in self._nouns.finditer(text):
            kind = match.lastgroup or ""
            if (
                kind == "target"
                and not self._elsewhere_counts
                and (ELSEWHERE.search(text, 0, match.start()) or NOT_SKIN.match(text, match.end()))
            ):
                kind = "elsewhere"
            found.append(_Noun(kind, *match.span()))
        named = any(n.kind != "rival" for n in found)
        return found, named or bool(self._asked.search(text) or _USE.search(text))

    def _outcomes(self, read: _Read, before: _Context) -> list[_Outcome]:
        """The outcomes said of the target, one for each place; what does not hold stays, for whoever asks why."""
        found: list[_Outcome] = []
        if not (before.target or any(n.kind in ("target", "lesion", "drug") for n in read.nouns)):
            return []
        phrases = read.phrases
        for number, (finding, gives_way, start, stop) in enumerate(phrases):
            if finding is None or not self._is_of_target(
                read, start, stop, phrases[number - 1][3] if number else 0, before
            ):
                continue
            since = phrases[number - 1][3] if number else 0
            until = phrases[number + 1][2] if number + 1 < len(phrases) else len(read.text)
            sites = self._sites_of(read, start, stop, (since, until), before)
            if not sites and found:
                sites = found[-1].sites
            said = read.sentence.about(start, stop, is_effect=True, until=until)
            found.append(_Outcome(finding, gives_way, start, stop, sites, said))
        return _decided(found)

    def _phrases(self, text: str) -> Iterator[tuple[str | None, bool, int, int]]:
        taken: list[tuple[int, int]] = []
        own = []
        for name, pattern in self._own_findings:
            for match in pattern.finditer(text):
                taken.append(match.span())
                own.append((name, False, *match.span()))
        built_in = [
            (*PHRASES[int((m.lastgroup or "f0")[1:])][:2], *m.span())
            for m in outcome_phrases(text)
            if not any(a < m.end() and m.start() < b for a, b in taken)
        ]
        yield from sorted([*own, *built_in], key=lambda p: p[2])

    def _is_of_target(self, read: _Read, start: int, stop: int, since: int, before: _Context) -> bool:
        """Whether an outcome is one of the target: by the noun it is said of."""
        head = self._head(read, start, stop, since)
        if head is None:
            if before.target and _PRONOUN.match(read.text):
                return True
            return read.first("drug") is not None and OF_TREATMENT.match(read.text, start) is not None
        if head.kind == "lesion":
            return before.target or bool(read.first("target") or read.first("drug"))
        return head.kind == "target"

    def _head(self, read: _Read, start: int, stop: int, since: int) -> _Noun | None:
        a, b = read.sentence.clause(start)
        nouns = [n for n in read.nouns if n.kind != "drug" and not (n.start < stop and start < n.stop)]
        inside = [n for n in read.nouns if n.kind in ("target", "lesion") and start <= n.start and n.stop <= stop]
        if inside:
            return inside[0]
        ahead = [n for n in nouns if a <= n.stop <= start]
        behind = [n for n in nouns if stop <= n.start < max(b, stop)]
        if behind and (IN_OR_OF.match(read.text, stop) or not ahead):
            head = behind[0]
            if not IN_OR_OF.match(read.text, stop) and head.kind == "rival":
                return None
            return head
        if ahead:
            return self._coordinated(read.text, [n for n in ahead if n.start >= since] or ahead)
        earlier = [n for n in nouns if n.stop <= a]
        return self._coordinated(read.text, earlier) if earlier else None

    def _coordinated(self, text: str, nouns: list[_Noun]) -> _Noun:
        """The first noun; of "Raynaud symptoms and calcinosis" the target."""
        head = nouns[0]
        for noun in nouns[1:]:
            if head.kind == "target" or not _JOINED.fullmatch(text, head.stop, noun.start):
                break
            head = noun
        return head

    def _sites_of(
        self, read: _Read, start: int, stop: int, window: tuple[int, int], before: _Context
    ) -> tuple[str, ...]:
        since, until = read.sentence.clause(start)
        ahead = tuple(s for a, b, s in read.sites if max(window[0], since) <= a and b <= start)
        behind = tuple(s for a, b, s in read.sites if stop <= a and b <= min(window[1], max(until, stop)))
        chosen = behind or ahead if IN_OR_OF.match(read.text, stop) else ahead or behind
        chosen = chosen or tuple(s for a, b, s in read.sites if window[0] <= a and b <= start)
        if not chosen and not read.sites and not read.first("target"):
            chosen = before.sites
        return tuple(dict.fromkeys(chosen))


def _told(kind: str, value: str, said: Assertion, site: str | None = None) -> _Told:
    return kind, value, site, said.holds, said.why


def _dose_parts(text: str) -> str:
    """What the shared reader reads of a dose, part by part; empty where it reads nothing."""
    if len(text) > _LONGEST_DOSE:
        return ""
    from resorb.reading.doses.dose import read_dose  # takes long to import, and only `--why` asks for doses

    reading = read_dose(text)
    parts = []
    for name in _DOSE_PARTS:
        value = getattr(reading, name)
        if value.low is not None and value.high is not None:
            ends = as_text(value.low) + ("" if value.low == value.high else f"-{as_text(value.high)}")
            parts.append(f"{name} {ends}")
    return ", ".join(parts)


def _decided(found: list[_Outcome]) -> list[_Outcome]:
    """Of several outcomes for one place: back after it had gone, else the last that is said plainly."""
    kept = [o for o in found if not o.said.holds]
    holding = [o for o in found if o.said.holds]
    for sites in dict.fromkeys(o.sites for o in holding):
        mine = [o for o in holding if o.sites == sites]
        plain = [o for o in mine if not o.gives_way] or mine
        back = [o for o in plain if o.finding == "recurred"]
        kept.append((back or plain)[-1])
    return sorted(kept, key=lambda o: o.start)


def _literals(names: tuple[str, ...]) -> tuple[str, ...]:
    """Short words one of which a note must hold: the longest word of each name, none that holds another."""
    longest = {max(n.lower().split(), key=len) for n in names if n.split()}
    return tuple(sorted(w for w in longest if not any(o != w and o in w for o in longest)))


def _plain(site: str) -> str:
    """A site for comparison: lower case, single blanks, no plural."""
    return " ".join(site.lower().split()).removesuffix("s")


def _alternatives(words: tuple[str, ...]) -> str:
    patterns = (r"\s+".join(re.escape(w) for w in name.split()).replace(r"\.\.\.\s+", _GAP) for name in words)
    return "|".join(patterns) or _NEVER


def _any_of(words: tuple[str, ...], ending: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)}){ending}(?!\w)", re.IGNORECASE)
