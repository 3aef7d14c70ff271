"""What a study asks of a record store: the protocol, typed, and the keys its file is written with.

The file is YAML read as text with places (:mod:`resorb.values.tree`); :data:`PROTOCOL` declares every key once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from resorb.records import shape
from resorb.records.shape import Key
from resorb.tables.choices import LOSSES, REPORTS

WITHOUT = "without"
"""Key of the set of codes that nobody of a comparator has."""
IN_RECORD, IN_SIG, IN_NOTE = "source value", "sig", "note"
RULES = {
    "no underlying condition": (),
    "given by": ("routes",),
    "no follow-up": (),
    "notes say": ("terms",),
    "age": ("years from", "years to"),
    "sex": ("sexes",),
    "supply before": ("within",),
    "not observed": ("days before", "days after"),
    "condition": ("is", "label", "codes", "concepts", "narrower", "within"),
    "other drug": ("label", "codes", "concepts", "ingredients", "names", "within"),
    "fewer supplies": ("than",),
}
"""Rules of exclusion and the keys each may have beside code, reason and kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """Codes that mean one thing.

    ``concepts`` are OMOP concepts, taken with their descendants unless ``narrower`` is False; ``codes`` are codes by
    vocabulary, a trailing ``*`` standing for all codes that begin so; ``names`` are looked for as words in the text
    of the record and ``not_names`` rule a text out.
    """

    key: str
    term: str | None = None
    label: str = ""
    concepts: tuple[int, ...] = ()
    ingredients: tuple[int, ...] = ()
    narrower: bool = True
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    names_in: tuple[str, ...] = (IN_RECORD, IN_SIG)
    at_least: int = 1
    any_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRule:
    """What a record of this text or concept stands for, where the record itself does not say."""

    names: tuple[str, ...] = ()
    concepts: tuple[int, ...] = ()
    route: str | None = None
    strength: str | None = None
    unit: str | None = None
    vehicle: str | None = None
    salt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One step of attrition: persons to whom ``rule`` applies leave, unless they have left before."""

    code: str
    reason: str
    kind: str
    rule: str
    terms: tuple[str, ...] = ()
    years_from: int | None = None
    years_to: int | None = None
    sexes: tuple[str, ...] = ()
    within: int | None = None
    days_before: int = 0
    days_after: int = 0
    than: int = 1
    routes: tuple[str, ...] = ()
    codes: CodeSet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What counts as follow-up: a note from ``first`` days after the first supply, up to ``last`` days after it.

    With ``outcome`` the note must say what became of the lesion, or that this cannot be told; else a mention of the
    target or the drug that is about this patient and now is enough.
    """

    first: int = 1
    last: int | None = None
    outcome: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords:
    """Words looked for in notes: for lesion and drug, for what was seen of the lesion, and for its site."""

    target: tuple[str, ...] = ()
    drug: tuple[str, ...] = ()
    findings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sites: tuple[str, ...] = ()
    accept: bool = True
    by: str = "chart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An adverse event: by words in a note during treatment, or by codes."""

    term: str
    names: tuple[str, ...] = ()
    codes: CodeSet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """One study's question to a record store."""

    key: str
    title: str | None = None
    based_on: str | None = None
    setting: str | None = None
    report: str = "cohort"
    criteria: str | None = None
    start: date | None = None
    stop: date | None = None
    target: CodeSet | None = None
    underlying: tuple[CodeSet, ...] = ()
    drug: CodeSet | None = None
    routes: tuple[str, ...] = ()
    products: tuple[ProductRule, ...] = ()
    gap: int = 90
    follow_up: FollowUp = field(default_factory=FollowUp)
    words: NoteWords = field(default_factory=NoteWords)
    exclusions: tuple[Exclusion, ...] = ()
    labs: tuple[str, ...] = ()
    lab_days: int = 365
    events: tuple[Event, ...] = ()
    comparator: str | None = None
    without: CodeSet | None = None

    @property
    def code_sets(self) -> tuple[CodeSet, ...]:
        """Every set of codes the protocol looks for, each with a key of its own."""
        sets = [self.target, *self.underlying, self.drug, self.without]
        sets += [e.codes for e in self.exclusions] + [e.codes for e in self.events]
        return tuple(s for s in sets if s is not None)


