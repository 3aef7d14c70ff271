"""Data sets made up: their truth adds up, a plain reader finds it again, and nothing gives the planted persons away."""

import json
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from resorb.records.simulate import Settings, sentences, simulate, write
from resorb.records.simulate.roles import DECOYS
from resorb.records.simulate.schemas import ROW_ID, SCHEMAS
from resorb.values.findings import BadInput
from tests.oracle.cohort_oracle import LAST, cohort, said_of

Truth = dict[str, Any]


def made(folder: Path, settings: Settings, form: str = "omop") -> tuple[Path, Truth]:
    simulate(settings, folder, form)
    return folder, json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def omop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    return made(tmp_path_factory.mktemp("omop") / "set", Settings(20_000, seed=7, lean=True))


def sums(folder: Path) -> dict[str, str]:
    return {f.name: sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}


def agree(folder: Path, truth: Truth) -> None:
    """The oracle's cohort is the truth's, person by person."""
    read = cohort(folder)
    assert read["found"] == {t["person_id"] for t in (*truth["included"], *truth["excluded"])}
    for step in truth["attrition"][1:]:
        assert read["steps"][step["step"]] == set(step["person_ids"]), step["step"]
    assert read["response"] == {t["person_id"]: t["response"] for t in truth["included"]}
    for told in truth["included"]:
        known = told["exposure"] | {"courses": len(told["exposure"]["courses"])}
        del known["grams_of_product"]
        assert read["exposure"][told["person_id"]] == known, told["shape"]


# ---- the truth -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("persons", "k"), [(500, 1), (9_999, 1), (10_000, 1), (20_000, 2), (39_999, 3)])
def test_counts_scale_with_the_number_of_cohorts(tmp_path: Path, persons: int, k: int) -> None:
    _, truth = made(tmp_path / "set", Settings(persons, lean=True))
    steps = [(s["out"], s["left"]) for s in truth["attrition"]]
    # 87 found - 3 - 43 - 12 - 1 = 28
    assert steps == [(0, 87 * k), (3 * k, 84 * k), (43 * k, 41 * k), (12 * k, 29 * k), (k, 28 * k)]
    assert truth["responses"] == {"CR": 2 * k, "NR": 7 * k, "PR": 17 * k, "UR": 2 * k}
    assert len(truth["decoys"]) == 80 * k
    assert pl.read_parquet(tmp_path / "set" / "person.parquet")["person_id"].n_unique() == persons


@pytest.mark.parametrize(("persons", "k"), [(20_000, 1), (1_000, 2)])
def test_cohorts_that_are_asked_for_are_planted_however_many_persons_there_are(
    tmp_path: Path, persons: int, k: int
) -> None:
    folder, truth = made(tmp_path / "set", Settings(persons, lean=True, asked_cohorts=k))
    assert (truth["cohorts"], truth["persons"]) == (k, persons)
    assert [s["left"] for s in truth["attrition"]] == [87 * k, 84 * k, 41 * k, 29 * k, 28 * k]
    assert pl.read_parquet(folder / "person.parquet")["person_id"].n_unique() == persons
    agree(folder, truth)


@pytest.mark.parametrize("k", [0, -1, 3])
def test_more_cohorts_than_fit_are_refused(tmp_path: Path, k: int) -> None:
    with pytest.raises(BadInput) as refused:
        simulate(Settings(1_499, lean=True, asked_cohorts=k), tmp_path / "set")
    (fault,) = refused.value.faults
    # 1,499 persons / 500 persons a cohort = 2 cohorts
    assert (fault.place.file, fault.remedy) == ("--cohorts", "ask for 1 to 2: each takes 500 persons")
    assert not (tmp_path / "set").exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_plain_reader_finds_exactly_what_was_planted(tmp_path: Path, seed: int) -> None:
    agree(*made(tmp_path / "set", Settings(10_000, seed, lean=True)))


def test_a_plain_reader_finds_it_among_rows_in_full(tmp_path: Path) -> None:
    agree(*made(tmp_path / "set", Settings(1_000, seed=5)))


