"""``resorb evidence``: the studies that come with resorb."""

from __future__ import annotations

from typing import Annotated

import typer

from resorb.cli.guard import guarded
from resorb.cli.options import Json
from resorb.cli.show import print_json

evidence_app = typer.Typer(help="The studies that come with resorb.", no_args_is_help=True, rich_markup_mode=None)


@evidence_app.command("list")
@guarded
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
@guarded
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
@guarded
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
