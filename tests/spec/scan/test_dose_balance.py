"""Spec: amounts that stand together make one product or sum, in whatever words; points tell which is meant."""

from __future__ import annotations

import pytest

from tests.spec.scan.saying import said_of

CHECK = ("dose-balance",)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # 24 kg × 250 mg/kg = 6 g
        ("A child of 24 kg was prescribed 250 mg/kg of sodium thiosulfate, in her case 60 g per infusion.", "60 g"),
        # 7 × 0.3 mL = 2.1 mL
        ("Seven deposits received 0.3 mL each, 3.1 mL of sodium thiosulfate 250 mg/mL in all.", "0.3 mL"),
    ],
)
def test_what_the_numbers_do_not_give_is_told(text: str, printed: str) -> None:
    assert said_of(text, CHECK) == [("dose-balance", "assumes", printed)]


@pytest.mark.parametrize(
    "text",
    [
        "A child of 24 kg was prescribed 250 mg/kg of sodium thiosulfate, in her case 6 g per infusion.",
        "Seven deposits received 0.3 mL each, 2.1 mL of sodium thiosulfate 250 mg/mL in all.",
        # 18 × 12.5 g + 30 × 25 g = 975 g, although 25 g at each of three sessions for 16 weeks would be 1,200 g
        "Eighteen doses of 12.5 g and 30 doses of 25 g were given, in all 975 g in 16 weeks at three doses a week.",
        "Thiosulfate 25 g was infused in 100 mL over 60 min; ondansetron 4 mg was given before.",
    ],
)
def test_what_some_relation_gives_is_left_alone(text: str) -> None:
    assert said_of(text, CHECK) == []
