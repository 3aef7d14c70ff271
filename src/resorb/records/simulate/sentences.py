"""Sentences of notes, our own, each with what a careful reader makes of it.

``{site}`` is a body site, ``{drug}`` a name of the drug given. Sentences of an outcome speak of the calcinosis itself;
the others are there to be told apart from them.
"""

from __future__ import annotations

from itertools import product


def _each(*parts: tuple[str, ...]) -> tuple[str, ...]:
    """Every way of putting one of each part after the other; an empty part is left out."""
    return tuple(" ".join(part for part in parts if part) + "." for parts in product(*parts))


SITES = (
    "left elbow",
    "right elbow",
    "left forearm",
    "right thumb",
    "fingers of both hands",
    "left knee",
    "right shin",
    "left thigh",
    "right hip",
    "upper back",
    "left foot",
    "right heel",
)
DRUG_NAMES = (
    "topical sodium thiosulfate",
    "sodium thiosulfate ointment",
    "the sodium thiosulfate 25 % ointment",
    "topical sodium thiosulphate",
)

_DEPOSIT = (
    "The calcinosis at the {site}",
    "The calcified nodule of the {site}",
    "The calcified plaque at the {site}",
    "The calcific lesion of the {site}",
)
_UNDER = ("", "with {drug}", "under {drug}")
_COMPOSED: dict[str, tuple[str, ...]] = {
    "CR": _each(_DEPOSIT, ("has resolved", "is completely gone", "has disappeared", "can no longer be felt"), _UNDER),
    "PR": _each(
        _DEPOSIT,
        ("is smaller than before", "has decreased in size", "has shrunk by a third", "is clearly reduced"),
        _UNDER,
    ),
    "NR": _each(
        _DEPOSIT, ("is unchanged", "has not become smaller", "has grown larger", "shows no change in size"), _UNDER
    ),
    "UR": _each(
        ("Whether {drug} has an effect on", "What {drug} does to", "The response to {drug} of"),
        ("the calcinosis at the {site}", "the calcified nodule of the {site}", "the calcific lesion of the {site}"),
        ("cannot be judged yet", "is uncertain", "is not known", "could not be assessed today"),
    ),
    "recurred": _each(
        _DEPOSIT,
        ("has recurred", "has come back", "is back", "has returned"),
        ("after it had resolved", "some weeks after it was gone", "although it had disappeared"),
    ),
}
_STATED: dict[str, tuple[str, ...]] = {
    "CR": (
        "Calcinosis of the {site} resolved with {drug}.",
        "The calcified deposit at the {site} is gone.",
        "On {drug} the calcinosis at the {site} has disappeared completely.",
        "The calcified nodule of the {site} can no longer be felt.",
        "Complete resolution of the calcinosis at the {site} under {drug}.",
        "No calcinosis is left at the {site} since she has used {drug}.",
        "The calcinosis cutis at the {site} has cleared entirely and has not come back.",
        "No residual calcification at the {site}; treatment with {drug} is complete.",
    ),
    "PR": (
        "The calcified nodule at the {site} is smaller than at the last visit.",
        "Calcinosis of the {site} has decreased by about half with {drug}.",
        "On {drug} the calcified plaque at the {site} has shrunk from 3 cm to 1.5 cm.",
        "The calcinosis at the {site} has not resolved, but it is clearly smaller.",
        "Partial response of the calcinosis at the {site} to {drug}.",
        "Calcified deposits of the {site} are flatter and smaller, without new ones.",
        "The calcinosis at the {site} has improved with {drug}; some of it remains.",
        "There is a marked reduction in size of the calcinosis at the {site}.",
        "The calcific lesion of the {site} is almost gone.",
        "She finds that the calcinosis at the {site} has become smaller with {drug}.",
    ),
    "NR": (
        "The calcinosis at the {site} is unchanged.",
        "No change in the calcified nodule at the {site} after {drug}.",
        "The calcinosis at the {site} has not improved with {drug}.",
        "Calcified deposits at the {site} are larger than before treatment.",
        "The calcified plaque at the {site} did not shrink on {drug}.",
        "No response of the calcinosis at the {site} to {drug}.",
        "The calcinosis of the {site} persists without any change in size.",
        "Calcinosis at the {site} has progressed in spite of {drug}.",
        "{Drug} has not helped: the calcinosis at the {site} is the same size.",
    ),
    "UR": (
        "The response of the calcinosis at the {site} to {drug} cannot be judged today.",
        "It is too early to tell whether {drug} has an effect on the calcinosis at the {site}.",
        "The effect of {drug} on the calcinosis at the {site} is uncertain.",
        "The calcinosis at the {site} was covered by a dressing and could not be assessed.",
        "Response of the calcinosis at the {site} to treatment is unknown.",
    ),
    "recurred": (
        "The calcinosis at the {site} has come back after it had gone.",
        "Recurrence of the calcified nodule at the {site}, which had resolved.",
        "The calcinosis at the {site} recurred some weeks after it had cleared.",
    ),
}
OUTCOMES: dict[str, tuple[str, ...]] = {what: (*_STATED[what], *_COMPOSED[what]) for what in _STATED}
"""What became of the calcinosis, of this patient and under this drug: by class, and back after it was gone."""

