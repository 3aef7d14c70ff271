"""Analysis data sets in the manner of CDISC ADaM, as CSV: subjects, exposure, supplies, labs, harms, responses.

ADaM-like, not ADaM: names and meanings follow the ADaM Implementation Guide where it has them; there is no controlled
terminology. ``define.csv`` says what each column is. Days (``ADY``) count from the first dose, which is day 1; there is
no day 0 (the study day of the SDTM Implementation Guide).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from resorb.exports.material import Carried, Material
from resorb.exports.terms import day_of, ends
from resorb.tables.axis import Axis
from resorb.tables.schema import AdverseEvent, Course, Dispense, Lab, Patient
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range
from resorb.values.spreadsheets import csv_text
from resorb.values.times import When

Line = Mapping[str, str]
_SUBJECT = {
    "STUDYID": "study", "USUBJID": "study and patient, unique", "SUBJID": "patient",
}  # fmt: skip
_COLUMNS: dict[str, dict[str, str]] = {
    "ADSL": _SUBJECT | {
        "AGE": "age as printed", "AGEU": "unit of AGE", "SEX": "F, M or U (not known)", "RACE": "race as reported",
        "TRT01A": "first product given", "TRTSDT": "first day of treatment", "TRTEDT": "last day of treatment",
        "DTHFL": "Y when died while followed", "DTHDT": "day of death",
    },
    "ADEX": _SUBJECT | {
        "EXSEQ": "course", "EXTRT": "drug", "EXROUTE": "route", "PARAMCD": "what AVAL is", "PARAM": "the same in words",
        "AVAL": "value; low-high for a range; empty when not known", "AVALU": "unit", "ASTDT": "start",
        "AENDT": "end", "ASTDY": "day of start", "AENDY": "day of end", "DTYPE": "how it was derived",
    },
    "ADDS": _SUBJECT | {
        "EXSEQ": "course", "ADT": "day supplied", "ADY": "day counted from the first dose", "AVAL": "amount supplied",
        "AVALU": "unit", "DSUPPLY": "days' supply as recorded",
    },
    "ADLB": _SUBJECT | {
        "PARAM": "analyte", "AVAL": "value as printed", "AVALU": "unit", "ANRLO": "lower normal limit",
        "ANRHI": "upper normal limit", "ANRIND": "level in words as printed", "ADT": "day", "ADY": "day counted",
        "ADTM": "time as printed when it is no calendar day",
    },
    "ADAE": _SUBJECT | {
        "AEDECOD": "event", "AETOXGR": "grade", "AREL": "related as judged by the source", "ASTDT": "day",
        "ASTDY": "day counted",
    },
    "ADRS": _SUBJECT | {
        "PARAMCD": "BOR (best), LOR (last) or TTR (days to response)", "RSCAT": "criteria",
        "RSLVL": "lesion or patient",
        "RSLNKID": "lesion or patient judged", "AVALC": "response class", "AVAL": "number, for TTR", "CNSR":
        "1 when no response was seen up to AVAL",
    },
}  # fmt: skip


def adam_like(material: Material) -> Carried:
    """The CSV files, by name, and what could not be carried."""
    lost: Counter[str] = Counter()
    makers: dict[str, Callable[[Material, Patient, _Days], Iterator[Line]]] = {
        "ADSL": _subjects, "ADEX": _exposure, "ADDS": _supplies, "ADLB": _labs, "ADAE": _harms, "ADRS": _responses,
    }  # fmt: skip
    lines: dict[str, list[Line]] = {name: [] for name in makers}
    for patient in material.study.rows(Patient):
        days = _Days(material, patient)
        for name, make in makers.items():
            subject = _subject(patient)
            lines[name] += [{**subject, **line} for line in make(material, patient, days)]
    files = {f"{name}.csv": _csv(_COLUMNS[name], found) for name, found in lines.items()}
    define = [[name, column, doc] for name, columns in _COLUMNS.items() for column, doc in columns.items()]
    files["define.csv"] = csv_text(("data set", "column", "meaning"), define)
    material.count_groups(lost)
    return Carried(files, lost)


def _csv(columns: Mapping[str, str], lines: list[Line]) -> str:
    return csv_text(tuple(columns), [[line.get(c, "") for c in columns] for line in lines])


def _subject(patient: Patient) -> dict[str, str]:
    return {"STUDYID": patient.study, "USUBJID": f"{patient.study}.{patient.id}", "SUBJID": patient.id}


class _Days:
    """Calendar days and study days of one patient."""

    def __init__(self, material: Material, patient: Patient) -> None:
        self._axis = Axis(material.study, patient.study, patient.id)

    def calendar(self, when: When | None) -> str:
        """The calendar day, or nothing."""
        day = day_of(when)
        return day.isoformat() if day else ""

    def study(self, when: When | None) -> str:
        """The study day: the first dose is day 1, the day before it day -1; a range where it is not one day."""
        if when is None:
            return ""
        return self.numbered(self._axis.place(when))

    def numbered(self, placed: Range) -> str:
        """Days from the first dose as study days."""
        return ends(*(None if e is None else e + 1 if e >= 0 else e for e in (placed.low, placed.high)))

    def of_course(self, course: Course) -> tuple[str, str]:
        """First and last study day of a course."""
        return self.numbered(self._axis.start(course)), self.numbered(self._axis.stop(course))


def _number(quantity: Quantity | None) -> str:
    return "" if quantity is None else ends(quantity.low, quantity.high)


def _subjects(material: Material, patient: Patient, days: _Days) -> Iterator[Line]:
    courses = list(material.of(patient)(Course))
    first, last = (courses[0], courses[-1]) if courses else (None, None)
    age = patient.age
    yield {
        "AGE": _number(age), "AGEU": age.unit.upper() + "S" if age else "",
        "SEX": {"female": "F", "male": "M"}.get(patient.sex or "", "U"), "RACE": patient.race or "",
        "TRT01A": first.product if first else "", "TRTSDT": days.calendar(first.start) if first else "",
        "TRTEDT": days.calendar(last.stop) if last else "",
        "DTHFL": {"yes": "Y", "no": "N"}.get(patient.died or "", ""), "DTHDT": days.calendar(patient.death),
    }  # fmt: skip


def _exposure(material: Material, patient: Patient, days: _Days) -> Iterator[Line]:
    for course in material.of(patient)(Course):
        derived = material.exposure(course)
        if derived is None:
            continue
        start, stop = days.of_course(course)
        common = {
            "EXSEQ": course.id, "EXTRT": derived.drug, "EXROUTE": derived.route, "DTYPE": derived.method,
            "ASTDT": days.calendar(course.start), "AENDT": days.calendar(course.stop), "ASTDY": start, "AENDY": stop,
        }  # fmt: skip
        amounts: tuple[tuple[str, str, Range], ...] = (
            ("DOSE", "drug per administration", derived.per_administration_mg),
            ("DOSEDAY", "drug per day", derived.mg_per_day),
            ("DOSETOT", "drug in all", derived.mg_total),
        )
        for code, words, amount in amounts:
            yield common | {"PARAMCD": code, "PARAM": words, "AVAL": ends(amount.low, amount.high), "AVALU": "mg"}


def _supplies(material: Material, patient: Patient, days: _Days) -> Iterator[Line]:
    for course in material.of(patient)(Course):
        for row in material.study.of(Dispense, course.study, course=course.id):
            yield {
                "EXSEQ": course.id, "ADT": days.calendar(row.at), "ADY": days.study(row.at),
                "AVAL": _number(row.quantity), "AVALU": row.quantity.unit if row.quantity else "",
                "DSUPPLY": "" if row.days_supply is None else str(row.days_supply),
            }  # fmt: skip


def _labs(material: Material, patient: Patient, days: _Days) -> Iterator[Line]:
    for lab in material.of(patient)(Lab):
        normal: tuple[Fraction | None, Fraction | None] = (lab.range.low, lab.range.high) if lab.range else (None, None)
        day = days.calendar(lab.at)
        yield {
            "PARAM": lab.analyte, "AVAL": _number(lab.value), "AVALU": lab.value.unit if lab.value else "",
            "ANRLO": ends(normal[0], normal[0]), "ANRHI": ends(normal[1], normal[1]), "ANRIND": lab.level or "",
            "ADT": day, "ADY": days.study(lab.at), "ADTM": lab.at.printed if lab.at and not day else "",
        }  # fmt: skip


def _harms(material: Material, patient: Patient, days: _Days) -> Iterator[Line]:
    for event in material.of(patient)(AdverseEvent):
        if event.n != 0:
            yield {
                "AEDECOD": event.event, "AETOXGR": "" if event.grade is None else str(event.grade),
                "AREL": event.related or "", "ASTDT": days.calendar(event.at), "ASTDY": days.study(event.at),
            }  # fmt: skip


def _responses(material: Material, patient: Patient, _: _Days) -> Iterator[Line]:
    for response in material.responses:
        if (response.study, response.patient) != (patient.study, patient.id):
            continue
        common = {"RSCAT": response.criteria, "RSLVL": response.level, "RSLNKID": response.subject}
        yield common | {"PARAMCD": "BOR", "AVALC": str(response.best)}
        yield common | {"PARAMCD": "LOR", "AVALC": str(response.last)}
        time = response.time_to_response
        censored = "1" if time.high is None else "0"
        yield common | {"PARAMCD": "TTR", "AVAL": ends(time.low, time.high), "CNSR": censored}
