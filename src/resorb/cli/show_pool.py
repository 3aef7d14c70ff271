"""The summary of a pooled report on a terminal."""

from __future__ import annotations

from typing import Any

from resorb.cli.show import console

INDENT = "  "


def print_summary(summary: dict[str, Any]) -> None:
    """The sentences under their headings; what fewer than three patients tell comes last in each."""
    from rich.text import Text

    out = console()
    for said in (*summary["opening"], *summary["beside"]):
        out.print(Text(said))
    for paragraph in summary["paragraphs"]:
        out.print(Text(f"\n{paragraph['title']}", style="bold"))
        for said in (*paragraph["sentences"], *paragraph["more"]):
            out.print(Text(f"{INDENT}{said}"))
    if summary["moderators"]:
        out.print(Text("\nWhat moves the rates", style="bold"))
        for said in summary["moderators"]:
            out.print(Text(f"{INDENT}{said}"))
    out.print()
