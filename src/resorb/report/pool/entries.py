"""How each number of a pooled report was made: entries of the ledger, from an answer down to its series' facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resorb.analysis.clusters import METHOD
from resorb.report.facts import Ledger, anchor_of
from resorb.report.pool.rates import counted, exact_words, rate_and_span, span
from resorb.values.findings import FactRef

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer
    from resorb.analysis.pooling.comparison import Comparison
    from resorb.analysis.pooling.evidence import Evidence
    from resorb.analysis.pooling.lesions import LesionRate
    from resorb.analysis.pooling.slips import Slips

MODEL = "Bayesian hierarchical binomial model on a grid: mean logit ~ N(0, 1.5), spread between series ~ half-N(0, 1)"
METHODS = {
    "parts": "the same model on a part of the series; one series alone: its exact interval (Clopper-Pearson)",
    "bounds": "all series as one, exact (Clopper-Pearson): unknown outcomes as failures, left out, and as successes",
    "selection": "p / (p + s (1 - p)): the rate p of all series as one, if successes are published s times as often as "
                 "failures; ends of the exact interval likewise",
    "failures": "the fewest failures which, added to all series as one, bring the lower end of the exact interval to "
                "one half",
    "slips": "the same model without the studies of which a failing finding touches a count, course or product behind "
             "this answer, and with every reading proposed in place of the print",
    "without": "the same model with each study left out in turn",
    "years": "the same model on everything published up to a year; series without a year are left out",
    "models": "maximum likelihood of the binomial-normal model with profile interval; inverse variance of logits by "
              "REML with Hartung-Knapp; beta-binomial",
    "weights": "1 / (tau² + 1 / (n p (1 - p))) at the pooled mean p and the median spread tau",
}  # fmt: skip


def about(identity: str) -> str:
    """The anchor of what a sentence or a row is about: an answer, a comparator, a part."""
    return anchor_of("pool", *identity.split("/"))


def series_entry(one: Evidence, ledger: Ledger) -> str:
    """One count of one endpoint in one study."""
    series, first = one.series, one.series.trace[0] if one.series.trace else None
    anchor = anchor_of("series", series.study, one.endpoint, first.row if first else "", series.label)
    unknown = f", {series.unknown} of them unknown" if series.unknown else ""
    details = [
        ("Counted", counted(series.events, series.n, one.unit) + unknown), ("Group", series.label), ("Arm", one.arm),
        ("Treatment", one.treatment), ("Route", one.route), ("Disease", one.disease), ("Defined as", one.definition),
        ("Classed", one.criteria), ("Judged by", one.judged_by), ("Reported as", one.report), ("Read", one.read),
    ]  # fmt: skip
    sources = series.trace or (FactRef(series.study, "studies", series.study),)
    return ledger.entry(anchor, f"{_capital(one.endpoint)} in {series.study}", sources, details)


def answer_entry(answer: Answer, ledger: Ledger) -> str:
    """A pooled answer, made from its series."""
    found, pool = answer.posterior, answer.pool
    mean, new, tau = found.mean_rate, found.new_rate, found.tau
    details = [
        ("Counted", f"{counted(pool.events, pool.n, answer.evidence[0].unit)} in {len(answer.evidence)} series"),
        ("Pooled mean rate", rate_and_span(mean.median, mean.low, mean.high)), ("Next series", span(new.low, new.high)),
        ("Spread", f"{tau.median:.2f} ({tau.low:.2f} to {tau.high:.2f}), standard deviation of logits"),
        ("As one series", exact_words(pool.events, pool.n, pool.interval.low, pool.interval.high)),
        ("Method", f"{MODEL}; as one series: {pool.interval.method.value}; all intervals 95 %"),
    ]  # fmt: skip
    return ledger.entry(about(answer.id), _name(answer), _series(answer.evidence, ledger), details)


def detail_entry(answer: Answer, kind: str, ledger: Ledger) -> str:
    """How the numbers of one kind (a key of :data:`METHODS`) were made from an answer's series."""
    anchor = about(f"{answer.id}/{kind}")
    title = f"{_name(answer)}: {kind}"
    return ledger.entry(anchor, title, [answer_entry(answer, ledger)], [("Method", METHODS[kind])])


def comparison_entry(answer: Answer, number: int, ledger: Ledger) -> str:
    """One comparator of an answer."""
    anchor = about(f"{answer.id}/comparators/{number}")
    return comparator_entry(anchor, answer.comparisons[number], ledger)


def comparator_entry(anchor: str, one: Comparison, ledger: Ledger) -> str:
    """A comparator under an anchor: what it is made from, and what keeps it from being a fair one."""
    ends, first = one.pool.interval, one.evidence[0]
    counts = counted(one.pool.events, one.pool.n, first.unit)
    details = [
        ("Kind", one.kind), ("Counted", f"{counts} in {len(one.evidence)} series"),
        ("Rate", exact_words(one.pool.events, one.pool.n, ends.low, ends.high)),
        ("Method", f"as one series: {ends.method.value}"), ("Not the same", "; ".join(one.caveats)),
    ]  # fmt: skip
    title = f"{_capital(first.endpoint)} with {one.name}"
    return ledger.entry(anchor, title, _series(one.evidence, ledger), details)


def lesions_entry(answer: Answer, one: LesionRate, ledger: Ledger) -> str:
    """The lesions of an answer, patient by patient."""
    told = "; ".join(f"{p.study} {p.patient} {p.events}/{p.lesions}" for p in one.patients)
    sources = [fact for p in one.patients for fact in p.trace] or _series(answer.evidence, ledger)
    details = [("Patient by patient", told), ("Refused", one.refused), ("Not told", ", ".join(one.silent)),
               ("Method", METHOD)]  # fmt: skip
    return ledger.entry(about(f"{answer.id}/lesions"), f"{_name(answer)}: lesions", sources, details)


def slips_entry(answer: Answer, slips: Slips, ledger: Ledger) -> str:
    """What fails in the studies of an answer and touches it, and the readings proposed."""
    details = []
    for one in slips.touched:
        details += [(one.study, f.message) for f in one.findings]
        details += [(one.study, f"proposed: {p.printed} of {p.of} read as {p.read}") for p in one.readings]
    facts = [fact for one in slips.touched for f in one.findings for fact in (f.about, *f.trace)]
    sources = facts or _series(answer.evidence, ledger)
    return ledger.entry(
        about(f"{answer.id}/slips"), f"{_name(answer)}: slips", sources, [*details, ("Method", METHODS["slips"])]
    )


def studies_entry(name: str, title: str, studies: Iterable[str], ledger: Ledger) -> str:
    """A number of studies, each by its row."""
    listed = [FactRef(study, "studies", study) for study in studies]
    return ledger.entry(anchor_of("studies", name), title, listed, [("Counted", f"{len(listed)} studies")])


def _series(listed: Iterable[Evidence], ledger: Ledger) -> list[str]:
    return [series_entry(one, ledger) for one in listed]


def _name(answer: Answer) -> str:
    return f"{_capital(answer.endpoint)}, {answer.route}, {answer.disease}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
