"""A small study in, its responses out, under the invented criteria of this folder."""

from pathlib import Path
from textwrap import indent

from resorb.codes import load_knowledge, using
from resorb.response.derive import Response, derive_responses
from resorb.sources.study_file import read_study
from resorb.tables.study import Study
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

KNOWN = load_knowledge(Path(__file__).parent / "criteria")

HEAD = """\
study: spec
design: case report
report: selected case
read: simulated
products:
  ointment: {drug: sodium thiosulfate, route: topical}
"""


def study_of(rows: str, *, of: str = "patients", name: str = "P1") -> Study:
    """A study of one patient (or group) whose rows are the given YAML."""
    label = "    label: all\n" if of == "groups" else ""
    text = f"{HEAD}{of}:\n  {name}:\n{label}{indent(rows.strip(chr(10)), '    ')}\n"
    with using(KNOWN):
        return read_study(text, "spec.yaml")


def responses(study: Study) -> dict[tuple[str, str], Response]:
    """Responses under the invented criteria, by subject and criteria."""
    with using(KNOWN):
        return {(r.subject, r.criteria): r for r in derive_responses(study) if r.criteria.startswith("spec ")}


def classes(response: Response) -> list[str]:
    """Its classes in time order, as words."""
    return [str(j.response) for j in response.classes]


def days(span: Range) -> tuple[str | None, str | None]:
    """Both ends as text."""
    return tuple(None if e is None else as_text(e) for e in (span.low, span.high))  # type: ignore[return-value]