_CODES = shape.lists(
    "codes", "codes by vocabulary as OMOP names it; M34* is all codes that begin so", shape.code_system
)
_CONCEPTS = shape.number("concepts", "OMOP concepts", many=True)
_NARROWER = shape.flag("narrower", "whether concepts are taken with their descendants (yes)")
_LABEL = shape.text("label", "what it is called in the attrition and in answers to why")
_NAMES = shape.text("names", "words that name it in the text of a record", many=True)
_INGREDIENTS = shape.number("ingredients", "OMOP ingredient concepts; every product of them counts", many=True)
_WITHIN = shape.days("within", "how long before the first supply it counts")
_IS = shape.term("is", "the condition, a term of conditions.yaml", "conditions")
_CONDITION: tuple[Key, ...] = (_IS, _LABEL, _CODES, _CONCEPTS, _NARROWER)
_AT_LEAST = shape.number("at least", "on how many different days it must be on record (1)")
_WHEN = shape.choice("when", "when it must be on record (in the period)", ("in the period", "any time"))
_DRUG: tuple[Key, ...] = (
    shape.term("is", "the drug, a term of drugs.yaml; left out: persons are counted, no courses written", "drugs"),
    _LABEL,
    _CODES,
    _CONCEPTS,
    _NARROWER,
    _INGREDIENTS,
    _NAMES,
    shape.text("not names", "words that rule a record out although a name stands in it", many=True),
    shape.choice("names in", "where names are looked for", (IN_RECORD, IN_SIG, IN_NOTE), many=True),
)
_EXCLUSION: tuple[Key, ...] = (
    shape.text("code", "short name of the step", required=True),
    shape.text("reason", "the reason as a flow diagram shows it", required=True),
    shape.choice("kind", "kind of loss (not eligible)", tuple(k for k in LOSSES if k != "found")),
    shape.choice("rule", "who leaves", tuple(RULES), required=True),
    shape.text(
        "terms",
        "for `notes say`: phrases, one of which a note says of this patient; ... stands for up to six words",
        many=True,
    ),
    shape.number("years from", "for `age`: youngest age at the first supply that stays"),
    shape.number("years to", "for `age`: oldest age at the first supply that stays"),
    shape.choice("sexes", "for `sex`: those that stay", ("female", "male"), many=True),
    _WITHIN,
    shape.days("days before", "for `not observed`: time under observation needed before the first supply"),
    shape.days("days after", "for `not observed`: time under observation needed after the first supply"),
    shape.term("routes", "for `given by`: who got the drug by one of these in the period leaves", "routes", many=True),
    shape.number("than", "for `fewer supplies`: how many are needed"),
    _IS,
    _LABEL,
    _CODES,
    _CONCEPTS,
    _NARROWER,
    _INGREDIENTS,
    _NAMES,
)
PROTOCOL: tuple[Key, ...] = (
    shape.text("protocol", "id of the protocol and of the study it makes", required=True),
    shape.text("title", "title of the study"),
    shape.text("based on", "publication whose method it follows"),
    shape.text("setting", "centre and kind of records"),
    shape.choice("report", "how its patients come to be reported (cohort)", REPORTS),
    shape.term("criteria", "response criteria of the study", "criteria"),
    shape.group("period", "days of inclusion, both counted", (
        shape.day("start", "first day", required=True), shape.day("stop", "last day", required=True))),
    shape.group("target", "the condition looked for", (*_CONDITION, _AT_LEAST, _WHEN)),
    shape.group("underlying", "conditions one of which a patient has, at any time", _CONDITION, many=True),
    shape.group("drug", "the drug looked for", (*_DRUG, _AT_LEAST)),
    shape.term("routes", "routes by which it must have been given for a person to be found (any)", "routes", many=True),
    shape.group("products", "what a record stands for where it does not say", (
        _NAMES,
        _CONCEPTS,
        shape.term("route", "its route", "routes"),
        shape.strength("strength", "its strength with basis"),
        shape.choice("unit", "unit that quantities without one are in", ("g", "mL", "tube")),
        shape.text("vehicle", "its vehicle"),
        shape.text("salt", "salt its strength is of"),
    ), many=True),
    shape.days("gap", "longest time without supply within one course (90 days)"),
    shape.group("follow-up", "what counts as follow-up", (
        shape.days("from", "soonest after the first supply (1 day)"),
        shape.days("to", "latest after the first supply (any)"),
        shape.flag("outcome", "whether it must say what became of the lesion (yes)"),
    )),
    shape.group("notes", "words looked for in notes", (
        shape.text("target", "words for the lesion or disease", many=True),
        shape.text("drug", "words for the drug", many=True),
        shape.lists("findings", "words for each finding (terms of findings.yaml)", shape.vocabulary_term("findings")),
        shape.text("sites", "words for body sites; each makes a lesion", many=True),
        shape.choice("response", "what a note says of the lesion is a fact, or a proposal only", ("accept", "propose")),
        shape.term("by", "method of such an assessment (chart)", "methods"),
    )),
    shape.group("exclusions", "steps of attrition, in order", _EXCLUSION, many=True),
    shape.term("labs", "laboratory quantities to keep", "analytes", many=True),
    shape.days("labs within", "how long before and after treatment they are kept (365 days)"),
    shape.group("adverse events", "harms to look for during treatment", (
        shape.term("is", "the event", "adverse_events", required=True), _NAMES, _CODES, _CONCEPTS), many=True),
    shape.group("comparator", "patients by the same criteria without the drug", (
        shape.text("label", "what they are called", required=True),)),
)  # fmt: skip
"""The keys of a protocol file."""
