"""REDCap: our project written empty, and exports of any project read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from resorb.values.findings import BadInput

if TYPE_CHECKING:
    from resorb.tables.study import Study

FORM = "redcap"


def is_export(path: Path) -> bool:
    """Whether a file may be a REDCap export: by its name, CSV or JSON."""
    from resorb.sources.redcap.export import looks_like_export

    return looks_like_export(path)


def open_export(path: Path, mapping: Path | None = None, say: Callable[[str], None] = lambda _: None) -> Study:
    """The study of an export: of our own project as it is, of any other by a mapping.

    Args:
        path: CSV or JSON, flat.
        mapping: the mapping of somebody else's project; none: ``<export>.redcap.yaml`` beside it.
        say: told of each thing that was not taken.

    Raises:
        BadInput: with every fault; for somebody else's project without a mapping, with all that it holds.
    """
    from resorb.sources.redcap.export import read_export
    from resorb.sources.redcap.foreign import listing, study_of_project
    from resorb.sources.redcap.mapping import mapping_beside, read_project_mapping
    from resorb.sources.redcap.own import is_ours, study_of_export

    export = read_export(path)
    mapping = mapping or mapping_beside(path)
    if mapping is None:
        if is_ours(export):
            return study_of_export(export)
        raise BadInput(listing(export))
    study, said = study_of_project(export, read_project_mapping(mapping))
    for fault in said:
        say(str(fault))
    return study


def write_dictionary(folder: Path) -> tuple[str, ...]:
    """Write our data dictionary and the forms that repeat, for an empty project."""
    from resorb.sources.redcap.write import redcap_files
    from resorb.workflow.files import write_all

    files = redcap_files(None)
    write_all({folder / name: text for name, text in files.items()})
    return tuple(files)
