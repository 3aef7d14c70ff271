"""Exposure of generated courses against the plain oracle: a study file in, the same amounts out by both ways."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from resorb.exposure import derive_exposures
from resorb.sources.study_file import read_study
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention
from tests.oracle.exposure_oracle import exposure as oracle_exposure

AMOUNTS = ("per_administration_mg", "mg_per_day", "mg_per_week", "mg_total", "days", "administrations")
PER = {None: "", "body_surface": "/m2", "weight": "/kg"}

numbers = st.decimals("0.01", "2000", places=2).map(str)
cells = st.tuples(numbers, numbers).map(lambda pair: sorted(pair, key=Decimal))


@st.composite
def ranges(draw: st.DrawFn, *units: str) -> dict[str, Any]:
    """A point, a range, or a range open above or below."""
    low, high = draw(cells)
    form = draw(st.sampled_from(("point", "range", "at least", "at most")))
    ends = {"point": (low, low), "range": (low, high), "at least": (low, None), "at most": (None, high)}[form]
    return {"low": ends[0], "high": ends[1], "unit": draw(st.sampled_from(units))}


def written(cell: dict[str, Any], per: str = "") -> str:
    """The cell in the grammar of study files."""
    low, high, unit = cell["low"], cell["high"], cell["unit"] + per
    if low is None:
        return f"at most {high} {unit}"
    if high is None:
        return f"at least {low} {unit}"
    return f"{low} {unit}" if low == high else f"{low}-{high} {unit}"


@st.composite
def strengths(draw: st.DrawFn) -> dict[str, Any]:
    low, high = sorted(draw(st.tuples(*[st.integers(1, 50)] * 2)))
    return {"low": str(low), "high": str(high), "basis": draw(st.sampled_from(("w/w", "w/v", "percent", "mg/mL")))}


def written_strength(strength: dict[str, Any]) -> str:
    low, high, basis = strength["low"], strength["high"], strength["basis"]
    if basis == "mg/mL":
        return f"{low}-{high} mg/mL"
    return f"{low}-{high} %" if basis == "percent" else f"{low}-{high} % {basis}"


def schedules() -> st.SearchStrategy[dict[str, Any]]:
    units = st.sampled_from(("day", "week", "month"))
    frequency = st.tuples(st.integers(1, 3), st.integers(0, 3), units).map(
        lambda t: {"kind": "frequency", "low": t[0], "high": t[0] + t[1], "unit": t[2]}
    )
    doses = st.tuples(st.integers(1, 6), st.integers(1, 6), units).map(
        lambda t: {"kind": "doses", "n": t[0], "gap": t[1], "unit": t[2]}
    )
    return st.one_of(frequency, doses, st.just({"kind": "event"}))


def written_schedule(schedule: dict[str, Any]) -> str:
    if schedule["kind"] == "event":
        return "after each dialysis"
    if schedule["kind"] == "doses":
        return f"{schedule['n']} doses {schedule['gap']} {schedule['unit']}s apart"
    return f"{schedule['low']}-{schedule['high']} times per {schedule['unit']}"


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A course with any of its cells left out, its product and its patient."""
    product = {"strength": draw(st.none() | strengths()), "pack": draw(st.none() | ranges("g", "mL"))}
    amount = draw(st.none() | ranges("g", "mg"))
    if amount is not None:
        amount["per"] = draw(st.sampled_from(tuple(PER)))
    course = {
        "amount": amount,
        "volume": draw(st.none() | ranges("mL")),
        "applied": draw(st.none() | ranges("g")),
        "schedule": draw(st.none() | schedules()),
        "administrations": draw(st.none() | st.integers(1, 40)),
        "dispensed": draw(st.none() | ranges("g", "mL", "tube")),
        "dispenses": draw(st.just([]) | st.lists(st.none() | ranges("g", "mL", "tube"), max_size=3)),
        "span": draw(st.none() | ranges("day", "week", "month", "year")),
    }
    patient = {"body_surface": draw(st.none() | ranges("m2")), "weight": draw(st.none() | ranges("kg"))}
    return {"product": product, "course": course, "patient": patient}


def as_study_file(case: dict[str, Any]) -> str:
    """The case as a study file."""
    product, course, patient = case["product"], case["course"], case["patient"]
    lines = ["study: generated", "design: case report", "report: selected case", "read: simulated", "products:"]
    lines += ["  x:", "    drug: sodium thiosulfate", "    route: topical"]
    if product["strength"]:
        lines.append(f"    strength: {written_strength(product['strength'])}")
    if product["pack"]:
        lines.append(f"    pack: {written(product['pack'])}")
    lines += ["patients:", "  P1:", "    sex: female"]
    lines += [f"    {key.replace('_', ' ')}: {written(cell)}" for key, cell in patient.items() if cell]
    lines += ["    courses:", "      c1:", "        product: x"]
    for key in ("volume", "applied", "dispensed", "span"):
        if course[key]:
            lines.append(f"        {key}: {written(course[key])}")
    if course["amount"]:
        lines.append(f"        amount: {written(course['amount'], PER[course['amount']['per']])}")
    if course["schedule"]:
        lines.append(f"        schedule: {written_schedule(course['schedule'])}")
    if course["administrations"]:
        lines.append(f"        administrations: {course['administrations']}")
    if course["dispenses"]:
        lines.append("        dispenses:")
        lines += [
            f"          - {{quantity: {written(c)}}}" if c else "          - {days supply: 30}"
            for c in course["dispenses"]
        ]
    return "\n".join(lines)


def close(ours: Range, theirs: tuple[Decimal | None, Decimal | None]) -> bool:
    """Equal to 40 digits (the oracle divides in Decimals, resorb in Fractions), and open where the other is."""
    for mine, other in zip((ours.low, ours.high), theirs, strict=True):
        if (mine is None) is not (other is None):
            return False
        if mine is not None and other is not None and abs(mine - Fraction(other)) > abs(mine) / 10**40:
            return False
    return True


@given(case=cases(), month=st.sampled_from(tuple(MonthConvention)))
def test_exposure_agrees_with_the_plain_oracle(case: dict[str, Any], month: MonthConvention) -> None:
    (ours,) = derive_exposures(read_study(as_study_file(case), "generated.yaml"), month)
    theirs = oracle_exposure(case["course"], case["product"], case["patient"], month.days)
    assert ours.method == theirs["method"]
    for name in AMOUNTS if theirs["method"] != "none" else ():
        assert close(getattr(ours, name), theirs[name]), (name, getattr(ours, name), theirs[name])


@given(case=cases())
def test_every_open_end_of_a_rate_or_total_is_explained_and_every_cell_is_traced(case: dict[str, Any]) -> None:
    study = read_study(as_study_file(case), "generated.yaml")
    (ours,) = derive_exposures(study)
    open_somewhere = not ours.mg_total.is_known or not ours.mg_per_day.is_known
    single = ours.administrations == Range.point(1)
    assert not open_somewhere or ours.missing or single, ours
    assert all(study.origin(fact) is not None and fact.column for fact in ours.trace)
