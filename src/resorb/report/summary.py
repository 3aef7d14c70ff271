"""The summary a clinician reads in a minute: who, how much, what became of it, harm, and what does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resorb.analysis.responses import CLUSTERED
from resorb.codes import conditions, criteria
from resorb.report.beside import lines
from resorb.report.claims import Judged
from resorb.report.doses import dose_anchor, dose_words, is_dosed, pairs_of
from resorb.report.facts import Ledger, anchor_of
from resorb.report.words import estimate_text, interval_text, plural
from resorb.tables.schema import Condition, Course, Group, Patient, StudyInfo
from resorb.tables.study import ref_of
from resorb.values.findings import FactRef, Verdict

if TYPE_CHECKING:
    from resorb.analysis.estimates import Estimate
    from resorb.report.material import Material

MOST_LINES, MOST_OUTCOMES, MOST_BESIDE = 6, 4, 2


@dataclass(frozen=True, slots=True)
class Card:
    """One study in a minute; each list holds lines ready for the page."""

    study: str
    name: Markup
    title: Markup
    meta: Markup
    who: list[Markup]
    doses: list[Markup]
    outcomes: list[Markup]
    beside: list[Markup]
    harms: list[Markup]
    fails: list[Judged]
    tally: list[tuple[str, str, Markup]]


def cards(
    material: Material, judged: dict[str, list[Judged]], beside: list[dict[str, Any]], ledger: Ledger
) -> list[Card]:
    """One card per study that was read itself; studies known second-hand are listed apart.

    Args:
        material: everything computed.
        judged: findings by study.
        beside: rows of comparators, see :func:`resorb.report.beside.beside_rows`.
        ledger: keeps how each number was made.
    """
    return [
        _card(material, info, judged.get(info.id, []), lines(beside, info.id, MOST_BESIDE), ledger)
        for info in material.printed.rows(StudyInfo)
        if info.read_in is None
    ]


def second_hand(material: Material, ledger: Ledger) -> list[tuple[Markup, Markup, Markup]]:
    """Studies known only from another: name, what they are, where they were read."""
    listed = []
    for info in material.printed.rows(StudyInfo):
        if info.read_in is not None:
            listed.append((ledger.name(info.id), title_of(info, ledger), ledger.name(info.read_in)))
    return listed


def title_of(info: StudyInfo, ledger: Ledger) -> Markup:
    """The title (or citation) of a study, its digits linked to the fact."""
    column = "title" if info.title else "cite"
    return ledger.cell(ref_of(info, column)) if getattr(info, column) else ledger.name(info.id)


def _card(material: Material, info: StudyInfo, judged: list[Judged], beside: list[Markup], ledger: Ledger) -> Card:
    cite = ledger.cell(ref_of(info, "cite")) if info.cite else Markup("")
    read = f"read: {info.read}"
    meta = Markup("{} ({}); {}{}{}").format(info.design, info.report, read, "; " if cite else "", cite)
    harms = [e for e in material.estimates if e.study == info.id and e.measure == "adverse event"]
    return Card(
        info.id, ledger.name(info.id), title_of(info, ledger), meta, list(_who(material, info.id, ledger)),
        list(_doses(material, info.id, ledger)), list(_outcomes(material, info.id, ledger)), beside,
        _harms(harms, ledger), _failing(judged), tally(info.id, judged, ledger),
    )  # fmt: skip


def _failing(judged: list[Judged]) -> list[Judged]:
    """What fails, each message once; first those for which another reading is suggested."""
    once: dict[str, Judged] = {}
    for one in judged:
        if one.finding.verdict is Verdict.FAILS:
            once.setdefault(one.message, one)
    return sorted(once.values(), key=lambda j: j.finding.suggestion is None)


def tally(where: str, judged: list[Judged], ledger: Ledger) -> list[tuple[str, str, Markup]]:
    """How many findings of each verdict, each number linked to the list of them."""
    rows = []
    for verdict in Verdict:
        listed = [j for j in judged if j.finding.verdict is verdict]
        if not listed:
            rows.append((verdict.value, _short(verdict), Markup("none")))
            continue
        title = f"Findings: {_short(verdict)} ({where})"
        anchor = ledger.entry(anchor_of("tally", where, verdict.value), title, [j.anchor for j in listed])
        rows.append((verdict.value, _short(verdict), ledger.num(len(listed), anchor)))
    return rows


def _short(verdict: Verdict) -> str:
    return {"fails": "fail", "holds": "hold", "assumes": "hold only if", "unjudged": "cannot be judged"}[verdict.value]


def _who(material: Material, study_id: str, ledger: Ledger) -> Iterator[Markup]:
    study = material.printed
    for group in study.of(Group, study_id):
        if group.of is None and group.n:  # a group of none is advice, not patients
            number = ledger.cell(ref_of(group, "n"))
            label = ledger.cell(ref_of(group, "label"))
            yield Markup("{} {} as a printed group: {}").format(number, plural(group.n, "patient"), label)
    patients = list(study.of(Patient, study_id))
    if not patients:
        return
    count = ledger.count(f"patients told one by one in {study_id}", [ref_of(p) for p in patients], len(patients))
    sexes = Counter(p.sex or "sex not on file" for p in patients)
    told = Markup(", ").join(
        Markup("{} {}").format(_number(n, study_id, sex, patients, ledger), sex) for sex, n in sorted(sexes.items())
    )
    yield Markup("{} {} told one by one ({})").format(count, plural(len(patients), "patient"), told)
    if ages := [p for p in patients if p.age is not None]:
        shown = Markup(", ").join(ledger.cell(ref_of(p, "age")) for p in ages[:MOST_LINES])
        yield Markup("aged {}{}").format(shown, ", and others" if len(ages) > MOST_LINES else "")
    known = conditions()
    rows = [c for c in study.of(Condition, study_id) if c.role == "target" and c.status != "ruled out"]
    names = dict.fromkeys(known[c.condition].label if c.condition in known else c.condition for c in rows)
    if names:
        facts = ledger.facts_of(ref_of(c, "condition") for c in rows)
        yield ledger.mark("with " + ", ".join(names), facts[0])


def _number(number: int, study_id: str, sex: str, patients: list[Patient], ledger: Ledger) -> Markup:
    refs = [ref_of(p, "sex") for p in patients if (p.sex or "sex not on file") == sex]
    return ledger.count(f"{sex} patients in {study_id}", refs, number)


def _doses(material: Material, study_id: str, ledger: Ledger) -> Iterator[Markup]:
    given = {c.id for c in material.printed.of(Course, study_id) if c.patients != 0}
    told = [pair for pair in pairs_of(material) if pair[0].study == study_id and pair[0].course in given]
    pairs = [pair for pair in told if pair[1] is not None or is_dosed(pair[0])]
    # Where a slip is proposed comes first: it is what a reader must know before using a dose.
    pairs.sort(key=lambda pair: pair[1] is None)
    for printed, proposed in pairs[:MOST_LINES]:
        line = Markup("{}, {}: {}").format(
            ledger.name(printed.course), printed.route, ledger.mark(dose_words(printed), dose_anchor(printed, ledger))
        )
        if proposed is not None:
            meant = ledger.mark(dose_words(proposed), dose_anchor(proposed, ledger))
            line += Markup(' <span class="reading">as printed</span>; <strong>{}</strong> ').format(meant)
            line += Markup('<span class="reading slip">⚑ as proposed</span>')
        yield line
    if len(pairs) > MOST_LINES:
        yield Markup('and more, in <a href="#exposure">Exposure</a>')
    if silent := [printed for printed, proposed in told if proposed is None and not is_dosed(printed)]:
        names = Markup(", ").join(ledger.name(e.course) for e in silent)
        yield Markup('<span class="soft">dose not known: {}</span>').format(names)


def _outcomes(material: Material, study_id: str, ledger: Ledger) -> Iterator[Markup]:
    known = criteria()
    mine = [
        e for e in material.estimates if e.study == study_id and e.measure in ("response", "response of all treated")
    ]
    tops = {g.id for g in material.printed.of(Group, study_id) if g.of is None}
    shown = [e for e in mine if e.group.get("group") in tops or "group" not in e.group]
    # Under rule 3 the worst case leads; the best case stands beside it so that unknowns are seen.
    leading = [e for e in shown if not e.group.get("unknowns", "").startswith(("best case", "complete cases"))]
    usable = [e for e in leading if (e.N or 0) > e.unknown] or leading
    every = (e for e in material.estimates if e.study == study_id and e.measure == CLUSTERED)
    clusters = {e.group["criteria"]: e for e in every}
    info = material.printed.row(StudyInfo, study_id, study_id)
    own = info.criteria if info else None
    usable.sort(key=lambda e: ("group" not in e.group, e.group.get("criteria") != own))
    for estimate in usable[:MOST_OUTCOMES]:
        rule = estimate.group.get("criteria", "")
        label = known[rule].label if rule in known else rule
        what = "all treated" if "treated" in estimate.measure else f"{estimate.group.get('level', '')}s"
        line = Markup("responders, {} by {}: {}").format(
            what, ledger.mark(label, estimate_anchor(estimate, ledger)),
            ledger.mark(estimate_text(estimate), estimate_anchor(estimate, ledger)),
        )  # fmt: skip
        if estimate.unknown:
            unknown = f"; {estimate.unknown} unknown, counted as non-responders"
            line += ledger.mark(unknown, estimate_anchor(estimate, ledger))
        if within := clusters.get(rule) if estimate.group.get("level") == "lesion" else None:
            line += ledger.mark(f"; {_within(within)}", estimate_anchor(within, ledger))
        yield line
    if len(usable) > MOST_OUTCOMES:
        yield Markup('and more, in <a href="#response">Response</a>')


def _within(clustered: Estimate) -> str:
    """What becomes of a rate of lesions when patients are the clusters."""
    if clustered.value is None:
        return clustered.note.removeprefix("no interval: ")
    return f"with the {clustered.group['patients']} patients as clusters, {interval_text(clustered)}"


def _harms(harms: list[Estimate], ledger: Ledger) -> list[Markup]:
    lines = []
    for estimate in harms[:MOST_LINES]:
        anchor = estimate_anchor(estimate, ledger)
        lines.append(ledger.mark(f"{harm_name(estimate)}: {estimate_text(estimate)}", anchor))
    if len(harms) > MOST_LINES:
        lines.append(Markup('and more, in <a href="#harm">Harm</a>'))
    return lines


def harm_name(estimate: Estimate) -> str:
    """What the adverse event of an estimate is called."""
    event = estimate.group.get("label") or estimate.group.get("event", "")
    return "any adverse event" if event == "any" else event


def estimate_anchor(estimate: Estimate, ledger: Ledger) -> str:
    """The entry of an estimate: method, interval, unknowns, note, facts."""
    group = "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in sorted(estimate.group.items()))
    details = [
        ("Of", group), ("Result", estimate_text(estimate)), ("Method", estimate.method), ("Note", estimate.note),
        ("Unknown", str(estimate.unknown) if estimate.unknown else ""),
    ]  # fmt: skip
    title = f"{estimate.measure[:1].upper()}{estimate.measure[1:]} in {estimate.study}"
    sources = estimate.trace or (FactRef(estimate.study, "studies", estimate.study),)
    return ledger.entry(anchor_of("estimate", estimate.id), title, sources, details)
