"""The main job: from named studies to a report folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from resorb.tables.study import Study, as_proposed
from resorb.values.spans import MonthConvention
from resorb.workflow.studies import open_studies

if TYPE_CHECKING:
    from resorb.report.material import Material


def report(
    names: Iterable[str], folder: Path, say: Callable[[str], None] = lambda _: None, *, with_crate: bool = False
) -> list[Path]:
    """Write report.html, results.json, tables/ and figures/ for the named studies; returns what was written.

    Args:
        names: paths or bundled ids.
        folder: where to write; its own earlier files are replaced.
        say: called with a line before each stage.
        with_crate: write ``ro-crate-metadata.json`` too, which describes the run (RO-Crate 1.1).

    Raises:
        BadInput: with every fault of the inputs; nothing is written then.
    """
    from resorb.report.write import write_report

    say("reading the studies")
    asked = list(names)
    study = open_studies(asked)
    written = write_report(gather(study, say), folder, say)
    return [*written, _describe(study, asked, folder, written)] if with_crate else written


def _describe(study: Study, asked: list[str], folder: Path, written: list[Path]) -> Path:
    """The crate's metadata beside what was written."""
    from resorb.exports.crate import NAME, crate
    from resorb.workflow.dates import today
    from resorb.workflow.files import write_all

    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in written if path.is_file()}
    command = " ".join(["resorb report", *(Path(name).name for name in asked)])
    write_all({folder / NAME: crate(f"Report on {', '.join(study.ids[:5])}", files, study.inputs, command, today())})
    return folder / NAME


def gather(study: Study, say: Callable[[str], None] = lambda _: None) -> Material:
    """Everything a report shows of a study: both readings, responses, findings, estimates and tables."""
    from resorb.analysis.characteristics import characteristics_tables
    from resorb.analysis.doses import estimate_doses
    from resorb.analysis.harms import estimate_harms
    from resorb.analysis.outcomes import outcome_tables
    from resorb.analysis.pooling.beside import beside, studies_of
    from resorb.analysis.responses import estimate_printed_responses, estimate_told_responses
    from resorb.analysis.treatment import month_tables, treatment_tables
    from resorb.checks.run import check_study
    from resorb.exposure.derive import derive_exposures
    from resorb.report.material import Material
    from resorb.response.derive import derive_responses
    from resorb.sources.bundled import read_base

    proposed = as_proposed(study)
    say("deriving exposure and response")
    printed_doses, proposed_doses = derive_exposures(study), derive_exposures(proposed)
    responses = derive_responses(study)
    say("checking claims and facts")
    findings = check_study(study)
    say("estimating")
    changed = [e for e, before in zip(proposed_doses, printed_doses, strict=True) if e.mg_total != before.mg_total]
    estimates = (
        *estimate_told_responses(study, responses),
        *estimate_printed_responses(study),
        *estimate_harms(study),
        *estimate_doses((*printed_doses, *changed)),
    )
    tables = (
        *characteristics_tables(study),
        *treatment_tables(study, printed_doses, proposed_doses),
        *month_tables(study, {month: derive_exposures(study, month) for month in MonthConvention}),
        *outcome_tables(study, responses, estimates),
    )
    say("looking for comparators")
    base = read_base()
    found = beside(study, base)
    return Material(
        study, proposed, printed_doses, proposed_doses, responses, findings, estimates, tables, found,
        studies_of(found, base),
    )  # fmt: skip
