"""Which comparator is the best, and why none is a fair one: one order, in one place."""

import itertools
import json
from dataclasses import replace

import pytest

from resorb.analysis.pooling.beside import beside, studies_of
from resorb.analysis.pooling.comparison import BEST_FIRST, compare, kind_of
from resorb.analysis.pooling.evidence import Evidence
from resorb.analysis.pooling.series import Series
from resorb.report.page import build_page
from resorb.report.results import results_json
from resorb.tables.study import merged
from resorb.workflow.report import gather
from tests.acceptance.crawler import crawl, faults, known_names
from tests.spec.pool_report.made import read, study_file


def arm(study: str, what: str, n: int, *, design: str = "cohort", treatment: str = "") -> Evidence:
    return Evidence(
        Series(study, n // 2, n), "lesion response", "patients", what, "none of the drug", "calcinosis cutis", (),
        "cohort", design, "chart", "as the source judged", "full text", treatment=treatment,
    )  # fmt: skip


OWN = replace(arm("own", "thiosulfate", 20, design="trial"), route="topical")
BY_KIND = {
    "placebo of the same trial": arm("own", "placebo", 3, design="trial"),
    "concurrent without the drug": arm("own", "untreated", 4),
    "placebo of another trial": arm("elsewhere", "placebo", 5, design="trial"),
    "natural course": arm("registry", "untreated", 6),
    "standard care": arm("ward", "standard care", 7),
    "mixed care": arm("clinic", "mixed care", 8),
    "other treatment": arm("surgery", "other treatment", 9, treatment="excision"),
}


def test_the_order_of_preference() -> None:
    assert tuple(BY_KIND) == BEST_FIRST
    for order in itertools.islice(itertools.permutations(BY_KIND.values()), 0, 5040, 97):
        assert [c.kind for c in compare([OWN], order)] == list(BEST_FIRST), "though the worse ones have more patients"


@pytest.mark.parametrize(
    ("what", "design", "here", "kind"),
    [
        ("standard care", "trial", True, "concurrent without the drug"),
        ("standard care", "trial", False, "standard care"),
        ("placebo", "case series", True, "concurrent without the drug"),
        ("placebo", "case series", False, "natural course"),
        ("mixed care", "cohort", True, "mixed care"),
        ("other treatment", "trial", True, "other treatment"),
    ],
)
def test_a_kind_is_arm_design_and_whether_it_is_of_the_same_study(
    what: str, design: str, here: bool, kind: str
) -> None:
    assert kind_of(arm("own" if here else "other", what, 5, design=design), {"own"}) == kind


def test_fewer_than_three_patients_come_after_all_others_and_more_patients_break_ties() -> None:
    few = arm("own", "placebo", 2, design="trial")
    small, large = (arm(f"s{n}", "other treatment", n, treatment=f"drug {n}") for n in (10, 30))
    assert [c.pool.n for c in compare([OWN], [few, small, large])] == [30, 10, 2]


def test_patients_of_the_same_study_are_not_pooled_with_those_of_another() -> None:
    found = compare([OWN], [arm("own", "untreated", 4), arm("registry", "untreated", 40)])
    assert [(c.kind, c.pool.n) for c in found] == [("concurrent without the drug", 4), ("natural course", 40)]
    assert found[0].caveats[0] == "patients of the same study who did not get the drug, by choice and not by lot"
    assert found[1].caveats[0] == "other patients, other places, other years: nobody was drawn by lot"


def test_another_disease_endpoint_or_unit_is_no_comparator() -> None:
    one = arm("registry", "untreated", 40)
    others = [replace(one, disease="calciphylaxis"), replace(one, endpoint="death"), replace(one, unit="lesions")]
    assert compare([OWN], others) == ()


# ---- for a study's own report --------------------------------------------------------------------------------------
def untreated(name: str, events: int, n: int, *, endpoint: str = "lesion response") -> str:
    return study_file(name, events, n, arm="untreated", role="comparator", endpoint=endpoint)


def test_a_study_is_set_beside_the_base_as_its_pooled_answer_would_be() -> None:
    own, base = read(study_file("mine-2026", 5, 8)), read(untreated("nature-2010", 4, 20), study_file("x-2011", 2, 4))
    (found,) = beside(own, base)
    assert [e.series.study for e in found.evidence] == ["mine-2026"]
    assert [(c.kind, c.pool.events, c.pool.n) for c in found.comparisons] == [("natural course", 4, 20)]
    kept = studies_of((found,), base)
    assert (kept.ids, [i.path for i in kept.inputs]) == (("nature-2010",), ["nature-2010.yaml"])


def test_none_on_file_is_an_empty_answer_and_a_comparator_asks_no_question() -> None:
    base = read(untreated("nature-2010", 4, 20, endpoint="death"))
    (found,) = beside(read(study_file("mine-2026", 5, 8)), base)
    assert found.comparisons == ()
    assert beside(read(untreated("only-2020", 1, 5)), base) == ()


def test_a_study_is_not_its_own_comparator_by_way_of_the_base() -> None:
    both = read(study_file("mine-2026", 5, 8), untreated("nature-2010", 4, 20))
    (found,) = beside(both, both)
    assert [c.pool.n for c in found.comparisons] == [20], "counted once, though it stands in both"


def test_the_report_of_a_study_shows_the_best_comparator_and_every_number_of_it_opens() -> None:
    """The base is the bundled one: of calcinosis cutis it has other treatments, so one is named with its caveats."""
    made = gather(read(study_file("mine-2026", 5, 8)))
    html = build_page(made).html
    section = html.partition('<section id="beside"')[2].partition("</section>")[0]
    assert "Best comparator on file" in section
    assert "not randomised" in section
    (entry,) = json.loads(results_json(made))["beside"]
    assert (entry["events"], entry["n"], entry["comparators"][0]["kind"]) == (5, 8, made.beside[0].comparisons[0].kind)
    assert made.on_file is not None
    assert list(faults(crawl(html), known_names(merged([made.printed, made.on_file])))) == []


def test_the_report_says_that_none_is_on_file() -> None:
    made = gather(read(study_file("mine-2026", 5, 8).replace("calcinosis cutis", "tumoral calcinosis")
                       .replace("is: lesion response", "is: stopped for harm")))  # fmt: skip
    assert "none on file for stopped for harm in tumoral calcinosis, so the rate stands alone" in build_page(made).html
