"""Geometry of the figures of a pooled report: what lies where, read back from the finished pictures."""

import re
from xml.etree import ElementTree

import pytest

from resorb.analysis.pooling.answers import Answer
from resorb.report.facts import Ledger
from resorb.report.pool.bias import bias_figure
from resorb.report.pool.by_year import year_figure
from resorb.report.pool.changes import changes
from resorb.report.pool.flow import base_flow_figure
from resorb.report.pool.forest import forest_figure, weight
from resorb.report.pool.rows import LEFT, RIGHT, axis_end, square_half
from resorb.report.svg import INK, RUST, TEAL, Figure
from tests.spec.pool_report.made import MIXED, material, study_file

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(str(figure.svg))  # noqa: S314 - our own picture


def answer_of(*texts: str) -> tuple[Answer, Ledger]:
    made = material(*texts)
    return made.base.answers[0], Ledger(made.study)


@pytest.fixture(scope="module")
def mixed() -> tuple[Answer, Ledger]:
    return answer_of(*MIXED)


def squares(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """Centre and side of each filled square, top to bottom."""
    found = [r.attrib for r in picture.iter(f"{SVG}rect") if r.get("fill") == TEAL]
    return [(float(r["x"]) + float(r["width"]) / 2, float(r["width"])) for r in found]


def x_of(rate: float) -> float:
    return LEFT + (RIGHT - LEFT) * rate


def texts(picture: ElementTree.Element) -> list[str]:
    return [(t.text or "").replace("\N{NO-BREAK SPACE}", " ") for t in picture.iter(f"{SVG}text")]


def test_a_square_lies_at_its_rate_and_its_area_is_in_proportion_to_weight(mixed: tuple[Answer, Ledger]) -> None:
    answer, _ = mixed
    (one, first), (other, second) = squares(drawn(forest_figure(*mixed)))
    assert (one, other) == pytest.approx((x_of(7 / 10), x_of(3 / 8)), abs=0.02)
    p, tau = answer.posterior.mean_rate.median, answer.posterior.tau.median
    ratio = (tau**2 + 1 / (10 * p * (1 - p))) / (tau**2 + 1 / (8 * p * (1 - p)))
    assert (second / first) ** 2 == pytest.approx(ratio, rel=0.01)


def test_weight_grows_with_patients_and_is_levelled_by_spread() -> None:
    assert weight(20, 0.5, 0.0) / weight(10, 0.5, 0.0) == pytest.approx(2)
    assert weight(20, 0.5, 5.0) / weight(10, 0.5, 5.0) < 1.02
    assert square_half(4.0, 4.0) == 2 * square_half(1.0, 4.0)


def test_reports_of_one_patient_are_one_row_of_marks_and_never_a_rate(mixed: tuple[Answer, Ledger]) -> None:
    picture = drawn(forest_figure(*mixed))
    said = texts(picture)
    assert "3 reports of one patient" in said
    assert said[said.index("3 reports of one patient") : said.index("3 reports of one patient") + 3] == [
        "3 reports of one patient", "2/3", "a count",
    ]  # fmt: skip
    assert not any("case-20" in text for text in said)
    marks = [c for c in picture.iter(f"{SVG}circle") if c.get("stroke") == TEAL and c.get("r") == "4"]
    assert [c.get("fill") == TEAL for c in marks] == [True, True, False]


def test_the_diamond_spans_the_interval_of_the_mean_and_is_open_without_single_reports(
    mixed: tuple[Answer, Ledger],
) -> None:
    answer, _ = mixed
    paths = [p.attrib for p in drawn(forest_figure(*mixed)).iter(f"{SVG}path") if p.get("stroke") == INK]
    mean = answer.posterior.mean_rate
    without = next(p.posterior for p in answer.parts if p.name == "without reports of one patient")
    assert without is not None
    for path, spread, fill in zip(paths, (mean, without.mean_rate), (INK, "#ffffff"), strict=True):
        xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", path["d"])]
        assert xs[:3] == pytest.approx([x_of(spread.low), x_of(spread.median), x_of(spread.high)], abs=0.02)
        assert path["fill"] == fill


def test_the_prediction_bar_spans_the_next_series(mixed: tuple[Answer, Ledger]) -> None:
    answer, _ = mixed
    bars = [r.attrib for r in drawn(forest_figure(*mixed)).iter(f"{SVG}rect") if r.get("fill") == INK]
    new = answer.posterior.new_rate
    assert len(bars) == 1
    ends = float(bars[0]["x"]), float(bars[0]["x"]) + float(bars[0]["width"])
    assert ends == pytest.approx((x_of(new.low), x_of(new.high)), abs=0.02)


def test_the_comparator_has_another_sign_its_count_and_lies_below(mixed: tuple[Answer, Ledger]) -> None:
    picture = drawn(forest_figure(*mixed))
    ring = [c.attrib for c in picture.iter(f"{SVG}circle") if c.get("stroke") == RUST and c.get("r") == "5"]
    assert [float(c["cx"]) for c in ring] == [pytest.approx(x_of(4 / 20), abs=0.02)]
    assert float(ring[0]["cy"]) > max(float(r.attrib["y"]) for r in picture.iter(f"{SVG}rect"))
    assert "4/20" in texts(picture)


def test_a_long_interval_is_clipped_at_a_short_axis_and_gets_an_arrow() -> None:
    """0 of 60, 1 of 90 and 1 of 40 need an axis to 25 % only; 0 of 3 reaches to 71 % (exact) and is clipped."""
    rare = [("a-2019", 0, 60), ("b-2020", 1, 90), ("c-2021", 1, 40), ("d-2021", 0, 3)]
    figure = forest_figure(*answer_of(*(study_file(*one, endpoint="death") for one in rare)))
    picture = drawn(figure)
    assert "25" in texts(picture)
    assert "100" not in texts(picture)
    heads = [p.attrib["d"] for p in picture.iter(f"{SVG}path") if p.get("fill") == "#55636f"]
    assert any(d.startswith(f"M{RIGHT + 6}") for d in heads), "an arrow's head beyond the axis"
    assert "interval goes on beyond the axis" in texts(picture)


@pytest.mark.parametrize(("held", "end"), [([0.1, 0.2], 0.25), ([0.3], 0.5), ([0.5], 0.5), ([0.51], 1.0), ([], 1.0)])
def test_the_axis_ends_where_everything_that_matters_is_held(held: list[float], end: float) -> None:
    assert axis_end(held) == end


def test_one_series_alone_has_no_diamond() -> None:
    picture = drawn(forest_figure(*answer_of(study_file("a-2020", 3, 35), MIXED[5])))
    assert [p for p in picture.iter(f"{SVG}path") if p.get("stroke") == INK] == []
    assert "Pooled mean rate" not in texts(picture)


def test_the_cumulative_plot_has_a_row_a_year_from_three_patients_on(mixed: tuple[Answer, Ledger]) -> None:
    figure = year_figure(*mixed)
    assert figure is not None
    said = texts(drawn(figure))
    assert [t for t in said if re.fullmatch(r"20\d\d", t)] == ["2018", "2019", "2020", "2021"]
    assert [said[said.index(y) + 1] for y in ("2018", "2019", "2020", "2021")] == ["18", "19", "20", "21"]


def test_two_years_make_no_cumulative_plot() -> None:
    assert year_figure(*answer_of(*MIXED[:2])) is None


def test_the_selection_curve_falls_with_the_ratio(mixed: tuple[Answer, Ledger]) -> None:
    answer, ledger = mixed
    picture = drawn(bias_figure(answer, list(changes(answer, None, ledger)), ledger))
    ys = [float(c.attrib["cy"]) for c in picture.iter(f"{SVG}circle") if c.get("r") == "3.5"]
    assert len(ys) == len(answer.selection)
    assert ys == sorted(ys), "down the page is down in rate"
    assert {"1×", "2×", "20×"} <= set(texts(picture))


def test_what_happens_to_the_answer_names_every_way_to_take_the_evidence(mixed: tuple[Answer, Ledger]) -> None:
    answer, ledger = mixed
    listed = {one.name: one for one in changes(answer, None, ledger)}
    assert {
        "pooled mean rate", "all as one series", "without reports of one patient", "reports of one patient only",
        "consecutive series, cohorts and trials", "selected cases", "judged by: chart", "judged by: measurement",
        "unknown as failures", "unknown left out", "unknown as successes", "maximum likelihood",
    } <= set(listed)  # fmt: skip
    assert (listed["judged by: measurement"].events, listed["judged by: measurement"].n) == (3, 8)
    left_out = [name for name in listed if name.startswith(("lowest, without", "highest, without"))]
    assert len(left_out) == 2
    singles = listed["judged by: not read"]
    assert (singles.told, singles.rate) == ("a count", None), "one patient is a count"


def test_the_flow_begins_with_all_reports_and_ends_with_those_pooled() -> None:
    made = material(*MIXED, study_file("review-2021", 5, 9, report="review", role="background"))
    figure = base_flow_figure(made.base.flow, made.study.ids, Ledger(made.study))
    said = texts(drawn(figure))
    assert "7 reports" in said
    assert "5 reports" in said
    assert [t for t in said if t.startswith("n = ")] == ["n = 1", "n = 1"]
