"""What must hold of the dose rules for any text: they never break, and what they underline stands in the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.scan.material import Scanned
from resorb.scan.rules.doses.arithmetic import dose_arithmetic
from resorb.scan.rules.doses.limits import dose_plausible
from resorb.scan.rules.doses.tables import dose_table
from resorb.scan.rules.doses.windows import dose_unit
from resorb.sources.documents.plain import read_plain

RULES = (dose_unit, dose_plausible, dose_arithmetic, dose_table)
WORDS = """
STS;sodium thiosulfate;thiosulphate (NaTS);prednisone;lidocaine;25;12.5;12 500;0;0.25;twelve;a half;mg;g;kg;mcg;mL;L;%
mg/mL;g/50 mL;mg/kg;/1.73 m2;min;days;weeks;months;mL/h;IV;topical ointment;into the lesion;after each dialysis;three
times;weekly;daily;every;(;);,;.;|;=;i.e.;in all;a total of;infusions;vials;of;per;in;over;to;-;–;1:1;units;to make
"""
PARTS = [*WORDS.replace("\n", ";").split(";"), ";", "\t", "\n"]
TEXTS = st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_text_breaks_a_rule_and_every_mark_stands_in_it(text: str) -> None:
    scanned = Scanned(read_plain(text, "t.txt"))
    for rule in RULES:
        for mark in rule(scanned):
            assert 0 <= mark.start < mark.end <= len(mark.passage.text)
            assert mark.finding.message
            assert mark.finding.arithmetic


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 75), st.sampled_from(["after dialysis", "three times weekly", "over 60 minutes"]))
def test_grams_are_right_and_the_same_number_of_milligrams_is_not(grams: int, when: str) -> None:
    def found(unit: str) -> list[str]:
        text = f"Intravenous thiosulfate {grams} {unit} was given {when}."
        return [m.finding.verdict.value for m in dose_unit(Scanned(read_plain(text, "t.txt")))]

    assert found("g") == []
    assert found("mg") == ["fails"]


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 200), st.integers(1, 40))
def test_a_product_follows_and_three_times_it_does_not(volume: int, tens: int) -> None:
    def found(mg: int) -> list[str]:
        text = f"Of thiosulfate, {volume} mL of a {tens * 10} mg/mL solution contain {mg} mg."
        return [m.finding.verdict.value for m in dose_arithmetic(Scanned(read_plain(text, "t.txt")))]

    assert found(volume * tens * 10) == ["holds"]
    assert found(volume * tens * 30) == ["fails"]
