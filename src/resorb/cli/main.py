"""The commands of resorb. Heavy libraries are imported inside them, so that ``--help`` answers at once."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from resorb.cli.evidence import evidence_app
from resorb.cli.guard import guarded
from resorb.cli.options import Everything, Json, Studies
from resorb.cli.records import cohort, simulate, store_app
from resorb.cli.show import NOTICE, print_findings, print_json, say
from resorb.values.findings import BadInput, Fault, Place, Verdict
from resorb.workflow.schemas import SchemaOf

app = typer.Typer(
    name="resorb",
    help=f"Check and summarise studies of treatments of ectopic calcification. {NOTICE}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: drawing boxes takes longer than everything else
)


class FailOn(StrEnum):
    """Verdicts that may turn into exit status 1."""

    FAILS = "fails"
    ASSUMES = "assumes"


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
@guarded
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
@guarded
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
@guarded
def report(
    studies: Studies,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.")],
    crate: Annotated[bool, typer.Option("--crate", help="Describe the run as an RO-Crate too.")] = False,
    as_json: Json = False,
) -> None:
    """Write the report: a page, results, tables and figures."""
    from resorb.workflow.report import report as run

    written = run(studies, out, say, with_crate=crate)
    if as_json:
        print_json({"report": str(out / "report.html"), "files": [str(p) for p in written]})
    else:
        typer.echo(f"{out / 'report.html'}")


@app.command()
@guarded
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
    moderator: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Regress on report-type, route, disease, year or dose, one by one."),
    ] = None,
    with_evidence: Annotated[bool, typer.Option(help="Set the studies named beside the bundled base.")] = False,
    as_json: Json = False,
) -> None:
    """Pool the evidence: how much it helps, by route and disease, against what, how sure."""
    from resorb.cli.show_pool import print_summary
    from resorb.workflow.pool import pool as run
    from resorb.workflow.pool import summary_of, write_pool

    material = run(
        studies or (), with_evidence=with_evidence, where=where or (), by=by or (), moderators=moderator or (), say=say
    )
    written = write_pool(material, out, say)
    summary = summary_of(out)
    if as_json:
        files = [str(path) for path in written]
        print_json({"report": str(out / "report.html"), "files": files, "summary": summary})
    else:
        print_summary(summary)
        typer.echo(f"{out / 'report.html'}")


@app.command()
@guarded
def dose(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='For example "12.5 g IV 3x/week for 8 months".')],
    as_json: Json = False,
) -> None:
    """Read a dose in words; amount per time and in total."""
    from resorb.reading.doses.dose import dose_as_json, dose_as_lines
    from resorb.workflow.dose import dose as run

    reading = run(words)
    if as_json:
        print_json(dose_as_json(reading))
    else:
        for line in dose_as_lines(reading):
            typer.echo(line)


@app.command()
@guarded
def new(
    study: Annotated[str, typer.Argument(metavar="ID", help="Id of the study, for example smith-2026.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="File to write (ID.yaml).")] = None,
) -> None:
    """Write a study file to fill in."""
    from resorb.workflow.scaffold import new_study

    typer.echo(str(new_study(study, out or Path(f"{study}.yaml"))))


@app.command()
@guarded
def convert(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to write.")],
    form: Annotated[
        str | None, typer.Option("--to", metavar="FORM", help="phenopackets, fhir, adam or redcap, safe to leave.")
    ] = None,
    smallest_cell: Annotated[int, typer.Option(metavar="N", min=1, help="Fewest patients that look alike.")] = 5,
    keep_years: Annotated[bool, typer.Option("--years-only", help="Dates as years instead of shifted.")] = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Leave everything as it stands.")] = False,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="Secret that makes exports agree.")] = None,
    studies: Annotated[
        list[str] | None, typer.Argument(metavar="STUDY", help="Study files, folders, ids, or REDCap exports.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What a REDCap project that is not ours means.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write studies as a study folder (Parquet tables), or in a form that others read."""
    from resorb.workflow import convert as run
    from resorb.workflow import redcap

    if form == redcap.FORM and not studies:
        files = redcap.write_dictionary(out)
        if as_json:
            print_json({"folder": str(out), "files": list(files)})
        else:
            typer.echo(f"{out}: {len(files)} files")
        return
    if not studies:
        raise BadInput([Fault(Place("convert"), "STUDY", "is missing", "name a study; see `resorb convert --help`")])
    if form is None:
        folder = run.convert(studies, out, mapping, say)
        if as_json:
            print_json({"folder": str(folder)})
        else:
            typer.echo(str(folder))
        return
    from resorb.cli.show_export import print_export
    from resorb.exports.privacy import Choices

    secret = {} if key is None else {"key": run.read_key(key)}
    choices = Choices(smallest_cell, shift_dates=not keep_years, as_is=as_is, **secret)
    exported = run.export(studies, form, out, choices)
    if as_json:
        print_json(run.exported_as_json(exported))
    else:
        print_export(exported)


@app.command()
@guarded
def schema(
    of: Annotated[SchemaOf, typer.Argument(metavar="KIND", help="study, protocol, lists or redcap.")] = SchemaOf.STUDY,
) -> None:
    """Print the JSON Schema of a kind of file that people write, for editors."""
    from resorb.workflow.schemas import schema_of

    print_json(schema_of(of))


app.command()(cohort)
app.command()(simulate)
app.add_typer(store_app, name="store")
app.add_typer(evidence_app, name="evidence")

if __name__ == "__main__":
    app()
