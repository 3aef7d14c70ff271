"""Open what a user names: a study file, a study folder, a REDCap export, or the id of a bundled study."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path

from resorb.sources.bundled import bundled_files, read_bundled
from resorb.sources.study_file import read_study_file
from resorb.tables.study import Study, merged
from resorb.values.findings import BadInput, Fault, Place
from resorb.workflow.redcap import is_export, open_export


def open_study(name: str, mapping: Path | None = None, say: Callable[[str], None] = lambda _: None) -> Study:
    """One study by path or bundled id. A path that exists wins over an id.

    Args:
        name: study file, study folder, REDCap export or bundled id.
        mapping: of a REDCap project that is not ours; none: the one beside the export.
        say: told of what an export holds and a mapping does not name.

    Raises:
        BadInput: with every fault of the input.
    """
    path = Path(name)
    if path.is_dir():
        from resorb.tables.folder import read_folder

        return read_folder(path)
    if is_export(path):
        return open_export(path, mapping, say)
    if path.is_file():
        return read_study_file(path)
    bundled = read_bundled(name)
    if bundled is not None:
        return bundled
    raise no_study(name)


def no_study(name: str) -> BadInput:
    """That nothing of this name is there, with the nearest name that is."""
    near = get_close_matches(name, bundled_files(), n=1)
    remedy = (
        f"did you mean {near[0]!r}?"
        if near
        else "give a study file, a study folder, or an id of `resorb evidence list`"
    )
    return BadInput([Fault(Place(name), "study", "no such file, folder or bundled study", remedy)])


def open_studies(
    names: Iterable[str], mapping: Path | None = None, say: Callable[[str], None] = lambda _: None
) -> Study:
    """Several studies as one; every fault of every input is reported at once.

    Raises:
        BadInput: with the faults of all inputs, or when two inputs hold the same study.
    """
    opened: list[Study] = []
    faults: list[Fault] = []
    for name in names:
        try:
            opened.append(open_study(name, mapping, say))
        except BadInput as bad:
            faults.extend(bad.faults)
    if faults:
        raise BadInput(faults)
    return merged(opened)
