"""Slips: an answer as printed, without the studies whose failing numbers touch it, and as proposed."""

import json
from pathlib import Path

from resorb.analysis.pooling.base import pool_base, slips_of
from resorb.analysis.pooling.bayes import posterior
from resorb.analysis.pooling.slips import Slips
from resorb.report.pool.page import build_pool_page
from resorb.report.pool.results import pool_json
from resorb.report.pool.sentences import summary
from resorb.tables.schema import EndpointCount
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Finding, Verdict
from resorb.workflow.pool import pool
from tests.acceptance.crawler import crawl, faults, known_names
from tests.spec.pool_report.made import read, study_file
from tests.spec.pooling.from_r import series

READ = "proposals:\n  - {of: all.endpoint_counts.1, column: n, printed: 9, read: 6, because: the table says so}\n"
TEXTS = (
    study_file("slipped-2020", 9, 10, more=READ), study_file("silent-2020", 4, 8), study_file("sound-2020", 2, 6),
)  # fmt: skip
"""9 of 10 printed where 6 was meant; 4 of 8; 2 of 6."""


def count_of(study: Study, name: str) -> FactRef:
    return next(ref_of(cell, "n") for cell in study.rows(EndpointCount) if cell.study == name)


def fails(*facts: FactRef, verdict: Verdict = Verdict.FAILS) -> Finding:
    return Finding("sum", verdict, "9 and 4 are not 12.", FactRef(facts[0].study, "claims", "claims.1"), trace=facts)


def slips(study: Study, *findings: Finding) -> Slips:
    base = pool_base(study)
    return slips_of(study, base, findings)[base.answers[0].id]


def test_excluded_and_repaired_are_answers_of_their_own() -> None:
    study = read(*TEXTS)
    found = slips(study, fails(count_of(study, "slipped-2020")), fails(count_of(study, "silent-2020")))
    assert [one.study for one in found.touched] == ["silent-2020", "slipped-2020"]
    assert [one.study for one in found.repairable] == ["slipped-2020"]
    printed, excluded, repaired = ((p.events, p.n) for p in (found.printed, found.excluded, found.repaired))
    assert printed == (9 + 4 + 2, 10 + 8 + 6)
    assert excluded == (2, 6)
    assert repaired == (6 + 4 + 2, 24), "the study without a proposal stays as printed"
    assert found.repaired.posterior == posterior(series([(6, 10), (4, 8), (2, 6)]))


def test_what_fails_elsewhere_in_a_paper_or_only_may_hold_touches_nothing() -> None:
    study = read(*TEXTS)
    count = count_of(study, "slipped-2020")
    elsewhere = FactRef("slipped-2020", "labs", "P1.labs.1", "value")
    found = slips(study, fails(elsewhere), fails(count, verdict=Verdict.ASSUMES))
    assert found.touched == ()
    assert (found.excluded.n, found.repaired.events) == (24, 12), "a proposal is tried whether or not a check fails"


def test_a_dose_of_the_course_touches_the_answer() -> None:
    study = read(*TEXTS)
    found = slips(study, fails(FactRef("sound-2020", "courses", "all.c1", "amount")))
    assert [one.study for one in found.touched] == ["sound-2020"]


def test_nothing_left_is_said() -> None:
    study = read(TEXTS[0])
    found = slips(study, fails(count_of(study, "slipped-2020")))
    assert (found.excluded.k, found.excluded.posterior) == (0, None)


def test_the_report_shows_the_three_beside_each_other(tmp_path: Path) -> None:
    """25 mg into a vein is a slip of a thousand that the checks find; the proposal changes no count."""
    dose = "products:\n  p: {drug: sodium thiosulfate, route: intravenous}"
    text = study_file("milligrams-2020", 5, 5, route="intravenous").replace(
        "courses: {c1: {product: p}}", "courses: {c1: {product: p, amount: 25 mg, schedule: 3 times per week}}"
    ) + "proposals:\n  - {of: all.c1, column: amount, printed: 25 mg, read: 25 g, because: usual}\n"  # fmt: skip
    assert dose in text
    files = []
    for name, each in (("milligrams-2020", text), ("sound-2020", study_file("sound-2020", 2, 6, route="intravenous"))):
        files.append(str(tmp_path / f"{name}.yaml"))
        Path(files[-1]).write_text(each, encoding="utf-8")
    made = pool(files)
    results = json.loads(pool_json(made))
    shown = results["answers"][0]["slips"]
    assert [each["study"] for each in shown["touched"]] == ["milligrams-2020"]
    assert shown["touched"][0]["readings"][0]["read"] == "25 g"
    assert (shown["printed"]["n"], shown["excluded"]["n"], shown["repaired"]["n"]) == (11, 6, 11)
    said = " ".join(summary(results)["paragraphs"][0]["sentences"]).replace("\N{NO-BREAK SPACE}", " ")
    # 2 of 6, exact: 4.3 to 77.7 %.
    assert (
        "In 1 study of its 2 series a number fails a check (milligrams-2020). Without it: 2 of 6 patients in 1 series, "
        "33 % (exact 4 to 78 %); read as proposed (1 of 1): the same, for no count is among them."
    ) in said
    html = build_pool_page(made, results).html
    assert list(faults(crawl(html), known_names(made.study))) == []
    for words in ("study with slips", "Slips read as proposed", "Numbers that fail a check and touch this answer"):
        assert words in html
