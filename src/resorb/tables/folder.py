"""A study folder: the same study as Parquet, with a manifest of SHA-256 sums of every table and of the inputs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from resorb.tables.frames import Schema, frame_schema, from_frame
from resorb.tables.schema import TABLES
from resorb.tables.study import Input, Origin, Study
from resorb.values.findings import BadInput, FactRef, Fault, Place, Refused

MANIFEST = "manifest.json"
FORMAT = "resorb study folder 1"
_ORIGINS: Schema = {
    name: pl.Int64() if name in ("line", "file_column", "end_line", "end_column") else pl.String()
    for name in (
        "study", "table", "row", "column", "where", "file", "line", "file_column", "end_line", "end_column", "path",
    )
}  # fmt: skip


def write_folder(study: Study, folder: Path) -> None:
    """Write the study as a folder, whole or not at all (built beside it, then renamed into place).

    Raises:
        FileExistsError: when ``folder`` exists and is not a study folder.
    """
    if folder.exists() and not (folder / MANIFEST).exists():
        raise FileExistsError(f"{folder} exists and is not a study folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for declared in TABLES:
            study.frame(declared.name).write_parquet(building / f"{declared.name}.parquet")
        _origins_frame(study).write_parquet(building / "origins.parquet")
        tables = {p.stem: _sha256(p.read_bytes()) for p in sorted(building.glob("*.parquet"))}
        manifest = {
            "format": FORMAT,
            "reading": study.reading,
            "studies": list(study.ids),
            "tables": tables,
            "inputs": [asdict(i) for i in study.inputs],
        }
        (building / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        building.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(building, folder)  # noqa: PTH105
    finally:
        shutil.rmtree(building, ignore_errors=True)


def read_folder(folder: Path) -> Study:
    """Read a study folder back.

    Raises:
        BadInput: when the manifest is missing or not ours, a table is missing, altered or of another shape.
    """
    manifest = _manifest(folder)
    faults: list[Fault] = []
    frames: dict[str, pl.DataFrame] = {}
    for name, schema in [*((t.name, frame_schema(t)) for t in TABLES), ("origins", _ORIGINS)]:
        path = folder / f"{name}.parquet"
        try:
            content = path.read_bytes()
        except OSError:
            faults.append(Fault(Place(str(path)), name, "the table is missing", "write the folder again"))
            continue
        if _sha256(content) != manifest["tables"].get(name):
            faults.append(
                Fault(Place(str(path)), name, "changed since the manifest was written", "write the folder again")
            )
            continue
        frame = pl.read_parquet(content)
        if dict(frame.schema) != schema:
            faults.append(
                Fault(Place(str(path)), name, "its columns are of another version", "convert the study again")
            )
            continue
        frames[name] = frame
    if faults:
        raise BadInput(faults)
    try:
        tables = {t.name: from_frame(t, frames[t.name]) for t in TABLES}
    except Refused as refused:
        raise BadInput([Fault(Place(str(folder)), "tables", refused.rule, refused.remedy)]) from None
    inputs = tuple(Input(i["path"], i["sha256"], i["text"]) for i in manifest["inputs"])
    return Study(tables, _origins(frames["origins"]), inputs, manifest["reading"])


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    place = Place(str(path))
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise BadInput([Fault(place, MANIFEST, "missing or not readable", "point to a study folder")]) from None
    shape = {"tables": dict, "inputs": list, "reading": str}
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadInput([Fault(place, "format", f"not a {FORMAT}", "convert the study again")])
    if not all(isinstance(manifest.get(k), t) for k, t in shape.items()):
        raise BadInput([Fault(place, MANIFEST, "lacks its tables, inputs or reading", "write the folder again")])
    for item in manifest["inputs"]:
        if not isinstance(item, dict) or not all(isinstance(item.get(k), str) for k in ("path", "sha256", "text")):
            raise BadInput([Fault(place, "inputs", "an input lacks path, sha256 or text", "write the folder again")])
    return manifest


def _origins_frame(study: Study) -> pl.DataFrame:
    rows = [
        (f.study, f.table, f.row, f.column, o.where, o.place.file, o.place.line, o.place.column, o.place.end_line,
         o.place.end_column, o.place.path)
        for f, o in study.origins.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_ORIGINS, orient="row")


def _origins(frame: pl.DataFrame) -> dict[FactRef, Origin]:
    origins = {}
    for study, table, row, column, where, file, line, at, end_line, end_column, path in frame.iter_rows():
        place = Place(file, line, at, end_line, end_column, path)
        origins[FactRef(study, table, row, column)] = Origin(place, where)
    return origins


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
