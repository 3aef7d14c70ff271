"""Whose a sentence is: the patients a report brings in, and the one that it is speaking of.

A person is the same when the label is, or age and sex are. A sentence that speaks of several persons, of other papers,
or stands in a discussion, is nobody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from resorb.reading.labs.words import lab_results
from resorb.reading.lazy import lazy
from resorb.reading.papers.persons import (
    PERSON_LABEL,
    RELATIVES,
    SEVERAL,
    Described,
    age_and_sex,
    introduced,
    label_of,
    pronouns,
    sex_of,
)
from resorb.scan.drafting.facts import Row, fact
from resorb.scan.material import Scanned, Sentence, Stretch
from resorb.scan.rules.consistency.common import is_summary
from resorb.values.documents import BlockKind, Passage

_AHEAD = lazy(r"^(?:(?:in|for|of)\s+)?(?=(?:patient|case)\s)", re.IGNORECASE)
_AGE = lazy(r"\s*age\b", re.IGNORECASE)
_SEX = lazy(r"\s*(?:sex|gender)\b", re.IGNORECASE)
_OTHERS = lazy(
    r"\b(?:et\s+al|literature|published|reported\s+(?:by\s+(?:(?-i:[A-Z])|others)|elsewhere)|reviews?|pooled|registry|"
    r"meta-analys[ei]s|(?:other|another|their)\s+(?:authors|series|stud\w+|groups?|reports?|cent\w+|cohorts?)|"
    r"reference\s+\d+)\b",
    re.IGNORECASE,
)
_LONGEST_HEAD = 60
_NOUN = lazy(r"\b(?:woman|man|girl|boy|lady|gentleman|female|male)\b", re.IGNORECASE)
_CITED = lazy(r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]\W*$")
_AGAIN = lazy(r"\b(?:(?:the|this|our)\s+(?:patient|woman|man|girl|boy|child)|she|he|her|his)\b", re.IGNORECASE)
_DISCUSSED = lazy(r"discussion|conclusions?|comments?|introduction|background|methods?|references", re.IGNORECASE)


MOST_PERSONS = 200
"""Persons of one draft; whoever comes later is nobody's row."""


@dataclass
class Person:
    """A patient as read: ``label`` is the printed number, if any."""

    label: int | None = None
    age: int | None = None
    sex: str | None = None
    row: Row = field(default_factory=lambda: Row("patients", []))

    def learn(self, key: str, value: str | None, stretch: Stretch) -> None:
        """Keep the first mention of the age or sex."""
        if value is not None and all(known.key != key for known in self.row.facts):
            self.row.facts.append(fact("patients", key, stretch, value))


