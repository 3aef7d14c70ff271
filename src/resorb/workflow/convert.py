"""Studies from one form to another: study file to study folder, and folder to folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from resorb.workflow.studies import open_studies


def convert(names: Iterable[str], folder: Path) -> Path:
    """Write the named studies as one study folder (Parquet tables and a manifest).

    Raises:
        BadInput: with every fault of the inputs.
    """
    from resorb.tables.folder import write_folder

    write_folder(open_studies(names), folder)
    return folder
