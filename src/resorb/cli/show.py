"""What the commands print: findings and faults for a terminal, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

from resorb.values.findings import BadInput, Finding, Verdict

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {Verdict.FAILS: "bold red", Verdict.ASSUMES: "yellow", Verdict.UNJUDGED: "cyan", Verdict.HOLDS: "green"}
WORDS = {
    Verdict.FAILS: "fails",
    Verdict.ASSUMES: "holds only if",
    Verdict.UNJUDGED: "cannot be judged",
    Verdict.HOLDS: "holds",
}
NOTICE = "For study, not for prescribing."


def console(*, stderr: bool = False) -> Console:
    """A console that never reads markup in what it prints."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, soft_wrap=True)


def say(line: str) -> None:
    """A line of progress, on stderr."""
    typer.secho(line, err=True, dim=True)  # rich takes as long to import as a small cohort does to find


def print_json(value: Any) -> None:
    """JSON on stdout and nothing else; lone surrogates and control characters are escaped."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=True) + "\n")


def print_faults(bad: BadInput) -> None:
    """Every fault on a line of its own, on stderr."""
    from rich.text import Text

    out = console(stderr=True)
    for fault in bad.faults:
        line = Text(f"{fault.place}: ", style="bold")
        line.append(f"{fault.field}: ", style="bold red")
        line.append(f"{fault.rule}; ", style="default")
        line.append(fault.remedy, style="green")
        out.print(line)
    count = len(bad.faults)
    out.print(Text(f"{count} fault{'s' if count != 1 else ''}; nothing was written", style="dim"))


def print_findings(findings: Iterable[Finding], *, everything: bool = False) -> None:
    """Findings like a compiler's: place, verdict, what is printed, the arithmetic, a suggestion; then the counts."""
    from rich.text import Text

    out = console()
    listed = list(findings)
    for finding in listed:
        if everything or finding.verdict in (Verdict.FAILS, Verdict.ASSUMES):
            _print_finding(out, finding)
    counts = [f"{sum(f.verdict is v for f in listed)} {_counted(v)}" for v in WORDS]
    out.print(Text(", ".join(counts)))
    if not everything and any(f.verdict is Verdict.UNJUDGED for f in listed):
        out.print(Text("--all shows those that hold and those that cannot be judged", style="dim"))


def _counted(verdict: Verdict) -> str:
    words = {Verdict.FAILS: "fail", Verdict.ASSUMES: "hold only under an assumption", Verdict.HOLDS: "hold"}
    return words.get(verdict, WORDS[verdict])


def _print_finding(out: Console, finding: Finding) -> None:
    from rich.text import Text

    place = str(finding.place) if finding.place else str(finding.about)
    head = Text(f"{place}: ", style="bold")
    head.append(WORDS[finding.verdict], style=STYLES[finding.verdict])
    head.append(f" [{finding.check}] {finding.message}")
    out.print(head)
    for label, text in (
        ("printed", finding.printed),
        ("computed", finding.computed),
        ("because", finding.arithmetic),
        ("assuming", finding.assumption),
        ("perhaps", finding.suggestion),
    ):
        if text:
            out.print(Text(f"    {label:>9}  {text}"))
