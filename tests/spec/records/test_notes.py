"""What a note says under the bundled protocol: sentence in, outcomes by site out, with the characters they stand at."""

from functools import cache
from pathlib import Path

import pytest

from resorb.records.notes import NoteReader
from resorb.records.protocol_file import read_protocol
from resorb.records.simulate.sentences import HARMS, OTHER, OUTCOMES
from resorb.records.statements import DOSE, EVENT, OUTCOME, Statement

FILE = Path(__file__).parents[3] / "src/resorb/records/protocols/mayo-topical.yaml"
CLASSES = {
    "CR": {"resolved", "healed"},
    "PR": {"almost resolved", "much decreased", "decreased", "slightly decreased", "improved"},
    "NR": {"unchanged", "increased", "progressed", "worsened"},
    "UR": {"not assessed"},
    "recurred": {"recurred"},
}
DRUG = "topical sodium thiosulfate"


@cache
def reader() -> NoteReader:
    return NoteReader(read_protocol(FILE.read_bytes(), FILE.name))


def read(text: str, kind: str) -> list[Statement]:
    return [s for s in reader().read(text) if s.kind == kind and s.holds]


def outcomes(text: str) -> list[tuple[str, str | None]]:
    return [(s.value, s.site) for s in read(text, OUTCOME)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Calcinosis of the left elbow resolved; that of the right thumb is unchanged.",
         [("resolved", "left elbow"), ("unchanged", "right thumb")]),
        ("Calcinosis of both elbows and the left knee has improved on STS.",
         [("improved", "elbow"), ("improved", "left knee")]),
        ("- Calcinosis left elbow: resolved\n- Calcinosis right knee: unchanged\n- Raynaud: improved",
         [("resolved", "left elbow"), ("unchanged", "right knee")]),
        ("She has calcinosis of the right shin. It is smaller than in May.", [("decreased", "right shin")]),
        ("The calcinosis has not resolved, but it is clearly smaller.", [("decreased", None)]),
        ("Calcinosis initially improved but has since recurred.", [("recurred", None)]),
        ("The calcinosis has not come back.", []),
        ("Calcinosis is not worse.", [("unchanged", None)]),
        ("The lesions have responded to sodium thiosulfate.", [("improved", None)]),
        # Something else improved, or something else made it improve.
        ("Pain at the calcinosis is better.", []),
        ("The wound over the calcinosis has healed.", []),
        ("Calcinosis stable, Raynaud symptoms improved on nifedipine.", [("unchanged", None)]),
        ("Coronary calcification is unchanged.", []),
        ("The lesions have gone.", []),
        ("Calcinosis unchanged on diltiazem, smaller on sodium thiosulfate.", [("decreased", None)]),
        # A heading on a line of its own holds for the lines below it, up to an empty line.
        ("FAMILY HISTORY:\nCalcinosis, smaller of late.\n\nCalcinosis of the hip is gone.", [("resolved", "hip")]),
        ("Allergies: none known. Calcinosis of the hip is gone.", [("resolved", "hip")]),
    ],
)  # fmt: skip
def test_outcomes(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert outcomes(text) == expected


def test_a_statement_stands_at_its_sentence() -> None:
    text = "Seen today. The calcinosis at the left hip is gone. Sleeps well."
    (statement,) = read(text, OUTCOME)
    assert text[statement.start : statement.stop] == "The calcinosis at the left hip is gone."


@pytest.mark.parametrize("what", OUTCOMES)
def test_made_up_outcomes_are_all_read(what: str) -> None:
    for template in OUTCOMES[what]:
        said = outcomes(template.format(site="left elbow", drug=DRUG, Drug=DRUG.capitalize()))
        assert [site for _, site in said] == ["left elbow"], template
        assert said[0][0] in CLASSES[what], template


@pytest.mark.parametrize("kind", OTHER)
def test_made_up_decoys_give_no_outcome(kind: str) -> None:
    for template in OTHER[kind]:
        said = template.format(site="left elbow", drug=DRUG, Drug=DRUG.capitalize())
        assert outcomes(said) == [], template
        if kind in ("family", "hypothetical", "negated", "target negated", "history"):
            # What does not count is kept, and says why.
            assert all(s.why for s in reader().read(said) if not s.holds)


@pytest.mark.parametrize("event", HARMS)
def test_made_up_harms_are_read(event: str) -> None:
    for template in HARMS[event]:
        assert [s.value for s in read(template.format(site="left elbow", drug=DRUG, Drug=DRUG), EVENT)] == [event]
    assert read("No skin irritation.", EVENT) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sodium thiosulfate 25 % ointment twice daily.", ["strength_percent 25, times_per_week 14"]),
        ("Sodium thiosulfate 25 g IV three times weekly.", ["amount_mg 25000, times_per_week 3"]),
        ("We will start sodium thiosulfate 25 % twice daily.", []),
        ("Sodium thiosulfate is well tolerated.", []),
    ],
)
def test_doses(text: str, expected: list[str]) -> None:
    assert [s.value for s in reader().doses(text) if s.holds] == expected
    assert read(text, DOSE) == []


def test_a_note_without_words_of_the_protocol_is_not_read() -> None:
    assert list(reader().read("The rash is gone. Weight is stable.")) == []
