"""A second, plain way to the cohort of a simulated data set: Parquet rows, dictionaries and loops, no code of resorb.

It follows the rule that the data set's README.md states. ``cohort(folder)`` gives the persons of each step, and the
response and exposure of those who are left.
"""

import re
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

Row = dict[str, Any]
FIRST, LAST = date(2012, 1, 1), date(2017, 6, 27)
ROUTES = ("topical", "intravenous")
DRUG_COLUMNS = (
    "drug_exposure_id", "person_id", "drug_concept_id", "drug_exposure_start_date", "drug_exposure_end_date",
    "quantity", "days_supply", "sig", "route_concept_id", "drug_source_value", "route_source_value",
    "dose_unit_source_value",
)  # fmt: skip
LESION = re.compile(r"calcinosis|calcifi(ed|c)\b|calcification", re.IGNORECASE)
ACTD_CODE = re.compile(r"^(M05|M32|M33|M34|M351|M350|M359|L93|M069|M08)")

# Why a sentence about the calcinosis does not tell what became of it in this patient under this drug.
NOT_THIS = re.compile(
    r"\b(mother|father|sister|brother|aunt|grandmother|family)\b"  # another person
    r"|^(if|in case|should|we would|plan)\b|\bcould be tried\b|\bmay be considered\b|\bplan:"  # supposed
    r"|\bago\b|\bpast history\b|\bchildhood\b|^before (treatment|she)\b"  # another time
    r"|\b(diltiazem|minocycline|warfarin|colchicine)\b"  # another drug
    r"|\bnot suspected\b|\bon examination\b|\bno (evidence|sign) of\b|^there is no c|^examination shows no\b"
    r"|^negative for\b"  # not the disease
    r"|\bdid not come\b|\bcancelled\b|\bto be seen\b",  # not seen
    re.IGNORECASE,
)
SAYS = (
    ("recurred", r"\bcome back (some|after|although)|\bis back\b|\breturned\b|\brecurrence\b|\brecurred\b"),
    ("UR", r"cannot be judged|too early to tell|uncertain|could not be assessed|is unknown|is not known"),
    ("PR", r"not resolved, but it is clearly smaller|almost gone|partial response|some of it remains"),
    ("NR", (r"\bunchanged\b|\bno change\b|\bnot (improved|helped|become smaller)\b|\blarger\b|\bdid not shrink\b"
            r"|\bno response\b|\bpersists\b|\bprogressed\b|\bsame size\b")),
    ("CR", (r"\bresolved\b|\bgone\b|\bdisappeared\b|\bno longer\b|\bcomplete resolution\b|\bno calcinosis is left\b"
           r"|\bcleared\b|\bno residual\b")),
    ("PR", r"\bsmaller\b|\bdecreased\b|\bshrunk\b|\bimproved\b|\breduction in size\b|\breduced\b"),
)  # fmt: skip
MISUSED = re.compile(r"\bnot (been )?(applied|apply|used?)\b.*\bas prescribed\b", re.IGNORECASE)


def rows(folder: Path, table: str, *columns: str, where: pl.Expr | None = None) -> list[Row]:
    """The rows of a table as dictionaries, ids as whole numbers; ``where`` keeps a million persons readable."""
    lazy = pl.scan_parquet(folder / f"{table}.parquet").select(columns)
    if where is not None:
        lazy = lazy.filter(where)
    ids = [c for c in columns if c.endswith("_id")]
    return lazy.with_columns(pl.col(ids).cast(pl.Int64)).collect().to_dicts()


def of_persons(people: set[int]) -> pl.Expr:
    """Rows of these persons."""
    return pl.col("person_id").cast(pl.Int64).is_in(sorted(people))


def descendants(folder: Path, name: str) -> set[int]:
    """The standard concept of that name and everything below it."""
    listed = rows(folder, "concept", "concept_id", "concept_name", "standard_concept")
    (concept,) = [c["concept_id"] for c in listed if c["concept_name"] == name and c["standard_concept"] == "S"]
    below = rows(folder, "concept_ancestor", "ancestor_concept_id", "descendant_concept_id")
    return {concept, *(r["descendant_concept_id"] for r in below if r["ancestor_concept_id"] == concept)}


def route_of(row: Row, names: dict[int, str]) -> str:
    """Topical, intravenous, or something else."""
    said = names.get(row["route_concept_id"] or 0, "") or row["route_source_value"] or row["drug_source_value"] or ""
    said = said.upper()
    if said.startswith(("TOP", "EXT")) or re.search(r"\bOINT\b", said):
        return "topical"
    if said.startswith("INTRAVEN") or re.match(r"IV\b", said):
        return "intravenous"
    return said


def said_of(text: str) -> list[str]:
    """What the sentences of a note say became of the calcinosis."""
    told = []
    for sentence in re.split(r"(?<=[.])\s+(?=[A-Z])", text.strip()):
        if not LESION.search(sentence) or NOT_THIS.search(sentence):
            continue
        for what, words in SAYS:
            if re.search(words, sentence, re.IGNORECASE):
                told.append(what)
                break
    return told


def response(told: list[str]) -> str:
    """The best that is said; what came back after it was gone is partial."""
    if "CR" in told and "recurred" not in told:
        return "CR"
    if {"CR", "PR", "recurred"} & set(told):
        return "PR"
    return "NR" if "NR" in told else "UR"