class People:
    """The persons of a document. ``row`` gives the row of the one a sentence or label speaks of."""

    def __init__(self, text: Scanned) -> None:
        self.persons: list[Person] = []
        self._of: dict[int, Person] = {}
        self._walk(text)
        self._tables(text)

    def rows(self) -> list[Row]:
        """Every person of whom anything was read, in the order met, named by their labels when all have one."""
        labels = {person.label for person in self.persons}
        labelled = len(labels) == len(self.persons) and None not in labels
        for number, person in enumerate(self.persons, 1):
            person.row.name = f"P{person.label if labelled else number}"
        return [person.row for person in self.persons if person.row.facts or person.row.under]

    def of_sentence(self, sentence: Sentence) -> Row | None:
        """The patient a sentence speaks of; None when it cannot be told."""
        person = self._of.get(sentence.number)
        return None if person is None else person.row

    def of_label(self, text: str) -> Row | None:
        """The patient that the head of a row or column names; None when it names none."""
        label = label_of(text)
        person = next((p for p in self.persons if label is not None and p.label == label), None)
        return None if person is None else person.row

    def _walk(self, text: Scanned) -> None:
        """Sentence by sentence: a heading with a label says whose its section is, else the words do."""
        current: Person | None = None
        block, is_headed = -1, False
        for sentence in text.sentences:
            begins, block = sentence.block_number != block, sentence.block_number
            if _is_head(sentence):
                current = self._named(sentence)
                is_headed = current is not None
            elif sentence.block.kind is BlockKind.PARAGRAPH:
                if begins and not is_headed and not _goes_on(sentence):
                    current = None
                current = self._spoken_of(sentence, current, is_general=not is_headed and _is_general(sentence))

    def _named(self, sentence: Sentence) -> Person | None:
        """The person whose label begins a heading, a sentence or a row."""
        label = PERSON_LABEL.match(_AHEAD.sub("", sentence.text))
        return None if label is None else self._find(int(label["n"]), None, None)

    def _spoken_of(self, sentence: Sentence, current: Person | None, *, is_general: bool) -> Person | None:
        """Note whose this sentence is; returns who the next one is of, if it says nothing else.

        Where a paper speaks in general nobody new is brought in.
        """
        text = sentence.text
        every = list(introduced(text))
        described = [one for one in every if not _is_relative(text, one)]
        if is_told_of_others(sentence) or len(described) < len(every):
            return current
        labels = {int(m["n"]) for m in PERSON_LABEL.finditer(text)}
        person = self._named(sentence) if len(labels) == 1 else None
        for one in described:
            waiting = current if current is not None and current.label is not None and current.age is None else None
            known = (person or waiting) if len(described) == 1 else None
            found = known or self._find(None, one.age, one.sex, makes=not is_general)
            if found is None:
                continue
            found.age, found.sex = found.age or one.age, found.sex or one.sex
            noun = _NOUN.search(text, max(0, one.start - 30), one.end)
            found.learn("sex", one.sex, sentence.at(min(one.start, noun.start() if noun else one.start), one.end))
            found.learn("age", None if one.age is None else f"{one.age} years", sentence.at(one.start, one.end))
            person = found
        if len(labels) > 1 or len(described) > 1 or (described and person is None):
            return None
        if person is None and SEVERAL.search(text):
            return current
        person = person or current
        if person is not None:
            self._of[sentence.number] = person
            self._by_pronoun(person, sentence)
        return person

    def _by_pronoun(self, person: Person, sentence: Sentence) -> None:
        for one in pronouns(sentence.text):
            # "Her" may begin "her brother".
            if person.sex is None and sentence.text[one.start : one.end].lower() in ("she", "he"):
                person.sex = one.sex
                person.learn("sex", one.sex, sentence.at(one.start, one.end))

    def _find(self, label: int | None, age: int | None, sex: str | None, *, makes: bool = True) -> Person | None:
        """The person of this label, or of this age and sex; a new one when there is none and more may come."""
        for one in self.persons:
            if label is not None and one.label == label:
                return one
            same_sex = one.sex == sex or None in (one.sex, sex)
            if label is None and one.age == age and same_sex and (age is not None or len(self.persons) == 1):
                return one
        if not makes or len(self.persons) >= MOST_PERSONS:
            return None
        self.persons.append(Person(label, age, sex))
        return self.persons[-1]

    def _tables(self, text: Scanned) -> None:
        """Ages and sexes of a table with a row for each patient."""
        for block, table in text.tables:
            head = table.rows[0] if table.rows else ()
            ages = [n for n, cell in enumerate(head) if _AGE.match(cell.text)]
            sexes = [n for n, cell in enumerate(head) if _SEX.match(cell.text)]
            for row in table.rows[1:200] if ages or sexes else ():
                label = label_of(row[0].text) if row else None
                if label is None:
                    continue
                person = self._labelled(label, row, ages, sexes)
                if person is None:
                    return
                for column in ages:
                    self._cell(text, block, person, row, column)
                for column in sexes:
                    if column < len(row) and (sex := sex_of(row[column].text)):
                        person.learn("sex", sex, text.cell(block, row[column]))

    def _labelled(self, label: int, row: tuple[Passage, ...], ages: list[int], sexes: list[int]) -> Person | None:
        """The person of a row; one met in the text without a label is the same when age and sex are."""
        known = next((p for p in self.persons if p.label == label), None)
        age = next((int(row[c].text.split()[0]) for c in ages if c < len(row) and _is_age(row[c].text)), None)
        sex = next((sex_of(row[c].text) for c in sexes if c < len(row)), None)
        alike = [p for p in self.persons if p.label is None and p.age == age and age is not None and p.sex == sex]
        if known is None and len(alike) == 1:
            alike[0].label = label
            return alike[0]
        return known or self._find(label, age, sex)

    def _cell(self, text: Scanned, block: int, person: Person, row: tuple[Passage, ...], column: int) -> None:
        if column >= len(row):
            return
        both = age_and_sex(row[column].text)
        if both is not None:
            person.learn("age", f"{both[0]} years", text.cell(block, row[column]))
            person.learn("sex", both[1], text.cell(block, row[column]))
        elif _is_age(row[column].text):
            person.learn("age", f"{row[column].text.split()[0]} years", text.cell(block, row[column]))


def is_told_of_others(sentence: Sentence) -> bool:
    """Whether a sentence speaks of other work, by its words or by the reference that ends it."""
    if _OTHERS.search(sentence.text) is not None:
        return True
    cited = _CITED.search(sentence.text)
    if cited is None:
        return False
    ranges = (result.range for result in lab_results(sentence.text) if result.range is not None)
    return not any(one.start <= cited.start() + 1 < one.end for one in ranges)


def _is_head(sentence: Sentence) -> bool:
    """A heading, or a paragraph that is no more than a label ("Case 2", "Patient 1: the index patient")."""
    if sentence.block.kind is not BlockKind.PARAGRAPH:
        return sentence.block.kind is BlockKind.HEADING
    text = sentence.passage.text
    is_short = len(text) <= _LONGEST_HEAD and text[-1:].isalnum()
    return is_short and PERSON_LABEL.match(text) is not None


def _is_general(sentence: Sentence) -> bool:
    return _DISCUSSED.match(sentence.section) is not None


def _goes_on(sentence: Sentence) -> bool:
    """Whether the first sentence of a paragraph goes on with the patient of the one before."""
    return not is_summary(sentence) and not _is_general(sentence) and _AGAIN.search(sentence.text) is not None


def _is_relative(text: str, one: Described) -> bool:
    """Whether a person is brought in as somebody's relative: "his wife, a 58-year-old woman"."""
    return RELATIVES.search(text[max(0, one.start - 30) : one.start]) is not None


def _is_age(text: str) -> bool:
    return re.fullmatch(r"\s*\d{1,3}(?:\s*(?:years?|yrs?|y))?\s*", text, re.ASCII) is not None
