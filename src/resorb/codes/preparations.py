"""Drugs, their salts, and the products that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from resorb.codes.entries import Entry
from resorb.codes.forms import Form
from resorb.values.quantities import read_quantity
from resorb.values.strengths import Strength, read_strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Salt:
    """A salt or hydrate of a drug; ``molar_mass`` in g/mol, ``sodium`` in mol Na per mol of salt."""

    key: str
    label: str
    molar_mass: Fraction
    cas: str = ""
    unii: str = ""
    sodium: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug(Entry):
    """A drug. ``default_salt`` is assumed when a source names none, for the reason in ``default_reason``.

    ``codes`` holds (system, code) pairs such as ATC and HCPCS.
    """

    salts: tuple[Salt, ...] = ()
    default_salt: str = ""
    default_reason: str = ""
    codes: tuple[tuple[str, str], ...] = ()

    def salt(self, key: str = "") -> Salt | None:
        """The named salt, or the default one; None when the drug lists none."""
        return next((s for s in self.salts if s.key == (key or self.default_salt)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDrugs(Entry):
    """A class of drugs that are not judged: its names, and how further names of it begin or end, in lower case."""

    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDose(Entry):
    """A drug beside the treatment, and the least and most that is given of it in a day or as one weekly dose.

    ``least_mg`` and ``most_mg`` are amounts, ``least_mg_per_kg`` and ``most_mg_per_kg`` amounts per body weight; None
    where no source names them. ``is_weekly`` for a drug of which far more is given for other diseases than weekly.
    """

    least_mg: Fraction | None = None
    most_mg: Fraction | None = None
    least_mg_per_kg: Fraction | None = None
    most_mg_per_kg: Fraction | None = None
    is_weekly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Entry):
    """A known preparation: drug, salt, route, strength as printed, vehicle, how long it keeps."""

    drug: str
    routes: tuple[str, ...]
    strength: Strength | None
    salt: str = ""
    vehicle: str = ""
    keeps: str = ""
    maker: str = ""
    country: str = ""
    codes: tuple[tuple[str, str], ...] = ()


def read_drug(form: Form) -> Drug:
    """Read one entry of drugs.yaml."""
    salts = tuple(
        Salt(
            key=one.key,
            label=one.text("label", one.key),
            molar_mass=_positive(one, "molar mass"),
            cas=one.text("cas", ""),
            unii=one.text("unii", ""),
            sodium=one.number("sodium"),
        )
        for one in form.forms("salts")
    )
    default, reason = form.text("default salt", ""), form.text("default reason", "")
    if default and default not in {s.key for s in salts}:
        form.fault("default salt", f"{default!r} is not one of the salts", "name one of them")
    if default and not reason:
        form.fault("default reason", "is missing", "say why this salt is assumed")
    return Drug(**form.basics(), salts=salts, default_salt=default, default_reason=reason, codes=_pairs(form))


def read_given_dose(form: Form) -> GivenDose:
    """Read one entry of given_doses.yaml."""
    found = {name: _amount(form, name, unit) for name, unit in _GIVEN.items()}
    least, most = found["least at once"], found["most at once"]
    per_kg = found["least per kg"], found["most per kg"]
    if most is None and per_kg[1] is None:
        form.fault("most at once", "is missing", "add `most at once:` with a mass such as 60 mg, or `most per kg:`")
    for low, high in ((least, most), per_kg):
        if low is not None and (high is None or high < low):
            form.fault("least at once", "is more than the most", "give the smallest first, and the largest beside it")
    return GivenDose(
        **form.basics(),
        least_mg=least,
        most_mg=most,
        least_mg_per_kg=per_kg[0],
        most_mg_per_kg=per_kg[1],
        is_weekly=form.flag("only weekly"),
    )


_GIVEN = {"least at once": "mg", "most at once": "mg", "least per kg": "mg/kg", "most per kg": "mg/kg"}


def _amount(form: Form, name: str, unit: str) -> Fraction | None:
    value = form.read(name, lambda text: read_quantity(text, like=unit))
    return None if value is None else value.to(unit)[0]


def read_other_drugs(form: Form) -> OtherDrugs:
    """Read one entry of other_drugs.yaml."""
    return OtherDrugs(**form.basics(), beginnings=form.texts("beginnings"), endings=form.texts("endings"))


def read_product(form: Form) -> Product:
    """Read one entry of products.yaml."""
    drug = form.refers("drug", "drugs", needed=True)
    return Product(
        **form.basics(),
        drug=drug[0] if drug else "",
        routes=form.refers("route", "routes", needed=True),
        strength=form.read("strength", read_strength),
        salt=form.text("salt", ""),
        vehicle=form.text("vehicle", ""),
        keeps=form.text("keeps", ""),
        maker=form.text("maker", ""),
        country=form.text("country", ""),
        codes=_pairs(form),
    )


def _pairs(form: Form) -> tuple[tuple[str, str], ...]:
    return tuple((system, code) for one in form.inner("codes") for system in one.names() for code in one.texts(system))


def _positive(form: Form, name: str) -> Fraction:
    number = form.number(name)
    if (number is None and not form.has(name)) or (number is not None and number <= 0):
        form.fault(name, "is not a positive number", "write the molar mass in g/mol, for example 158.11")
    return number or Fraction(1)