MISUSED = (
    "She has not applied the ointment to the affected areas as prescribed.",
    "The ointment was not applied as prescribed: he put it on his face instead of the calcified areas.",
    "She did not use the ointment as prescribed and left the affected areas out.",
    *_each(
        ("She has", "He has", "The patient has"),
        ("not applied the ointment as prescribed", "not used the ointment as prescribed"),
        ("and left the affected areas out", "but on healthy skin", "but on the face only", "but far from the deposits"),
    ),
)
"""The treatment was not put where it was meant to go."""

USED = (
    ("She applies it as prescribed.", None),
    ("He applies a thin layer of the 25 % ointment twice daily to the {site}.", 14),
    ("Uses the ointment two times a day under a dressing.", 14),
    ("The ointment is put on the {site} three times daily.", 21),
    ("She puts a pea-sized amount of the ointment on the {site} every night.", 7),
    ("Applied b.i.d., with few missed days.", 14),
    *(
        (f"{who} {what} {how}.", per_week)
        for who, what in product(
            ("She", "He"),
            (
                "applies the 25 % ointment to the {site}",
                "rubs the ointment into the {site}",
                "uses 2 g of the ointment",
            ),
        )
        for how, per_week in (
            ("twice a day", 14),
            ("three times a day", 21),
            ("once daily", 7),
            ("every other day", None),
            ("three times a week", 3),
        )
    ),
)
"""How it is used, with times per week where the sentence says so."""

