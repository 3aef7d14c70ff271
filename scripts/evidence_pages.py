"""Pages of the bundled evidence base: a list by route and disease, the table of what is missing, a page a study."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from resorb.analysis.pooling.base import Hole, coverage
from resorb.analysis.pooling.evidence import NOT_SAID, Evidence, evidence
from resorb.checks.run import check_study, counts
from resorb.codes import pooled_condition, routes
from resorb.report.words import printed_text
from resorb.sources.bundled import read_base
from resorb.tables.choices import REPORTS
from resorb.tables.schema import (
    AdverseEvent,
    Appraisal,
    Condition,
    Course,
    EndpointCount,
    Group,
    OutcomeCount,
    Overlap,
    Patient,
    Product,
    StudyInfo,
)
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict

FOLDER = "evidence"
"""Where the pages of the studies go, below the generated pages."""


def write_evidence(folder: Path) -> None:
    """The list of studies with the coverage table, and a page a study."""
    base = read_base()
    counted = evidence(base)
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in check_study(base):
        findings[finding.about.study].append(finding)
    own: dict[str, list[Evidence]] = defaultdict(list)
    for one in counted:
        own[one.series.study].append(one)
    infos = sorted(base.rows(StudyInfo), key=lambda info: info.id)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for info in infos:
        page = study_page(base, info, own[info.id], findings[info.id])
        write(folder / FOLDER / f"{info.id}.md", page)
    write(folder / "evidence.md", list_page(base, infos, coverage(counted), sum(map(len, own.values()))))


def list_page(base: Study, infos: Sequence[StudyInfo], holes: Sequence[Hole], series: int) -> Iterator[str]:
    """Every study by route and disease, and where the base is empty."""
    read = Counter(info.read for info in infos)
    told = ", ".join(f"{n} {how}" for how, n in read.most_common())
    yield from ("# Bundled studies", "")
    yield f"{len(infos)} reports ({told}) with {series} counts of an endpoint. How the base was made and checked:"
    yield from ("[Audit of the evidence base](../../explanation/evidence-audit.md).", "")
    yield from ("## What is there and what is not", "")
    yield "Reports / patients with a counted outcome under the drug, by how the patients came to be reported. A study"
    yield from ("counts its largest whole once; a dash is a hole.", "")
    yield from coverage_table(holes)
    places: dict[tuple[str, str], list[StudyInfo]] = defaultdict(list)
    for info in infos:
        places[routes_of(base, info), diseases_of(base, info)].append(info)
    for route in sorted({route for route, _ in places}, key=lambda r: (r == NO_ROUTE, r)):
        yield from ("", f"## {route.capitalize()}")
        for disease in sorted({d for r, d in places if r == route}):
            yield from ("", f"### {disease.capitalize()} ({route})", "")
            yield from table(
                ("study", "year", "design", "reported as", "evidence for", "read"),
                (
                    (f"[{i.id}]({FOLDER}/{i.id}.md)", i.year, i.design, i.report, i.role, i.read)
                    for i in places[route, disease]
                ),
            )


def coverage_table(holes: Sequence[Hole]) -> Iterator[str]:
    """Route and disease by report type; a dash where nothing is on file."""
    cells = {(h.route, h.disease, h.report): f"{h.studies} / {h.patients}" for h in holes}
    types = [r for r in REPORTS if r != "review"]
    rows = sorted({(h.route, h.disease) for h in holes})
    yield from table(
        ("route", "disease", *types), ((*row, *(cells.get((*row, t), "–") for t in types)) for row in rows)
    )


NO_ROUTE = "without thiosulfate or its route"


def routes_of(base: Study, info: StudyInfo) -> str:
    """Routes by which a study gave its products."""
    known = routes()
    return " and ".join(sorted({known[p.route].pooled_as or p.route for p in base.of(Product, info.id)})) or NO_ROUTE


def diseases_of(base: Study, info: StudyInfo) -> str:
    """The diseases a study is about, as evidence is grouped."""
    rows = [c for c in base.of(Condition, info.id) if c.role in ("target", None) and c.status != "ruled out"]
    return " and ".join(sorted({pooled_condition(c.condition) or c.condition for c in rows})) or NOT_SAID


def study_page(base: Study, info: StudyInfo, counted: Sequence[Evidence], found: Sequence[Finding]) -> Iterator[str]:
    """One study: what was read, arms, courses, endpoints, harms, overlaps, appraisal, findings."""
    yield from (f"# {text(info.title or info.id)}", "", f"`{info.id}` · {text(', '.join(cited(info)))}", "")
    read = info.read + (f" in {info.read_in}" if info.read_in else "")
    top = ("design", "reported as", "evidence for", "read", "setting")
    yield from table(top, [(info.design, info.report, info.role, read, info.setting)])
    if info.note:
        yield from ("", text(info.note))
    yield ""
    origin = base.origin(ref_of(info))
    if origin is not None:
        yield f"File: `{origin.place.file}`. On the command line: `resorb evidence show {info.id}`."
    for heading, head, rows in sections(base, info):
        yield from section(heading, head, rows)
    yield from section(
        "Counted in the base as",
        ("endpoint", "count", "unknown", "of", "arm", "route", "disease", "judged by"),
        (
            (e.endpoint, f"{e.series.events}/{e.series.n}", e.series.unknown or "", e.unit, e.arm, e.route, e.disease,
             e.judged_by)
            for e in counted
        ),
    )  # fmt: skip
    said = ", ".join(f"{n} {verdict}" for verdict, n in counts(found).items() if n)
    yield from ("", "## What the checks say", "", f"{said or 'No fact to judge'}.")
    for one in found:
        if one.verdict is Verdict.FAILS:
            yield f"\n- `{one.check}`: {text(one.message)}"


def sections(base: Study, info: StudyInfo) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[object]]]]:
    """The tables of a study that its page shows: heading, columns, rows."""
    at = info.id
    products = {p.id: p for p in base.of(Product, at)}
    yield (
        "Arms and groups",
        ("group", "label", "part of", "arm", "treatment", "patients", "lesions", "conditions"),
        ((g.id, g.label, g.of, g.arm, g.treatment, g.n, g.n_lesions, conditions(base.of(Condition, at, group=g.id)))
         for g in base.of(Group, at)),
    )  # fmt: skip
    yield (
        "Patients told one by one",
        ("patient", "sex", "age", "conditions", "died"),
        ((p.id, p.sex, p.age, conditions(base.of(Condition, at, patient=p.id)), p.died) for p in base.of(Patient, at)),
    )
    yield (
        "Courses",
        ("of", "drug", "route", "strength", "amount", "schedule", "span", "note"),
        ((c.patient or c.group, *given(products.get(c.product or "")), c.amount, c.schedule, c.span, c.note)
         for c in base.of(Course, at)),
    )  # fmt: skip
    yield (
        "Endpoints",
        ("group", "endpoint", "printed as", "count", "unknown", "%", "of", "judged by", "at", "definition and note"),
        ((e.group, e.endpoint, e.label, f"{e.n}/{whole(base, e)}", e.unknown, e.percent, e.unit or "patients",
          e.judged_by, e.at, "; ".join(filter(None, (e.definition, e.note)))) for e in base.of(EndpointCount, at)),
    )  # fmt: skip
    yield (
        "Printed classes of response",
        ("group", "class", "count", "criteria"),
        ((o.group, o.response_class, o.n, o.criteria or info.criteria) for o in base.of(OutcomeCount, at)),
    )
    yield (
        "Adverse events",
        ("of", "event", "count", "at risk", "related", "action", "note"),
        ((a.patient or a.group, a.event, a.n, a.of, a.related, a.action, a.note) for a in base.of(AdverseEvent, at)),
    )
    yield (
        "May hold the same patients as",
        ("study", "verdict", "because", "counts where both would"),
        ((f"[{o.other}]({o.other}.md)" if o.other in base.ids else o.other, o.verdict, o.because,
          o.other if o.keep == "other" else at) for o in base.of(Overlap, at)),
    )  # fmt: skip
    yield (
        "Appraisal",
        ("tool", "item", "answer", "because"),
        ((a.tool, a.item, a.answer, a.because) for a in base.of(Appraisal, at)),
    )


def cited(info: StudyInfo) -> Iterator[str]:
    """Where a report appeared, with its resolvable address."""
    yield from filter(None, (info.cite, str(info.year or "")))
    if info.doi:
        yield f"[doi:{info.doi}](https://doi.org/{info.doi})"
    if info.pmid:
        yield f"[PubMed {info.pmid}](https://pubmed.ncbi.nlm.nih.gov/{info.pmid}/)"


def conditions(rows: Iterable[Condition]) -> str:
    """Conditions with how many have them."""
    return "; ".join(
        f"{c.condition}{f' ({c.n})' if c.n else ''}{' ruled out' if c.status == 'ruled out' else ''}" for c in rows
    )


def given(product: Product | None) -> tuple[object, ...]:
    """Drug, route and strength of a product."""
    return (product.drug, product.route, product.strength) if product else ("", "", "")


def whole(base: Study, cell: EndpointCount) -> int | str:
    """The number among whom an endpoint is counted."""
    group = base.row(Group, cell.study, cell.group)
    size = None if group is None else group.n_lesions if cell.unit == "lesions" else group.n
    return cell.of if cell.of is not None else size if size is not None else "not told"


def section(heading: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table under its heading, or nothing when it has no rows; columns that are empty are left out."""
    listed = [tuple(shown(value) for value in row) for row in rows]
    if listed:
        used = [i for i in range(len(head)) if any(row[i] for row in listed)]
        yield from ("", f"## {heading}", "")
        yield from table([head[i] for i in used], ([row[i] for i in used] for row in listed))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(shown(value) for value in row)} |"


def shown(value: Any) -> str:
    """A cell as printed, safe in a table."""
    if isinstance(value, str | int):
        return text(str(value))
    return "" if value is None else text(printed_text(value))


def text(words: str) -> str:
    """Words that stand in Markdown as they are; links made here stay links."""
    return " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def write(path: Path, lines: Iterable[str]) -> None:
    """A page."""
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
