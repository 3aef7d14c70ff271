"""`make recipes`: run the recipes of tests/recipes in R again and compare with the numbers that the tests hold.

The numbers of NAME.R are in NAME.csv beside it, or else in the test that names the recipe. The tests themselves never
need R. Decimals are compared to six digits, so that another build of R passes; everything else must be the same.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECIPES = ROOT / "tests" / "recipes"
DECIMAL = re.compile(r"-?\d+\.\d+")
NEAR = 1e-6


def main() -> int:
    """Compare every recipe; 1 when a number differs, 2 when there is no R."""
    program = shutil.which("Rscript")
    if program is None:
        print("R is not installed (Debian: r-cran-metafor, r-cran-lme4).", file=sys.stderr)
        return 2
    differ = 0
    for recipe in sorted(RECIPES.glob("*.R")):
        ran = subprocess.run([program, str(recipe)], cwd=ROOT, capture_output=True, text=True, check=True)
        printed = [row.strip() for row in ran.stdout.splitlines() if not row.startswith("R version")]
        missing = unlike(printed, stored(recipe))
        print(f"{recipe.name}: {len(printed)} rows, {len(missing)} not as stored")
        for row in missing:
            print(f"  {row}")
        differ += len(missing)
    return 1 if differ else 0


def stored(recipe: Path) -> list[str]:
    """Rows as the tests hold them."""
    table = recipe.with_suffix(".csv")
    if table.exists():
        return [row.strip() for row in table.read_text(encoding="utf-8").splitlines()]
    name = f"tests/recipes/{recipe.name}"
    tests = [f for f in (ROOT / "tests" / "spec").rglob("*.py") if name in f.read_text(encoding="utf-8")]
    return [row.strip() for f in tests for row in f.read_text(encoding="utf-8").splitlines()]


def unlike(printed: list[str], expected: list[str]) -> list[str]:
    """Printed rows for which no expected row has the same words and nearly the same decimals."""
    known: dict[str, list[list[float]]] = defaultdict(list)
    for row in expected:
        known[DECIMAL.sub("#", row)].append(_decimals(row))
    return [row for row in printed if not any(_near(_decimals(row), other) for other in known[DECIMAL.sub("#", row)])]


def _decimals(row: str) -> list[float]:
    return [float(number) for number in DECIMAL.findall(row)]


def _near(some: list[float], others: list[float]) -> bool:
    return all(abs(a - b) <= NEAR * max(1.0, abs(b)) for a, b in zip(some, others, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
