"""From a protocol and a record store to a study folder, with its attrition."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from resorb.values.findings import BadInput, Fault, Place

if TYPE_CHECKING:
    from resorb.records.cohort import Step
    from resorb.records.protocol import Protocol

LITTLE = "200MB"
"""What the database may take where tables are read as they lie: with Python and the study a process then stays below
400 MB at a million persons and takes no longer. What does not fit goes to disk."""


@dataclass(frozen=True, slots=True)
class CohortResult:
    """What a run gives: the attrition, the answer to ``why`` when asked, the study's folder when written.

    ``findings`` is what of the source could not be taken as it stands; ``notices`` says that, and the same of records.
    """

    protocol: str
    attrition: tuple[Step, ...]
    notices: tuple[str, ...] = ()
    folder: Path | None = None
    why: tuple[str, ...] = ()
    findings: tuple[Fault, ...] = ()


def cohort(
    protocol: str,
    source: Path | str,
    folder: Path | None,
    *,
    why: int | str | None = None,
    memory: str | None = None,
    say: Callable[[str], None] = lambda _: None,
    tell: Callable[[tuple[Step, ...]], None] = lambda _: None,
) -> CohortResult:
    """Find the cohort a protocol asks for and write it as a study folder.

    Args:
        protocol: path of a protocol file, or the id of one that comes with resorb.
        source: OMOP Parquet folder, DuckDB file with OMOP tables, a store, or the URL of a server.
        folder: the study folder to write; None writes nothing.
        why: a person to explain, by number or by what the source calls them: why found or not, and where they left.
        memory: how much memory the database may take, for example ``2GB``; None: :data:`LITTLE` for OMOP tables.
        say: called with a line before each stage.
        tell: called with the attrition as soon as it is known, before the study is made.

    Raises:
        BadInput: with every fault of protocol or source; nothing is written then.
    """
    from resorb.records.ahead import start_reading_ahead
    from resorb.records.cohort import find_cohort
    from resorb.records.origins import as_called, person_called
    from resorb.records.source import open_again, open_source

    path, asked = _protocol(protocol)
    content = path.read_bytes()
    if folder is not None and folder.exists() and not (folder / "manifest.json").exists():
        rule = "exists and is not a study folder"
        raise BadInput([Fault(Place(str(folder)), "output", rule, "give another place with -o")])
    limit = memory or _memory(source)
    start_reading_ahead(asked)
    with (
        # What does not fit into memory goes neither beside the source nor to where the user stands.
        TemporaryDirectory(prefix="resorb-", ignore_cleanup_errors=True) as scratch,
        open_source(source, limit, Path(scratch) / "spill") as opened,
    ):
        person = None if why is None else person_called(opened, str(why))
        found = find_cohort(asked, opened, say, () if person is None else (person,))
        answer: tuple[str, ...] = () if why is None else (f"{why}: not in {opened.name}",)
        if person is not None:
            from resorb.records.why import explain

            answer = as_called(opened, explain(found, person))
        if folder is None:
            return CohortResult(asked.key, found.attrition, why=answer, findings=opened.findings)
        tell(found.attrition)
        say("writing the study")
        from resorb.records.comparator import comparator_of, with_comparator  # not before the attrition is told
        from resorb.records.study_rows import study_of
        from resorb.tables.study import Input

        shown = Input(path.name, hashlib.sha256(content).hexdigest(), content.decode("utf-8-sig"))
        study, said = study_of(found, shown)
        findings = opened.findings
        if asked.comparator is not None:
            say("finding the comparator")
            with open_again(opened, source, limit, Path(scratch) / "spill") as others:
                study = with_comparator(study, find_cohort(comparator_of(asked), others))
    from resorb.tables.folder import write_folder  # frames take as long to import as the whole cohort does to find

    write_folder(study, folder)
    notices = (*map(str, findings), *said)
    return CohortResult(asked.key, found.attrition, notices, folder, answer, findings)


def result_as_json(result: CohortResult) -> dict[str, Any]:
    """The shape of ``resorb cohort --json``; keys may be added, never renamed."""
    from resorb.workflow.check import fault_as_json

    return {
        "protocol": result.protocol,
        "attrition": [
            {
                "step": s.code or "found",
                "reason": s.reason,
                "kind": s.kind,
                "out": s.persons_out,
                "left": s.persons_left,
                "courses_left": s.courses_left,
                "lesions_left": s.lesions_left,
            }
            for s in result.attrition
        ],
        "study": None if result.folder is None else str(result.folder),
        "notices": list(result.notices),
        "why": list(result.why),
        "findings": [fault_as_json(f) for f in result.findings],
    }


def protocol_json_schema() -> dict[str, Any]:
    """The JSON Schema of protocol files."""
    from resorb.records.protocol_file import protocol_schema

    return protocol_schema()


def protocols() -> dict[str, Path]:
    """The protocols that come with resorb, by id."""
    from resorb.records.protocol_file import bundled

    return bundled()


def _memory(source: Path | str) -> str:
    """What the database may take unless told otherwise: a server or a door first puts its records into memory."""
    from resorb.records.doors import door_of
    from resorb.records.servers.address import is_server
    from resorb.records.source import MEMORY

    if (isinstance(source, str) and is_server(source)) or not Path(source).exists():
        return MEMORY
    return LITTLE if door_of(Path(source)) is None else MEMORY


def _protocol(name: str) -> tuple[Path, Protocol]:
    """A protocol by path, else by the id of one that comes with resorb."""
    from resorb.records.protocol_file import read_protocol_file

    path = Path(name)
    bundled = protocols()
    if not path.is_file() and name in bundled:
        path = bundled[name]
    if not path.exists():
        near = get_close_matches(name, bundled, n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"give a file, or one of: {', '.join(bundled)}"
        raise BadInput([Fault(Place(name), "protocol", "no such file or bundled protocol", remedy)])
    return path, read_protocol_file(path)
