"""Lists known only by their form: told when their sum is one or two off, or has two digits swapped; else silence."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def told(text: str) -> list[tuple[str, str | None]]:
    found = (mark.finding for mark in scan_document(read_plain(text, "draft.txt")).marks)
    return [(f.check, f.arithmetic) for f in found if f.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("We injected 17 plaques, 6 on the feet, 5 on the hips and 4 on the arms.", "6 + 5 + 4 = 15, not 17"),
        ("Eight deaths occurred: three from sepsis, two from stroke and two unexplained.", "3 + 2 + 2 = 7, not 8"),
        ("Randomised, n = 64 (infusion, 30; saline, 32).", "30 + 32 = 62, not 64"),
        ("All 18 patients had sclerosis, 9 with early and 8 with late disease.", "9 + 8 = 17, not 18"),
        ("Skin reactions numbered 19: redness (9), itch (5), scaling (3) and pain (1).", "9 + 5 + 3 + 1 = 18, not 19"),
        (
            "Ends for the 52 enrolled were death in 20, healing in 18 and loss in 12; none was counted twice.",
            "20 + 18 + 12 = 50, not 52",
        ),
        ("Four clinics sent 46 charts (Rome 20, Bari 14, Pisa 11).", "20 + 14 + 11 = 45, not 46"),
    ],
)
def test_slips(text: str, arithmetic: str) -> None:
    assert told(text) == [("counts-balance", arithmetic)]


def test_two_parts_both_taken_up_as_known_leave_no_third() -> None:
    text = "Forty-four patients were followed: the 16 who died had a median of 11 infusions, the 29 survivors 34."
    assert told(text) == [("two-parts", "16 + 29 = 45, not 44")]


@pytest.mark.parametrize(
    "text",
    [
        "We injected 17 plaques, 6 on the feet, 7 on the hips and 4 on the arms.",
        "Of 13 patients, 8 healed and 7 had pain.",  # may be the same patients
        "Adverse events in 12 patients: nausea in 6, headache in 4 and rash in 1.",
        "Of 45 patients, 30 had lupus, 9 dermatomyositis and 4 sclerosis; other diagnoses were rarer.",
        "Thirty ulcers, 12 on the legs, 5 on the feet and 3 on the hands, were photographed.",  # far off: a selection
        "We planned for 48 patients but stopped at 39; 20 had been allocated to the drug and 19 to saline.",
        "Twenty-eight patients were found; two were lost, leaving 26: 5 complete, 13 partial and 8 without response.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Recurrence was noted in 12 of 48 sites, about one in ten, after three years.", "share-words"),
        ("At the 12-week visit 21 (61%) of 31 patients on the gel had less pain.", "percent"),
        ("Reactions were rare: three in 46 treated patients (4.2%).", "percent"),
        ("Of 36 planned infusions, 4 were missed, so 33 were given.", "counts-balance"),
        ("Three siblings with calcinosis were seen. On a diet, both had stable deposits.", "count-over-whole"),
    ],
)  # fmt: skip
def test_other_ways_to_say_a_part_of_a_whole(text: str, check: str) -> None:
    assert [name for name, _ in told(text)] == [check]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Both hands were affected in five patients and one hand in six, so 20 hands were filmed.", "sides-sum"),
        ("Ulcers were bilateral in two women and unilateral in three. Hence nine legs were dressed.", "sides-sum"),
        ("Treatment ended in five patients: one each for nausea, rash, cramps and acidosis.", "one-each"),
        ("Nineteen ulcers were photographed. All 18 were measured by one nurse.", "count-over-whole"),
        (
            "Seven infusion reactions: three flushes, two rigors, two rashes. None of these eight was severe.",
            "count-over-whole",
        ),
        ("Seven children were treated. Vomiting occurred in 30% of the children.", "percent-reachable"),
        ("Biopsies were positive in 5 of 20 (roughly one in three).", "share-words"),
    ],
)
def test_counts_told_in_other_roles(text: str, check: str) -> None:
    assert [name for name, _ in told(text)] == [check]


@pytest.mark.parametrize(
    "text",
    [
        "Both hands were affected in five patients and one hand in six, so 16 hands were filmed.",
        "Treatment ended in three patients: one each for nausea and vomiting, rash and cramps.",
        "Nineteen ulcers were photographed but one healed at once. All 18 were measured.",
        "Nineteen ulcers were photographed. All 38 sides were measured.",
    ],
)
def test_nothing_to_say_of_other_roles(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (
            "It held 212 patients; after removal of 14 duplicates and 9 minors there were 191 for the analysis.",
            "counts-balance",
        ),
        ("Of the nineteen biopsies eleven held calcium, five held none and four were too small.", "counts-balance"),
        ("Deaths: 9 (sepsis 4, cardiac 3, unknown 1).", "counts-balance"),
    ],
)
def test_wholes_told_in_short(text: str, check: str) -> None:
    assert [name for name, _ in told(text)] == [check]
