"""Studies from one form to another: to a study folder, or to a form that others read, made safe to leave."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resorb.sources.bundled import bundled_files
from resorb.values.findings import BadInput, Fault, Place
from resorb.values.tree import read_bytes
from resorb.workflow.dates import today
from resorb.workflow.studies import open_studies

if TYPE_CHECKING:
    from resorb.exports.privacy import Choices

RECORD = "export.json"
"""What was done to a study before it left, beside the files."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the folder, the files, what was done for privacy, and what the form could not hold."""

    folder: Path
    files: tuple[str, ...]
    privacy: dict[str, Any]
    not_carried: dict[str, int] = field(default_factory=dict)


def convert(
    names: Iterable[str], folder: Path, mapping: Path | None = None, say: Callable[[str], None] = lambda _: None
) -> Path:
    """Write the named studies as one study folder (Parquet tables and a manifest). It stays in the house: whole.

    Raises:
        BadInput: with every fault of the inputs.
    """
    from resorb.tables.folder import write_folder

    write_folder(open_studies(names, mapping, say), folder)
    return folder


def forms() -> tuple[str, ...]:
    """The forms that ``resorb convert --to`` writes."""
    from resorb.exports.forms import FORMS

    return tuple(FORMS)


def export(names: Iterable[str], form: str, folder: Path, choices: Choices) -> Exported:
    """Write the named studies in a form that others read; studies from own records are made safe to leave.

    Args:
        names: study files, study folders or bundled ids.
        form: one of :func:`forms`.
        folder: where the files go, with ``export.json`` (what was done) and ``ro-crate-metadata.json``.
        choices: how a study leaves.

    Raises:
        BadInput: with every fault of the inputs, for an unknown form, or when too few patients can hide nobody.
    """
    from resorb.exports.crate import NAME, crate
    from resorb.exports.forms import FORMS
    from resorb.exports.material import Material
    from resorb.exports.privacy import leaving
    from resorb.workflow.files import write_all

    asked = list(names)
    if form not in FORMS:
        near = get_close_matches(form, FORMS, n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(FORMS)}"
        raise BadInput([Fault(Place("convert"), "to", f"{form[:40]!r} is not a form", remedy)])
    bundled = [name for name in asked if name in bundled_files() and not Path(name).exists()]
    study, privacy = leaving(open_studies(asked), choices, bundled)
    made = today()
    carried = FORMS[form](Material(study, made))
    lost = {what: n for what, n in sorted(carried.lost.items()) if n}
    files = dict(carried.files)
    files[RECORD] = json.dumps({"form": form, "privacy": privacy, "not carried": lost}, indent=1)
    command = f"resorb convert --to {form}"
    described = {name: text.encode() for name, text in files.items()}
    files[NAME] = crate(f"{', '.join(study.ids[:5])} as {form}", described, study.inputs, command, made)
    write_all({folder / name: text for name, text in files.items()})
    return Exported(folder, tuple(files), privacy, lost)


def exported_as_json(exported: Exported) -> dict[str, Any]:
    """The shape of ``resorb convert --to … --json``; keys may be added, never renamed."""
    return {
        "folder": str(exported.folder),
        "files": list(exported.files),
        "privacy": exported.privacy,
        "not_carried": exported.not_carried,
    }


def read_key(path: Path) -> bytes:
    """The secret kept in a file: equal keys shift dates and name patients alike.

    Raises:
        BadInput: when it cannot be read or is shorter than 16 bytes.
    """
    key = read_bytes(path, "key", "give a file")
    if not 16 <= len(key) <= 4096:
        rule = "holds fewer than 16 bytes or more than 4096"
        raise BadInput([Fault(Place(str(path)), "key", rule, "write 32 random bytes into it and keep it secret")])
    return key
