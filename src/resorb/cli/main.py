"""The commands of resorb. Heavy libraries are imported inside them, so that ``--help`` answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from resorb.cli.show import NOTICE, print_faults, print_findings, print_json, say
from resorb.cli.streams import own_stdout
from resorb.values.findings import BadInput, Fault, Place, Verdict

app = typer.Typer(
    name="resorb",
    help=f"Check and summarise studies of treatments of ectopic calcification. {NOTICE}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: drawing boxes takes longer than everything else
)
evidence_app = typer.Typer(help="The studies that come with resorb.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(evidence_app, name="evidence")
store_app = typer.Typer(help="A record store of one's own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(store_app, name="store")

Studies = Annotated[list[str], typer.Argument(metavar="STUDY", help="A study file, study folder or bundled id.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout and nothing else.")]
Memory = Annotated[str | None, typer.Option(metavar="SIZE", help="Memory the database may take (2GB).")]
Store = Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The store, for example clinic.duckdb.")]
Records = Annotated[Path, typer.Argument(metavar="SOURCE", help="OMOP Parquet folder, DuckDB file, or store.")]
Everything = Annotated[bool, typer.Option("--all", help="Show findings that hold or cannot be judged as well.")]


class FailOn(StrEnum):
    """Verdicts that may turn into exit status 1."""

    FAILS = "fails"
    ASSUMES = "assumes"


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Bad input ends with its faults and exit status 2, a closed pipe quietly, an unwritable output in one line."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            with own_stdout():
                command(*args, **kwargs)
                sys.stdout.flush()
        except BadInput as bad:
            _end(bad, as_json=bool(kwargs.get("as_json")))
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            reason = error.strerror or str(error)
            fault = Fault(Place(str(error.filename or "output")), "file", reason, "give a place that can be written")
            _end(BadInput([fault]), as_json=bool(kwargs.get("as_json")))

    return run


def _end(bad: BadInput, *, as_json: bool) -> None:
    from resorb.workflow.check import faults_as_json

    if as_json:
        print_json(faults_as_json(bad))
    else:
        print_faults(bad)
    raise typer.Exit(2)


def _version(wanted: bool) -> None:
    if wanted:
        from resorb import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Entry point; the commands do the work."""


@app.command()
@_guarded
def scan(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Text, Markdown, HTML, DOCX or PDF; - is stdin.")],
    as_json: Json = False,
    everything: Everything = False,
    page: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the marked document.")] = None,
    sarif: Annotated[Path | None, typer.Option(metavar="FILE", help="Write SARIF, for editors and CI.")] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="Hide the findings known to this file.")] = None,
    write_baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all findings as known.")] = None,
    draft: Annotated[
        Path | None, typer.Option(metavar="STUDY.yaml", help="Write what was read as a study file.")
    ] = None,
    fail_on: Annotated[FailOn | None, typer.Option(help="Exit with 1 when a finding is this bad or worse.")] = None,
) -> None:
    """Flag what cannot be true, or is likely a slip, in papers, protocols and notes."""
    from resorb.cli.show_marks import print_results
    from resorb.workflow.scan import Outputs
    from resorb.workflow.scan import scan as run

    wanted = Outputs(page=page, sarif=sarif, write_baseline=write_baseline, draft=draft)
    results = run(files, everything=everything, baseline=baseline, outputs=wanted)
    _exit_on(fail_on, print_results(results, as_json=as_json, everything=everything))


def _exit_on(fail_on: FailOn | None, seen: set[Verdict]) -> None:
    bad = {FailOn.FAILS: {Verdict.FAILS}, FailOn.ASSUMES: {Verdict.FAILS, Verdict.ASSUMES}}
    if fail_on is not None and seen & bad[fail_on]:
        sys.stdout.flush()
        raise typer.Exit(1)


