"""One list: how its columns are to be read is learnt in a first pass over all rows; a second one takes the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from resorb.records.lists.cells import (
    COMMA,
    DateOrder,
    Decimals,
    is_total,
    leading_number,
    read_date,
    read_days,
    read_number,
    sex_of,
)  # fmt: skip
from resorb.records.lists.grid import Grid
from resorb.records.lists.headers import Header, plain, vocabulary_of, words
from resorb.records.lists.mapping import ListRule
from resorb.records.lists.remarks import Remarks
from resorb.records.lists.tables import Tables

_DATES = ("date", "last day", "birth date", "death date")
_NUMBERS = ("quantity", "days supply", "refills", "value", "low", "high")
_DRUG_CODES = {"ndc": "NDC", "rxnorm": "RxNorm", "atc": "ATC"}
_MAPPING = "in lists.yaml"
_SEXES = {"male": 8507, "female": 8532}
_LEFT_OUT = "the row is left out"


@dataclass(frozen=True, slots=True)
class _Line:
    """One row by role."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, role: str) -> str:
        return self.cells.get(role, "")


class ListReader:
    """Reads one list into the tables."""

    def __init__(self, grid: Grid, header: Header, rule: ListRule, tables: Tables) -> None:
        self.grid, self.header, self.rule, self.tables = grid, header, rule, tables
        self.remarks: Remarks = tables.remarks
        self.file = len(tables.files)
        tables.files.append(grid.file)
        self.orders: dict[str, str | None] = {}
        self.decimals: dict[str, str | None] = {}
        self.spanish_sexes = False
        self.last: dict[int, date] = {}

    def learn(self) -> None:
        """The first pass: the order of dates and the decimal sign of each column; what stays open is refused."""
        self._say_header()
        orders = {role: DateOrder() for role in _DATES if role in self.header.at}
        decimals = {role: Decimals() for role in _NUMBERS if role in self.header.at}
        for row in self._lines(say=False):
            for role, order in orders.items():
                order.see(row[role], row.number)
            for role, sign in decimals.items():
                sign.see(row[role])
            self.spanish_sexes = self.spanish_sexes or plain(row["sex"]) == "h"
        for role, order in orders.items():
            self.orders[role] = self.rule.dates or order.told
            if self.rule.dates is None and order.open and not order.told:
                self._open_order(role, order)
            elif self.rule.dates is None and order.told and order.open:
                self._note(
                    order.open_line,
                    role,
                    f"is read as {order.told}: other dates of the column tell",
                    "see that it is so",
                )
        for role, sign in decimals.items():
            self.decimals[role] = self.rule.decimals or sign.told
            if self.decimals[role] == COMMA and self.rule.decimals is None:
                self._note(self.header.line, role, "has decimal commas", "read so; other numbers of the column tell")

    def _open_order(self, role: str, order: DateOrder) -> None:
        remedy = f"say `dates: day first` or `dates: month first` {_MAPPING}"
        if order.mixed:
            self._note(
                order.open_line, role, "has dates of both orders", f"those that can be both are not read; {remedy}"
            )
            return
        rule = "holds dates like 03/04/2015 that can be day or month first, and none that tells"
        self.remarks.refuse(self.grid.file, order.open_line, self._word(role), rule, remedy)

    def _say_header(self) -> None:
        line = self.header.line
        if line > 1:
            self._note(1, "", f"has its header in line {line}", "rows above it are not read")
        if self.header.passed_over:
            self._note(
                line, "", f"has {len(self.header.passed_over)} columns that tell who somebody is", "they are not read"
            )
        for number in self.header.unknown:
            rule = "has a header that is not understood"
            self.remarks.note(self.grid.file, line, f"column {number}", rule, f"not read; name it {_MAPPING}")
        if "refills" in self.header.at:
            self._note(
                line,
                "refills",
                "tells what may still be fetched",
                "each row counts as one supply; refills are not added",
            )

    def _word(self, role: str) -> str:
        return self.header.words.get(role) or role or "header"

    def _note(self, line: int, role: str, rule: str, remedy: str) -> None:
        self.remarks.note(self.grid.file, line, self._word(role), rule, remedy)

    def _lines(self, *, say: bool) -> Any:
        """Rows below the header that can be rows of the list; in the second pass the others are said."""
        width = 1 + max(self.header.at.values())
        roles = list(self.header.at.items())
        whole: int | None = None
        for line, cells in self.grid.rows():
            if line <= self.header.line:
                whole = len(cells)
                continue
            if whole is not None and len(cells) > whole and any(c.strip() for c in cells[whole:]):
                if say:
                    self._note(
                        line,
                        "",
                        "a row has more cells than the header",
                        f"{_LEFT_OUT}; quote cells that hold the delimiter",
                    )
                continue
            if len(cells) < width and say and len(cells) < (whole or 0):
                self._note(line, "", "a row has fewer cells than the header", "the others are taken as empty")
            whole_row = cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]
            yield _Line(line, {role: whole_row[at].strip() for role, at in roles})

    def take(self) -> int:
        """The second pass: stage the rows; how many were taken."""
        taken = 0
        handler = getattr(self, f"_{self.header.kind}")
        for row in self._lines(say=True):
            if self._is_total(row):
                self._note(row.number, "", "looks like a row of totals", _LEFT_OUT)
                continue
            if not row["person"]:
                self._note(row.number, "person", "is empty", _LEFT_OUT)
                continue
            person = self.tables.person(row["person"], self.grid.file, row.number, self._word("person"))
            if self.header.kind == "patients":
                self._patient(row, person)
                taken += 1
                continue
            day = self._day(row, "date")
            if day is None:
                rule = "is empty" if not row["date"] else "is no date that can be read"
                self._note(row.number, "date", rule, f"{_LEFT_OUT}; write dates as 2015-03-04")
                continue
            if day < self.last.get(person, day):
                self._note(row.number, "date", "goes back in time within a person", "rows are taken by their dates")
            self.last[person] = day
            taken += handler(row, person, day)
        return taken

    def _is_total(self, row: _Line) -> bool:
        return is_total(row["person"]) or (not row["person"] and any(is_total(c) for c in row.cells.values()))

    def _add(self, table: str, row: _Line, person: int, **cells: Any) -> int:
        content = "\x1f".join([str(person), *row.cells.values()])
        self.tables.add(table, self.file, row.number, content, {"person_id": person, **cells})
        return 1

    def _day(self, row: _Line, role: str) -> date | None:
        return read_date(row[role], self.orders.get(role)) if row[role] else None

    def _optional_day(self, row: _Line, role: str) -> date | None:
        day = self._day(row, role)
        if row[role] and day is None:
            self._note(row.number, role, "is no date that can be read", "taken as unknown")
        return day

    def _number(self, row: _Line, role: str) -> str | None:
        """A number as digits, else the text as it stands (which is then no number), said."""
        text = row[role]
        if not text:
            return None
        number = read_number(text, self.decimals.get(role))
        if number is None:
            if role == "days supply" and (days := read_days(text)):
                return days
            self._note(
                row.number, role, "is no number that can be read in one way only", "kept as text, not counted with"
            )
            return _text_only(text)
        if role in ("quantity", "days supply") and float(number) <= 0:
            self._note(row.number, role, "is not above zero", "kept; it is not counted with")
        return number

    def _patient(self, row: _Line, person: int) -> None:
        sex = None if self.spanish_sexes and plain(row["sex"]) == "m" else sex_of(row["sex"])
        if row["sex"] and sex is None:
            self._note(row.number, "sex", "is no word for a sex that is known", "taken as unknown")
        year = row["birth year"]
        if year and not (year.isdecimal() and len(year) == 4):
            self._note(row.number, "birth year", "is no year", "taken as unknown")
            year = ""
        self._add(
            "person", row, person,
            gender_concept_id=_SEXES.get(sex or "", 0),
            gender_source_value=row["sex"] or None,
            birth_datetime=self._optional_day(row, "birth date"),
            year_of_birth=int(year) if year else None,
            race_source_value=row["race"] or None,
        )  # fmt: skip
        died = self._optional_day(row, "death date")
        if died is not None:
            self._add("death", row, person, death_date=died)

    _patients = _patient

    def _dispensings(self, row: _Line, person: int, day: date) -> int:
        product = row["product"]
        if row["strength"] and row["strength"].casefold() not in product.casefold():
            product = f"{product} {row['strength']}".strip()
        codes = [(v, row[role]) for role, v in _DRUG_CODES.items() if row[role]]
        if not product and not codes and not row["drug code"]:
            self._note(row.number, "product", "is empty", _LEFT_OUT)
            return 0
        last = self._optional_day(row, "last day")
        if last is not None and last < day:
            self._note(row.number, "last day", "lies before the day of supply", "kept; it is not counted with")
        if not row["days supply"] and last is None:
            role = "days supply" if "days supply" in self.header.at else "date"
            self._note(row.number, role, "how long a supply lasts is not on record", "taken as unknown")
        if row["refills"] and read_number(row["refills"], None) is None:
            self._note(row.number, "refills", "is no number", "not counted with")
        return self._add(
            "drug_exposure", row, person,
            drug_concept_id=0,
            drug_exposure_start_date=day,
            drug_exposure_end_date=last,
            quantity=self._quantity(row),
            days_supply=self._number(row, "days supply"),
            drug_source_concept_id=self.tables.concept(*codes[0]) if codes else 0,
            drug_source_value=product or (codes[0][1] if codes else row["drug code"]),
            route_source_value=row["route"] or None,
            dose_unit_source_value=row["unit"] or None,
            sig=row["sig"] or None,
        )  # fmt: skip

    def _quantity(self, row: _Line) -> str | None:
        """A number, a number with its unit in words, or free text: the reader of supplies judges texts."""
        text = row["quantity"]
        if not text:
            self._note(
                row.number,
                "quantity",
                "how much was supplied is not in this column",
                "read from the product's text, else unknown",
            )
            return None
        number = leading_number(text, self.decimals.get("quantity"))
        head, _, tail = number.partition(" ")
        if tail.isalpha() and read_number(head, None) is not None:
            return number
        return self._number(row, "quantity")

    def _diagnoses(self, row: _Line, person: int, day: date) -> int:
        if not row["code"]:
            self._note(row.number, "code", "is empty", _LEFT_OUT)
            return 0
        named = row["vocabulary"] or self.header.words.get("code", "")
        vocabulary = vocabulary_of(named) or self.rule.vocabulary
        if row["vocabulary"] and vocabulary is None:
            self._note(
                row.number, "vocabulary", "is no coding system that is known", "the code is taken as it is written"
            )
        return self._add(
            "condition_occurrence", row, person,
            condition_concept_id=0,
            condition_start_date=day,
            condition_source_concept_id=self.tables.concept(vocabulary, row["code"]) if vocabulary else 0,
            condition_source_value=row["code"],
        )  # fmt: skip

    def _notes(self, row: _Line, person: int, day: date) -> int:
        if not row["text"]:
            self._note(row.number, "text", "is empty", _LEFT_OUT)
            return 0
        return self._add("note", row, person, note_date=day, note_title=row["title"] or None, note_text=row["text"])

    def _chart(self, row: _Line, person: int, day: date) -> int:
        entry = plain(row["entry"])
        kind = next((k for k, listed in words()["entries"].items() if entry in listed), None)
        if kind is None:
            self._note(row.number, "entry", "is neither a diagnosis nor a note", _LEFT_OUT)
            return 0
        return self._diagnoses(row, person, day) if kind == "diagnosis" else self._notes(row, person, day)

    def _labs(self, row: _Line, person: int, day: date) -> int:
        if not row["loinc"]:
            self._note(row.number, "loinc", "a result has no LOINC code", "kept; protocols find results by LOINC")
        return self._add(
            "measurement", row, person,
            measurement_concept_id=self.tables.concept("LOINC", row["loinc"]) if row["loinc"] else 0,
            measurement_date=day,
            value_as_number=self._number(row, "value"),
            range_low=self._number(row, "low"),
            range_high=self._number(row, "high"),
            unit_source_value=row["unit"] or None,
            measurement_source_value=row["loinc"] or row["analyte"] or None,
        )  # fmt: skip


def _text_only(text: str) -> str:
    """A text that no database takes for a number ("1e5", "NaN", "1,250")."""
    try:
        float(text)
    except ValueError:
        return text
    return f"{text} (as printed)"
