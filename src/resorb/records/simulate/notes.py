"""Notes put together from sentences, with the truth of each telling sentence and where it stands in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from resorb.records.simulate.sentences import DRUG_NAMES, HARMS, MISUSED, OTHER, OUTCOMES, PLAIN, SITES, USED

TITLES = ("Dermatology clinic note", "Rheumatology follow-up", "Progress note", "Letter to the referring physician")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and its kind: ``outcome``, ``use``, ``harm``, ``misused``, or why it tells no outcome."""

    text: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


def pick(choices: tuple[str, ...], rng: np.random.Generator, site: str = SITES[0]) -> str:
    """One of the sentences with its site and drug filled in."""
    drug = DRUG_NAMES[int(rng.integers(len(DRUG_NAMES)))]
    chosen = choices[int(rng.integers(len(choices)))]
    return chosen.format(site=site, drug=drug, Drug=drug[0].upper() + drug[1:])


def outcome(what: str, site: str, rng: np.random.Generator) -> Sentence:
    """What became of the calcinosis at one site: CR, PR, NR, UR or recurred."""
    return Sentence(pick(OUTCOMES[what], rng, site), "outcome", {"outcome": what, "site": site})


def use(site: str, rng: np.random.Generator) -> Sentence:
    """How the ointment is used."""
    text, per_week = USED[int(rng.integers(len(USED)))]
    return Sentence(text.format(site=site), "use", {"times_per_week": per_week} if per_week else {})


def harm(event: str, rng: np.random.Generator) -> Sentence:
    """A side effect."""
    return Sentence(pick(HARMS[event], rng), "harm", {"event": event})


def misused(rng: np.random.Generator) -> Sentence:
    """The ointment was not put where it was meant to go."""
    return Sentence(pick(MISUSED, rng), "misused")


def other(kind: str, rng: np.random.Generator, site: str = SITES[0]) -> Sentence:
    """A sentence that says nothing of the outcome of this treatment in this patient."""
    return Sentence(pick(OTHER[kind], rng, site), kind)


def note(day: date, told: list[Sentence], rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row of a note that holds these sentences in this order among plain ones, and the truth of it."""
    plain = [str(s) for s in rng.choice(np.array(PLAIN), size=len(told) + 2, replace=False)]
    parts: list[tuple[str, Sentence | None]] = [(plain.pop(), None)]
    for sentence in told:
        parts.append((sentence.text, sentence))
        if rng.random() < 0.5:
            parts.append((plain.pop(), None))
    parts.append((plain.pop(), None))
    text, truth = "", []
    for words, told_by in parts:
        if text:
            text += "\n" if rng.random() < 0.15 else " "
        if told_by is not None:
            truth.append({"kind": told_by.kind, **told_by.facts, "start": len(text), "end": len(text) + len(words)})
        text += words
    row = {
        "note_date": day,
        "note_type_concept_id": 32817,
        "note_class_concept_id": 0,
        "note_title": TITLES[int(rng.integers(len(TITLES)))],
        "note_text": text,
        "encoding_concept_id": 0,
        "language_concept_id": 0,
    }
    return row, {"date": day.isoformat(), "sentences": truth}
