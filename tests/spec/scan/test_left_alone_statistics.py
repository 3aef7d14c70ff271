"""Wordings of statistics on which whole papers made scan speak without need: all rules together say nothing on them."""

import pytest

from tests.spec.scan.saying import reported


@pytest.mark.parametrize(
    "text",
    [
        # references in square brackets are no ends
        "Twelve young rats weighing 31.5 ± 0.6 g were made calcinotic by methods told before [14-17], by injections.",
        "Dissolving a deposit takes long (infusions last 40 to 60 minutes) [18,4] and hurts [19].",
        # a mean word before "both" and "all"
        "Median age of both the thiosulfate group and the saline arm was 61 (range: 44-79 and 21-70, respectively).",
        "The mean time to healing for both ointments was 63.4 ± 15.1 days (range 30–142 days).",
        "In the first month the time to healing for both ointments was 63.4 ± 15.1 days (range 30–142 days).",
        # times of the clock
        "Itch was recorded hourly, and pain was measured between 22.30 and 06.29 (the night).",
        # minutes
        "Mean volume, mL 61.2 (2.4) 60.8 (3.1) 0.42 Thiosulfate, g 12.5 (3) 13 (4) 0.33 Infusion, min 84 (12) 80 (11)",
        # what has a spread of its own is no end
        "The maximal diameter of the deposits fell after five infusions (before: 42 ± 13 mm vs. after: 71 ± 22 mm).",
        # the things averaged over
        "We took the calcinosis score (the average score of 12 deposits, each graded on a 0 to 4 scale of hardness).",
        # an SD in percent before the interval
        "The fall in calcium was 8.2% (SD, 12.6%; 95% CI, 6.4% to 10%) against 5.9% (SD, 10.8%; 95% CI, 4.3 to 7.5%).",
        # an exception
        "There were no significant differences between the two arms, with the exception of nausea (p = 0.018).",
        "Groups showed no significant difference in any laboratory value except for bicarbonate (p = 0.003).",
        # numbers of visits
        "Using data from 6- to 48-week visits, the estimates per 5 g increase were 0.03 mm (95% CI, −0.41 to 0.47 mm).",
        # an upper limit, and what was done at some visits
        (
            "The mean of up to four photographs per visit was used. The average number of photographs per visit "
            "was 2.6. At 24- and 48-week visits, four photographs were taken at each visit."
        ),
        # a percentage by which something fell is one less a ratio
        "Thiosulfate reduced the area of deposits by 66% (95% CI: 39–81%, P = 0.0003).",
    ],
)
def test_statistics_left_alone(text: str) -> None:
    assert reported(text) == []