@app.command()
@_guarded
def check(
    studies: Studies,
    as_json: Json = False,
    everything: Everything = False,
    fail_on: Annotated[FailOn | None, typer.Option(help="Exit with 1 when a finding is this bad or worse.")] = None,
) -> None:
    """Check the facts and claims of study files or study folders."""
    from resorb.checks.contract import findings_as_json
    from resorb.workflow.check import check as run

    findings = run(studies)
    if as_json:
        print_json(findings_as_json(findings))
    else:
        print_findings(findings, everything=everything)
    _exit_on(fail_on, {finding.verdict for finding in findings})


@app.command()
@_guarded
def report(
    studies: Studies,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.")],
    as_json: Json = False,
) -> None:
    """Write the report: a page, results, tables and figures."""
    from resorb.workflow.report import report as run

    written = run(studies, out, say)
    if as_json:
        print_json({"report": str(out / "report.html"), "files": [str(p) for p in written]})
    else:
        typer.echo(f"{out / 'report.html'}")


@app.command()
@_guarded
def pool(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.")],
    studies: Annotated[
        list[str] | None, typer.Argument(metavar="STUDY", help="Studies to pool; none: the bundled base.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help='Only such evidence, e.g. "route=topical|oral".')
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Split the answers further, e.g. report.")
    ] = None,
    with_evidence: Annotated[bool, typer.Option(help="Set the studies named beside the bundled base.")] = False,
    as_json: Json = False,
) -> None:
    """Pool the evidence: how much it helps, by route and disease, against what, how sure."""
    from resorb.cli.show_pool import print_summary
    from resorb.workflow.pool import pool as run
    from resorb.workflow.pool import summary_of, write_pool

    material = run(studies or (), with_evidence=with_evidence, where=where or (), by=by or (), say=say)
    written = write_pool(material, out, say)
    summary = summary_of(out)
    if as_json:
        files = [str(path) for path in written]
        print_json({"report": str(out / "report.html"), "files": files, "summary": summary})
    else:
        print_summary(summary)
        typer.echo(f"{out / 'report.html'}")


@app.command()
@_guarded
def dose(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='For example "12.5 g IV 3x/week for 8 months".')],
    as_json: Json = False,
) -> None:
    """Read a dose in words; amount per time and in total."""
    from resorb.reading.dose import dose_as_json, dose_as_lines
    from resorb.workflow.dose import dose as run

    reading = run(words)
    if as_json:
        print_json(dose_as_json(reading))
    else:
        for line in dose_as_lines(reading):
            typer.echo(line)


