"""Counts as whole documents tell them: parts of a group named before, sizes of studies, shares whose whole is far."""

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
        ("All 18 patients had sclerosis, 9 with limited and 8 with diffuse disease.", "9 + 8 = 17, not 18"),
        (
            "We enrolled 40 adults (31 women). Disease was limited in 26 and diffuse in 16.",
            "26 + 16 = 42, not 40",
        ),
        (
            "Of the six sisters, three are affected, two are carriers and two have neither variant.",
            "3 + 2 + 2 = 7, not 6",
        ),
        # The first two make the four: the third is one too many all the same.
        (
            "Of the four brothers, two are homozygous, two are carriers and one has neither variant.",
            "2 + 2 + 1 = 5, not 4",
        ),
        # Stage 3 or 4 counts nobody, and the transplants belong to the list though no word of it names them.
        (
            (
                "Each of the 19 patients was in one group only: nine were on haemodialysis, four on peritoneal "
                "dialysis, two had a transplant and five were in stage 4 or 5 without either."
            ),
            "9 + 4 + 2 + 5 = 20, not 19",
        ),
        (
            "Six patients stopped early: four for vomiting, one for acidosis, and three because they wished to.",
            "4 + 1 + 3 = 8, not 6",
        ),
        (
            "Thirty took part: 14 with limited and 9 with diffuse disease, and 8 with lupus; none had two of these.",
            "14 + 9 + 8 = 31, not 30",
        ),
        ("There were 18 pts (11 F, 8 M).", "11 + 8 = 19, not 18"),
    ],
)
def test_parts_of_a_group(text: str, arithmetic: str) -> None:
    assert told(text) == [("parts-sum", arithmetic)]


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("Sites of the 24 nodules: hip 8, elbow 7, hand 6, knee 4.", "8 + 7 + 6 + 4 = 25, not 24"),
        ("The 40 patients came from three towns (Lund 17, Kiel 14, Graz 10).", "17 + 14 + 10 = 41, not 40"),
    ],
)
def test_parts_behind_their_names(text: str, arithmetic: str) -> None:
    assert told(text) == [("counts-balance", arithmetic)]


@pytest.mark.parametrize(
    ("text", "check", "arithmetic"),
    [
        ("We need 62 participants per arm (total 142).", "arms-and-total", "2 × 62 = 124, not 142"),
        ("In this three-arm trial 25 per group, 78 in all, were planned.", "arms-and-total", "3 × 25 = 75, not 78"),
        ("Eighty-six patients (44 per arm) will be randomised.", "arms-and-total", "2 × 44 = 88, not 86"),
        (
            "Eight hospitals take part, each enrolling 15 patients.\n\nThe sample size is 140.",
            "sites-and-size",
            "8 × 15 = 120, not 140",
        ),
        (
            "We plan 12 patients per centre at six centres, 84 participants in all.",
            "sites-and-size",
            "6 × 12 = 72, not 84",
        ),
    ],
)
def test_sizes_by_their_factors(text: str, check: str, arithmetic: str) -> None:
    assert told(text) == [(check, arithmetic)]


BODY = "\n\nMethods\n\nIt was an open trial.\n\nResults\n\n"


@pytest.mark.parametrize(
    ("summary", "body"),
    [
        ("We studied 63 patients.", "Sixty-six patients were included, 40 given the gel and 26 the cream."),
        ("In this trial, 54 adults were randomised to gel or cream.", "The other 52 were randomised, 26 to each arm."),
    ],
)
def test_the_size_in_the_summary_is_that_of_the_body(summary: str, body: str) -> None:
    assert {"study-size", "same-count"} & {check for check, _ in told(f"Abstract\n\n{summary}{BODY}{body}")}


