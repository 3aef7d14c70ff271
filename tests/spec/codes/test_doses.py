"""Doses as five publications print them, and what the windows and slips make of each."""

from fractions import Fraction

import pytest

from resorb.codes import knowledge
from resorb.codes.plausible import judge_amount
from resorb.codes.windows import DOSE_MEASURES
from resorb.values.quantities import read_quantity
from resorb.values.ranges import Range

STS = "sodium thiosulfate"

# printed               route          measure                    for    band          meant instead
TABLE = """
12.5 g                  intravenous    amount per administration  adult  usual
25 g                    intravenous    amount per administration  adult  usual
12.5 mg                 intravenous    amount per administration  adult  error likely  12.5 g
25 mg                   intravenous    amount per administration  adult  error likely  25 g
3.2 g                   intravenous    amount per administration  adult  unusual
75 g                    intravenous    amount per administration  adult  unusual
125 g                   intravenous    amount per administration  adult  error likely  12.5 g
10 g                    intravenous    amount per administration  child  usual
15 mg                   intravenous    amount per administration  child  error likely  15 g
20 g/m2                 intravenous    amount per m2              any    usual
25 g/1.73 m2            intravenous    amount per m2              any    usual
250 mg/kg               intravenous    amount per kg              child  usual
37.5 g/week             intravenous    amount per week            adult  usual
245 g/week              intravenous    amount per week            adult  unusual
25 mg                   intralesional  amount per administration  adult  usual
12.5 mg/50 mL           intradermal    concentration              adult  error likely  250 mg/mL
12.5 g/50 mL            intralesional  concentration              adult  usual
150 mg/mL               intralesional  concentration              adult  usual
500 mg/mL               intravenous    concentration              adult  error likely  250 mg/mL
0.1 mL                  intradermal    volume per administration  adult  usual
25 %                    topical        strength                   adult  usual
50 %                    topical        strength                   adult  unusual
370 mg/day              topical        amount per day             child  usual
833 mg/day              topical        amount per day             adult  usual
180 g                   topical        supply                     adult  usual
30 min                  intravenous    infusion time              adult  usual
13.4 week               topical        length of course           adult  usual
7.5 g/week              oral           amount per week            adult  usual
25 g                    intraperitoneal  amount per administration  adult  usual
"""
ROWS = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_printed_dose_is_judged_by_its_route(row: list[str]) -> None:
    printed, route, measure, population, band, *meant = row
    low, high = read_quantity(printed).to(DOSE_MEASURES[measure])
    found = judge_amount(STS, route, measure, Range(low, high), population)
    assert found.band == band
    assert [words for _, words in found.proposals][:1] == meant
    assert found.reason
    assert found.source


def test_a_salt_is_stated_for_every_amount() -> None:
    # The printed sodium load, 12.7 mEq per g, fits the anhydrous salt: 2000 / 158.11; the vial holds the pentahydrate.
    drug = knowledge().drugs[STS]
    anhydrous, default = drug.salt("anhydrous"), drug.salt()
    assert anhydrous is not None
    assert default is not None
    assert default.key == "pentahydrate"
    assert anhydrous.sodium is not None
    assert round(float(anhydrous.sodium * 1000 / anhydrous.molar_mass), 2) == 12.65
    assert round(float(Fraction(2000) / default.molar_mass), 2) == 8.06


def test_another_compound_has_no_windows() -> None:
    found = judge_amount("sodium metabisulfite", "topical", "strength", Range.point(25))
    assert found.band == "unjudged"


def test_a_value_not_known_is_not_judged() -> None:
    assert judge_amount(STS, "topical", "strength", Range()).band == "unjudged"