def test_ids_as_floating_point_numbers_hold_the_same(tmp_path: Path, omop: tuple[Path, Truth]) -> None:
    folder, truth = made(tmp_path / "set", Settings(20_000, seed=7, lean=True, double_ids=True))
    person = pl.scan_parquet(folder / "drug_exposure.parquet").collect_schema()["person_id"]
    assert person == pl.Float64
    assert truth["included"] == omop[1]["included"]
    agree(folder, truth)


# ---- decoys --------------------------------------------------------------------------------------------------------
def test_every_decoy_says_why_it_must_be_left_out(omop: tuple[Path, Truth]) -> None:
    decoys = omop[1]["decoys"]
    assert Counter(d["role"] for d in decoys) == {role.name: 2 * len(role.variants) for role in DECOYS}
    whys = {role.name: role.why for role in DECOYS}
    assert all(d["why"].startswith(whys[d["role"]]) and d["variant"] in d["why"] for d in decoys)
    assert all(e["why"] for e in omop[1]["excluded"])


def persons(truth: Truth, role: str) -> set[int]:
    return {d["person_id"] for d in truth["decoys"] if d["role"] == role}


def test_only_the_period_keeps_out_those_outside_it(omop: tuple[Path, Truth]) -> None:
    folder, truth = omop
    found = cohort(folder)["found"]
    assert cohort(folder, first=date(1990, 1, 1), last=date(2030, 1, 1))["found"] - found == persons(
        truth, "outside-period"
    )
    # One day more lets in the two (2 K) treated, and the one (1 K) coded, on the day after.
    late = cohort(folder, last=date(LAST.year, LAST.month, LAST.day + 1))["found"] - found
    assert Counter(d["variant"] for d in truth["decoys"] if d["person_id"] in late) == {
        "treated the day after": 2,
        "coded after": 2,
    }


def test_only_the_route_keeps_out_other_routes_and_the_patch_test(omop: tuple[Path, Truth]) -> None:
    folder, truth = omop
    gold = {d["person_id"] for d in truth["decoys"] if d["variant"] == "gold"}
    assert len(gold) == 2
    assert cohort(folder, routes=())["found"] - cohort(folder)["found"] == persons(truth, "wrong-route") | gold


# ---- notes ---------------------------------------------------------------------------------------------------------
def test_the_truth_of_a_note_names_the_place_of_each_telling_sentence(omop: tuple[Path, Truth]) -> None:
    folder, truth = omop
    texts = {
        (row["person_id"], row["note_date"].isoformat(), row["note_text"])
        for row in pl.read_parquet(folder / "note.parquet", columns=["person_id", "note_date", "note_text"]).to_dicts()
    }
    seen = Counter[str]()
    for told in (*truth["included"], *truth["excluded"], *truth["decoys"]):
        for note in told.get("notes", []):
            mine = [t for p, day, t in texts if (p, day) == (told["person_id"], note["date"])]
            for sentence in note["sentences"]:
                cuts = [text[sentence["start"] : sentence["end"]] for text in mine]
                assert any(cut.endswith(".") and cut[:1].isupper() for cut in cuts)
                seen[sentence.get("outcome", sentence["kind"])] += 1
    expected = {
        "CR",
        "PR",
        "NR",
        "UR",
        "recurred",
        "use",
        "harm",
        "misused",
        "family",
        "hypothetical",
        "negated",
        "other drug",
    }
    assert expected <= set(seen)


@pytest.mark.parametrize("kind", ["CR", "PR", "NR", "UR", "recurred"])
def test_an_outcome_is_said_in_thirty_ways_and_more_and_each_is_read_as_it_is_meant(kind: str) -> None:
    assert len(set(sentences.OUTCOMES[kind])) >= 30
    for said in sentences.OUTCOMES[kind]:
        text = said.format(site="left knee", drug="the ointment", Drug="The ointment")
        assert said_of(text) == [kind], text


@pytest.mark.parametrize("kind", ["family", "hypothetical", "negated", "target negated", "other drug", "history"])
def test_what_is_no_outcome_is_said_in_thirty_ways_and_more(kind: str) -> None:
    assert len(set(sentences.OTHER[kind])) >= 30
    assert [said for said in sentences.OTHER[kind] if said_of(said)] == []


def test_use_and_side_effects_are_said_in_thirty_ways_and_more() -> None:
    assert len(set(sentences.USED)) >= 30
    assert all(len(set(said)) >= 30 for said in sentences.HARMS.values())