_MORE: dict[str, tuple[str, ...]] = {
    "family": _each(
        ("Her mother", "Her sister", "His father", "A brother", "An aunt on the mother's side", "His grandmother"),
        (
            "has calcinosis of the fingers that became smaller with sodium thiosulfate",
            "had calcified nodules that disappeared under topical sodium thiosulfate",
            "was treated with sodium thiosulfate for calcinosis, which is unchanged",
            "has calcinosis cutis that has not been treated",
            "used sodium thiosulfate ointment and her calcinosis resolved",
        ),
    ),
    "hypothetical": _each(
        ("If", "Should it be that", "In case"),
        (
            "the calcinosis does not become smaller,",
            "the calcified nodules become larger,",
            "the calcinosis has resolved by spring,",
            "the calcific lesion is unchanged in six months,",
        ),
        (
            "sodium thiosulfate will be stopped",
            "sodium thiosulfate may be considered",
            "we would discuss sodium thiosulfate",
        ),
    ),
    "negated": _each(
        ("She", "He", "The patient"),
        ("has never received", "was not given", "denies use of", "declined", "did not want"),
        ("sodium thiosulfate", "topical sodium thiosulfate"),
    ),
    "target negated": _each(
        ("There is no", "No evidence of", "No sign of", "Examination shows no", "Negative for"),
        ("calcinosis", "calcinosis cutis", "calcified deposits"),
        ("today", "of the hands"),
    ),
    "other drug": _each(
        ("With diltiazem", "On minocycline", "Under warfarin", "After colchicine", "During diltiazem treatment"),
        ("the calcinosis became smaller", "the calcified nodules had resolved", "the calcinosis was unchanged"),
        ("", "for some months"),
    ),
    "history": _each(
        ("Ten years ago", "In childhood", "Before she came to us", "At another hospital, years ago,"),
        (
            "sodium thiosulfate was given for calcinosis",
            "calcinosis of the elbow had been treated with sodium thiosulfate",
        ),
        ("and it resolved", "and it became smaller", "without any change", "for a few weeks"),
    ),
}
_KNOWN: dict[str, tuple[str, ...]] = {
    "family": (
        "Her mother had calcinosis of the elbows that resolved with sodium thiosulfate.",
        "Family history: a sister with calcinosis cutis, smaller on topical sodium thiosulfate.",
        "His father has calcified nodules of the hands, unchanged for decades.",
    ),
    "hypothetical": (
        "If the calcinosis becomes smaller with sodium thiosulfate, surgery can be avoided.",
        "Should the calcinosis persist, sodium thiosulfate may be considered.",
        "We would expect the calcinosis to decrease once sodium thiosulfate is started.",
        "Sodium thiosulfate could be tried if the calcified nodules were to become larger.",
    ),
    "negated": (
        "She has never used sodium thiosulfate.",
        "Sodium thiosulfate was declined.",
        "No sodium thiosulfate was prescribed because of a sulfite allergy.",
    ),
    "target negated": (
        "Vascular calcinosis is not suspected.",
        "No calcinosis cutis on examination.",
        "There is no evidence of calcinosis.",
    ),
    "other drug": (
        "Calcinosis became smaller on diltiazem.",
        "With minocycline the calcified nodules had resolved.",
        "The calcinosis was unchanged by warfarin.",
    ),
    "history": (
        "Years ago, at another hospital, sodium thiosulfate was given for calcinosis, which resolved then.",
        "Past history: calcinosis treated with sodium thiosulfate ointment in childhood.",
        "Before treatment began the calcinosis had been larger each year.",
    ),
    "keyword: list": (
        "Medications: sodium thiosulfate 25 % ointment, amlodipine 5 mg, folic acid.",
        "Medication list reviewed: topical sodium thiosulfate, prednisone, omeprazole.",
    ),
    "keyword: refill": (
        "Asks by telephone for a refill of the sodium thiosulfate ointment. Not seen today.",
        "Refill of sodium thiosulfate 25 % ointment sent to the pharmacy.",
    ),
    "keyword: history": (
        "Problem list: calcinosis cutis, systemic sclerosis, Raynaud phenomenon.",
        "Known calcinosis cutis. Here for the flu vaccine.",
    ),
    "keyword: missed": (
        "Did not come to the visit at which the effect of sodium thiosulfate was to be seen.",
        "The follow-up of calcinosis under sodium thiosulfate was cancelled.",
    ),
    "started": (
        "Topical sodium thiosulfate 25 % is started today for calcinosis of the {site}, to be applied twice daily.",
        "Calcinosis cutis of the {site}. Plan: sodium thiosulfate 25 % in zinc oxide ointment twice daily.",
    ),
    "intravenous": (
        "Sodium thiosulfate 25 g IV was infused over 60 minutes three times weekly.",
        "Given 12.5 g of sodium thiosulfate intravenously over 30 minutes, without event.",
    ),
    "other topic": (
        "Raynaud symptoms have improved on nifedipine.",
        "The rash of the face has resolved.",
        "Joint pain is unchanged.",
        "The digital ulcer is smaller.",
        "Her cough is gone.",
    ),
}
OTHER: dict[str, tuple[str, ...]] = {kind: (*said, *_MORE.get(kind, ())) for kind, said in _KNOWN.items()}
"""Sentences that say nothing of the outcome of this treatment in this patient, by why they do not."""

HARMS: dict[str, tuple[str, ...]] = {
    "skin irritation": (
        *_each(
            ("The ointment", "Sodium thiosulfate ointment", "The 25 % ointment"),
            ("caused", "led to", "was followed by"),
            ("skin irritation", "marked skin irritation", "irritation of the skin"),
            ("", "and was stopped"),
        ),
        "The ointment caused skin irritation and was stopped.",
        "Stopped the ointment because of irritation of the skin around the deposit.",
    ),
    "application pain": (
        *_each(
            ("Application of the ointment", "Putting on the ointment", "Use of the ointment"),
            ("is painful", "was painful", "hurts", "burns"),
            ("", "so it was stopped", "and she gave it up"),
        ),
        "Stopped because application of the ointment was painful.",
        "Pain on application of the ointment led to its discontinuation.",
    ),
}
"""Side effects, by the name of the event."""

PLAIN = (
    "Seen in the clinic today.",
    "Blood pressure 128/76.",
    "Weight is stable.",
    "Lungs are clear.",
    "No fever or chills.",
    "Heart sounds are regular.",
    "Medications were reviewed.",
    "Labs were drawn.",
    "Return in three months.",
    "Sleeps well.",
    "Walks two miles a day.",
    "Lives with her husband.",
    "Allergies: none known.",
    "Skin is warm and dry.",
    "Appetite is good.",
    "Physical therapy continues.",
    "No joint swelling.",
    "Vaccines are up to date.",
)
"""Sentences of any note."""
