"""Whether what a sentence names is said to be so: present, denied, past, of a relative, supposed, of another drug.

Deterministic rules on one sentence (:mod:`resorb.reading.notes.assertion_cues`): each cue that stands in it has a reach
in characters, and what lies in a reach is not asserted. Every cue that reaches a hit is told, so that a reader can
judge the judgement. A cue inside the hit itself does not count: the hit "not applied as prescribed" holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from resorb.codes.knowledge import Knowledge, knowledge
from resorb.reading.doses.drug_names import is_other_drug
from resorb.reading.lazy import lazy
from resorb.reading.notes.assertion_cues import (
    ARTICLES,
    ASCRIBING,
    BACK,
    BOTH,
    CLAUSE,
    CONTRASTS,
    CUES,
    DETERMINERS,
    FAMILY,
    FINITE,
    HISTORICAL,
    HYPOTHETICAL,
    NEGATED,
    NONE,
    ONWARD,
    OTHER_DRUG,
    PREPOSITIONS,
    PRESENT,
    SENTENCE,
    SUBJECTS,
    TRANSPARENT,
    WHOLE,
)

CLASSES = (PRESENT, NEGATED, HISTORICAL, FAMILY, HYPOTHETICAL, OTHER_DRUG)
_RANK = (FAMILY, HYPOTHETICAL, HISTORICAL, OTHER_DRUG, NEGATED)
"""Which class is named first where several cues reach a hit: what is not of this patient is nothing else besides."""

_WORD = lazy(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?|['’]ll\b|[;:,.]|\(-\)|\?(?=\s*\w)|--|[—–]")
_TREATS = lazy(
    r"excis\w+|surgery|surgical\w*|resect\w+|laser|lithotripsy|eswt|curettage|debridement|iontophoresis|radiotherapy",
    re.IGNORECASE,
)
_HELPS = lazy(
    r"(?:\s+(?:removal|therapy|treatment))?\s+(?:has\s+|have\s+|had\s+|also\s+|then\s+|clearly\s+|not\s+|did\s+|finally\s+)*(?:helped|led|left|caused|resolved|cleared"
    r"|reduced|shr[au]nk|improved|made|worked|stopped|dissolved|brought|was\s+(?:effective|followed|stopped\s+because))\b",
    re.IGNORECASE,
)
_COMPOUND = lazy(r"\b(?:gold|silver|ammonium)\s+(?:sodium\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that fired: its class, its words and their place, and the characters of the sentence that it reaches."""

    kind: str
    text: str
    start: int
    stop: int
    reach: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a sentence says of a hit; ``cues`` are all those that reach it, the deciding one first."""

    kind: str
    cues: tuple[Cue, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it is said of this patient, now, and of this drug."""
        return self.kind == PRESENT

    @property
    def why(self) -> str:
        """The cues in words: "negated: no; family: mother"; empty when the hit holds."""
        return "; ".join(f"{cue.kind}: {cue.text}" for cue in self.cues)


class _Word(NamedTuple):
    start: int
    end: int
    low: str


