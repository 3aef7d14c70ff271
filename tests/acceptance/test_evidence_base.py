"""The evidence base as a whole: every file is read, says its source and what was not read, and counts each study once.

Findings that fail are slips of the reports, each read beside its source; they are pinned, so that a new one, which may
be a curator's, shows.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from resorb.analysis.pooling.evidence import DRUG_ARMS, Evidence, evidence
from resorb.checks.run import check_study
from resorb.sources.bundled import bundled_files, read_base
from resorb.tables.schema import Cotreatment, EndpointCount, Group, Overlap, Product, StudyInfo
from resorb.tables.study import Study
from resorb.values.findings import Verdict

BASE = files("resorb") / "evidence"
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"thiosulfate": 75, "comparators": 90, "reviews": 20}
"""Folders of the base, and how many distinct reports each has at least."""
LONGEST = 34
"""Words of the longest sentence of a remark: facts are told shortly, and nothing is copied."""
FAILS = {
    ("baumgartner-nielsen-2016", "percent-reachable"): 1,
    ("brandenburg-2017", "percent"): 1,
    ("dystrophic-calcinosis-iv", "dose-unit"): 1,
    ("dystrophic-calcinosis-iv", "same-number"): 1,
    ("gunasekera-2017", "dose-unit"): 1,
    ("hftc-topical-2016", "at-least"): 2,
    ("hftc-topical-2016", "figure-letters-follow-time"): 2,
    ("hftc-topical-2016", "reference"): 1,
    ("intralesional-commentary-2017", "concentration"): 1,
    ("kanjanajarurat-2025", "percent"): 1,  # 12 of 35 is printed with the percentage of 12 of 53
    ("lebedinskaya-2014", "same-number"): 1,
    ("martin-navarro-2016", "lab-unit"): 1,
    ("mayo-topical-2018", "joint-table-can-exist"): 3,
    ("mayo-topical-2018", "reference"): 2,
    ("mayo-topical-2018", "sum"): 2,
    ("mccarthy-2016", "percent-reachable"): 1,
    ("nonuremic-calciphylaxis-iv", "dose-unit"): 1,
    ("nonuremic-calciphylaxis-iv", "lab-unit"): 1,
    ("robert-2020", "percent"): 1,
    ("smith-2013", "dose-unit"): 1,
    ("tefft-warfarin", "percent"): 2,
    ("us-multicentre-2025", "percent"): 2,
}
WITHOUT_SOURCE = {"nonuremic-calciphylaxis-iv"}
"""Its text was read in full, but bears neither title nor journal."""


@cache
def base() -> Study:
    """The whole base; a fault of any file is an error here."""
    return read_base()


@cache
def counted() -> tuple[Evidence, ...]:
    """Everything the base can pool or set beside."""
    return evidence(base())


def ids(folder: str) -> list[str]:
    """Ids of the files of a folder."""
    return sorted(f.name.removesuffix(".yaml") for f in (BASE / folder).iterdir() if f.name.endswith(".yaml"))


def info(study: str) -> StudyInfo:
    """The study's own row."""
    row = base().row(StudyInfo, study, study)
    assert row is not None, f"{study}.yaml holds no study of that name"
    return row


def remarks(node: object, key: str = "") -> Iterator[str]:
    """The free texts of a file: everything but titles, names and addresses of sources."""
    if isinstance(node, dict):
        for inner, value in node.items():
            yield from remarks(value, inner)
    elif isinstance(node, list):
        for value in node:
            yield from remarks(value, key)
    elif isinstance(node, str) and key not in ("title", "cite", "url", "doi"):
        yield node


@pytest.mark.parametrize(("folder", "least"), FOLDERS.items())
def test_a_folder_holds_as_many_distinct_reports_as_promised(folder: str, least: int) -> None:
    studies = [info(study) for study in ids(folder)]
    known = [i.doi or i.pmid or (i.url, i.cite, i.year) for i in studies]  # one page may cite several reports
    assert len(set(known)) == len(studies) >= least


def test_in_every_report_on_the_drug_it_was_given_or_is_what_is_told_of() -> None:
    def given(study: str) -> bool:
        arms = {g.arm for g in base().of(Group, study)}
        named = [p.drug for p in base().of(Product, study)] + [c.name for c in base().of(Cotreatment, study)]
        return bool(arms & {*DRUG_ARMS, "mixed care"}) or any("thiosulfate" in name for name in named)

    assert [s for s in ids("thiosulfate") if info(s).role != "treatment" and not given(s)] == []


