"""How cohorts are shown on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from resorb.cli.show import console, say

if TYPE_CHECKING:
    from resorb.records.cohort import Step
    from resorb.records.search import Hit
    from resorb.workflow.cohort import CohortResult

SHOWN_NOTICES = 10


def print_attrition(attrition: tuple[Step, ...]) -> None:
    """Who was found and who stayed, step by step, on stdout."""
    typer.echo(f"{'persons':>9} {'courses':>9} {'lesions':>9}")
    for step in attrition:
        left = f"{step.persons_left:>9,} {step.courses_left:>9,} {step.lesions_left:>9,}"
        typer.echo(f"{left}  {'found' if not step.code else f'after leaving out {step.persons_out:,}: {step.reason}'}")


def print_cohort(result: CohortResult) -> None:
    """The answer to why, and the folder, on stdout; what could not be taken as it stands on stderr."""
    for line in result.why:
        typer.echo(line)
    if result.folder is not None:
        typer.echo(str(result.folder))
    for notice in result.notices[:SHOWN_NOTICES]:
        say(notice)
    if len(result.notices) > SHOWN_NOTICES:
        say(f"and {len(result.notices) - SHOWN_NOTICES} more such remarks; --json gives all of them")


def print_hits(hits: list[Hit], more: bool) -> None:
    """Each sentence with its person, note and day; what the words are said of stands behind, where it is not plain."""
    from rich.text import Text

    out = console()
    for hit in hits:
        judged = "" if hit.said == "present" else f"; {hit.why}"
        where = f"person {hit.person}, note {hit.note} of {hit.day}, characters {hit.start}-{hit.stop}{judged}"
        out.print(Text(where, style="dim"))
        # A note may hold control characters, which a terminal would obey.
        sentence = Text("".join(c if c.isprintable() else " " for c in hit.text))
        for start, stop in hit.marks:
            sentence.stylize("bold", start, stop)
        out.print(Text("    ") + sentence)
    if not hits:
        say("no note holds these words")
    if more:
        say(f"the first {len(hits)} sentences; --limit shows more")
