"""The data sets that R and resorb both pool, and what R made of them; see ``tests/recipes/pooling.R``."""

import csv
from pathlib import Path

from resorb.analysis.pooling.series import Series

RECIPES = Path(__file__).resolve().parents[2] / "recipes"


def _read() -> tuple[dict[str, list[tuple[int, int]]], dict[str, dict[str, dict[str, float]]]]:
    sets: dict[str, list[tuple[int, int]]] = {}
    found: dict[str, dict[str, dict[str, float]]] = {}
    with (RECIPES / "pooling_sets.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sets.setdefault(row["set"], []).append((int(row["events"]), int(row["n"])))
    with (RECIPES / "pooling.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["model"], {}).setdefault(row["set"], {})[row["quantity"]] = float(row["value"])
    return sets, found


SETS, FROM_R = _read()
"""Counts by name of set; R's numbers by model, set and quantity."""


def series(counts: list[tuple[int, int]]) -> list[Series]:
    """Series from pairs (events, n), named by their place."""
    return [Series(f"s{i}", y, n) for i, (y, n) in enumerate(counts)]
