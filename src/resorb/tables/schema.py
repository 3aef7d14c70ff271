"""The study's tables, defined once. Readers fill them, everything else reads them.

Every row also has ``note`` (a curator's remark). Where a fact stands (``where:``) is kept in ``origins``, one row each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from resorb.tables import columns as col
from resorb.tables.choices import ARMS, DESIGNS, JUDGES, LOSSES, READ, REPORTS, ROLES, TOOLS
from resorb.tables.columns import NOT_REPORTED, Row, Table
from resorb.values.numbers import PrintedNumber
from resorb.values.quantities import Quantity
from resorb.values.schedules import Schedule
from resorb.values.spans import Span
from resorb.values.strengths import Strength
from resorb.values.times import When


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyInfo(Row):
    """One body of evidence: a published report, or one centre's data at one freeze."""

    table: ClassVar[str] = "studies"
    title: str | None = col.text("title as printed")
    design: str = col.choice("design of the study", DESIGNS, required=True)
    report: str = col.choice("how its patients came to be reported", REPORTS, required=True)
    role: str | None = col.choice("what it is evidence for", ROLES)
    read: str = col.choice("how much of it was read", READ, required=True)
    read_in: str | None = col.text("id of the study in which it was read, when second-hand")
    cite: str | None = col.text("journal, year, volume, pages")
    year: int | None = col.count("year of publication")
    doi: str | None = col.text("DOI without resolver")
    pmid: str | None = col.text("PubMed id")
    url: str | None = col.text("where it was read, when it has no DOI")
    setting: str | None = col.text("centre, place, kind of records")
    period_start: When | None = col.when("first day of inclusion")
    period_stop: When | None = col.when("last day of inclusion")
    compound: str | None = col.term("drug studied", "drugs")
    criteria: str | None = col.term("response criteria that its printed classes follow", "criteria")
    definition: str | None = col.text("its response definition in the curator's words")
    overlaps_with: tuple[str, ...] = col.texts("studies that may hold the same patients")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Row):
    """A printed group: patients (or lesions) for whom only counts are given."""

    table: ClassVar[str] = "groups"
    label: str = col.text("label as printed", required=True)
    arm: str | None = col.choice("what the group was given", ARMS)
    treatment: str | None = col.text("the treatment in words, when it is no product on file")
    of: str | None = col.ref("the group it is part of", "groups")
    by: str | None = col.text("name of the partition: groups of one parent and one `by` exclude each other and add up")
    has: tuple[str, ...] = col.texts("attributes its members have (attributes may overlap)")
    lacks: tuple[str, ...] = col.texts("attributes its members lack")
    classes: tuple[str, ...] = col.texts("printed response classes its members have")
    n: int | None = col.count("number of patients printed")
    n_lesions: int | None = col.count("number of lesions printed", key="lesions")
    percent: PrintedNumber | None = col.number("percentage printed beside n")
    percent_of: str | None = col.ref("the group the percentage is of, when not the parent", "groups")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Row):
    """A printed summary of one variable in one group: mean, median, range, SD."""

    table: ClassVar[str] = "summaries"
    group: str | None = col.parent("the group summarised", "groups")
    variable: str = col.text("what was measured", required=True)
    unit: str | None = col.text("unit as printed")
    granularity: PrintedNumber | None = col.number("smallest step of the values, e.g. 1 for whole years")
    n: int | None = col.count("number of values, when not the group's n")
    mean: PrintedNumber | None = col.number("mean")
    sd: PrintedNumber | None = col.number("standard deviation")
    median: PrintedNumber | None = col.number("median")
    low: PrintedNumber | None = col.number("smallest value")
    high: PrintedNumber | None = col.number("largest value")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Row):
    """A person."""

    table: ClassVar[str] = "patients"
    sex: str | None = col.choice("sex as reported", ("female", "male", NOT_REPORTED))
    age: Quantity | None = col.quantity("age", "year")
    age_at: When | None = col.when("what the age is the age at")
    race: str | None = col.text("race or ethnicity as reported")
    weight: Quantity | None = col.quantity("body weight", "kg")
    body_surface: Quantity | None = col.quantity("body surface area", "m2")
    group: str | None = col.ref("a printed group the patient is counted in", "groups")
    same_person_as: str | None = col.text("study/patient that may be the same person")
    died: str | None = col.flag("died while followed")
    death: When | None = col.when("time of death")
    death_cause: str | None = col.text("cause of death")
    death_related: str | None = col.flag("death related to the drug, as judged by the source")
    followed: Span | None = col.span("length of follow-up from first dose")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Row):
    """A diagnosis of a patient or of a group."""

    table: ClassVar[str] = "conditions"
    patient: str | None = col.parent("whose", "patients")
    group: str | None = col.parent("of which group", "groups")
    condition: str = col.term("the diagnosis", "conditions", key="is", required=True)
    role: str | None = col.choice("its part in the study", ("target", "underlying", "comorbid"))
    status: str | None = col.choice("present, or ruled out", ("present", "ruled out", NOT_REPORTED))
    basis: tuple[str, ...] = col.choice_list(
        "what the diagnosis rests on", ("clinical", "imaging", "biopsy", "genetic", "laboratory")
    )
    gene: str | None = col.term("gene", "genes")
    variants: tuple[str, ...] = col.texts("variants as printed, HGVS where given")
    zygosity: str | None = col.choice("zygosity", ("homozygous", "heterozygous", "compound heterozygous", NOT_REPORTED))
    since: When | None = col.when("when it began or was diagnosed")
    n: int | None = col.count("number of patients of the group with it")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion(Row):
    """One deposit at one site, followed over time."""

    table: ClassVar[str] = "lesions"
    patient: str | None = col.parent("whose", "patients")
    site: str = col.text("body site", required=True)
    side: str | None = col.choice("side of the body", ("left", "right", "both", "midline", NOT_REPORTED))
    kind: str | None = col.choice("form", ("tumoral", "nodular", "plain", "diffuse", "ulcer", "mixed", NOT_REPORTED))
    depth: str | None = col.choice("depth", ("cutaneous", "subcutaneous", "periarticular", "deep", NOT_REPORTED))
    ulcerated: str | None = col.flag("ulcerated at the start")
    treated: str | None = col.flag("whether the drug was meant for it")
    first_noted: When | None = col.when("first noted")
    size: Quantity | None = col.quantity("size at the start", "mm")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Row):
    """A preparation: what is given."""

    table: ClassVar[str] = "products"
    drug: str = col.term("drug", "drugs", required=True)
    salt: str | None = col.text("salt or hydrate the strength is of, one of the drug's, or not reported")
    route: str = col.term("route", "routes", required=True)
    strength: Strength | None = col.strength("strength with its basis")
    vehicle: str | None = col.text("vehicle or diluent")
    pack: Quantity | None = col.quantity("content of one pack", "mL", "g")
    keeps: Span | None = col.span("shelf life")
    storage: str | None = col.text("storage conditions")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Row):
    """One product given to one patient (or group) for named lesions over one span."""

    table: ClassVar[str] = "courses"
    patient: str | None = col.parent("whose", "patients")
    group: str | None = col.parent("of which group", "groups")
    product: str = col.ref("what was given", "products", required=True)
    lesions: tuple[str, ...] = col.refs("lesions it was given for", "lesions")
    start: When | None = col.when("start (the patient's first dose, unless said)")
    stop: When | None = col.when("stop")
    span: Span | None = col.span("duration")
    amount: Quantity | None = col.quantity("drug per administration", "mg", "mg/kg", "mg/m2")
    volume: Quantity | None = col.quantity("volume per administration", "mL")
    applied: Quantity | None = col.quantity("product per application", "g")
    schedule: Schedule | None = col.schedule("how often")
    administrations: int | None = col.count("number given in all, when printed")
    infused_over: Span | None = col.span("length of one infusion")
    dispensed: Quantity | None = col.quantity("product dispensed in all", "g", "mL", "tube")
    patients: int | None = col.count("number of patients of the group who had it")
    stopped: str | None = col.choice("how it ended", ("completed", "stopped early", "ongoing", "died", NOT_REPORTED))
    reason_stopped: str | None = col.text("why it ended")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispense(Row):
    """One supply or administration on record."""

    table: ClassVar[str] = "dispenses"
    course: str | None = col.parent("the course it belongs to", "courses")
    at: When | None = col.when("date")
    quantity: Quantity | None = col.quantity("product supplied", "g", "mL", "tube")
    days_supply: int | None = col.count("days' supply as recorded")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cotreatment(Row):
    """Any other treatment meanwhile or before, stopped drugs included."""

    table: ClassVar[str] = "cotreatments"
    patient: str | None = col.parent("whose", "patients")
    group: str | None = col.parent("of which group", "groups")
    name: str = col.text("treatment", required=True)
    kind: str | None = col.choice("kind", ("drug", "diet", "procedure", "wound care", "surgery", "device", "other"))
    change: str | None = col.choice(
        "what happened to it", ("started", "stopped", "continued", "changed", "tried before", "none", NOT_REPORTED)
    )
    at: When | None = col.when("when")
    effect: str | None = col.text("effect as judged by the source")
    n: int | None = col.count("number of patients of the group")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Row):
    """What was seen of a lesion, patient or group; when, by which method, by whom."""

    table: ClassVar[str] = "assessments"
    patient: str | None = col.parent("whose", "patients")
    group: str | None = col.parent("of which group", "groups")
    lesion: str | None = col.ref("the lesion seen; none: the patient as a whole", "lesions")
    course: str | None = col.ref("the course it is judged against, when not the latest", "courses")
    at: When = col.when("when; `unknown` where the source does not say", required=True)
    by: str | None = col.term("method", "methods")
    measure: str | None = col.term("what was measured", "measures")
    finding: str | None = col.term("what was seen", "findings")
    value: Quantity | None = col.quantity("value")
    change: PrintedNumber | None = col.number("change from baseline in per cent as printed; a reduction is negative")
    assessor: str | None = col.choice("who judged", ("patient", "clinician", "both", "radiologist", NOT_REPORTED))
    n: int | None = col.count("number of patients of the group it is true of")
    figure: str | None = col.text("figure that shows it")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount(Row):
    """A printed cell: how many of a group fell in one response class."""

    table: ClassVar[str] = "outcome_counts"
    group: str | None = col.parent("the group", "groups")
    response_class: str = col.text("class as printed", key="class", required=True)
    n: int | None = col.count("number in the cell", required=True)
    criteria: str | None = col.term("criteria, when not the study's", "criteria")
    at: When | None = col.when("when judged")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointCount(Row):
    """How many of a group reached an endpoint: what is pooled. Endpoints may overlap; classes of response do not."""

    table: ClassVar[str] = "endpoint_counts"
    group: str | None = col.parent("the group", "groups")
    endpoint: str = col.term("endpoint", "endpoints", key="is", required=True)
    n: int = col.count("number that reached it", required=True)
    of: int | None = col.count("number among whom it is counted, when not the group's n")
    unknown: int | None = col.count("how many of those have an unknown outcome")
    unit: str | None = col.choice("what is counted (patients, unless said)", ("patients", "lesions"))
    judged_by: str | None = col.choice("by whom or what it was judged", JUDGES)
    label: str | None = col.text("its name as printed", key="as")
    definition: str | None = col.text("its definition in the curator's words")
    percent: PrintedNumber | None = col.number("percentage printed beside it")
    at: When | None = col.when("when judged")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab(Row):
    """A laboratory result."""

    table: ClassVar[str] = "labs"
    patient: str | None = col.parent("whose", "patients")
    group: str | None = col.parent("of which group", "groups")
    analyte: str = col.term("analyte", "analytes", required=True)
    value: Quantity | None = col.quantity("value with unit as printed")
    level: str | None = col.choice("level in words", ("low", "normal", "high", "not high", "not low", NOT_REPORTED))
    range: Quantity | None = col.quantity("reference range as printed")
    at: When | None = col.when("when")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent(Row):
    """An adverse event, or the statement that none occurred (n: 0)."""

    table: ClassVar[str] = "adverse_events"
    patient: str | None = col.parent("whose", "patients")
    group: str | None = col.parent("of which group", "groups")
    event: str = col.term("event", "adverse_events", required=True)
    n: int | None = col.count("number of patients with it (1 or 0 for a patient)")
    of: int | None = col.count("number at risk, when not the group's n")
    grade: int | None = col.count("grade")
    related: str | None = col.flag("related to the drug, as judged by the source")
    action: str | None = col.text("what was done")
    at: When | None = col.when("when")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition(Row):
    """A step from those found to those analysed."""

    table: ClassVar[str] = "attrition"
    reason: str = col.text("reason", required=True)
    kind: str | None = col.choice("kind of loss", LOSSES)
    out: int | None = col.count("number left out")
    left: int | None = col.count("number left, when printed")
    unit: str | None = col.choice("what is counted", ("patients", "lesions", "courses", "reports"))
    group: str | None = col.ref("the group left after this step", "groups")
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Row):
    """A number or statement as the source prints it, to be recomputed from the facts."""

    table: ClassVar[str] = "claims"
    claim: str = col.term("kind of claim", "claim_kinds", required=True)
    of: tuple[str, ...] = col.refs("rows it is about", "*")
    within: str | None = col.ref("the whole it is a part of", "*", key="in")
    having: str | None = col.text("condition on rows, as `column = value`")
    under: str | None = col.term("criteria it is judged under", "criteria")
    at: When | None = col.when("time it is about")
    arguments: tuple[str, ...] = col.texts("further numbers or words of the claim", key="with")
    printed: str = col.text("as printed", required=True)
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Row):
    """Another reading of a printed value, with its reason. The printed one stays; analyses run both ways."""

    table: ClassVar[str] = "proposals"
    of: str = col.ref("the row", "*", required=True)
    column: str = col.text("its column", required=True)
    printed: str = col.text("as printed", required=True)
    read: str = col.text("as probably meant", required=True)
    because: str = col.text("reason", required=True)
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap(Row):
    """Another study that may hold the same patients: confirmed ones count once, undecided ones are tried both ways."""

    table: ClassVar[str] = "overlaps"
    other: str = col.text("id of the other study", key="with", required=True)
    verdict: str = col.choice("what is known", ("same patients", "undecided", "different patients"), required=True)
    patients: int | None = col.count("how many patients are in both, when known")
    keep: str | None = col.choice("which of the two counts", ("this", "other"))
    because: str = col.text("reasons", required=True)
    note: str | None = col.text("curator's remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal(Row):
    """One answer of a tool that appraises case reports and series."""

    table: ClassVar[str] = "appraisals"
    tool: str = col.choice("tool", TOOLS, required=True)
    item: str = col.text("number of the question", required=True)
    answer: str = col.choice("answer", ("yes", "no", "unclear", "not applicable"), required=True)
    because: str | None = col.text("what the answer rests on")
    note: str | None = col.text("curator's remark")


TABLES: tuple[Table, ...] = (
    Table("studies", "a study", StudyInfo),
    Table("groups", "a printed group", Group, named=True),
    Table("summaries", "a printed summary of one variable", Summary, under=("groups",)),
    Table("patients", "a person", Patient, named=True),
    Table("conditions", "a diagnosis of a patient or group", Condition, under=("patients", "groups")),
    Table("lesions", "a lesion", Lesion, under=("patients",), named=True),
    Table("products", "a preparation", Product, named=True),
    Table("courses", "a course", Course, under=("patients", "groups"), named=True),
    Table("dispenses", "a supply or administration", Dispense, under=("courses",)),
    Table("cotreatments", "another treatment", Cotreatment, under=("patients", "groups")),
    Table("assessments", "an observation", Assessment, under=("patients", "groups")),
    Table("outcome_counts", "a printed cell", OutcomeCount, ("groups",), False, "outcomes", ("response_class", "n")),
    Table("endpoint_counts", "a count of an endpoint", EndpointCount, under=("groups",), key="endpoints"),
    Table("labs", "a laboratory result", Lab, under=("patients", "groups")),
    Table("adverse_events", "an adverse event", AdverseEvent, under=("patients", "groups")),
    Table("attrition", "a step of exclusion", Attrition),
    Table("overlaps", "another study with the same patients", Overlap),
    Table("appraisals", "an answer of an appraisal", Appraisal),
    Table("claims", "a printed number", Claim),
    Table("proposals", "another reading of a printed value", Proposal),
)
"""All tables that a study file fills, in reading order. ``origins`` is kept by the reader."""


def table(name: str) -> Table:
    """The table of that name."""
    return next(t for t in TABLES if t.name == name)


PARENT_COLUMN: dict[str, str] = {"patients": "patient", "groups": "group", "courses": "course"}
"""Column that holds the parent's id, by parent table."""
