"""Records of those who are found: the 28 included per cohort, and those who leave at each step of attrition."""

from __future__ import annotations

from datetime import date, timedelta

from resorb.records.simulate import notes
from resorb.records.simulate import vocabulary as vocab
from resorb.records.simulate.records import Records, drug_row, in_period, infusions
from resorb.records.simulate.sentences import OTHER, SITES
from resorb.records.simulate.settings import PERIOD_START, PERIOD_STOP
from resorb.records.simulate.supplies import exposure, topical

# How the course of events of each class is told, visit by visit. The best outcome counts, and what came back
# after it was gone is partial.
VISITS: dict[str, tuple[tuple[str, ...], ...]] = {
    "CR": (("CR",), ("PR", "CR"), ("UR", "PR", "CR")),
    "PR": (("PR",), ("NR", "PR"), ("UR", "PR"), ("PR", "NR"), ("CR", "recurred"), ("PR", "UR")),
    "NR": (("NR",), ("NR", "NR"), ("UR", "NR")),
    "UR": (("UR",), ("UR", "UR")),
}
INFUSED_BEFORE = 3
HARMED = {19: "skin irritation", 24: "skin irritation", 22: "application pain"}
"""Which of the 28 had which side effect, and who was infused before the period began."""
DISTRACTORS = ("family", "hypothetical", "other topic", "history", "target negated", "other drug")


def included(person: Records) -> None:
    """Topical treatment with follow-up; class and shape of the supplies as the variant says."""
    response, shape = person.who.variant.split(": ")
    start, last = _treated(person, shape)
    person.underlying()
    rng, number = person.rng, person.who.number
    site = SITES[int(rng.integers(len(SITES)))]
    ways, place = VISITS[response], number % 28
    visits = ways[(place + number // 28) % len(ways)]
    event = HARMED.get(place)
    person.note(start - person.days(0, 20) if place % 3 else start, [notes.other("started", rng, site)])
    day = max(start, last if response == "CR" else start) + person.days(8, 60)
    for i, seen in enumerate(visits):
        told = [notes.other(DISTRACTORS[int(rng.integers(len(DISTRACTORS)))], rng)] if rng.random() < 0.5 else []
        if rng.random() < 0.6:
            told.append(notes.use(site, rng))
        told.append(notes.outcome(seen, site, rng))
        if event and i == len(visits) - 1:
            told.append(notes.harm(event, rng))
        if rng.random() < 0.4:
            told.append(notes.other(DISTRACTORS[int(rng.integers(len(DISTRACTORS)))], rng))
        person.note(day, told)
        day += person.days(30, 120)
    if place == INFUSED_BEFORE:
        # An infusion long before the period is no intravenous treatment in it.
        person.add("drug_exposure", *infusions(date(2010, 5, 3), 3, rng))
    person.truth |= {"response": response, "site": site, "adverse_events": [event] if event else [], "shape": shape}
    if place == INFUSED_BEFORE:
        person.truth["trap"] = "infused with sodium thiosulfate before the period"


def no_actd(person: Records) -> None:
    """Calcinosis without an underlying disease; one of them treated into a vein."""
    variant = person.who.variant
    if variant.startswith("intravenous"):
        _infused(person, "named")
        return
    start, _ = _treated(person, "plain")
    told = [notes.outcome("PR", SITES[0], person.rng)]
    if variant.endswith("family"):
        told.append(notes.Sentence("Her sister has systemic sclerosis.", "family"))
    person.note(start + person.days(40, 90), told)


def intravenous(person: Records) -> None:
    """Infused; some improved, which does not matter."""
    start = _infused(person, person.who.variant)
    person.underlying()
    if person.who.number % 3 == 0:
        person.note(
            start + person.days(50, 90),
            [notes.other("intravenous", person.rng), notes.outcome("PR", SITES[3], person.rng)],
        )


def no_follow_up(person: Records) -> None:
    """Treated, and nobody wrote what became of it."""
    start, _ = _treated(person, "plain")
    person.underlying()
    rng, variant = person.rng, person.who.variant
    if variant == "note before treatment":
        person.note(
            start - person.days(30, 60),
            [notes.Sentence("The calcinosis at the left elbow is unchanged.", "before treatment")],
        )
    elif variant == "note on the first day":
        person.note(start, [notes.other("started", rng, SITES[1])])
    elif variant == "only other notes":
        person.note(start + person.days(20, 80), [notes.other("other topic", rng)])
    elif variant == "deceased":
        person.person["death"] = start + person.days(5, 25)
    elif variant.startswith("keyword"):
        kind = variant if variant in OTHER else variant.removeprefix("keyword: ")
        person.note(start + person.days(20, 80), [notes.other(kind, rng)])


def not_as_prescribed(person: Records) -> None:
    """Seen again, but the ointment went elsewhere."""
    start, _ = _treated(person, "plain")
    person.underlying()
    person.note(start + person.days(30, 80), [notes.misused(person.rng), notes.outcome("NR", SITES[2], person.rng)])


def _treated(person: Records, shape: str) -> tuple[date, date]:
    """Ointment and target code, both in the period; the first and last day of supply."""
    supplies, rows = topical(shape, person.rng)
    person.add("drug_exposure", *rows)
    start = supplies[0].day
    coded = min(max(start - person.days(-10, 60), PERIOD_START), PERIOD_STOP)
    person.target(coded)
    person.labs(start)
    if person.rng.random() < 0.5:
        person.add("drug_exposure", drug_row(start + timedelta(3), "diltiazem extended release oral capsule",
            concept=vocab.DILTIAZEM_CAPSULE, route=(vocab.ORAL, "PO"), quantity=90.0, days_supply=30))  # fmt: skip
    person.truth |= {"first_day": start.isoformat(), "exposure": exposure(supplies)}
    return start, supplies[-1].day


def _infused(person: Records, form: str) -> date:
    """Infusions and target code in the period."""
    person.born(men_in_28=8)
    start = in_period(person.rng)
    person.target(start - person.days(0, 25))
    rows = infusions(start, int(person.rng.integers(6, 25)), person.rng, form)
    person.add("drug_exposure", *rows)
    person.truth |= {"first_day": start.isoformat(), "infusions": len(rows)}
    return start


MAKERS = {
    "included": included,
    "no ACTD": no_actd,
    "intravenous": intravenous,
    "no follow-up": no_follow_up,
    "not as prescribed": not_as_prescribed,
}
