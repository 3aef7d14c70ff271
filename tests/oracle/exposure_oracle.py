"""A second, plain way to the same exposures: dictionaries of printed text, Decimals and loops, no code of resorb.

Only what the generated courses of ``test_exposure_agrees_with_oracle`` use: amounts in g or mg, per m2 or per kg,
volumes in mL, products in g, mL or tubes, spans and frequencies in days, weeks, months or years. Unknown is None.
"""

from decimal import Decimal, getcontext
from fractions import Fraction
from typing import Any

getcontext().prec = 60

Ends = tuple[Decimal | None, Decimal | None]
Cell = dict[str, Any]
NOTHING: Ends = (None, None)

TO_MG = {"g": Decimal(1000), "mg": Decimal(1)}


def ends(cell: Cell | None) -> Ends:
    """The two ends of a cell such as {"low": "5", "high": "75", "unit": "g"}."""
    if cell is None:
        return NOTHING
    low = None if cell["low"] is None else Decimal(cell["low"])
    high = None if cell["high"] is None else Decimal(cell["high"])
    return low, high


def times(one: Ends, other: Ends) -> Ends:
    result: list[Decimal | None] = []
    for a, b in zip(one, other, strict=True):
        result.append(None if a is None or b is None else a * b)
    return result[0], result[1]


def over(one: Ends, other: Ends) -> Ends:
    low, high = one
    small, large = other
    first = None if low is None or large is None or large == 0 else low / large
    second = None if high is None or small is None or small == 0 else high / small
    return first, second


def days_in(unit: str, month_days: Decimal) -> Decimal:
    if unit == "day":
        return Decimal(1)
    if unit == "week":
        return Decimal(7)
    if unit == "month":
        return month_days
    return month_days * 12


def mg_in_product(cell: Cell | None, product: Cell) -> Ends:
    """The mg of drug in a quantity of product."""
    strength = product.get("strength")
    if cell is None or strength is None:
        return NOTHING
    low, high = ends(cell)
    unit = cell["unit"]
    if unit == "tube":
        pack = product.get("pack")
        if pack is None:
            return NOTHING
        size = ends(pack)
        low, high = times((low, high), size)
        unit = pack["unit"]
    basis, s_low, s_high = strength["basis"], Decimal(strength["low"]), Decimal(strength["high"])
    if basis in ("w/w", "percent") and unit == "g":
        return times((low, high), (s_low * 10, s_high * 10))
    if basis == "mg/mL" and unit == "mL":
        return times((low, high), (s_low, s_high))
    if basis in ("w/v", "percent") and unit == "mL":
        return times((low, high), (s_low * 10, s_high * 10))
    return NOTHING


def time_factors(course: Cell, month_days: Decimal) -> tuple[Ends, Ends, int | None]:
    """Days of the course, administrations per day, and their printed number."""
    days, frequency, number = NOTHING, NOTHING, course.get("administrations")
    span, schedule = course.get("span"), course.get("schedule")
    if span is not None:
        days = times(ends(span), (days_in(span["unit"], month_days),) * 2)
    if schedule is not None and schedule["kind"] == "frequency":
        period = days_in(schedule["unit"], month_days)
        frequency = (Decimal(schedule["low"]) / period, Decimal(schedule["high"]) / period)
    if schedule is not None and schedule["kind"] == "doses":
        number = schedule["n"] if number is None else number
        period = Decimal(schedule["gap"]) * days_in(schedule["unit"], month_days)
        frequency = (1 / period, 1 / period)
    return days, frequency, number


def supplied(course: Cell, product: Cell) -> Ends:
    """The mg dispensed: what is printed in all, else the sum of the supplies."""
    if course.get("dispensed") is not None:
        return mg_in_product(course["dispensed"], product)
    low, high, complete, some = Decimal(0), Decimal(0), True, False
    for supply in course.get("dispenses") or [None]:
        one = mg_in_product(supply, product)
        if one[0] is not None:
            low, some = low + one[0], True
        if one[1] is None:
            complete = False
        else:
            high += one[1]
    return (low if some else None), (high if complete else None)


def amounts(course: Cell, product: Cell, patient: Cell) -> list[Ends]:
    """The mg in one administration, by every way that is printed."""
    found = []
    amount = course.get("amount")
    if amount is not None:
        each = times(ends(amount), (TO_MG[amount["unit"]],) * 2)
        found.append(each if amount["per"] is None else times(each, ends(patient.get(amount["per"]))))
    for key in ("volume", "applied"):
        if course.get(key) is not None:
            found.append(mg_in_product(course[key], product))
    return found


def exposure(course: Cell, product: Cell, patient: Cell, month: Fraction) -> dict[str, Any]:
    """The mg per administration, per day, per week, in total; days; number; and the method that gave them."""
    days, frequency, number = time_factors(course, Decimal(month.numerator) / Decimal(month.denominator))
    count = times(frequency, days) if number is None else (Decimal(number), Decimal(number))
    dispensed = supplied(course, product)
    if dispensed != NOTHING:
        return answer("dispensed", over(dispensed, count), over(dispensed, days), dispensed, days, count)
    for each in amounts(course, product, patient):
        total = times(each, count)
        per_day = times(each, frequency)
        if number is not None and frequency == NOTHING:
            per_day = over(total, days)
        if total != NOTHING or per_day != NOTHING:
            return answer("scheduled" if number is None else "administrations", each, per_day, total, days, count)
    return {"method": "none"}


def answer(method: str, each: Ends, per_day: Ends, total: Ends, days: Ends, count: Ends) -> dict[str, Any]:
    return {
        "method": method,
        "per_administration_mg": each,
        "mg_per_day": per_day,
        "mg_per_week": times(per_day, (Decimal(7), Decimal(7))),
        "mg_total": total,
        "days": days,
        "administrations": count,
    }