class Sentence:
    """One sentence with its cues, read once for all hits in it.

    Args:
        text: the sentence.
        own: spans of names of the drug that is studied; a clause that names it is not about another drug.
    """

    def __init__(self, text: str, own: Iterable[tuple[int, int]] = ()) -> None:
        self.text = text
        self.own = tuple(own)
        self.words = [_Word(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(text)]
        self._strong, self._weak = self._boundaries()
        self.cues = tuple(self._find())

    def about(self, start: int, stop: int, *, is_effect: bool = False, until: int | None = None) -> Assertion:
        """What is said of the hit at these characters.

        Args:
            start: first character of the hit.
            stop: end of the hit, exclusive.
            is_effect: whether the hit is an effect (an outcome, a harm), which may be that of another drug.
            until: for an effect, where the next effect of the sentence begins: drugs named from there on are its own.
        """
        reaching = [cue for cue in self.cues if self._reaches(cue, start, stop)]
        if is_effect:
            reaching += self._other_drugs(start, stop, until)
        elif compound := _COMPOUND.search(self.text, 0, start):
            reaching.append(Cue(OTHER_DRUG, compound[0].strip(), *compound.span(), (start, stop)))
        if not reaching:
            return Assertion(PRESENT)
        reaching.sort(key=lambda cue: (_RANK.index(cue.kind), cue.start))
        return Assertion(reaching[0].kind, tuple(reaching))

    def clause(self, at: int) -> tuple[int, int]:
        """Start and end of the clause around a character."""
        return _between(self._weak, at, len(self.text))

    def _boundaries(self) -> tuple[list[int], list[int]]:
        """Where contrasts and where clauses begin."""
        strong, weak = [0], [0]
        has_verb = False
        words = self.words
        for number, word in enumerate(words):
            low = word.low
            after = words[number + 1].low if number + 1 < len(words) else ""
            if low in (";", "--", "—") or (low in CONTRASTS and (number or low != "now")):
                if not (low in ("now", "today", "currently", "yet") and not _begins(words, number)):
                    strong.append(word.start)
                    weak.append(word.start)
                    has_verb = False
                continue
            if low == ":" and number < 4:
                weak.append(word.end)
            has_verb = has_verb or low in FINITE
            if _begins_clause(low, after, number) and (has_verb or after not in ARTICLES):
                weak.append(word.start)
        return strong, weak

    def _find(self) -> Iterable[Cue]:
        text, table = self.text, _by_first_word()
        taken = 0
        for number, word in enumerate(self.words):
            if word.start < taken or (word.low == "may" and number and text[word.start] == "M"):
                continue  # inside a cue already told; or the month
            for kind, reach, rest in table.get(word.low, ()):
                match = rest.match(text, word.end)
                if match is None:
                    continue
                end = match.end()
                taken = max(end, word.end)
                if kind != NONE:
                    yield Cue(kind, text[word.start : taken], word.start, taken, self._reach(reach, number, taken))
                break

    def _reach(self, reach: str, number: int, end: int) -> tuple[int, int]:
        at = self.words[number].start
        if reach == WHOLE:
            return 0, len(self.text)
        strong = _between(self._strong, at, len(self.text))
        if reach == SENTENCE:
            return strong
        if reach == CLAUSE:
            return _between(self._weak, at, len(self.text))[0], strong[1]
        if reach in (BACK, BOTH):
            # "Calcinosis: absent": what stands before the colon is what is meant.
            before = self.words[number - 1] if number else None
            since = before.start if before and before.low == ":" else at
            since = _between(self._weak, since, len(self.text))[0]
            if reach == BACK:
                return since, at
            return since, self._ahead(end, _between(self._weak, end - 1, len(self.text))[1])
        if reach == ONWARD:
            return end, self._end_of_supposition(number, end, strong[1])
        return end, self._ahead(end, _between(self._weak, max(at, end - 1), len(self.text))[1])

    def _end_of_supposition(self, number: int, end: int, stop: int) -> int:
        """A condition that opens the sentence ends at its comma when what follows is stated as a fact."""
        if number > 0 or self.words[0].low not in ("if", "unless", "should", "until"):
            return stop
        for place, word in enumerate(self.words):
            if word.low == "," and word.start > end:
                modal = {"may", "can", "could", "would", "might", "will", "should"}
                follow = {w.low for w in self.words[place:]}
                return stop if modal & follow else word.start
        return stop

    def _ahead(self, start: int, stop: int) -> int:
        """How far a denial reaches: to a preposition that begins something else, or to a clause with a verb."""
        words = [w for w in self.words if start <= w.start < stop]
        before = next((w.low for w in reversed(self.words) if w.end <= start), "")
        for place, word in enumerate(words):
            if word.low in PREPOSITIONS and not (before in TRANSPARENT and place < 6):
                return self._resumed(words, place, word.start, stop)
            if word.low in (",", "and"):
                rest = [w.low for w in words[place + 1 :]]
                joined = {"or", "nor"} & set(rest)
                if not joined and FINITE & set(rest[:5]):
                    return word.start
            before = word.low
        return stop

    def _resumed(self, words: list[_Word], place: int, at: int, stop: int) -> int:
        """A list of denied things goes on behind "of the elbow, or": the last is reached too, what lies between is not.

        What stands right behind the preposition is told apart by :meth:`_governed`.
        """
        rest = words[place + 1 : place + 6]
        if words[place].low in ("of", "in", "at", "over") and any(w.low in (",", "or", "nor") for w in rest):
            return stop
        return at

    def _reaches(self, cue: Cue, start: int, stop: int) -> bool:
        a, b = cue.reach
        if not (a <= start < b) or (cue.start < stop and start < cue.stop):
            return False
        if cue.kind == NEGATED or (cue.kind == HISTORICAL and b <= cue.start):
            return not self._governed(start, cue)
        return True

    def _governed(self, start: int, cue: Cue) -> bool:
        """Whether the hit hangs on a preposition that a denial does not pass: "on X none was seen"."""
        before = [w for w in self.words if w.end <= start]
        while before and before[-1].low in DETERMINERS:
            before.pop()
        if not before or before[-1].low not in PREPOSITIONS:
            return False
        if cue.start <= before[-1].start < cue.stop:
            return False
        return len(before) < 2 or before[-2].low not in TRANSPARENT

    def _other_drugs(self, start: int, stop: int, until: int | None) -> list[Cue]:
        """Other treatments to which the clause of an effect ascribes it, unless it names the drug that is studied."""
        a, b = self.clause(start)
        b = max(b if until is None else min(b, until), stop)
        if any(a <= own < b for own, _ in self.own):
            return []
        found = []
        for number, word in enumerate(self.words):
            if (
                not (a <= word.start < b)
                or start <= word.start < stop
                or not (_is_other(word.low) and not any(x <= word.start < y for x, y in self.own))
            ):
                continue
            before = [w.low for w in self.words[max(0, number - 4) : number]]
            behind = self.words[number + 1].low if number + 1 < len(self.words) else ""
            governed = bool(ASCRIBING & set(before)) and not {"off", "without", "stopped", "stopping"} & set(before)
            if (governed and behind != "for") or _HELPS.match(self.text, word.end):
                found.append(Cue(OTHER_DRUG, self.text[word.start : word.end], word.start, word.end, (a, b)))
        return found


def _begins_clause(low: str, after: str, number: int) -> bool:
    """Whether a word, with the one behind it, begins a clause without a contrast."""
    if low in ("and", "so"):
        return after in SUBJECTS
    if low == ",":
        return after in SUBJECTS or after in ("no", "not", "without", "which", "who", "with", "as")
    return (low == "because" and after != "of") or (
        low == "while" and number > 0 and after not in ("on", "taking", "using", "receiving")
    )


def _begins(words: list[_Word], number: int) -> bool:
    """Whether "now" or "today" begins a clause rather than closes one."""
    before = words[number - 1].low if number else ""
    after = words[number + 1].low if number + 1 < len(words) else ""
    return before in (",", "and", ";", "is", "are", "has") or after in SUBJECTS


def _between(boundaries: list[int], at: int, end: int) -> tuple[int, int]:
    start = 0
    for boundary in boundaries:
        if boundary > at:
            return start, boundary
        start = boundary
    return start, end


@cache
def _by_first_word() -> dict[str, tuple[tuple[str, str, re.Pattern[str]], ...]]:
    table: dict[str, list[tuple[str, str, re.Pattern[str]]]] = defaultdict(list)
    for kind, reach, first, rest in CUES:
        compiled = lazy(rest, re.IGNORECASE)
        for word in first.split():
            table[word].append((kind, reach, compiled))
    return {word: tuple(cues) for word, cues in table.items()}


def _is_other(low: str) -> bool:
    return _names_treatment(knowledge(), low)


@lru_cache(maxsize=8192)
def _names_treatment(known: Knowledge, low: str) -> bool:
    """Whether a word names another treatment: a drug that is not judged, one on the list, or a procedure."""
    if len(low) < 3 or low in _weak_words(known):
        return False
    return is_other_drug(low) or low in _listed_words(known) or _TREATS.fullmatch(low) is not None


@cache
def _weak_words(known: Knowledge) -> frozenset[str]:
    weak = ("salts and diluents", "excipients", "diet and tests")
    return frozenset(n for key in weak if key in known.other_drugs for n in known.other_drugs[key].synonyms)


@cache
def _listed_words(known: Knowledge) -> frozenset[str]:
    return frozenset(n.lower() for e in known.drugs.values() for n in e.names if " " not in n)
