"""What scan prints for a terminal: like a good compiler's, the words as they stand with the wrong ones underlined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from resorb.checks.contract import findings_as_json
from resorb.cli.show import STYLES, WORDS, console, print_json
from resorb.values.findings import Verdict

if TYPE_CHECKING:
    from resorb.scan.material import Mark
    from resorb.workflow.scan import Shown

ROOM = 96
"""Characters of the source shown around an underlined stretch."""


def print_mark(mark: Mark) -> None:
    """Place, verdict and reason; the line with the stretch underlined; the arithmetic and what would make it true."""
    from rich.text import Text

    out = console()
    finding = mark.finding
    place = finding.place
    where = f" ({place.path})" if place and place.path else ""
    head = Text(f"{place}{where}: " if place else "", style="bold")
    head.append(WORDS[finding.verdict], style=STYLES[finding.verdict])
    head.append(f" [{finding.check}]", style="bold")
    head.append(f" {finding.message}")
    out.print(head)
    shown, start, end = around(mark.passage.text, mark.start, mark.end)
    gutter = str(place.line) if place else ""
    blank = " " * len(gutter)
    line = Text(f" {gutter} | ", style="dim")
    line.append(shown[:start])
    line.append(shown[start:end], style=STYLES[finding.verdict])
    line.append(shown[end:])
    out.print(line)
    out.print(Text(f" {blank} | {' ' * start}{'^' * max(1, end - start)}", style=STYLES[finding.verdict]))
    for label, text in (
        ("because", finding.arithmetic),
        ("assuming", finding.assumption),
        ("perhaps", finding.suggestion),
    ):
        if text:
            out.print(Text(f" {blank} = {label} {text}", style="green" if label == "perhaps" else ""))
    out.print()


def around(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A window of ``text`` around a stretch, cut at blanks, and where the stretch stands in it."""
    end = min(end, start + ROOM)
    spare = max(0, ROOM - (end - start))
    left = max(0, start - spare // 2)
    right = min(len(text), end + spare - (start - left))
    left = max(0, min(left, right - ROOM))
    if left and (blank := text.find(" ", left, start)) >= 0:
        left = blank + 1
    if right < len(text) and (blank := text.rfind(" ", end, right)) >= 0:
        right = blank
    before, after = "…" if left else "", "…" if right < len(text) else ""
    return before + text[left:right] + after, start - left + len(before), end - left + len(before)


def print_results(results: Iterable[Shown], *, as_json: bool, everything: bool) -> set[Verdict]:
    """Print findings document by document, as they are found; then how many there are. Returns the verdicts met."""
    counted: Counter[Verdict] = Counter()
    hidden = 0
    listed = []
    for shown in results:
        counted.update(shown.counts)
        hidden += shown.hidden
        for mark in shown.marks:
            if as_json:
                listed.append(mark.finding)
            else:
                print_mark(mark)
    if as_json:
        counts = {verdict.value: counted[verdict] for verdict in Verdict}
        print_json(findings_as_json(listed) | {"counts": counts, "hidden": hidden})
    else:
        _print_counts(counted, hidden, everything=everything)
    return {verdict for verdict, number in counted.items() if number}


def _print_counts(counted: Counter[Verdict], hidden: int, *, everything: bool) -> None:
    from rich.text import Text

    parts = [f"{counted[v]} {word}" for v, word in (
        (Verdict.FAILS, "fail"), (Verdict.ASSUMES, "hold only under an assumption"), (Verdict.HOLDS, "hold"),
        (Verdict.UNJUDGED, "cannot be judged"),
    )]  # fmt: skip
    if hidden:
        parts.append(f"{hidden} known and hidden")
    console().print(Text(", ".join(parts)))
    if not everything and counted[Verdict.HOLDS] + counted[Verdict.UNJUDGED]:
        console().print(Text("--all shows those that hold and those that cannot be judged", style="dim"))