def grams_of(row: Row) -> Fraction | None:
    """Grams of ointment in a supply."""
    name, sig, unit = row["drug_source_value"] or "", row["sig"] or "", (row["dose_unit_source_value"] or "").lower()
    packs = re.findall(r"(\d+) G\b", f"{name} {sig}", re.IGNORECASE)
    pack = Fraction(packs[0]) if packs else None
    if row["quantity"] is None:
        return pack
    quantity = Fraction(row["quantity"])
    if unit in ("tube", "jar"):
        return None if pack is None else quantity * pack
    return quantity if unit == "g" or quantity == pack else None


def strength_of(row: Row) -> Fraction | None:
    """Percent of drug in the ointment, by weight."""
    found = re.search(r"(\d+) ?%", f"{row['drug_source_value']} {row['sig']}")
    return Fraction(found.group(1)) if found else None


def length_of(row: Row) -> int | None:
    """Days a supply lasts."""
    if row["days_supply"] is not None and row["days_supply"] > 0:
        return int(row["days_supply"])
    days = (row["drug_exposure_end_date"] - row["drug_exposure_start_date"]).days
    return days if days > 0 else None


def exposure(supplies: list[Row]) -> Row:
    """Grams, days, g/day and days covered, over courses."""
    supplies = sorted(supplies, key=lambda r: r["drug_exposure_start_date"])
    courses: list[list[Row]] = [[]]
    until = supplies[0]["drug_exposure_start_date"]
    for row in supplies:
        start = row["drug_exposure_start_date"]
        if (start - until).days > 90:
            courses.append([])
            until = start
        courses[-1].append(row)
        until = max(until, start + timedelta(length_of(row) or 0))
    drug: Fraction | None = Fraction(0)
    days: int | None = 0
    covered: int | None = 0
    for course in courses:
        first = course[0]["drug_exposure_start_date"]
        lasts = length_of(course[-1])
        stop = None if lasts is None else course[-1]["drug_exposure_start_date"] + timedelta(lasts)
        days = None if stop is None or days is None else days + (stop - first).days
        for row in course:
            grams, percent = grams_of(row), strength_of(row)
            drug = None if drug is None or grams is None or percent is None else drug + grams * percent / 100
        lengths = [length_of(r) for r in course]
        if stop is None or None in lengths or covered is None:
            covered = None
            continue
        # Day by day: a supply in the cupboard is used on the next day that has none.
        stock, day = 0, first
        while day < stop:
            stock += sum(n or 0 for r, n in zip(course, lengths, strict=True) if r["drug_exposure_start_date"] == day)
            covered += 1 if stock else 0
            stock -= 1 if stock else 0
            day += timedelta(1)
    return {
        "courses": len(courses),
        "supplies": len(supplies),
        "drug_mg": None if drug is None else int(drug * 1000),
        "days": days,
        "g_per_day": None if drug is None or not days else float(drug / days),
        "days_covered": covered,
    }


def cohort(folder: Path, first: date = FIRST, last: date = LAST, routes: tuple[str, ...] = ROUTES) -> Row:
    """Persons found and at each step, responses and exposures of those left.

    A wider period or more routes than the rule's show which decoys only they keep out; no routes are all of them.
    """
    names = {
        c["concept_id"]: c["concept_name"]
        for c in rows(folder, "concept", "concept_id", "concept_name")
        if c["concept_id"]
    }
    target, actd = descendants(folder, "Calcinosis cutis"), descendants(folder, "Autoimmune connective tissue disease")
    drug = descendants(folder, "sodium thiosulfate")

    given: dict[int, list[Row]] = defaultdict(list)
    seen = set()
    named = pl.concat_str("drug_source_value", "sig", ignore_nulls=True).str.contains("(?i)thiosul(f|ph)ate")
    coded_drug = pl.col("drug_concept_id").cast(pl.Int64).is_in(sorted(drug))
    for row in rows(folder, "drug_exposure", *DRUG_COLUMNS, where=coded_drug | named):
        key = tuple(v for k, v in row.items() if k != "drug_exposure_id")
        row["route"] = route_of(row, names)
        if (
            key not in seen
            and (not routes or row["route"] in routes)
            and first <= row["drug_exposure_start_date"] <= last
        ):
            given[row["person_id"]].append(row)
        seen.add(key)

    coded, sick = set(), set()
    for row in rows(
        folder,
        "condition_occurrence",
        "person_id",
        "condition_concept_id",
        "condition_start_date",
        "condition_source_value",
        where=of_persons(set(given)),
    ):
        code = (row["condition_source_value"] or "").upper().replace(".", "")
        is_target = row["condition_concept_id"] in target or code in ("L942", "7093")
        if is_target and first <= row["condition_start_date"] <= last:
            coded.add(row["person_id"])
        if row["condition_concept_id"] in actd or ACTD_CODE.match(code):
            sick.add(row["person_id"])

    found = coded & set(given)
    told: dict[int, list[str]] = defaultdict(list)
    misused = set()
    for row in rows(folder, "note", "person_id", "note_date", "note_text", where=of_persons(found)):
        person = row["person_id"]
        if row["note_date"] > min(r["drug_exposure_start_date"] for r in given[person]):
            told[person] += said_of(row["note_text"].replace("\n", " "))
            if MISUSED.search(row["note_text"]):
                misused.add(person)

    left = set(found)
    steps = {}
    for step, leave in (
        ("no ACTD", found - sick),
        ("intravenous", {p for p in found if any(r["route"] == "intravenous" for r in given[p])}),
        ("no follow-up", {p for p in found if not told[p]}),
        ("not as prescribed", misused),
    ):
        steps[step] = left & leave
        left -= leave
    return {
        "found": found,
        "steps": steps,
        "included": left,
        "response": {p: response(told[p]) for p in left},
        "exposure": {p: exposure([r for r in given[p] if r["route"] != "intravenous"]) for p in left},
    }
