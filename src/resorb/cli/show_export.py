"""What an export did, for a terminal: files on stdout, what was hidden or lost on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from resorb.cli.show import say

if TYPE_CHECKING:
    from resorb.workflow.convert import Exported


def print_export(exported: Exported) -> None:
    """The folder; on stderr what was done for privacy and what the form could not hold."""
    for what, value in exported.privacy.items():
        shown = ", ".join(f"{k} {n}" for k, n in value.items() if n) if isinstance(value, dict) else value
        if shown not in (0, "", False):
            say(f"{what}: {shown}")
    for what, n in exported.not_carried.items():
        say(f"not carried: {what} ({n})")
    typer.echo(f"{exported.folder}: {len(exported.files)} files")
