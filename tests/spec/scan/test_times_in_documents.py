"""Ages, stays, lengths and due dates against what another sentence or block of the document tells."""

import pytest

from tests.spec.scan.saying import reported


def told(text: str) -> list[tuple[str, str, str]]:
    """Check, verdict and printed words of all that is reported."""
    return [(m.finding.check, m.finding.verdict.value, m.finding.printed or "") for m in reported(text)]


@pytest.mark.parametrize(
    ("text", "verdict", "printed"),
    [
        # 12 May 2022 − 3 June 1960 = 61 years
        (
            (
                "Mrs AB, date of birth 3 June 1960, was reviewed in clinic on 12 May 2022.\n\nShe is a 71-year-old "
                "retired teacher with two leg ulcers."
            ),
            "assumes",
            "71-year-old",
        ),
        # 2016 − 1971 and 2018 − 1971: 44 to 47
        (
            (
                "A 38-year-old man came with a hard mass.\n\nHe had been born in 1971. Excision was done on 4 May "
                "2016 and again on 3 June 2018."
            ),
            "assumes",
            "38-year-old",
        ),
        # 12 April 2022 − 1 February 1949 = 73; "12/4/22" heads the entry
        (
            "Pt: J.K. DOB 1/2/1949\n\n**13/4/22**\n\n80M, ESKD, painful L thigh.\n\n**15/4/22**\n\nBx done.",
            "assumes",
            "80",
        ),
        # in its own sentence: 3 August 2022 − 4 July 2010 = 12
        (
            (
                "The girl was born on 4 July 2010. A lump appeared.\n\n## Outcome\n\nOn 3 August 2022, aged 14, she "
                "was free of pain."
            ),
            "fails",
            "14",
        ),
        # of a relative, beside his birth: no year told is later than 2022; 2022 − 2009 = 13
        ("Her son (born in 2009, aged 19) was well. The family was seen on 12 March 2022.", "assumes", "19"),
        # the birthday had not come: 4 January 2023 − 22 March 1958 = 64
        ("DOB 22.03.1958\n\n**Wed 4/1/2023** 65F with painful plaques.", "fails", "65"),
    ],
)
def test_an_age_fits_a_birth_told_elsewhere(text: str, verdict: str, printed: str) -> None:
    assert told(text) == [("age-birth-and-years", verdict, printed)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # 28 May − 3 May = 25 days
        (
            (
                "She was admitted on 3 May 2021.\n\nThiosulfate was begun on 6 May 2021.\n\nShe went home on 28 May. "
                "LOS 45 days."
            ),
            "45 days",
        ),
        ("He was admitted on 3 May 2021.\n\nTotal hospital stay was 12 days; discharge was on 28 May 2021.", "12 days"),
        # 30 March − 1 March = 29 days, 4.1 weeks
        (
            (
                "The patient was admitted on 1 March 2020. A biopsy was done.\n\nShe was discharged on 30 March "
                "2020 after nine weeks in hospital."
            ),
            "nine weeks",
        ),
        # heads of entries: 10 February − 4 January = 37 days
        (
            (
                "**Wed 4/1/23 – clerking**\n\nPainful plaques.\n\n**Fri 10/2/23 – discharge**\n\nWell. Length of stay "
                "17 days."
            ),
            "17 days",
        ),
        # admitted "that day": 22 April − 14 April = 8 days
        (
            (
                "The first infusion was on 3 April 2023. On 14 April she was drowsy. The gas was normal by "
                "night. She was admitted the same day and was discharged on 22 April after a 28-day stay."
            ),
            "28-day",
        ),
    ],
)
def test_a_stay_is_from_admission_to_discharge(text: str, printed: str) -> None:
    assert told(text) == [("length-and-dates", "assumes", printed)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # 15 August − 28 March = 20 weeks
        (
            (
                "Intravenous thiosulfate was given three times a week from 3 January to 28 March 2022.\n\nThe last "
                "ulcer had closed on 15 August 2022, 6 weeks after the final infusion."
            ),
            "6 weeks",
        ),
        # 20 March − 10 January = 10 weeks
        (
            (
                "Sodium thiosulfate was started on 10 January 2020.\n\nOn 20 March 2020 all wounds had healed, 20 "
                "weeks after the first dose."
            ),
            "20 weeks",
        ),
        # 2020 − 2012 = 8 years
        (
            (
                "He received a kidney transplant in March 2012.\n\nIn June 2020, three years after "
                "transplantation, plaques appeared."
            ),
            "three years",
        ),
        # 3 May to July: 1.9 to 2.9 months
        ("A skin biopsy was taken on 3 May 2022.\n\nIn July 2022, 5 months after biopsy, ulcers closed.", "5 months"),
    ],
)
def test_a_length_is_counted_from_an_event_dated_elsewhere(text: str, printed: str) -> None:
    assert told(text) == [("length-and-dates", "assumes", printed)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # 2025 − 2021 = 4 years
        ("Approved 3 May 2021. Review interval: 3 years.\n\nNext review date: 3 May 2025", "3 May 2025"),
        ("Annual review. Last reviewed 1 March 2022; next review due 1 March 2024.", "1 March 2024"),
        # January 2023 to December 2025 = 36 months
        (
            (
                "Recruitment will open on 1 January 2023. The recruitment period is 18 months.\n\nRecruitment "
                "closes on 31 December 2025."
            ),
            "31 December 2025",
        ),
        # 30 June − 2 June = 28 days
        (
            (
                "The cream is stable for 14 days once made. A jar prepared on 2 June 2023 must be discarded by "
                "30 June 2023."
            ),
            "30 June 2023",
        ),
    ],
)
def test_what_is_due_is_due_after_the_time_told(text: str, printed: str) -> None:
    assert told(text) == [("due-date", "assumes", printed)]


