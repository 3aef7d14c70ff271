"""Write a pooled report: the page, results, tables and figures, built beside their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from resorb.report.pool.page import build_pool_page
from resorb.report.pool.results import pool_json
from resorb.report.pool.spreadsheets import spreadsheets
from resorb.report.write import write_figures, write_folder, write_text

if TYPE_CHECKING:
    from resorb.report.pool.material import PoolMaterial

PIXELS_PER_UNIT = 1.5
"""Coarser than in other reports, for there are many figures and their pixels take the time; the SVG is for print."""


def write_pool_report(
    material: PoolMaterial, folder: Path, say: Callable[[str], None] = lambda _: None
) -> list[Path]:  # fmt: skip
    """Write ``report.html``, ``results.json``, ``tables/`` and ``figures/``; gives the files written, sorted.

    Raises:
        OSError: when the folder cannot be written to; what stood there stays as it was.
    """

    def fill(draft: Path) -> None:
        say("writing the page")
        text = pool_json(material)
        page = build_pool_page(material, json.loads(text))
        write_text(draft / "report.html", page.html)
        write_text(draft / "results.json", text)
        for name, sheet in spreadsheets(material):
            write_text(draft / "tables" / f"{name}.csv", sheet)
        say("drawing the figures")
        write_figures(page.figures, draft / "figures", PIXELS_PER_UNIT)

    return write_folder(folder, fill)
