"""`python -m bench.growth`: how time and memory of `resorb cohort` grow with the persons on record.

One cohort is planted per 10,000 persons, so that what is found grows as the records do. What is measured is written to
`docs/reference/records-growth.csv`, where sizes that are not asked for stay as they were, and drawn beside it.
"""

from __future__ import annotations

import argparse
import csv
import math
import subprocess
import sys
from pathlib import Path

from bench.measure import ROOT, process

TABLE = ROOT / "docs" / "reference" / "records-growth.csv"
COLUMNS = ("persons", "source", "cpu_s", "peak_mb")
COLOURS = {"Parquet": "#a8501f", "store": "#1f6f8b"}
INK, SOFT, FAINT = "#1c2733", "#55636f", "#d5dce2"
PANEL, TALL, LEFT, TOP = 300, 230, 64, 46
FIRST, LAST = 4, 7
"""Powers of ten of the persons drawn."""
Rows = dict[tuple[int, str], tuple[float, float]]


def measure(folder: Path, persons: int) -> Rows:
    """Processor seconds and peak megabytes of the whole command on Parquet and on a store, study written."""
    resorb = [sys.executable, "-m", "resorb"]
    records, store = folder / f"omop-{persons}", folder / f"{persons}.duckdb"
    if not records.exists():
        command = [*resorb, "simulate", "-o", str(records), "--persons", str(persons)]
        subprocess.run(command, check=True, cwd=ROOT)
    if not store.exists():
        subprocess.run([*resorb, "store", "build", str(records), "-o", str(store)], check=True, cwd=ROOT)
    rows: Rows = {}
    for name, source in (("Parquet", records), ("store", store)):
        used = process([*resorb, "cohort", "mayo-topical", "--from", str(source), "-o", str(folder / "study")])
        rows[persons, name] = (round(used.cpu_s, 1), round(used.peak_mb))
    return rows


def read(file: Path) -> Rows:
    """The rows of the table as it stands."""
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        found = csv.DictReader(lines)
        return {(int(r["persons"]), r["source"]): (float(r["cpu_s"]), float(r["peak_mb"])) for r in found}


def write(file: Path, rows: Rows) -> None:
    """The table, and the picture beside it."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows((*key, f"{cpu:g}", f"{peak:g}") for key, (cpu, peak) in sorted(rows.items()))
    file.with_suffix(".svg").write_text(picture(rows), encoding="utf-8")


def picture(rows: Rows) -> str:
    """Two panels, each with both axes in powers of ten."""
    title = "How processor time and memory of resorb cohort grow with the persons on record"
    width, height = 2 * (PANEL + LEFT) + 70, TOP + TALL + 70
    panels = [_panel(rows, 0, "seconds of the processor", (-1, 3)), _panel(rows, 1, "peak megabytes", (1, 4))]
    keys = [
        f'<rect x="{LEFT + 100 * n}" y="12" width="14" height="4" fill="{colour}"/>'
        f'<text x="{LEFT + 100 * n + 20}" y="19" fill="{INK}">{name}</text>'
        for n, (name, colour) in enumerate(COLOURS.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-size="12" '
        f'font-family="Liberation Sans, Arial, Helvetica, sans-serif">\n<title>{title}</title>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n' + "\n".join([*keys, *panels]) + "\n</svg>\n"
    )


def _panel(rows: Rows, which: int, name: str, powers: tuple[int, int]) -> str:
    left, bottom = LEFT + which * (PANEL + LEFT + 20), TOP + TALL

    def across(persons: float) -> float:
        return left + (math.log10(persons) - FIRST) / (LAST - FIRST) * PANEL

    def up(value: float) -> float:
        return bottom - (math.log10(value) - powers[0]) / (powers[1] - powers[0]) * TALL

    drawn = [f'<text x="{left}" y="{TOP - 10}" fill="{INK}">{name}</text>']
    for power in range(powers[0], powers[1] + 1):
        y = f"{up(10**power):.1f}"
        drawn.append(f'<path d="M{left} {y}H{left + PANEL}" stroke="{FAINT}"/>')
        drawn.append(f'<text x="{left - 24}" y="{y}" dy="4" text-anchor="end" fill="{SOFT}">{10**power:,}</text>')
    for power in range(FIRST, LAST + 1):
        x = f"{across(10**power):.1f}"
        drawn.append(f'<path d="M{x} {bottom}v5" stroke="{SOFT}"/>')
        drawn.append(f'<text x="{x}" y="{bottom + 20}" text-anchor="middle" fill="{SOFT}">{10**power:,}</text>')
    middle = left + PANEL / 2
    drawn.append(f'<text x="{middle}" y="{bottom + 42}" text-anchor="middle" fill="{SOFT}">persons on record</text>')
    for source, colour in COLOURS.items():
        points = [(persons, taken[which]) for (persons, of), taken in sorted(rows.items()) if of == source]
        line = " ".join(f"{across(persons):.1f},{up(value):.1f}" for persons, value in points)
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        below = source == min(COLOURS, key=lambda of: rows.get((points[0][0], of), (0, 0))[which])
        for persons, value in points:
            at, over = across(persons), up(value)
            drawn.append(f'<circle cx="{at:.1f}" cy="{over:.1f}" r="3.5" fill="{colour}"/>')
            place = f'x="{at:.1f}" y="{over + (17 if below else -9):.1f}" text-anchor="middle"'
            drawn.append(f'<text {place} fill="{colour}">{value:,g}</text>')
    return "\n".join(drawn)


def main() -> None:
    """Measure the sizes asked for, and write table and picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, required=True, help="where made-up records lie or are put")
    args = parser.parse_args()
    rows = read(TABLE)
    for persons in args.persons:
        rows |= measure(args.folder, persons)
    write(TABLE, rows)


if __name__ == "__main__":
    main()
