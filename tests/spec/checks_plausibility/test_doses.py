"""Doses against what is given: the slips between mg and g, strengths, weekly totals, supplies."""

import pytest

from tests.spec.checks_plausibility.studies import ASSUMES, FAILS, HOLDS, UNJUDGED, only, said_of, study_of, verdicts

PRODUCTS = """
products:
  iv: {drug: sodium thiosulfate, route: intravenous}
  vial: {drug: sodium thiosulfate, route: intravenous, strength: 12.5 g/50 mL}
  drops: {drug: sodium thiosulfate, route: intralesional, strength: 12.5 mg/50 mL}
  cream: {drug: sodium thiosulfate, route: topical, strength: 10 % w/w}
"""


def course(facts: str, age: str = "54 years", product: str = "iv") -> str:
    """A study of one patient with one course."""
    plain = PRODUCTS.replace("  drops", "  unused").replace("12.5 mg/50 mL", "150 mg/mL")
    patient = f"{{age: {age}, age at: first dose, courses: {{c1: {{product: {product}, {facts}}}}}}}"
    return f"{plain}patients:\n  P1: {patient}\n"


def about(body: str, check: str, column: str) -> list[str]:
    """Verdicts on one column of the course."""
    return [str(f.verdict) for f in said_of(body, check) if f.about.row == "P1.c1" and f.about.column == column]


@pytest.mark.parametrize(("printed", "meant"), [("25 mg", "25 g"), ("12.5 mg", "12.5 g"), ("25mg", "25 g")])
def test_mg_for_g_of_an_infusion_is_found_and_g_is_proposed(printed: str, meant: str) -> None:
    finding = next(f for f in said_of(course(f"amount: {printed}"), "dose-unit") if f.about.column == "amount")
    assert (finding.verdict, finding.printed, finding.computed) == (FAILS, printed, meant)
    assert finding.suggestion == meant
    assert finding.arithmetic == f"{meant.split(maxsplit=1)[0]} mg × 1000 = {meant}"
    assert "Source:" in finding.message


def test_mg_for_g_in_a_concentration_gives_that_of_the_vial() -> None:
    # 12.5 mg / 50 mL = 0.25 mg/mL; 12.5 g / 50 mL = 250 mg/mL
    finding = next(f for f in said_of(PRODUCTS, "dose-unit") if f.about.row == "drops")
    assert (finding.verdict, finding.computed) == (FAILS, "250 mg/mL")
    assert finding.suggestion == "12.5 g/50 mL (250 mg/mL)"
    assert finding.arithmetic == "0.25 mg/mL × 1000 = 250 mg/mL"


def test_mg_for_g_in_a_legend_is_found_where_the_course_follows_the_text() -> None:
    body = course("amount: 12.5 g") + "claims:\n  - {claim: same number, of: P1.c1, with: [amount], printed: 12.5 mg}\n"
    slips = [f for f in said_of(body, "dose-unit") if f.verdict is FAILS]
    assert [(f.about.table, f.printed, f.computed) for f in slips] == [("claims", "12.5 mg", "12.5 g")]


def test_a_claim_that_repeats_the_slip_of_its_cell_is_not_found_twice() -> None:
    body = PRODUCTS + "claims:\n  - {claim: concentration, of: drops, printed: 12.5mg/50mL}\n"
    assert [f.about.table for f in said_of(body, "dose-unit") if f.verdict is FAILS] == ["products"]


def test_g_for_mg_of_an_injection_is_found_too() -> None:
    finding = next(
        f for f in said_of(course("amount: 25 g", product="unused"), "dose-unit") if f.about.column == "amount"
    )
    assert (finding.verdict, finding.computed, finding.suggestion) == (FAILS, "25 mg", "25 mg")


@pytest.mark.parametrize("amount", ["12.5 g", "25 g", "5 g", "250 mg/kg", "25 g/1.73 m2"])
def test_doses_that_are_given_hold(amount: str) -> None:
    assert about(course(f"amount: {amount}"), "dose-unit", "amount") == ["holds"]


def test_a_proposal_on_file_is_named_with_both_analyses() -> None:
    proposal = "proposals:\n  - {of: P1.c1, column: amount, printed: 25 mg, read: 25 g, because: slip}\n"
    finding = next(f for f in said_of(course("amount: 25 mg") + proposal, "dose-unit") if f.verdict is FAILS)
    assert "Another reading (25 g) is on file" in finding.message
    assert "both" in finding.message


def test_what_follows_from_a_slip_is_not_found_again() -> None:
    body = course("amount: 25 mg, schedule: 3 times weekly")
    assert [f for f in said_of(body, "dose-plausible") if f.about.column == "amount"] == []


def test_a_weekly_total_is_computed_and_judged() -> None:
    body = course("amount: 12.5 g, schedule: 3 times weekly, span: 8 months, infused over: 30 min")
    assert about(body, "dose-plausible", "amount") == ["holds", "holds"]
    weekly = next(f for f in said_of(body, "dose-plausible") if "per week, 37.5 g/week" in f.message)
    assert "12500 mg 3 times weekly = 37500 mg/week" in (weekly.arithmetic or "")
    assert about(body, "dose-plausible", "infused_over") == ["holds"]


def test_unusual_doses_hold_only_if_meant() -> None:
    finding = next(f for f in said_of(course("amount: 75 g"), "dose-plausible") if f.about.column == "amount")
    assert (finding.verdict, finding.assumption) == (ASSUMES, "that it is meant as printed; usual is 12.5 to 25 g")