@pytest.mark.parametrize(
    ("summary", "body"),
    [
        ("We studied 66 patients.", "Sixty-six patients were included, 40 given the gel and 26 the cream."),
        # Three were left out: both numbers are right.
        ("We studied 63 patients.", "Sixty-six patients were included, 40 for gel and 26 for cream; 3 were excluded."),
        # Nothing bears either number out.
        ("We studied 63 patients.", "Sixty-six patients were included."),
        # Included is not randomised.
        ("We included 63 patients.", "The other 60 were randomised, 30 to each arm."),
    ],
)
def test_two_sizes_that_may_both_be_right(summary: str, body: str) -> None:
    assert "study-size" not in [check for check, _ in told(f"Abstract\n\n{summary}{BODY}{body}")]


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        # 8 of 11 is 72.7 %, 8 of 10 is 80 %: no number has 8 as its 75.5 %, nor 8 with the other three.
        ("Pain was present in eight (75%); the other three had none.", "8/11 = 72.727… %, not 75 %"),
        # 13/34 = 38.2, 13/35 = 37.1, 13/36 = 36.1: nothing gives 39.2.
        (
            "We treated 34 patients.\n\nThey were seen monthly.\n\nNausea was noted in 13 patients (39.2%).",
            "13/34 = 38.235… %, not 39.2 %",
        ),
    ],
)
def test_a_share_that_no_whole_gives(text: str, arithmetic: str) -> None:
    assert told(text) == [("percent", arithmetic)]


def test_shares_beside_medians_in_one_column_of_a_table() -> None:
    text = (
        "Table 1. Patients at entry (n = 32)\n\nFeature\tn (%) or median (range)\nAge, years\t58 (31-77)\n"
        "Women\t20 (62.5)\nDiabetes\t14 (48.3)\nWarfarin\t12 (37.5)\nSurgery\t4 (12.5)\n"
    )
    assert told(text) == [("table-percent", "14 / 32 = 43.75 %")]


@pytest.mark.parametrize(
    "text",
    [
        # Labels in a row, and things that each of a part had.
        "Child 4 had six injections in all (weeks 0, 2, 4, 6, 8 and 10; 300 mg in total).",
        "Of the 30 read, 20 were excluded (11 had fewer than ten lesions, six no result, three dealt only with CUA).",
        "By that day 70 of 100 participants (70%) had been randomised, 35 to arm A and 35 to arm B.",
        "Arm B: 30 completed week 8, 6 are still treated, 4 withdrew consent, 3 died.",
        "There are eight visits, four sets of films and three sets of bloods.",
        # Some had both, or more than one reason, or a number stands in the words of a reason.
        "Of 24 patients, 15 had limited movement and 12 diffuse pain.",
        "Nine withdrew: five for nausea, four for cost, and two of these for both.",
        "Thirty patients were excluded: two drugs together in 12, missing films in 10 and short treatment in 8.",
        # The group is narrower than the one before.
        "Of 60 enrolled, 12 dropped out. Thirty had limited and eighteen diffuse disease.",
        # More than the plain multiple, or another allocation.
        "We need 40 patients per arm; allowing for losses, 90 in total.",
        "Patients were allocated 2:1. We need 30 per group, 45 in all.",
        "The formula gives 38.5, so 39 per arm (78 evaluable).",
        "Six centres each recruited about 12 patients; the sample size was 80.",
        # Not of these counted, or of another kind of share.
        "Nine had pain relief (64%); the other five had none.",
        "By life table analysis 12 (37.3%) had relapsed.",
        "Serum calcium rose by 12 (35.9%).",
    ],
)
def test_left_alone(text: str) -> None:
    assert told(text) == []


STOCK = "Date\tReceived\tUsed\tBalance\n2 May\t60\t0\t60\n9 May\t0\t20\t40\n16 May\t0\t15\t25\nTotal\t60\t35\t25\n"
DOSES = "Patient\tDose\tCourse\tCumulative\n1\t25 g\tlong\t900 g\n2\t12.5 g\tshort\t300 g\n3\t12.5 g\tlong\t450 g\n"
EVENTS = (
    "Event\tGel (n = 40)\tCream (n = 40)\nAny serious adverse event\t9\t8\nSepsis\t4\t5\n"
    "Nausea, any grade\t17\t6\nAcidosis\t6\t2\n"
)


@pytest.mark.parametrize("text", [STOCK, DOSES, EVENTS])
def test_tables_whose_rows_do_not_add_or_hold(text: str) -> None:
    assert told(text) == []
