"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Studies = Annotated[list[str], typer.Argument(metavar="STUDY", help="A study file, study folder or bundled id.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout and nothing else.")]
Everything = Annotated[bool, typer.Option("--all", help="Show findings that hold or cannot be judged as well.")]
Memory = Annotated[
    str | None,
    typer.Option(metavar="SIZE", help="Memory the database may take (2GB; 200MB for a cohort of OMOP tables)."),
]
Store = Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The store, for example clinic.duckdb.")]
Records = Annotated[
    str, typer.Argument(metavar="SOURCE", help="OMOP Parquet, FHIR, lists, DuckDB file, store, or server's URL.")
]
