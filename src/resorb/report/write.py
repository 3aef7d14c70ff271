"""Write a report folder: built beside its place and renamed into it, so that nothing stands there half-written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from resorb.report.csv_files import table_csv
from resorb.report.page import build_page
from resorb.report.results import results_json
from resorb.report.svg import FONT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from resorb.report.material import Material
    from resorb.report.svg import Figure

_OURS = ("report.html", "results.json", "tables", "figures")
PIXELS_PER_UNIT = 2.0


def write_report(material: Material, folder: Path, say: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Write ``report.html``, ``results.json``, ``tables/`` and ``figures/``; gives the files written, sorted.

    Earlier files of these names are replaced once all new ones are complete; others in the folder are left alone. The
    same material gives the same bytes.

    Raises:
        OSError: when the folder cannot be written to; what stood there stays as it was.
    """

    def fill(draft: Path) -> None:
        say("writing the page")
        page = build_page(material)
        write_text(draft / "report.html", page.html)
        write_text(draft / "results.json", results_json(material))
        for table in material.tables:
            write_text(draft / "tables" / f"{table.id}.csv", table_csv(table))
        say("drawing the figures")
        write_figures(page.figures, draft / "figures")

    return write_folder(folder, fill)


def write_folder(folder: Path, fill: Callable[[Path], None]) -> list[Path]:
    """Have ``fill`` write a report into a draft beside its place, then put it there; gives the files, sorted.

    Raises:
        OSError: when the folder cannot be written to; what stood there stays as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        fill(draft)
        for name in ("tables", "figures"):
            (draft / name).mkdir(exist_ok=True)
        for name in _OURS:
            _replace(draft / name, folder / name, draft / f"old-{name}")
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(path for name in _OURS for path in _files(folder / name))


def write_figures(figures: Iterable[Figure], folder: Path, pixels_per_unit: float = PIXELS_PER_UNIT) -> None:
    """Write each figure as SVG and PNG."""
    for figure in figures:
        write_text(folder / f"{figure.id}.svg", figure.standalone)
        (folder / f"{figure.id}.png").write_bytes(png_of(str(figure.svg), pixels_per_unit))


def png_of(svg: str, pixels_per_unit: float = PIXELS_PER_UNIT) -> bytes:
    """A figure as PNG, set in the bundled typeface whatever the machine has."""
    import resvg_py

    fonts = files("resorb.report") / "fonts"
    names = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, background="#ffffff", zoom=pixels_per_unit, skip_system_fonts=True,
            font_files=[str(fonts / name) for name in names], font_family=FONT.partition(",")[0],
            sans_serif_family=FONT.partition(",")[0],
        )
    )  # fmt: skip


def write_text(path: Path, text: str) -> None:
    """Write a text file as it is, line ends included; its folder is made."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _replace(new: Path, old: Path, aside: Path) -> None:
    """Put the new file or folder in the place of the old one, by renaming within one folder."""
    if old.is_dir():
        old.replace(aside)
    new.replace(old)


def _files(path: Path) -> list[Path]:
    return [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