@app.command()
@_guarded
def new(
    study: Annotated[str, typer.Argument(metavar="ID", help="Id of the study, for example smith-2026.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="File to write (ID.yaml).")] = None,
) -> None:
    """Write a study file to fill in."""
    from resorb.workflow.scaffold import new_study

    typer.echo(str(new_study(study, out or Path(f"{study}.yaml"))))


@app.command()
@_guarded
def convert(
    studies: Studies,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Study folder to write.")],
) -> None:
    """Write studies as a study folder (Parquet tables)."""
    from resorb.workflow.convert import convert as run

    typer.echo(str(run(studies, out)))


class RecordsFormat(StrEnum):
    """Forms of simulated records."""

    OMOP = "omop"
    CSV = "csv"


@app.command()
@_guarded
def simulate(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.")],
    persons: Annotated[int, typer.Option(metavar="N", help="Persons in all; one cohort per 10,000.")] = 10_000,
    seed: Annotated[int, typer.Option(metavar="S", help="Equal seeds give equal files.")] = 0,
    form: Annotated[
        RecordsFormat, typer.Option("--format", help="OMOP tables, or a clinic's lists.")
    ] = RecordsFormat.OMOP,
    lean: Annotated[bool, typer.Option("--lean", help="Few rows per person, for tests.")] = False,
    double_ids: Annotated[bool, typer.Option("--double-ids", help="Ids as floating-point numbers.")] = False,
    as_json: Json = False,
) -> None:
    """Make up records of any size with a known cohort planted in them."""
    from resorb.workflow.simulate import Asked
    from resorb.workflow.simulate import simulate as run

    made = run(Asked(persons, seed, form.value, lean=lean, double_ids=double_ids), out, say)
    if as_json:
        print_json(made)
    else:
        typer.echo(f"{made['folder']}: {made['persons']:,} persons, {made['found']} found, {made['included']} included")


@app.command()
@_guarded
def schema() -> None:
    """Print the JSON Schema of study files, for editors."""
    from resorb.tables.json_schema import study_file_schema

    print_json(study_file_schema())


@app.command()
@_guarded
def cohort(
    protocol: Annotated[
        str | None, typer.Argument(metavar="PROTOCOL", help="A protocol file or bundled protocol.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="SOURCE", help="OMOP Parquet folder, DuckDB file, or store.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="Study folder to write.")] = None,
    why: Annotated[int | None, typer.Option(metavar="PERSON", help="Say why this person is in or out.")] = None,
    memory: Memory = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of protocols.")] = False,
    as_json: Json = False,
) -> None:
    """Find a cohort in a record store, with its attrition; write it as a study folder."""
    from resorb.cli.show_records import print_cohort
    from resorb.workflow.cohort import cohort as run
    from resorb.workflow.cohort import protocol_json_schema, result_as_json

    if schema:
        print_json(protocol_json_schema())
        return
    if protocol is None or source is None or (out is None and why is None):
        rule = "needs PROTOCOL, --from SOURCE, and -o DIR or --why PERSON"
        raise BadInput([Fault(Place("cohort"), "arguments", rule, "see `resorb cohort --help`")])
    result = run(protocol, source, out, why=why, memory=memory, say=say)
    if as_json:
        print_json(result_as_json(result))
    else:
        print_cohort(result)


@store_app.command("build")
@_guarded
def store_build(source: Records, out: Store, memory: Memory = None, as_json: Json = False) -> None:
    """Build a store from OMOP records: typed, sorted for protocols, whole or not at all."""
    from resorb.workflow.store import build, written_as_json

    written = build(source, out, memory, say)
    if as_json:
        print_json(written_as_json(out, written))
    else:
        typer.echo(str(out))


@store_app.command("append")
@_guarded
def store_append(source: Records, out: Store, memory: Memory = None, as_json: Json = False) -> None:
    """Add the rows that a store does not hold yet, all or none."""
    from resorb.workflow.store import append, written_as_json

    written = append(source, out, memory, say)
    if as_json:
        print_json(written_as_json(out, written))
    else:
        typer.echo(str(out))


@evidence_app.command("list")
@_guarded
def evidence_list(as_json: Json = False) -> None:
    """List the bundled studies."""
    from resorb.workflow.evidence import list_evidence

    entries = list_evidence()
    if as_json:
        print_json({"studies": entries})
        return
    for entry in entries:
        routes = ", ".join(entry["routes"])
        patients = "?" if entry["n_patients"] is None else entry["n_patients"]
        typer.echo(f"{entry['id']:34} n={patients:<4} {entry['design']:14} {routes}")


@evidence_app.command("show")
@_guarded
def evidence_show(
    study: Annotated[str, typer.Argument(metavar="ID", help="Id of a bundled study.")], as_json: Json = False
) -> None:
    """Show what is on file of one study, table by table, as printed."""
    from resorb.cli.show_evidence import print_study
    from resorb.workflow.evidence import show_evidence

    shown = show_evidence(study)
    if as_json:
        print_json(shown)
    else:
        print_study(shown)


@evidence_app.command("search")
@_guarded
def evidence_search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="All of them must occur.")], as_json: Json = False
) -> None:
    """Search the bundled studies by title, disease, drug, site and citation."""
    from resorb.cli.show_evidence import print_matches
    from resorb.workflow.evidence import search_evidence

    matches = search_evidence(words)
    if as_json:
        print_json({"studies": matches})
    else:
        print_matches(matches)


if __name__ == "__main__":
    app()
