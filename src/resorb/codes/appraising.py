"""Tools that appraise case reports and case series: what each of their questions asks."""

from __future__ import annotations

from dataclasses import dataclass

from resorb.codes.entries import Entry
from resorb.codes.forms import Form


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a tool, in short words of this project; ``number`` is that of the source."""

    number: str
    domain: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalTool(Entry):
    """A tool with its questions, in the order of their numbers."""

    questions: tuple[Question, ...] = ()

    def question(self, number: str) -> Question | None:
        """The question of that number, or None."""
        return next((q for q in self.questions if q.number == number), None)


def read_appraisal_tool(form: Form) -> AppraisalTool:
    """Read one entry of appraisals.yaml."""
    found = []
    for domain in form.forms("questions"):
        for number in domain.names():
            asks = domain.text(number)
            if number.isdecimal():
                found.append(Question(number, domain.key, asks))
            else:
                domain.fault(number, "is not the number of a question", "write 1, 2, 3 and so on")
    numbers = sorted(int(q.number) for q in found)
    if numbers != list(range(1, len(found) + 1)):
        form.fault("questions", "are not numbered 1, 2, 3 and so on, each once", "compare with the source")
    return AppraisalTool(**form.basics(), questions=tuple(sorted(found, key=lambda q: int(q.number))))