def test_side_effects_are_those_of_three_in_28(omop: tuple[Path, Truth]) -> None:
    events = Counter(event for told in omop[1]["included"] for event in told["adverse_events"])
    assert events == {"skin irritation": 4, "application pain": 2}


# ---- nothing gives them away ----------------------------------------------------------------------------------------
def test_planted_ids_are_odd_among_even_ones_and_everywhere(omop: tuple[Path, Truth]) -> None:
    folder, truth = omop
    planted = {t["person_id"] for part in ("included", "excluded", "decoys") for t in truth[part]}
    ids = pl.read_parquet(folder / "person.parquet")["person_id"]
    assert ids.is_sorted()
    assert set(ids.filter(ids % 2 == 1)) == planted
    tenths = Counter(10 * person // (ids[-1] + 1) for person in planted)
    # 334 planted persons: about 33 in each tenth of the ids.
    assert set(tenths) == set(range(10))
    assert all(25 <= n <= 42 for n in tenths.values())


def test_rows_stand_with_their_person_and_are_numbered(omop: tuple[Path, Truth]) -> None:
    folder, _ = omop
    for table, key in ROW_ID.items():
        data = pl.read_parquet(folder / f"{table}.parquet")
        assert data["person_id"].is_sorted(), table
        assert data[key].n_unique() == data.height, table
        assert dict(data.schema) == SCHEMAS[table]


def test_visits_named_by_other_tables_are_of_the_same_person_and_day(omop: tuple[Path, Truth]) -> None:
    folder, _ = omop
    visits = pl.read_parquet(folder / "visit_occurrence.parquet")
    coded = pl.read_parquet(folder / "condition_occurrence.parquet").drop_nulls("visit_occurrence_id")
    both = coded.join(visits, on=["visit_occurrence_id", "person_id"], how="inner")
    assert both.height == coded.height > 0
    assert (both["condition_start_date"] == both["visit_start_date"]).all()


# ---- bytes and folders ---------------------------------------------------------------------------------------------
def test_equal_seeds_give_equal_bytes_and_others_do_not(tmp_path: Path) -> None:
    one, again, other = (
        made(tmp_path / str(i), Settings(6_000, seed, lean=True))[0] for i, seed in enumerate((3, 3, 4))
    )
    assert sums(one) == sums(again)
    same = {name for name, text in sums(one).items() if text == sums(other)[name]}
    assert same == {"concept.parquet", "concept_ancestor.parquet", "drug_strength.parquet"}


def test_a_clinic_gets_the_same_persons_as_lists(tmp_path: Path, omop: tuple[Path, Truth]) -> None:
    folder, truth = made(tmp_path / "clinic", Settings(20_000, seed=7, lean=True), "csv")
    assert truth["included"] == omop[1]["included"]
    dispensed = pl.read_csv(folder / "dispensing.csv", infer_schema=False)
    names = dispensed["product"] + " " + dispensed["sig"].fill_null("")
    mine = dispensed.filter(names.str.contains("(?i)sodium thiosul(f|ph)ate"))
    assert {f"MRN{t['person_id']}" for t in truth["included"]} <= set(mine["mrn"])
    assert {"180 g", "1 jar", "3 tube"} <= set(mine["quantity"].drop_nulls())
    chart = pl.read_csv(folder / "chart.csv", infer_schema=False)
    assert set(chart["entry"]) == {"diagnosis", "note"}
    assert pl.read_csv(folder / "persons.csv").height == 20_000
    rows = {
        t: pl.read_parquet(omop[0] / f"{t}.parquet").height for t in ("drug_exposure", "note", "condition_occurrence")
    }
    assert (dispensed.height, chart.height) == (rows["drug_exposure"], rows["note"] + rows["condition_occurrence"])


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput) as bad:
        simulate(Settings(20, seed=-1), tmp_path, "xml")
    assert {fault.field for fault in bad.value.faults} == {"persons", "seed", "format", "output"}
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]


def test_a_data_set_that_cannot_be_finished_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = made(tmp_path / "set", Settings(500, lean=True))
    before = sums(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "vocabulary", full)
    with pytest.raises(OSError, match="No space left"):
        simulate(Settings(600, lean=True), folder)
    assert sums(folder) == before
    assert [f.name for f in tmp_path.iterdir()] == ["set"]