def test_an_infusion_faster_than_any_read_fails() -> None:
    assert about(course("amount: 25 g, infused over: 1 min"), "dose-plausible", "infused_over") == ["fails"]


def test_fifty_per_cent_is_more_than_a_vial_holds() -> None:
    body = "products:\n  half: {drug: sodium thiosulfate, route: intravenous, strength: 50 %}\n"
    finding = only(body, "dose-plausible")
    assert finding.verdict is FAILS
    assert "no vial holds more than 250 mg/mL" in finding.message
    assert (finding.suggestion or "").startswith("250 mg/mL (strength taken for twice")
    assert said_of(body, "dose-unit") == []


def test_grams_dispensed_give_product_and_drug_per_day() -> None:
    # 400 g in 4 months of 30.4375 days: 3.2854 g/day; at 10 % 328.5 mg/day
    body = course("dispensed: 400 g, span: 4 months, schedule: once daily", product="cream")
    messages = " ".join(f.message for f in said_of(body, "dose-plausible") if f.about.row == "P1.c1")
    assert "supply per day, 3.285 g/day" in messages
    assert "amount per day, 328.5 mg/day" in messages
    assert set(about(body, "dose-plausible", "dispensed")) == {"holds"}


def test_a_course_without_amount_cannot_be_judged_and_says_what_is_needed() -> None:
    finding = next(f for f in said_of(course("schedule: once weekly"), "dose-plausible") if f.about.column == "")
    assert finding.verdict is UNJUDGED
    assert "needs: amount per administration" in finding.message


def test_a_childs_dose_is_judged_by_the_childrens_window() -> None:
    # 0.75 g is 250 mg/kg at 3 kg; for an adult it would be an error
    assert about(course("amount: 0.75 g", age="1 years"), "dose-plausible", "amount") == ["assumes"]
    assert about(course("amount: 0.75 g", age="54 years"), "dose-plausible", "amount") == ["fails"]


def test_a_drug_without_windows_is_left_alone() -> None:
    body = "products:\n  m: {drug: sodium metabisulfite, route: topical, strength: 25 %}\n"
    assert said_of(body, "dose-unit") == said_of(body, "dose-plausible") == []


def test_amount_volume_and_strength_agree_or_contradict() -> None:
    # 12.5 g in 50 mL is 250 mg/mL, 25 % w/v
    assert only(course("amount: 12.5 g, volume: 50 mL", product="vial"), "strength-agrees").verdict is HOLDS
    assert only(course("amount: 12.5 g, volume: 250 mL", product="vial"), "strength-agrees").verdict is ASSUMES
    wrong = only(course("amount: 25 g, volume: 50 mL", product="vial"), "strength-agrees")
    assert (wrong.verdict, wrong.arithmetic) == (
        FAILS,
        "25 g / 50 mL = 500 mg/mL (50 % w/v); 12.5 g/50 mL is 250 mg/mL",
    )
    assert said_of(course("amount: 12.5 g, volume: 50 mL"), "strength-agrees") == []


def test_a_label_of_fifty_per_cent_for_a_quarter_strength_is_no_agreement() -> None:
    body = course("amount: 12.5 g, volume: 50 mL", product="vial").replace("strength: 12.5 g/50 mL", "strength: 50 %")
    finding = only(body, "strength-agrees")
    assert finding.verdict is ASSUMES
    assert finding.arithmetic == "12.5 g / 50 mL = 250 mg/mL (25 % w/v); 50 % is 500 mg/mL"
    assert "misprinted" in (finding.assumption or "")


def test_shelf_life_against_the_length_of_a_course() -> None:
    short = course("span: 3 months", product="cream").replace("10 % w/w}", "10 % w/w, keeps: 6 months}")
    assert only(short, "used-within-shelf-life").verdict is HOLDS
    longer = only(short.replace("3 months", "13 months"), "used-within-shelf-life")
    assert (longer.verdict, longer.assumption) == (ASSUMES, "that it was dispensed more than once")
    listed = short.replace("span: 3 months", "dispenses: [{days supply: 200}, {days supply: 30}]")
    assert verdicts(listed, "used-within-shelf-life") == [FAILS, HOLDS]  # 6 months are 182.6 days


def test_a_supply_is_enough_for_the_schedule_or_less_was_used() -> None:
    # 2 g × 1 per day × 100 days = 200 g
    facts = "applied: 2 g, schedule: once daily, span: 100 days, dispensed: {} g"
    assert only(course(facts.format(200), product="cream"), "supply-covers-schedule").verdict is HOLDS
    less = only(course(facts.format(100), product="cream"), "supply-covers-schedule")
    assert (less.verdict, less.arithmetic) == (ASSUMES, "2 g × once daily × 100 days = 200 g; dispensed 100 g")
    tubes = course(facts.format(1).replace("1 g", "3 tubes"), product="cream")
    assert only(tubes, "supply-covers-schedule").verdict is UNJUDGED


def test_the_salt_is_stated_or_assumed_aloud() -> None:
    body = "products:\n  v: {drug: sodium thiosulfate, route: intravenous, strength: 250 mg/mL, salt: pentahydrate}\n"
    assert only(body, "salt-stated").verdict is HOLDS
    finding = only(body.replace(", salt: pentahydrate", ""), "salt-stated")
    assert finding.verdict is ASSUMES
    # 248.2 g/mol / 158.11 g/mol = 1.5698
    assert "1 g of anhydrous is 1.57 g of pentahydrate" in finding.message
    assert study_of(body).ids == ("tiny",)
