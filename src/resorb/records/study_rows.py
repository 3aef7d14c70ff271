"""From a cohort to a study: patients, conditions, lesions, products, courses, supplies, assessments, labs, harms."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from resorb.codes import analytes
from resorb.records.cohort import Cohort, sql
from resorb.records.origins import as_called, places_of
from resorb.records.protocol import CodeSet
from resorb.records.rows import Record, Rows, day_text
from resorb.records.statements import EVENT, OUTCOME, insert
from resorb.records.supplies import Product, Supplied, read_supplied
from resorb.tables.study import Input, Study
from resorb.values.numbers import as_text

_SEXES = {8507: "male", 8532: "female"}
_SEX_WORDS = {"m": "male", "male": "male", "f": "female", "female": "female"}


def study_of(cohort: Cohort, protocol_file: Input) -> tuple[Study, tuple[str, ...]]:
    """The study that a cohort makes, and what of its records could not be taken as it stands.

    A protocol that names no drug of drugs.yaml gives patients and attrition only: courses need a drug on file.
    """
    protocol = cohort.protocol
    rows = Rows(protocol.key, cohort.source.name)
    cohort.source.connection.execute(sql("stays"))
    _study_row(cohort, rows)
    _patients(cohort, rows)
    _conditions(cohort, rows)
    if protocol.drug is not None and protocol.drug.term is not None:
        _courses(cohort, rows)
    _from_notes(cohort, rows)
    _labs(cohort, rows)
    _events(cohort, rows)
    _attrition(cohort, rows)
    rows.lead_to(places_of(cohort.source, ((r.table, r.id) for r in rows.records.values())))
    study = Study({n: tuple(r) for n, r in rows.tables.items()}, rows.origins, (protocol_file,))
    return study, as_called(cohort.source, rows.notices)


def patient_id(person: int) -> str:
    """The study's name for a person of the records."""
    return f"P{person}"


def _study_row(cohort: Cohort, rows: Rows) -> None:
    protocol = cohort.protocol
    rows.add(
        "studies", protocol.key, None,
        title=protocol.title,
        design="cohort",
        report=protocol.report,
        role="treatment",
        read="own records",
        setting=protocol.setting,
        period_start=day_text(protocol.start),
        period_stop=day_text(protocol.stop),
        compound=protocol.drug.term if protocol.drug else None,
        criteria=protocol.criteria,
        note=f"found in {cohort.source.name} by the protocol {protocol.key}"
        + (f", after {protocol.based_on}" if protocol.based_on else ""),
    )  # fmt: skip


def _patients(cohort: Cohort, rows: Rows) -> None:
    treated = cohort.protocol.drug is not None
    for person, _, gender, gender_text, race, youngest, oldest, death in cohort.rows("out_patients"):
        age = None
        if youngest is not None and 0 <= youngest <= oldest <= 130:
            age = f"{youngest} years" if youngest == oldest else f"{youngest}-{oldest} years"
        rows.add(
            "patients", patient_id(person), Record("person", person),
            sex=_SEXES.get(gender) or _SEX_WORDS.get((gender_text or "").strip().lower()) or "not reported",
            age=age,
            age_at="first dose" if age and treated else None,
            race=race,
            died="yes" if death else None,
            death=day_text(death),
        )  # fmt: skip


def _conditions(cohort: Cohort, rows: Rows) -> None:
    protocol = cohort.protocol
    sets: dict[str, CodeSet] = {s.key: s for s in (protocol.target, *protocol.underlying) if s is not None}
    for person, key, since, record, _ in cohort.rows("out_conditions"):
        if (term := sets[key].term) is not None:
            role = "target" if key == "target" else "underlying"
            rows.below(
                "conditions", "patients", patient_id(person), Record("condition_occurrence", record),
                condition=term, role=role, since=day_text(since),
            )  # fmt: skip


def _courses(cohort: Cohort, rows: Rows) -> None:
    supplied = _supplies(cohort)
    given = {product for _, _, product, _, _ in cohort.rows("out_courses")}
    for key, product in sorted(cohort.products.items()):
        if key in given:
            _product(cohort, rows, product)
    for person, place, product_key, start, stop in cohort.rows("out_courses"):
        course, mine = f"{patient_id(person)}.c{place}", supplied[person, place]
        product = cohort.products[product_key]
        pieces = [s.pieces for _, s in mine]
        known = bool(product.piece_mg) and all(p is not None and p.denominator == 1 for p in pieces)
        rows.add(
            "courses", course, Record("drug_exposure", mine[0][0][2]),
            patient=patient_id(person),
            product=product_key,
            start=day_text(start),
            stop=day_text(stop),
            amount=f"{as_text(product.piece_mg)} mg" if product.piece_mg and known else None,
            administrations=int(sum(p for p in pieces if p is not None)) if known else None,
        )  # fmt: skip
        for row, amount in mine:
            _dispense(rows, course, row, amount)


def _product(cohort: Cohort, rows: Rows, product: Product) -> None:
    drug = cohort.protocol.drug
    rows.add(
        "products", product.key, None,
        drug=drug.term if drug else None,
        route=product.route or "not reported",
        strength=product.strength,
        vehicle=product.vehicle,
        salt=product.salt,
    )  # fmt: skip


def _supplies(cohort: Cohort) -> dict[tuple[int, int], list[tuple[tuple[Any, ...], Supplied]]]:
    found: dict[tuple[int, int], list[tuple[tuple[Any, ...], Supplied]]] = {}
    for row in cohort.rows("out_supplies"):
        person, place, _, _, _, number, printed, unit, sig, _, _, _, key, pack, pack_unit = row
        product = cohort.products[key]
        one = Product(
            key, product.route, product.strength, product.piece_mg,
            (Fraction(pack), pack_unit) if pack else None, product.unit,
        )  # fmt: skip
        amount = read_supplied(one, number, printed, unit, sig)
        found.setdefault((person, place), []).append((row, amount))
    return found


