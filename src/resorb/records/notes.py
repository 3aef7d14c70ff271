"""Statements of one note: outcome of the lesion, mentions, phrases asked for, harms; each with its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.sentences import sentences
from resorb.records.protocol import NoteWords, Protocol
from resorb.records.statements import EVENT, MENTION, OUTCOME, TERM, Statement

_FAMILY = re.compile(r"\b(?:mother|father|sister|brother|aunt|uncle|cousin|family history|daughter|son)\b", re.I)
_SUPPOSED = re.compile(r"\b(?:if|should|would|could|may|might|consider(?:ed)?|expect)\b", re.I)
_PAST = re.compile(r"\b(?:years ago|past history|in childhood|before treatment|at another hospital)\b", re.I)
_OTHER_DRUG = re.compile(r"\b(?:diltiazem|minocycline|warfarin|nifedipine|bisphosphonate|gold)\b", re.I)
_FINDINGS = (
    ("not assessed", r"cannot be (?:judged|told|assessed)|could not be assessed|too early to tell"),
    ("not assessed", r"is (?:uncertain|unknown)"),
    ("recurred", r"(?<!not )(?:has )?come back after|recurrence of|\brecurred\b|(?<!not )reappeared"),
    ("decreased", r"not resolved, but"),
    (
        "unchanged",
        r"(?:has|have|did|does) not (?:improved?|shrunk|shrink|helped?|changed?|responded?|cleared|decreased?)",
    ),
    (
        "unchanged",
        r"unchanged|\bno (?:change|response|improvement)\b|without (?:any )?change|same size|\bpersists?\b|\bstable",
    ),
    ("increased", r"\blarger\b|\bprogressed\b|\bgrown\b|\bworse(?:ned)?\b|\bincreased\b"),
    ("almost resolved", r"almost (?:gone|resolved|cleared)"),
    ("decreased", r"\bsmaller\b|\bdecreased\b|\bshrunk\b|partial response|\bimproved\b|reduction in size|\bflatter\b"),
    ("resolved", r"\bresolved\b|\bgone\b|\bdisappeared\b|\bcleared\b|complete resolution|no longer be felt"),
    ("resolved", r"no residual|no calcinosis is left"),
)
_COMPILED = tuple((name, re.compile(pattern, re.I)) for name, pattern in _FINDINGS)
_DENIED = re.compile(
    r"no evidence of|not suspected|\bno calcinosis cutis\b|declined|never used|was cancelled|did not come", re.I
)


class NoteReader:
    """Reads notes for one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        words: NoteWords = protocol.words
        self._target = _any_of(words.target)
        self._drug = _any_of(words.drug)
        self._sites = words.sites
        self._terms = tuple((e.code, _any_of(e.terms)) for e in protocol.exclusions if e.terms)
        self._events = tuple((e.term, _any_of(e.names)) for e in protocol.events if e.names)
        self._findings = tuple((name, _any_of(texts)) for name, texts in words.findings.items()) + _COMPILED
        self.looks_for_anything = bool(words.target or words.drug or self._terms or self._events)

    def read(self, text: str) -> Iterator[Statement]:
        """The statements of one note, in order."""
        for start, stop in sentences(text):
            yield from self._sentence(text[start:stop], start, stop)

    def _sentence(self, said: str, start: int, stop: int) -> Iterator[Statement]:
        drug = self._drug.search(said)
        why = self._against(said, bool(drug))
        for code, pattern in self._terms:
            if pattern.search(said):
                yield Statement(start, stop, TERM, code, None, not _FAMILY.search(said), why)
        for event, pattern in self._events:
            if pattern.search(said):
                yield Statement(start, stop, EVENT, event, None, not why, why)
        if drug:
            yield Statement(start, stop, MENTION, "drug", None, not why, why)
        if not self._target.search(said) and not (drug and re.search(r"effect|response", said, re.I)):
            return
        yield Statement(start, stop, MENTION, "target", None, not why, why)
        finding = next((name for name, pattern in self._findings if pattern.search(said)), None)
        if finding:
            site = next((s for s in self._sites if s.lower() in said.lower()), None)
            yield Statement(start, stop, OUTCOME, finding, site, not why, why)

    def _against(self, said: str, drug: bool) -> str:
        for name, pattern in (("family", _FAMILY), ("supposed", _SUPPOSED), ("past", _PAST), ("denied", _DENIED)):
            if found := pattern.search(said):
                return f"{name}: {found[0]}"
        other = _OTHER_DRUG.search(said)
        return f"other drug: {other[0]}" if other and not drug else ""


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in words)})(?!\w)" if words else r"[^\s\S]", re.I)
