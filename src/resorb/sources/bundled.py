"""The studies that come with resorb: study files inside the package, found by id."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from resorb.sources.study_file import read_study
from resorb.tables.study import Study, merged
from resorb.values.findings import BadInput, Fault
from resorb.values.identifiers import IDENTIFIER

_FOLDER = files("resorb") / "evidence"


@cache
def _places() -> dict[str, Traversable]:
    """Study files by id: those of the folder itself, then those of its folders."""
    found: dict[str, Traversable] = {}
    waiting = [_FOLDER] if _FOLDER.is_dir() else []
    while waiting:
        for entry in sorted(waiting.pop(0).iterdir(), key=lambda one: one.name):
            if entry.is_dir():
                waiting.append(entry)
            elif entry.name.endswith(".yaml"):
                found.setdefault(entry.name.removesuffix(".yaml"), entry)
    return found


def bundled_files() -> tuple[str, ...]:
    """Ids of the bundled study files, sorted; each may hold studies it cites as well."""
    return tuple(sorted(_places()))


def read_bundled(study_id: str) -> Study | None:
    """The bundled study of that id with the studies it cites, a cited study alone, or None when there is none."""
    if not IDENTIFIER.fullmatch(study_id):
        return None
    if study_id in bundled_files():
        return _read(study_id)
    for name in bundled_files():
        study = _read(name)
        if study_id in study.ids:
            return study.only(study_id)
    return None


def read_base() -> Study:
    """The whole bundled base as one study. A report with a file of its own is that file, not what others cite of it.

    Raises:
        BadInput: with the faults of every file.
    """
    read: dict[str, Study] = {}
    faults: list[Fault] = []
    for name in bundled_files():
        try:
            read[name] = _read(name)
        except BadInput as bad:
            faults.extend(bad.faults)
    if faults:
        raise BadInput(faults)
    own = [study.only(name) for name, study in read.items() if name in study.ids]
    return merged([*own, *read.values()])


def _read(name: str) -> Study:
    return read_study(_places()[name].read_bytes(), f"{name}.yaml")