def _dispense(rows: Rows, course: str, row: tuple[Any, ...], amount: Supplied) -> None:
    _, _, record, day, until, *_, days_printed, lasts, copies, _, _, _ = row
    at = Record("drug_exposure", record)
    remarks = [amount.why] if amount.why else []
    if days_printed is not None and not _is_count(days_printed):
        remarks.append(f"days' supply {days_printed} is no number of days")
        rows.notices.append(f"{at.where}: days' supply {days_printed} is no number of days above zero")
    if lasts is not None and not _is_count(days_printed):
        remarks.append(f"lasts until the recorded end, {until}")
    if lasts is None:
        rows.notices.append(f"{at.where}: nothing says how long it lasts")
    if copies > 1:
        remarks.append(f"{copies} equal records, counted once")
        rows.notices.append(f"{at.where}: {copies} equal records, counted once")
    if amount.amount is None and amount.pieces is None:
        rows.notices.append(f"{at.where}: quantity: {amount.why}; left out")
    rows.below(
        "dispenses", "courses", course, at,
        at=day_text(day),
        quantity=f"{as_text(amount.amount)} {amount.unit}" if amount.amount is not None else None,
        days_supply=lasts,
        note="; ".join(remarks),
    )  # fmt: skip


def _is_count(printed: str | None) -> bool:
    """Whether a days' supply as recorded is a whole number above zero."""
    return printed is not None and re.fullmatch(r"0*[1-9]\d*(\.0+)?", printed) is not None


def _from_notes(cohort: Cohort, rows: Rows) -> None:
    """Assessments and harms that the protocol lets notes state; each keeps its note and characters."""
    words = cohort.protocol.words
    lesions: dict[tuple[str, str], str] = {}
    seen: set[tuple[str, Any, str, str | None]] = set()
    for person, day, note, start, stop, kind, value, site in cohort.rows(
        "out_statements", last=cohort.protocol.follow_up.last
    ):
        patient, record = patient_id(person), Record("note", note, start, stop)
        if kind == EVENT and (patient, None, value, None) not in seen:
            seen.add((patient, None, value, None))
            rows.below("adverse_events", "patients", patient, record, event=value, n=1, at=day_text(day))
        if kind != OUTCOME or (patient, day, value, site) in seen:
            continue
        seen.add((patient, day, value, site))
        lesion = None
        if site is not None:
            lesion = lesions.get((patient, site))
            if lesion is None:
                name = re.sub(r"[^A-Za-z0-9]+", "-", site).strip("-").lower() or "lesion"
                lesion = lesions[patient, site] = rows.add(
                    "lesions", f"{patient}.{name}", record, patient=patient, site=site
                )
        row = rows.below(
            "assessments", "patients", patient, record,
            lesion=lesion, at=day_text(day), by=words.by, finding=value if words.accept else None,
        )  # fmt: skip
        if not words.accept:
            number = len(rows.tables["proposals"]) + 1
            rows.add(
                "proposals", f"proposals.{number}", record,
                of=row, column="finding", printed="not reported", read=value, because=f"{record.where} says so",
            )  # fmt: skip


def _labs(cohort: Cohort, rows: Rows) -> None:
    protocol = cohort.protocol
    if not protocol.labs:
        return
    connection = cohort.source.connection
    connection.execute("CREATE TEMP TABLE wanted_lab (loinc VARCHAR, analyte VARCHAR)")
    wanted = [(code, name) for name in protocol.labs for code in analytes()[name].loinc]
    insert(connection, "wanted_lab", (("loinc", "VARCHAR"), ("analyte", "VARCHAR")), wanted)
    for person, record, day, analyte, number, printed, unit, low, high in cohort.rows(
        "out_labs", within=protocol.lab_days
    ):
        at = Record("measurement", record)
        if number is None or not unit:
            rows.notices.append(f"{at.where}: {analyte}: {'no value' if number is None else 'no unit'}; value left out")
        value = None if number is None or not unit else f"{_plain(printed)} {unit}"
        span = f"{_plain(low)}-{_plain(high)} {unit}" if low and high and unit else None
        rows.below(
            "labs", "patients", patient_id(person), at, analyte=analyte, value=value, range=span, at=day_text(day)
        )


def _plain(printed: str) -> str:
    """A number as stored, without the ".0" that a DOUBLE adds."""
    return printed.removesuffix(".0")


def _events(cohort: Cohort, rows: Rows) -> None:
    terms = {e.codes.key: e.term for e in cohort.protocol.events if e.codes is not None}
    for person, key, day, record in cohort.rows("out_events"):
        at = Record("condition_occurrence", record)
        rows.below("adverse_events", "patients", patient_id(person), at, event=terms[key], n=1, at=day_text(day))


def _attrition(cohort: Cohort, rows: Rows) -> None:
    """The steps in persons, then in courses and lesions where there are any."""
    for unit in ("patients", "courses", "lesions"):
        left_before: int | None = None
        for step in cohort.attrition:
            left = {"patients": step.persons_left, "courses": step.courses_left, "lesions": step.lesions_left}[unit]
            if left_before is None and left == 0 and unit != "patients":
                break
            number = len(rows.tables["attrition"]) + 1
            rows.add(
                "attrition", f"attrition.{number}", None,
                reason=step.reason,
                kind=step.kind,
                out=None if left_before is None else left_before - left,
                left=left,
                unit=unit,
            )  # fmt: skip
            left_before = left
