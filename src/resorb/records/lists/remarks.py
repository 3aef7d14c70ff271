"""What of a list could not be taken as it stands: one finding for each file, column and rule, with how often and where.

No cell's text is ever in a finding: lists hold names and free text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from resorb.values.findings import BadInput, Fault, Place

SHOWN_LINES = 5


@dataclass
class Remarks:
    """Findings being collected. Those of one file, column and rule are one, so that a million rows stay readable."""

    _lines: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    _refused: list[Fault] = field(default_factory=list)

    def note(self, file: str, line: int, column: str, rule: str, remedy: str, times: int = 1) -> None:
        """Note that something of a row was left out or taken with a doubt."""
        key = (file, column, rule, remedy)
        lines = self._lines.setdefault(key, [])
        if len(lines) < SHOWN_LINES and line not in lines:
            lines.append(line)
        self._counts[key] = self._counts.get(key, 0) + times

    def refuse(self, file: str, line: int, column: str, rule: str, remedy: str) -> None:
        """Note what makes the source unusable until somebody decides."""
        self._refused.append(Fault(Place(file, line, path=column), column, rule, remedy))

    def end_if_refused(self) -> None:
        """Raise everything that makes the source unusable, at once.

        Raises:
            BadInput: when anything was refused.
        """
        if self._refused:
            raise BadInput(self._refused)

    def findings(self) -> list[Fault]:
        """One finding a file, column and rule, at the first line it is true of."""
        found = []
        for (file, column, rule, remedy), lines in self._lines.items():
            times = self._counts[file, column, rule, remedy]
            if times > 1:
                listed = ", ".join(str(n) for n in sorted(lines))
                rule = f"{rule} ({times:,} times; lines {listed}{', …' if times > len(lines) else ''})"  # noqa: PLW2901
            found.append(Fault(Place(file, min(lines), path=column), column, rule, remedy))
        return sorted(found)
