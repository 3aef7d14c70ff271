"""The kinds of claim a study file may hold: what each says, and what it must point to."""

from __future__ import annotations

from dataclasses import dataclass

from resorb.codes.entries import Entry
from resorb.codes.forms import Form

SUBJECTS = (
    "group", "patient", "lesion", "course", "product", "dispense", "assessment", "lab", "outcome", "adverse event",
    "attrition", "variant", "study", "claim", "fact", "response", "measure",
)  # fmt: skip
NEEDS = ("none", "allowed", "needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKind(Entry):
    """A kind of claim.

    ``doc`` says in one line what the claim states. ``of`` lists what its subject may be. ``within`` (``in``),
    ``having`` and ``under`` say whether a claim names the whole it is counted in, a condition on what is counted, and
    the criteria or assumption it is made under: ``none``, ``allowed`` or ``needed``. ``example`` is one line of a
    study file.
    """

    doc: str
    of: tuple[str, ...]
    example: str
    within: str = "none"
    having: str = "none"
    under: str = "none"


def read_claim_kind(form: Form) -> ClaimKind:
    """Read one entry of claim_kinds.yaml."""
    subjects = form.texts("of")
    if not subjects:
        form.fault("of", "is missing", f"say what such a claim is about: {', '.join(SUBJECTS)}")
    for subject in subjects:
        if subject not in SUBJECTS:
            form.fault("of", f"{subject!r} is not something a claim can be about", f"use: {', '.join(SUBJECTS)}")
    return ClaimKind(
        **form.basics(),
        doc=form.text("doc"),
        of=subjects,
        example=form.text("example"),
        within=form.choice("in", NEEDS, "none"),
        having=form.choice("having", NEEDS, "none"),
        under=form.choice("under", NEEDS, "none"),
    )
