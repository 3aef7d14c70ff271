"""Figures: no number without its fact, no guessed point, sums that are checked."""

import re
from fractions import Fraction

import pytest

from resorb.report.facts import Ledger
from resorb.report.figures.flow import flow_figures
from resorb.report.figures.lesions import lesion_figures
from resorb.report.figures.scale import scale_over
from resorb.report.figures.swimmer import swimmer_figure
from resorb.report.figures.timeline import timeline_figures
from resorb.report.material import Material
from resorb.report.svg import Canvas, UntracedError, clipped, text_width, wrapped
from resorb.sources.study_file import read_study
from resorb.tables.study import Study
from resorb.values.ranges import Range


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_number_without_its_fact_cannot_be_drawn() -> None:
    canvas = Canvas("x", 100, "x")
    with pytest.raises(UntracedError):
        canvas.text(0, 0, "12 g")
    canvas.text(0, 0, "12 g", cite="fact/x")
    assert '<a class="n" href="#fact/x" data-facts="fact/x">' in canvas.finished(10)


def test_text_is_escaped_clipped_and_wrapped_by_the_widths_of_the_typeface() -> None:
    canvas = Canvas("x", 100, 'a"<b>')
    canvas.text(0, 0, "<script>")
    drawn = canvas.finished(10)
    assert "<script>" not in drawn
    assert "a&#34;&lt;b&gt;" in drawn
    assert text_width("MMM") > 2 * text_width("iii")
    assert clipped("a long word that does not fit", 60).endswith("…")
    assert all(text_width(line) <= 80 for line in wrapped("several words over a few lines", 80))


def test_the_flow_computes_what_is_left_and_says_how(study: Study) -> None:
    """9 found, 3 and 2 left out: 4 left, which no row prints."""
    ledger = Ledger(study)
    (figure,) = flow_figures(study, ledger)
    said = texts(figure.svg)
    assert [t for t in said if "patients" in t or "n =" in t] == ["9 patients", "n = 3", "n = 2", "4 patients"]
    (entry,) = [e for e in ledger.entries() if e.anchor.startswith("left/")]
    assert entry.sources == tuple(
        f"fact/small-2020/attrition/attrition.{n}/{c}" for n, c in ((1, "left"), (2, "out"), (3, "out"))
    )


def test_a_flow_that_does_not_add_up_is_marked() -> None:
    study = read_study(
        "study: s-1\ndesign: cohort\nreport: cohort\nread: full text\n"
        "attrition:\n  - {reason: found, left: 9}\n  - {reason: lost, kind: not followed, out: 3, left: 5}\n",
        "s.yaml",
    )
    (figure,) = flow_figures(study, Ledger(study))
    assert "5 patients (does not add up)" in texts(figure.svg)


def test_a_timeline_shows_courses_lesions_labs_and_events_with_both_readings(material: Material) -> None:
    ledger = Ledger(material.printed)
    words = {("small-2020", "P1.c1"): "75 mg/week"}
    (figure,) = timeline_figures(material.printed, words, ledger)
    said = texts(figure.svg)
    assert {"c1", "right elbow", "calcium", "adverse events"} <= set(said)
    assert {"iv, 75 mg/week", "resolved", "recurred", "2.66 mmol/L", "nausea"} <= set(said)


def test_the_scale_holds_day_zero_and_leaves_room_for_what_goes_on() -> None:
    known = scale_over([Range(Fraction(0), Fraction(100))], 0, 500)
    assert (known.x(Fraction(0)), known.x(Fraction(103))) == (0, 500)
    open_ended = scale_over([Range(Fraction(100), None)], 0, 500)
    assert open_ended.x(Fraction(100)) < 440
    long_before = scale_over([Range(Fraction(-9000), Fraction(100))], 0, 500)
    assert long_before.low == -long_before.high * Fraction(2, 5)


def test_the_swimmer_plot_orders_by_length_and_the_lesion_plot_keeps_criteria_apart(material: Material) -> None:
    ledger = Ledger(material.printed)
    swimmer = swimmer_figure(material.printed, material.responses, ledger)
    assert swimmer is not None
    assert "4.60 months" in texts(swimmer.svg)  # 20 weeks: 140 / 30.4375
    rules = {r.criteria for r in material.responses if r.level == "lesion" and r.best != "unknown"}
    figures = [f for f in lesion_figures(material.printed, material.responses, ledger) if f.id.startswith("response-")]
    assert len(figures) == len(rules)
