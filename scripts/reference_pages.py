"""Reference pages made from the code's own declarations, so that they cannot say something else than it does."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from resorb.checks.registry import CHECKS, JUDGES, load
from resorb.codes import (
    adverse_events,
    analytes,
    claim_kinds,
    conditions,
    criteria,
    dose_windows,
    drugs,
    findings,
    measures,
    methods,
    products,
    routes,
    slips,
)
from resorb.codes.entries import Entry
from resorb.sources.bundled import bundled_files, read_bundled
from resorb.tables.columns import Column, Kind
from resorb.tables.frames import frame_schema
from resorb.tables.json_schema import study_file_schema
from resorb.tables.schema import TABLES
from resorb.workflow.evidence import list_evidence

COMMANDS = ((), ("check",), ("report",), ("dose",), ("new",), ("convert",), ("schema",), ("evidence", "list"))


def write_tables(folder: Path) -> None:
    """One page: every study table with its columns, their keys in a study file, and what they mean."""
    lines = ["# Study tables", "", "Made from the schema. A study file writes each column under its key.", ""]
    for table in TABLES:
        nested = f" Written under {' or '.join(table.under)}." if table.under else ""
        lines += [f"## {table.name}", "", f"A row is {table.grain}.{nested} Key: `{table.file_key}`.", ""]
        lines += ["| key | what it is | form |", "|---|---|---|"]
        lines += [
            f"| `{c.key}` | {cell(c.doc)} | {cell(form(c))} |" for c in table.columns if c.kind is not Kind.PARENT
        ]
        lines += ["", f"Columns of its frame: {', '.join(f'`{name}`' for name in frame_schema(table))}", ""]
    write(folder / "tables.md", lines)


def form(column: Column) -> str:
    """The grammar of a column in words."""
    needed = ", needed" if column.required else ""
    if column.choices:
        return f"one of: {', '.join(column.choices)}{needed}"
    if column.vocabulary:
        return f"term of {column.vocabulary}{needed}"
    if column.to:
        return f"id of {'any row' if '*' in column.to else ' or '.join(column.to)}{needed}"
    return f"{column.kind.value}{' like ' + ', '.join(column.units) if column.units else ''}{needed}"


def write_checks(folder: Path) -> None:
    """One page: every check of facts and every kind of claim with its judge."""
    load()
    lines = [
        "# Checks",
        "",
        "Each is named for what must hold, and answers holds, holds only if, fails or unjudged.",
        "",
    ]
    lines += ["| check | what must hold | method |", "|---|---|---|"]
    lines += [
        f"| `{c.name}` | {cell(c.doc)} | {cell(c.source)} |" for c in sorted(CHECKS.values(), key=lambda c: c.name)
    ]
    write(folder / "checks.md", lines)
    lines = ["# Kinds of claim", "", "What a study file may claim, and how it is recomputed.", ""]
    for kind in claim_kinds().values():
        judge = JUDGES[kind.key]
        lines += [f"## {kind.key}", "", kind.doc, "", f"Recomputed: {judge.doc} *{judge.source}*", ""]
        lines += ["```yaml", kind.example, "```", ""]
    write(folder / "claims.md", lines)


def write_vocabularies(folder: Path) -> None:
    """One page a vocabulary: keys, labels, synonyms and the sources of each entry."""
    vocabularies: tuple[tuple[str, Mapping[str, Entry]], ...] = (
        ("conditions", conditions()), ("drugs", drugs()), ("routes", routes()), ("products", products()),
        ("dose windows", dose_windows()), ("slips", slips()), ("analytes", analytes()), ("criteria", criteria()),
        ("findings", findings()), ("methods", methods()), ("measures", measures()),
        ("adverse events", adverse_events()),
    )  # fmt: skip
    for name, entries in vocabularies:
        lines = [f"# {name.capitalize()}", "", "| key | label | also | sources |", "|---|---|---|---|"]
        lines += [
            f"| `{e.key}` | {cell(e.label)} | {cell(', '.join(e.synonyms))} | {cell(sources(e))} |"
            for e in entries.values()
        ]
        write(folder / f"vocabulary-{name.replace(' ', '-')}.md", lines)


def sources(entry: Entry) -> str:
    """Where an entry was read."""
    return "; ".join([*(s.cite for s in entry.sources), *([f"derived: {entry.derived}"] if entry.derived else [])])


def write_commands(folder: Path) -> None:
    """One page: what each command says of itself."""
    lines = [
        "# Command line",
        "",
        "Exit status: 0 done, 1 done and `--fail-on` found something, 2 bad input or usage.",
        "",
    ]
    for words in COMMANDS:
        command = [sys.executable, "-m", "resorb", *words, "--help"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines += [f"## resorb {' '.join(words)}".rstrip(), "", "```text", said.strip(), "```", ""]
    write(folder / "commands.md", lines)


def write_evidence(folder: Path) -> None:
    """One page: the bundled studies, and the JSON Schema beside it."""
    lines = ["# Bundled studies", "", "| id | title | design | routes | patients | read |", "|---|---|---|---|---|---|"]
    for entry in list_evidence():
        routes_ = ", ".join(entry["routes"])
        read = entry["read"] + (f" in {entry['read_in']}" if entry["read_in"] else "")
        shown = (
            f"`{entry['id']}`",
            cell(entry["title"] or ""),
            entry["design"],
            routes_,
            str(entry["n_patients"]),
            read,
        )
        lines.append(f"| {' | '.join(shown)} |")
    claims = sum(len(study.tables["claims"]) for name in bundled_files() if (study := read_bundled(name)))
    lines += ["", f"They make {claims} claims; `resorb check` recomputes each."]
    write(folder / "evidence.md", lines)
    schema = json.dumps(study_file_schema(), indent=1, ensure_ascii=False)
    (folder / "study-file.schema.json").write_text(schema + "\n", encoding="utf-8")


def cell(text: str) -> str:
    """Text that stands in a Markdown table as it is."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def write(path: Path, lines: Iterable[str]) -> None:
    """A page."""
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


PAGES = (write_tables, write_checks, write_vocabularies, write_commands, write_evidence)