@pytest.mark.parametrize(
    "text",
    [
        # relatives, a fistula
        (
            "Mrs AB, date of birth 3 June 1960, was reviewed in clinic on 12 May 2022.\n\nShe is a 61-year-old "
            "retired teacher. Her mother died at 71. She has a 4-year-old fistula."
        ),
        # no day of the story is told
        "DOB: 02/11/1975. HD since 2016. 54M with painful plaques.",
        # the letter is not dated, and may be later
        "He was born in 2011. On 3 May 2021 he came to us, aged 10. He is now 12 and well.",
        # an age of former years
        ("Miss B, born 8 August 1982. Letter of 3 May 2021. She had Raynaud's at 19, and lupus was diagnosed at 24."),
        # years in brackets are how long something lasted
        ("Pt: E. L., DOB 30 May 1952, 72F. Adm 2 September 2024. Warfarin since Mar 2017 (7 y), stopped 27 Aug."),
        # other papers
        ("The patient, born on 4 July 1950, was seen on 3 August 2022.\n\n## Discussion\n\nA 61-year-old woman died."),
        # one of several patients
        ("Patient 1 was born on 3 May 1960 and seen on 4 June 2020.\n\nPatient 2, a 34-year-old woman, had plaques."),
        # a catheter
        "DOB 3 May 1950. Seen 4 March 2020.\n\n14F dialysis catheter changed.",
        # a stay elsewhere
        (
            "She was admitted on 3 May 2021. She was transferred to rehabilitation on 20 May, for a stay of "
            "40 days, and went home on 29 June."
        ),
        # over the new year, no year printed
        (
            "She was admitted on 28 December 2021. Biopsy on 3 January. Discharged on 20 January after 23 "
            "nights in hospital."
        ),
        # a readmission
        (
            "She was admitted on 3 May 2021.\n\nShe was discharged on 28 May 2021 after a 25-day stay, and "
            "readmitted on 3 July for 5 days."
        ),
        # a date told after later ones
        (
            "She was admitted on 14 February 2022.\n\nThe ulcer measured 7 cm on 4 April and was fully closed on "
            "10 June 2022. She went home on "
            "22 April, after 67 nights in hospital."
        ),
        # two courses, each with its first and last dose
        (
            "Thiosulfate was started on 10 January 2020. It was stopped on 20 February for vomiting. A "
            "second course was given from 4 May to 27 July 2020.\n\nOn 10 August 2020, two weeks after the "
            "last infusion, the wounds had closed."
        ),
        # periods of a sequence, with the weekday in the dates
        (
            "Each pair had one four-week period of cream; the eight periods took 32 weeks, from Monday 6 "
            "March to Sunday 15 October 2023."
        ),
        # notes without a year
        ("**Fri 26 May** End of week 12. From 3 April to today: 8 weeks, 24 sessions planned (Mon 1 May missed)."),
        # of two versions, and of bloods
        (
            "Version 3, issued March 2024, replaces version 2 (May 2021). Reviewed every two years; next "
            "review due March 2026."
        ),
        (
            "Reviewed every three years. Approved 12 May 2022. Review date May 2025. Bloods every two weeks; "
            "next due 3 June 2022."
        ),
        # a plan that was not kept
        (
            "Recruitment was planned for 24 months. It opened on 1 September 2020 and, extended, closed on "
            "31 March 2024."
        ),
        # of a licence, and of a cream
        "A licence expires 2 June 2026. The cream expires 28 days after making (made 3 May 2024, expires 31 May 2024).",
        # a letter with its subject and its address
        "Re: Mr K.L., born 9 September 1949\n\nClinic 12 January 2023\n\nDear Dr Moss,\n\nThis 73-year-old is well.",
        # planned, and begun
        "Recruitment, planned to take 18 months, opened on 1 May 2021; the first patient came on 3 May 2021.",
        # two shelf lives
        (
            "Shelf life 28 days unopened; use within 7 days of opening. Made 4 March 2024, opened 20 March "
            "2024, discard after 27 March 2024."
        ),
    ],
)
def test_innocent_times_are_left_alone(text: str) -> None:
    assert told(text) == []
