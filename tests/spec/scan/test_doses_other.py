"""Units and frequencies that cannot be, whatever the drug."""

import pytest

from tests.spec.scan.test_parts_in_a_row import told


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("The regimen was 12.5 kg three times a week by slow infusion, then 25 g.", "12.5 kg / 1000 = 12.5 g"),
        ("Dosing of case 3: 25 kg after each dialysis for ten weeks.", "25 kg / 1000 = 25 g"),
        ("We injected 0.2 L of lidocaine into each nodule.", "0.2 L / 1000 = 0.2 mL"),
        ("The cream was applied 8 times per hour to the fingertips.", "8 times per hour = 192 times a day > 24"),
        ("A zinc ointment was rubbed on every 10 minutes.", "every 10 minutes = 144 times a day > 24"),
    ],
)
def test_slips(text: str, arithmetic: str) -> None:
    assert told(text) == [("dose-impossible", arithmetic)]


@pytest.mark.parametrize(
    "text",
    [
        "On STS his weight fell: he lost 2 kg per week.",
        "She weighed 62 kg and took the dose three times a week.",
        "Ultrafiltration was 2.5 kg per session while thiosulfate was infused.",
        "He lifted 5 kg twice daily between doses.",
        "The wound over the nodule was irrigated with 1 L of saline and then injected.",
        "Blood pressure was checked every 5 minutes during the infusion.",
        "Fentanyl was given every 5 minutes until the pain eased.",
        "The cream was applied every 12 hours, or 3 times a day.",
        "The pharmacy bought 25 kg of thiosulfate per year.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert told(text) == []
