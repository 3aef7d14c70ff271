"""What a pharmacy record says: product, route, strength, amount. Unknown stays unknown."""

from fractions import Fraction

import pytest

from resorb.records.protocol import ProductRule
from resorb.records.supplies import KindOfRecord, Product, read_product, read_supplied

NAMES = ("sodium thiosulfate", "sodium thiosulphate")


def product(
    text: str | None, *, route: str | None = None, sig: str | None = None, concept: str | None = None
) -> Product:
    return read_product(KindOfRecord(0, concept, text, None, route, None, sig), (), NAMES)


@pytest.mark.parametrize(
    ("text", "strength", "pack"),
    [
        ("SODIUM THIOSULFATE 25% IN ZINC OXIDE OINT 180 G", "25 %", (180, "g")),
        ("Sodium thiosulphate 25% w/w oint, 180 g", "25 % w/w", (180, "g")),
        ("sodium thiosulfate 250 MG/ML Injectable Solution", "250 mg/mL", None),
        ("SODIUM THIOSULFATE 12.5 G/50 ML VIAL", "12.5 g/50 mL", None),
        ("SODIUM THIOSULFATE IN ZINC OXIDE OINT 60 G", None, (60, "g")),
        ("UREA 20% WITH SODIUM THIOSULFATE 10% CREAM 200 G", "10 %", (200, "g")),
        ("COMPOUNDED OINTMENT", None, None),
    ],
)
def test_a_name_tells_strength_and_pack(text: str, strength: str | None, pack: tuple[int, str] | None) -> None:
    read = product(text)
    assert (read.strength, read.pack) == (strength, pack)


@pytest.mark.parametrize(
    ("record", "text", "route"),
    [
        ("TOP", "SODIUM THIOSULFATE 25%", "topical"),
        ("IV PIGGYBACK", "SODIUM THIOSULFATE", "intravenous"),
        ("EXT", "SODIUM THIOSULFATE 25% OINT", "topical"),  # the record's word is not known, the form is
        (None, "SODIUM THIOSULFATE 25% OINT", "topical"),
        ("PO", "SODIUM THIOSULFATE 25% OINT", "oral"),  # the record goes before the name
        ("PATCH TEST", "SODIUM THIOSULFATE", None),
        (None, "SODIUM THIOSULFATE", None),
    ],
)
def test_the_route_is_on_record_or_in_the_form(record: str | None, text: str, route: str | None) -> None:
    assert product(text, route=record).route == route


def test_the_protocol_says_what_a_record_does_not() -> None:
    rule = ProductRule(names=("house ointment",), route="topical", strength="25 % w/w", unit="g")
    read = read_product(KindOfRecord(0, None, "HOUSE OINTMENT NO. 7", None, None, None, None), (rule,), NAMES)
    assert (read.route, read.strength) == ("topical", "25 % w/w")
    assert read_supplied(read, 120, "120", None, None).amount == 120


@pytest.mark.parametrize(
    ("text", "number", "printed", "unit", "sig", "amount"),
    [
        ("STS 25% OINT 60 G", 180.0, "180.0", "g", None, Fraction(180)),
        ("STS 25% OINT 60 G", 3.0, "3.0", "tube", None, Fraction(180)),  # 3 × 60 g
        ("STS 25% OINT 120 G", 1.0, "1.0", "JAR", None, Fraction(120)),
        ("STS 25% OINT", 1.0, "1.0", "jar", None, None),  # what a jar holds is not on record
        ("STS 25% OINT 60 G", 60.0, "60.0", None, None, Fraction(60)),  # the name holds this very number
        ("STS 25% OINT 60 G", 3.0, "3.0", None, None, None),  # 3 g, or 3 tubes?
        ("STS 25% OINT 120 G", None, None, None, None, Fraction(120)),
        ("STS 25% OINT", None, None, None, "APPLY BID. DISP 240 G", Fraction(240)),
        ("STS 25% OINT", None, None, None, "APPLY BID. DISP 1 JAR", None),
        ("STS 25% OINT", None, "120 g", None, None, Fraction(120)),
        ("STS 25% OINT 60 G", None, "2 tubes", None, None, Fraction(120)),
        ("STS 25% OINT", None, "1 op - 8.75 cm x 1 m (e)", None, None, None),
        ("STS 25% OINT 60 G", -60.0, "-60.0", "g", None, None),
        ("STS 25% OINT 60 G", 0.0, "0.0", "g", None, None),
        ("STS 25% OINT 60 G", 4.0, "4.0", "ampoule", None, None),
        ("STS 12.5 G/50 ML", 100.0, "100.0", "mL", None, Fraction(100)),
    ],
)
def test_how_much_was_supplied(
    text: str, number: float | None, printed: str | None, unit: str | None, sig: str | None, amount: Fraction | None
) -> None:
    read = read_supplied(product(text), number, printed, unit, sig)
    assert read.amount == amount
    assert read.why  # how it was read, or why it could not be
