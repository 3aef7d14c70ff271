"""Two shares set against each other, each of its own arm, whose size was told before."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from tests.spec.scan.saying import said_of

MOVED = "Thirty-eight patients were randomised to thiosulfate and 36 to placebo. "
SAMPLES = "Patients were randomised to thiosulfate (n = 107) or placebo (n = 109). "
EACH = "Of 50 patients (25 in each group) failure was seen "
EXPOSED = "A total of 440 patients came, with 410 exposed to thiosulfate and 418 to placebo.\n\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # 12/38 = 31.6 %, 24/36 = 66.7 %
        (MOVED + "Pain was felt by 12 (31.6%) with thiosulfate versus 24 (25.0%) with placebo.", ["25.0%"]),
        (MOVED + "Fewer thiosulfate patients had calcinosis (12 patients (32%) versus 24 patients (77%)).", ["77%"]),
        (MOVED + "They were alike. Itch was seen in 24 (67%) placebo and 12 (23%) thiosulfate patients.", ["23%"]),
        # 86/107 = 80.4 %, 70/109 = 64.2 %; 8/107 = 7.5 %, 18/109 = 16.5 %
        (SAMPLES + "More of the thiosulfate group (86 [80%]) came than of the placebo group (70 [74%]).", ["74%"]),
        (SAMPLES + "Fewer on thiosulfate left (8 [7.5%]) compared to placebo (18 [18.5%]; p = 0.041).", ["18.5%"]),
        # 350/410 = 85.4 %, 301/418 = 72.01 %: in the next paragraph
        (EXPOSED + "There were 350 (85.4%) with nausea during thiosulfate and 301 (71.9%) during placebo.",
         ["71.9%"]),
        # 20/25 = 80 %, 23/25 = 92 %; 40 % and 46 % are of all 50
        (EACH + "in 20 patients of the thiosulfate group (40%) and in 23 of the saline group (46%).", ["40%", "46%"]),
    ],
)  # fmt: skip
def test_slips(text: str, words: list[str]) -> None:
    assert said_of(text, ("percent",)) == [("percent", "assumes", one) for one in words]


@pytest.mark.parametrize(
    "text",
    [
        MOVED + "Pain was felt by 12 (31.6%) with thiosulfate versus 24 (66.7%) with placebo.",
        MOVED + "Fewer thiosulfate patients had calcinosis (12 patients (32%) versus 24 patients (67%)).",
        MOVED + "Itch was seen in 24 (67%) placebo and 12 (32%) thiosulfate patients.",
        SAMPLES + "More of the thiosulfate group (86 [80%]) came than of the placebo group (70 [64%]).",
        EXPOSED + "There were 350 (85.4%) with nausea during the thiosulfate infusion and 301 (72.0%) during placebo.",
    ],
)
def test_both_arms_hold(text: str) -> None:
    marks = scan_document(read_plain(text, "t.txt")).marks
    assert [m.finding.verdict.value for m in marks if m.finding.check == "percent"] == ["holds", "holds"]


@pytest.mark.parametrize(
    "text",
    [
        # others than the arms: completers, women, those with pain; changes; arms without some who were lost
        MOVED + "Only 35 and 33 came. Of the completers, 12 (34%) on thiosulfate and 24 (73%) on placebo had pain.",
        MOVED + "Among women, 12 (60%) with thiosulfate and 14 (70%) with placebo had pain.",
        MOVED + "Of the 62 with pain, 32 (52%) had thiosulfate and 30 (48%) placebo.",
        MOVED + "Pain fell by 32% with thiosulfate and 12% with placebo.",
        MOVED + "Recurrence (life table) was 12 (41%) with thiosulfate and 20 (64%) with placebo.",
        MOVED + "In the end 12 (32%) with thiosulfate and 24 (71%) with placebo had pain.",  # 24/34, two lost
        EACH + "in 20 of the thiosulfate group (80%) and in 23 of the saline group (92%).",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert said_of(text, ("percent",)) == []
