"""Reference pages made from the code's own declarations, so that they cannot say something else than it does."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from typer.main import get_command

from resorb.checks.registry import CHECKS, JUDGES, load
from resorb.cli.main import app
from resorb.codes import claim_kinds, knowledge
from resorb.codes.entries import Entry
from resorb.codes.files import PLACES
from resorb.scan import registry as scan_registry
from resorb.tables.columns import Column, Kind
from resorb.tables.frames import frame_schema
from resorb.tables.json_schema import study_file_schema
from resorb.tables.schema import TABLES
from scripts.evidence_pages import write_evidence

GLOSSARY = Path(__file__).resolve().parent.parent / "GLOSSARY.md"
ROOT_TABLE = "studies"
VOCABULARIES = tuple(v for v in PLACES if v != "claim_kinds")
"""Vocabularies with a page of their own; kinds of claim have one that names their judges too."""


def write_tables(folder: Path) -> None:
    """One page: every study table with its columns, their keys in a study file, and what they mean."""
    lines = ["# Study tables", "", "Made from the schema. A study file writes each column under its key.", ""]
    for table in TABLES:
        nested = f" Written under {' or '.join(table.under)}." if table.under else ""
        key = (
            "Its keys stand at the top of a file, after `study:` with its id"
            if table.name == ROOT_TABLE
            else f"Key: `{table.file_key}`"
        )
        lines += [f"## {table.name}", "", f"A row is {table.grain}.{nested} {key}.", ""]
        lines += ["| key | what it is | form |", "|---|---|---|"]
        lines += [f"| `{c.key}` | {cell(c.doc)} | {form(c)} |" for c in table.columns if c.kind is not Kind.PARENT]
        lines += ["", f"Columns of its frame: {', '.join(f'`{name}`' for name in frame_schema(table))}", ""]
    write(folder / "tables.md", lines)


def form(column: Column) -> str:
    """The grammar of a column in words."""
    needed = "needed; " if column.required else ""
    if column.choices:
        return f"{needed}one of: {', '.join(column.choices)}"
    if column.vocabulary:
        return f"{needed}one of the [{column.vocabulary.replace('_', ' ')}]({page_of(column.vocabulary)})"
    if column.to:
        return f"{needed}id of {'any row' if '*' in column.to else ' or '.join(column.to)}"
    return f"{needed}{column.kind.value}{' like ' + ', '.join(column.units) if column.units else ''}"


def page_of(vocabulary: str) -> str:
    """The page that lists a vocabulary."""
    return "claims.md" if vocabulary == "claim_kinds" else f"vocabulary-{vocabulary.replace('_', '-')}.md"


def write_checks(folder: Path) -> None:
    """One page: every check of facts and every kind of claim with its judge."""
    load()
    lines = [
        "# Checks",
        "",
        "Each is named for what must hold. What it answers is on [Read a finding](../../how-to/findings.md).",
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


def write_scan_rules(folder: Path) -> None:
    """One page: every rule of scan by the kind of slip it looks for, with the names its findings bear."""
    scan_registry.load()
    lines = [
        "# Rules of scan",
        "",
        "What `resorb scan` looks for in a document, by kind of slip. A rule is named by the checks its findings bear.",
        "How often each kind is right: [Accuracy of scan](../scan-accuracy.md).",
        "",
    ]
    for kind in scan_registry.KINDS:
        lines += [f"## {kind}", "", "| checks | what must hold | method |", "|---|---|---|"]
        for rule in sorted((r for r in scan_registry.RULES.values() if r.kind == kind), key=lambda r: r.checks):
            names = ", ".join(f"`{name}`" for name in rule.checks)
            lines.append(f"| {names} | {cell(rule.doc)} | {cell(rule.source)} |")
        lines.append("")
    write(folder / "scan-rules.md", lines)


def write_vocabularies(folder: Path) -> None:
    """One page a vocabulary: keys, names and sources, then the entries as their file has them."""
    for name in VOCABULARIES:
        file, section = PLACES[name]
        entries = knowledge().entries(name).values()
        lines = [f"# {name.replace('_', ' ').capitalize()}", "", f"{len(entries)} entries of `{file}`.", ""]
        lines += ["| key | names | sources |", "|---|---|---|"]
        lines += [f"| `{e.key}` | {cell(', '.join((e.label, *e.synonyms)))} | {cell(sources(e))} |" for e in entries]
        lines += ["", "## As written", "", "```yaml", *section_of(file, section), "```", ""]
        write(folder / page_of(name), lines)


def section_of(file: str, section: str) -> Iterator[str]:
    """The grammar that opens a data file, and the lines of one of its sections."""
    inside = True
    for line in (files("resorb.codes") / "data" / file).read_text(encoding="utf-8").splitlines():
        if re.match(r"[^\s#]", line):
            inside = line == f"{section}:"
        if inside:
            yield line


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
    for words, said in helps(get_command(app), "resorb"):
        lines += [f"## {words}", "", "```text", said.strip(), "```", ""]
    write(folder / "commands.md", lines)


def helps(command: Any, name: str, above: Any = None) -> Iterator[tuple[str, str]]:
    """A command in full and what it says of itself, then those below it; typer does not publish their type."""
    context = command.make_context(name, [], parent=above, resilient_parsing=True, terminal_width=80)
    yield context.command_path, context.get_help()
    for below, inner in getattr(command, "commands", {}).items():
        yield from helps(inner, below, context)


def write_schema(folder: Path) -> None:
    """The JSON Schema of a study file."""
    schema = json.dumps(study_file_schema(), indent=1, ensure_ascii=False)
    (folder / "study-file.schema.json").write_text(schema + "\n", encoding="utf-8")


def write_words(folder: Path) -> None:
    """The project's glossary, as it stands at the root."""
    shutil.copy(GLOSSARY, folder / "glossary.md")


def cell(text: str) -> str:
    """Text that stands in a Markdown table as it is."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def write(path: Path, lines: Iterable[str]) -> None:
    """A page."""
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


PAGES = (
    write_tables,
    write_checks,
    write_scan_rules,
    write_vocabularies,
    write_commands,
    write_evidence,
    write_schema,
    write_words,
)
