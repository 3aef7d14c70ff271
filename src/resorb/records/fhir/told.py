"""What could not be taken, or not as it stands: counted by field and rule, with the first place of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from resorb.values.findings import Fault, Place

MOST_BROKEN = 1_000
"""So many broken lines are named one by one; beyond, they are counted."""
MOST_KINDS = 5_000
"""So many kinds of remark are told apart."""


@dataclass(slots=True)
class _Remark:
    n: int
    place: Place
    remedy: str


@dataclass
class Told:
    """Everything that has to be said of one source. Fields and rules are our own words, never the records'.

    Places name files from the folder that the source lies in; ``root`` is put before them when they are told. A file
    in ``shown`` is told by those words: exports of one file a patient often call it by the patient's name.
    """

    root: Path = Path()
    read: Counter[str] = field(default_factory=Counter)
    broken: list[Fault] = field(default_factory=list)
    n_broken: int = 0
    servers: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    _remarks: dict[tuple[str, str], _Remark] = field(default_factory=dict)

    def broke(self, place: Place, what: str, rule: str, remedy: str) -> None:
        """A line or entry that cannot be read at all."""
        self.n_broken += 1
        if len(self.broken) < MOST_BROKEN:
            self.broken.append(Fault(place, what, rule, remedy))

    def remark(self, place: Place, what: str, rule: str, remedy: str, n: int = 1) -> None:
        """One more of these; the first place of all is kept."""
        known = self._remarks.get((what, rule))
        if known is not None:
            known.n += n
            if (place.file, place.line) < (known.place.file, known.place.line):
                known.place = place
        elif len(self._remarks) < MOST_KINDS:
            self._remarks[what, rule] = _Remark(n, place, remedy)

    def faults(self) -> list[Fault]:
        """All of it: broken lines first, then each kind of remark with how often it holds."""
        found = [replace(f, place=self._whole(f.place)) for f in self.broken]
        if self.n_broken > len(self.broken):
            rule = f"{self.n_broken - len(self.broken):,} more lines cannot be read"
            found.append(Fault(found[-1].place, "line", rule, "see that the export is whole"))
        for (what, rule), r in sorted(self._remarks.items()):
            found.append(Fault(self._whole(r.place), what, f"{rule} (n = {r.n:,}, first here)", r.remedy))
        return found

    def _whole(self, place: Place) -> Place:
        return replace(place, file=str(self.root / self.shown.get(place.file, place.file)))
