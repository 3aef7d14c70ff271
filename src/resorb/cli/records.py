"""``resorb simulate``, ``cohort`` and ``store``: the commands that work on records."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from resorb.cli.guard import guarded
from resorb.cli.options import Json, Memory, Records, Store
from resorb.cli.show import print_json, say
from resorb.values.findings import BadInput, Fault, Place

store_app = typer.Typer(help="A record store of one's own.", no_args_is_help=True, rich_markup_mode=None)


class RecordsFormat(StrEnum):
    """Forms of simulated records."""

    OMOP = "omop"
    CSV = "csv"
    FHIR = "fhir"


@guarded
def simulate(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.")],
    persons: Annotated[int, typer.Option(metavar="N", help="Persons in all.")] = 10_000,
    cohorts: Annotated[
        int | None, typer.Option(metavar="K", help="How many times the cohort is planted (one per 10,000 persons).")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="Equal seeds give equal files.")] = 0,
    form: Annotated[
        RecordsFormat, typer.Option("--format", help="OMOP tables, a clinic's lists, or FHIR R4.")
    ] = RecordsFormat.OMOP,
    lean: Annotated[bool, typer.Option("--lean", help="Few rows per person, for tests.")] = False,
    double_ids: Annotated[bool, typer.Option("--double-ids", help="Ids as floating-point numbers.")] = False,
    as_json: Json = False,
) -> None:
    """Make up records of any size with a known cohort planted in them."""
    from resorb.workflow.simulate import Asked
    from resorb.workflow.simulate import simulate as run

    made = run(Asked(persons, seed, form.value, lean=lean, double_ids=double_ids, cohorts=cohorts), out, say)
    if as_json:
        print_json(made)
    else:
        typer.echo(f"{made['folder']}: {made['persons']:,} persons, {made['found']} found, {made['included']} included")


@guarded
def cohort(
    protocol: Annotated[
        str | None, typer.Argument(metavar="PROTOCOL", help="A protocol file or bundled protocol.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="SOURCE", help="OMOP Parquet, FHIR, lists, DuckDB file, store, or server's URL."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="Study folder to write.")] = None,
    why: Annotated[str | None, typer.Option(metavar="PERSON", help="Say why this person is in or out.")] = None,
    memory: Memory = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of protocols.")] = False,
    as_json: Json = False,
) -> None:
    """Find a cohort in a record store, with its attrition; write it as a study folder."""
    from resorb.cli.show_records import print_attrition, print_cohort
    from resorb.workflow.cohort import cohort as run
    from resorb.workflow.cohort import protocol_json_schema, result_as_json

    if schema:
        print_json(protocol_json_schema())
        return
    if protocol is None or source is None or (out is None and why is None):
        rule = "needs PROTOCOL, --from SOURCE, and -o DIR or --why PERSON"
        raise BadInput([Fault(Place("cohort"), "arguments", rule, "see `resorb cohort --help`")])
    if as_json:
        print_json(result_as_json(run(protocol, source, out, why=why, memory=memory, say=say)))
    else:
        print_cohort(run(protocol, source, out, why=why, memory=memory, say=say, tell=print_attrition))


def _write(source: str, store: Path, memory: str | None, *, adds: bool, as_json: bool) -> None:
    from resorb.workflow.store import write, written_as_json

    findings: list[Fault] = []
    written = write(source, store, memory, say, findings.append, adds=adds)
    if as_json:
        print_json(written_as_json(store, written, findings))
    else:
        typer.echo(str(store))


@store_app.command("build")
@guarded
def store_build(source: Records, out: Store, memory: Memory = None, as_json: Json = False) -> None:
    """Build a store from OMOP records: typed, sorted for protocols, whole or not at all."""
    _write(source, out, memory, adds=False, as_json=as_json)


@store_app.command("append")
@guarded
def store_append(source: Records, out: Store, memory: Memory = None, as_json: Json = False) -> None:
    """Add the rows that a store does not hold yet, all or none."""
    _write(source, out, memory, adds=True, as_json=as_json)


@store_app.command("index")
@guarded
def store_index(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The store, for example clinic.duckdb.")],
    memory: Memory = None,
    as_json: Json = False,
) -> None:
    """Index the words of the notes, for those who search often; a file beside the store."""
    from resorb.workflow.store import index

    notes = index(store, memory, say)
    if as_json:
        print_json({"store": str(store), "notes": notes})
    else:
        typer.echo(f"{notes:,} notes indexed")


@store_app.command("search")
@guarded
def store_search(
    source: Records,
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "words in a row", or a beginning (calcin*).')],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Show so many sentences.")] = 20,
    memory: Memory = None,
    as_json: Json = False,
) -> None:
    """Find words in notes: each sentence, and whether it is said of this patient, now."""
    from resorb.cli.show_records import print_hits
    from resorb.workflow.store import hits_as_json, search

    hits, more = search(source, query, limit, memory, say)
    if as_json:
        print_json(hits_as_json(hits, more))
    else:
        print_hits(hits, more)
