"""The job of job.sql with pandas on Parquet, only the columns that are needed read. Run as a process; prints counts."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd

START, STOP = pd.Timestamp("2012-01-01"), pd.Timestamp("2017-06-27")
ACTD = ("SIM110", "M35.1", "710.0", "710.1", "710.3", "710.4", "714.0")


def read(folder: Path, table: str, *columns: str) -> pd.DataFrame:
    """These columns of a table."""
    return pd.read_parquet(folder / f"{table}.parquet", columns=list(columns))


def concepts(folder: Path) -> dict[str, set[int]]:
    """Concepts of the target, the underlying diseases and the drug, with their descendants."""
    concept = read(folder, "concept", "concept_id", "concept_code", "vocabulary_id")
    ancestor = read(folder, "concept_ancestor", "ancestor_concept_id", "descendant_concept_id")
    code = concept["concept_code"]
    chosen = {
        "target": code.isin(["L94.2", "709.3", "SIM101"]),
        "actd": code.isin(ACTD) | code.str.match(r"M3[234]|M0[56]") | concept["concept_id"].isin([255891, 80809]),
        "drug": code.isin(["237832", "SIM201"]),
    }
    found = {}
    for key, mask in chosen.items():
        named = set(concept.loc[mask, "concept_id"])
        below = ancestor.loc[ancestor["ancestor_concept_id"].isin(named), "descendant_concept_id"]
        found[key] = named | set(below)
    return found


def job(folder: Path) -> tuple[int, ...]:
    """Attrition: found, with the disease, not by vein, followed, as prescribed."""
    wanted = concepts(folder)
    condition = read(
        folder, "condition_occurrence",
        "person_id", "condition_concept_id", "condition_source_concept_id", "condition_start_date",
    )  # fmt: skip
    day = pd.to_datetime(condition["condition_start_date"])
    is_target = condition["condition_concept_id"].isin(wanted["target"])
    is_target |= condition["condition_source_concept_id"].isin(wanted["target"])
    is_actd = condition["condition_concept_id"].isin(wanted["actd"])
    is_actd |= condition["condition_source_concept_id"].isin(wanted["actd"])
    target = set(condition.loc[is_target & day.between(START, STOP), "person_id"])
    actd = set(condition.loc[is_actd, "person_id"])
    drug = read(
        folder, "drug_exposure",
        "person_id", "drug_concept_id", "drug_exposure_start_date", "drug_source_value", "route_source_value", "sig",
        "quantity", "days_supply",
    )  # fmt: skip
    text = drug["drug_source_value"].fillna("") + " " + drug["sig"].fillna("")
    named = (drug["drug_concept_id"] == 0) & text.str.contains(r"\bsodium thiosul(?:f|ph)ate", case=False, regex=True)
    day = pd.to_datetime(drug["drug_exposure_start_date"])
    keep = (drug["drug_concept_id"].isin(wanted["drug"]) | named) & day.between(START, STOP)
    supply = drug[keep & ~text.str.contains("gold", case=False)].assign(day=day)
    told = supply["route_source_value"].fillna("") + " " + supply["drug_source_value"].fillna("")
    topical = told.str.contains(r"\b(?:top|topical|ext|external|oint)", case=False, regex=True)
    by_vein = ~topical & told.str.contains(r"\b(?:iv|intravenous|piggyback|vial)", case=False, regex=True)
    supply = supply.assign(by_vein=by_vein)[topical | by_vein]
    supply = supply[supply["person_id"].isin(target)]
    found = supply.groupby("person_id").agg(index_day=("day", "min"), by_vein=("by_vein", "max"))
    note = read(folder, "note", "person_id", "note_date", "note_text")
    note = note[note["person_id"].isin(found.index)].join(found, on="person_id")
    note = note[pd.to_datetime(note["note_date"]) > note["index_day"]]
    note = note[note["note_text"].str.contains("calcinosis|thiosul|calcif", case=False, regex=True)]
    outcome = note["note_text"].str.contains(
        r"\b(?:resolved|healed|gone|disappeared|decreased|smaller|improved|softer|reduced|unchanged|stable|no change"
        r"|larger|increased|progressed|worse)\b", case=False, regex=True,
    )  # fmt: skip
    followed = set(note.loc[outcome, "person_id"])
    astray = note["note_text"].str.contains(r"not .{0,40}(?:as prescribed|to the affected)", case=False, regex=True)
    not_so = set(note.loc[astray, "person_id"])
    persons = found.index[found.index.isin(actd)]
    topical_only = [p for p in persons if not found.at[p, "by_vein"]]
    seen = [p for p in topical_only if p in followed]
    return len(found), len(persons), len(topical_only), len(seen), len([p for p in seen if p not in not_so])


if __name__ == "__main__":
    begun, processor = time.perf_counter(), time.process_time()
    answer = job(Path(sys.argv[1]))
    print(*answer, round(time.perf_counter() - begun, 3), round(time.process_time() - processor, 3))
