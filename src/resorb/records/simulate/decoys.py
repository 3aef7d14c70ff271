"""Records of those who look like members of the cohort and must not be found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from resorb.records.simulate import notes
from resorb.records.simulate import vocabulary as vocab
from resorb.records.simulate.records import Records, drug_row, in_period, infusions
from resorb.records.simulate.sentences import SITES
from resorb.records.simulate.settings import ICD10_SINCE, PERIOD_START, PERIOD_STOP
from resorb.records.simulate.supplies import SIGS

OTHER_DRUGS: dict[str, tuple[str, int, tuple[int, str | None]]] = {
    "diltiazem": ("diltiazem extended release oral capsule", vocab.DILTIAZEM_CAPSULE, (vocab.ORAL, "PO")),
    "warfarin": ("WARFARIN 1 MG TABLET", 0, (vocab.ORAL, "PO")),
    "minocycline": ("MINOCYCLINE 50 MG CAPSULE", 0, (vocab.ORAL, "PO")),
    "metabisulfite": ("SODIUM METABISULFITE 25% IN ZINC OXIDE OINT 180 G", 0, (vocab.TOPICAL, "TOP")),
    "tuberculin": ("TST (TUBERCULIN SKIN TEST) 5 UNITS/0.1 ML", 0, (0, "INTRADERMAL")),
    "zinc oxide": ("ZINC OXIDE 20% OINT 100 G", 0, (vocab.TOPICAL, "TOP")),
    # An allergen of patch tests (Contact Dermatitis 1994;30:144-51): another substance whose name holds the drug's.
    "gold": ("GOLD SODIUM THIOSULFATE 0.5% PET", 0, (0, "PATCH TEST")),
}


def without_treatment(person: Records) -> None:
    """Target code and underlying disease, and no drug."""
    person.target(in_period(person.rng))
    person.underlying()
    if person.who.number % 2:
        person.note(
            in_period(person.rng),
            [notes.Sentence("The calcinosis at the left knee is smaller.", "outcome without treatment")],
        )


def other_drug(person: Records) -> None:
    """Another drug, or a name that resembles."""
    start = in_period(person.rng)
    name, concept, route = OTHER_DRUGS[person.who.variant]
    person.target(start)
    person.underlying()
    person.add(
        "drug_exposure",
        drug_row(start + timedelta(5), name, concept=concept, route=route, quantity=30.0, days_supply=30),
    )
    person.note(
        start + person.days(60, 120), [notes.other("other drug", person.rng), notes.other("other topic", person.rng)]
    )


def wrong_route(person: Records) -> None:
    """Into the lesion or by mouth."""
    start = in_period(person.rng)
    person.target(start)
    person.underlying()
    if person.who.variant == "oral":
        name, route, concept = "SODIUM THIOSULFATE 500 MG CAPSULE", (vocab.ORAL, "PO"), 0
    else:
        name, route = "SODIUM THIOSULFATE 250 MG/ML INJ", (vocab.INTRALESIONAL, "INTRALESIONAL")
        concept = vocab.THIOSULFATE_INJECTION
    person.add(
        "drug_exposure", drug_row(start + timedelta(9), name, concept=concept, route=route, quantity=2.0, days_supply=1)
    )
    person.note(start + person.days(60, 120), [notes.outcome("PR", SITES[4], person.rng)])


def outside_period(person: Records) -> None:
    """Ointment or code before the first or after the last day of the period."""
    before, after = PERIOD_START - timedelta(1), PERIOD_STOP + timedelta(1)
    days = {
        "treated the day before": before,
        "treated the day after": after,
        "treated before": PERIOD_START - person.days(60, 700),
        "treated after": PERIOD_STOP + person.days(30, 700),
    }
    start = days.get(person.who.variant) or in_period(person.rng)
    coded = {"coded before": before - person.days(41, 300), "coded after": after}.get(person.who.variant)
    if coded is None:
        coded = min(max(start, PERIOD_START), PERIOD_STOP - timedelta(40))
    code = "L94.2" if coded >= ICD10_SINCE else "709.3"
    person.condition(coded, code, vocab.CALCINOSIS)
    person.underlying()
    person.add("drug_exposure", _ointment(person, start))
    person.note(start + person.days(30, 90), [notes.outcome("PR", SITES[5], person.rng)])


def without_code(person: Records) -> None:
    """Sodium thiosulfate for something else."""
    start, variant = in_period(person.rng), person.who.variant
    person.underlying()
    if variant == "calciphylaxis":
        person.condition(start, "E83.59", vocab.CALCIPHYLAXIS)
        person.add("drug_exposure", *infusions(start, 12, person.rng))
        person.note(
            start + timedelta(60), [notes.other("intravenous", person.rng), notes.other("target negated", person.rng)]
        )
    elif variant == "cyanide":
        person.add("drug_exposure", *infusions(start, 1, person.rng))
        person.note(
            start,
            [
                notes.Sentence(
                    "Cyanide exposure in a house fire; sodium thiosulfate 12.5 g IV was given.", "other indication"
                )
            ],
        )
    else:
        if variant == "neighbour code":
            person.condition(start, "L94.3", 0)
        person.add("drug_exposure", _ointment(person, start))
        person.note(
            start + timedelta(60),
            [notes.Sentence("Tinea versicolor has cleared with topical sodium thiosulfate.", "other indication")],
        )


def mention_only(person: Records) -> None:
    """One half stands in the codes or the pharmacy records, the other only in a note that does not assert it."""
    start, variant = in_period(person.rng), person.who.variant
    kind = {
        "drug negated": "negated", "drug in the family": "family", "drug hypothetical": "hypothetical",
        "other drug helped": "other drug", "drug in the past": "history", "target negated": "target negated",
        "target in the family": "family",
    }[variant]  # fmt: skip
    person.underlying()
    if variant.startswith("target"):
        person.add("drug_exposure", _ointment(person, start))
    else:
        person.target(start)
    person.note(start + person.days(30, 90), [notes.other(kind, person.rng)])


def _ointment(person: Records, day: date) -> dict[str, Any]:
    name, sig = "SODIUM THIOSULFATE 25% IN ZINC OXIDE OINT 180 G", SIGS[int(person.rng.integers(len(SIGS)))]
    lasts: dict[str, Any] = {"quantity": 180.0, "dose_unit_source_value": "g", "days_supply": 60}
    end = day + timedelta(60)
    return drug_row(day, name, route=(vocab.TOPICAL, "TOP"), sig=sig, drug_exposure_end_date=end, **lasts)


MAKERS = {
    "code-without-treatment": without_treatment,
    "other-drug": other_drug,
    "wrong-route": wrong_route,
    "outside-period": outside_period,
    "treatment-without-code": without_code,
    "mention-only": mention_only,
}