def test_nothing_stands_in_two_files() -> None:
    infos = [info(study) for study in bundled_files()]
    for name in ("doi", "pmid", "title"):
        values = Counter(value.lower() for i in infos if (value := getattr(i, name)))
        assert [value for value, n in values.items() if n > 1] == []


def test_every_report_says_where_it_appeared() -> None:
    infos = [info(study) for study in bundled_files()]
    assert {i.id for i in infos if not (i.doi or i.pmid or i.url or i.cite)} == WITHOUT_SOURCE


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_was_not_read_is_said(folder: str) -> None:
    silent = []
    for study in ids(folder):
        text = " ".join((BASE / folder / f"{study}.yaml").read_text(encoding="utf-8").split())
        if info(study).read != "full text" and "not read" not in text:
            silent.append(study)
    assert silent == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_hold_facts_and_no_long_sentences(folder: str) -> None:
    long = []
    for study in ids(folder):
        tree = yaml.safe_load((BASE / folder / f"{study}.yaml").read_text(encoding="utf-8"))
        for text in remarks(tree):
            long += [(study, s) for s in re.split(r"(?<=[.;:])\s", text) if len(s.split()) > LONGEST]
    assert long == []


def test_overlaps_name_studies_on_file_and_both_sides_agree() -> None:
    told = {(row.study, row.other): row for row in base().rows(Overlap)}
    assert [pair for pair in told if pair[1] not in base().ids] == []
    for (one, other), row in told.items():
        back = told.get((other, one))
        if back is not None:
            counts = other if row.keep == "other" else one
            assert (row.verdict, counts) == (back.verdict, one if back.keep == "other" else other), (one, other)


def test_no_count_is_above_its_whole() -> None:
    wrong = []
    for cell in base().rows(EndpointCount):
        group = base().row(Group, cell.study, cell.group)
        size = None if group is None else group.n_lesions if cell.unit == "lesions" else group.n
        whole = cell.of if cell.of is not None else size
        if whole is None or cell.n + (cell.unknown or 0) > whole:
            wrong.append((cell.study, cell.group, cell.endpoint))
    assert wrong == []


def test_every_series_opens_on_a_line_of_its_own_file() -> None:
    closed = []
    for one in counted():
        places = [origin.place for ref in one.series.trace if (origin := base().origin(ref))]
        if not places or any(not p.line or p.file != f"{one.series.study}.yaml" for p in places):
            closed.append((one.series.study, one.endpoint))
    assert closed == []


def test_under_the_drug_a_study_answers_a_question_once() -> None:
    asked = Counter(
        (e.series.study, e.endpoint, e.unit, e.arm, e.route, e.disease) for e in counted() if e.arm in DRUG_ARMS
    )
    assert [key for key, n in asked.items() if n > 1] == []


def test_reviews_and_patients_picked_by_failure_are_not_pooled() -> None:
    studies = {e.series.study for e in counted()}
    assert studies & set(ids("reviews")) == set()
    drug = {e.series.study for e in counted() if e.arm in DRUG_ARMS}
    assert drug & {"robert-2020", "ecn-rheopheresis", "pd-tumoral-teriparatide-2021", "delgado-marquez-2015"} == set()


def test_calcifications_and_ossifications_of_one_cohort_count_apart() -> None:
    rows = {e.disease: (e.series.events, e.series.n) for e in counted()
            if e.series.study == "gauffenic-2023" and e.endpoint == "imaging response"}  # fmt: skip
    assert rows == {"ectopic calcification": (9, 28), "heterotopic ossification": (2, 7)}


def test_what_fails_in_the_base_is_known() -> None:
    found = Counter((f.about.study, f.check) for f in check_study(base()) if f.verdict is Verdict.FAILS)
    assert dict(found) == FAILS


def test_the_base_has_one_version_and_its_licence_goes_with_the_package() -> None:
    cited = yaml.safe_load((BASE / "CITATION.cff").read_text(encoding="utf-8"))
    assert f"Version {cited['version']}." in (BASE / "README.md").read_text(encoding="utf-8")
    assert cited["license"] == "CC-BY-4.0"
    licence = BASE / "LICENSE-CC-BY-4.0.txt"
    assert "https://creativecommons.org/licenses/by/4.0/" in licence.read_text(encoding="utf-8")
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license-files"]
    assert any(ROOT / "src/resorb/evidence/LICENSE-CC-BY-4.0.txt" in ROOT.glob(pattern) for pattern in patterns)
    assert "LICENSE-CC-BY-4.0.txt" in (ROOT / "NOTICE").read_text(encoding="utf-8")
