"""Sentences of notes, our own, each with what a careful reader makes of it.

``{site}`` is a body site, ``{drug}`` a name of the drug given. Sentences of an outcome speak of the calcinosis itself;
the others are there to be told apart from them.
"""

from __future__ import annotations

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

OUTCOMES: dict[str, tuple[str, ...]] = {
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
"""What became of the calcinosis, of this patient and under this drug: by class, and back after it was gone."""

MISUSED = (
    "She has not applied the ointment to the affected areas as prescribed.",
    "The ointment was not applied as prescribed: he put it on his face instead of the calcified areas.",
    "She did not use the ointment as prescribed and left the affected areas out.",
)
"""The treatment was not put where it was meant to go."""

USED = (
    ("She applies it as prescribed.", None),
    ("He applies a thin layer of the 25 % ointment twice daily to the {site}.", 14),
    ("Uses the ointment two times a day under a dressing.", 14),
    ("The ointment is put on the {site} three times daily.", 21),
    ("She puts a pea-sized amount of the ointment on the {site} every night.", 7),
    ("Applied b.i.d., with few missed days.", 14),
)
"""How it is used, with times per week where the sentence says so."""

OTHER: dict[str, tuple[str, ...]] = {
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
"""Sentences that say nothing of the outcome of this treatment in this patient, by why they do not."""

HARMS: dict[str, tuple[str, ...]] = {
    "skin irritation": (
        "The ointment caused skin irritation and was stopped.",
        "Stopped the ointment because of irritation of the skin around the deposit.",
    ),
    "application pain": (
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
