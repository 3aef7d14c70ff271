"""From rows as they came to OMOP tables: references looked up, versions of one resource made one, origins kept."""

from __future__ import annotations

from pathlib import Path

from resorb.records.fhir.landing import OMOP, TABLES, Landing
from resorb.records.fhir.told import Told
from resorb.records.omop import DAY
from resorb.values.findings import BadInput, Fault, Place

_VERSION = "(coalesce({0}.updated, ''), {0}.file, {0}.line)"
_WITHDRAWN = ("meta.lastUpdated", "is an earlier version of what was withdrawn; left out", "nothing")
_TWICE = ("id", "is that of a resource that was there before; the last version is taken", "nothing")
_NO_PATIENT = ("subject", "leads to a Patient that is not there, or to several; left out", "write Patient/id")
_UNKNOWN = ("subject", "leads to a Patient that is not in the data; taken, sex and birth unknown", "add the Patient")
_NO_MEDICATION = ("medicationReference", "leads to a Medication that is not there; left out", "add the Medication")
_TOLD_TWICE = ("MedicationRequest", "is told by what was dispensed or given for it; counted there", "nothing")
_NO_BINARY = ("attachment.url", "leads to a Binary with text that is not there; left out", "add the Binary")
_SERVERS = (
    "reference",
    "leads to more than one server; equal ids are taken for one patient",
    "export one server at a time, if they are not",
)


def settle(landing: Landing, told: Told, path: Path) -> None:
    """Make the tables; what is lost on the way is told.

    Raises:
        BadInput: when there is nothing left, with all that was told.
    """
    landing.write_all()
    making = _Making(landing, told)
    for table in making.filled:
        making.one_version(table)
    making.whom_names_mean()
    making.persons_only_referred_to()
    making.medications()
    making.requests_told_twice()
    making.texts()
    if not making.any("land_person"):
        nobody = Fault(Place(str(path)), "source", "holds no patient", "give a FHIR R4 export")
        raise BadInput([*told.faults(), nobody])
    if len(told.servers) > 1:
        told.remark(Place(path.name), *_SERVERS, len(told.servers))
    making.tables()


class _Making:
    """The tables while they are made. All names in its SQL are our own."""

    def __init__(self, landing: Landing, told: Told) -> None:
        self.connection, self.told, self.landing = landing.connection, told, landing
        self.filled = [t for t in TABLES if t in landing.filled]

    def run(self, query: str) -> None:
        self.connection.execute(query)

    def any(self, rows: str) -> bool:
        """Whether there is such a row."""
        return self.connection.execute(f"SELECT 1 FROM {rows} LIMIT 1").fetchone() is not None  # noqa: S608

    def say(self, rows: str, said: tuple[str, str, str]) -> bool:
        """Say something of these rows: field, rule and remedy, with how many there are and the first place."""
        row = self.connection.execute(f"SELECT count(*), min((t.file, t.line)) FROM {rows}").fetchone()  # noqa: S608
        if not row or not row[0]:
            return False
        self.told.remark(Place(*row[1]), *said, row[0])
        return True

    def drop(self, table: str, where: str, said: tuple[str, str, str]) -> None:
        """Leave out the rows of a table for which this holds, and say so."""
        if self.say(f"land_{table} AS t WHERE {where}", said):
            self.run(f"DELETE FROM land_{table} AS t WHERE {where}")  # noqa: S608

    def drop_by(self, other: str, table: str, where: str, said: tuple[str, str, str]) -> None:
        """Leave out the rows of a table to which a row of the other belongs, and say so."""
        if self.say(f"land_{table} AS t SEMI JOIN {other} AS o ON {where}", said):
            self.run(f"DELETE FROM land_{table} AS t USING {other} AS o WHERE {where}")  # noqa: S608

    def one_version(self, table: str) -> None:
        """A resource that comes more than once counts once, as it was last; withdrawn at last, not at all."""
        mine, other = _VERSION.format("t"), _VERSION.format("o")
        if "gone" in self.landing.filled:
            self.drop_by("land_gone", table, f"o.name = t.name AND {other} > {mine}", _WITHDRAWN)
        twice = "contains(name, '/') GROUP BY name HAVING min(file) <> max(file) OR min(line) <> max(line)"
        if self.any(f"land_{table} WHERE {twice}"):
            last = f"SELECT name, max({mine}) AS last FROM land_{table} AS t WHERE contains(name, '/') GROUP BY name"  # noqa: S608
            self.run(f"CREATE TEMP TABLE latest AS {last}")
            self.drop_by("latest", table, f"o.name = t.name AND o.last <> {mine}", _TWICE)
            self.run("DROP TABLE latest")
        own = OMOP[table].columns[0].name
        first = f"row_number() OVER (PARTITION BY {own} ORDER BY file, line)"
        if own != "person_id" and self.any(f"land_{table} GROUP BY {own} HAVING count(*) > 1"):
            self.say(f"(FROM land_{table} QUALIFY {first} > 1) AS t", _TWICE)
            self.run(f"CREATE TABLE kept AS FROM land_{table} QUALIFY {first} = 1")
            self.run(f"DROP TABLE land_{table}")
            self.run(f"ALTER TABLE kept RENAME TO land_{table}")

    def whom_names_mean(self) -> None:
        """Persons that are named by ``urn:uuid:`` or an identifier."""
        self.run("CREATE TABLE person_key AS SELECT DISTINCT person_id, key FROM land_person_key")
        if self.any("person_key GROUP BY person_id HAVING count(*) > 1"):
            rule = "two Patients have ids that resorb cannot tell apart"
            raise BadInput([Fault(Place(str(self.told.root)), "Patient.id", rule, "change one of them")])
        if not self.landing.by_name:
            return
        self.run("""
            CREATE TEMP TABLE called AS
            SELECT alias, min(person_id) AS person_id FROM (
              SELECT a.alias, k.person_id FROM land_alias AS a JOIN person_key AS k ON k.key = a.key
              UNION SELECT 'urn:uuid:' || key, person_id FROM person_key
            ) GROUP BY alias HAVING count(DISTINCT person_id) = 1
        """)
        for table in sorted(self.landing.by_name):
            self.run(
                f"UPDATE land_{table} AS t SET person_id = c.person_id FROM called AS c "  # noqa: S608
                "WHERE t.person_ref = c.alias"
            )
            self.drop(table, "person_id IS NULL", _NO_PATIENT)

    def persons_only_referred_to(self) -> None:
        """Patients who are only referred to are taken, with nothing known of them."""
        others = [t for t in self.filled if t != "person"]
        if not others:
            return
        rows = " UNION ALL ".join(f"SELECT person_id, file, line, name FROM land_{t}" for t in others)  # noqa: S608
        self.run(
            "CREATE TEMP TABLE stranger AS SELECT person_id, min((file, line, name)) AS first "  # noqa: S608
            f"FROM ({rows}) ANTI JOIN land_person USING (person_id) GROUP BY person_id"
        )
        if self.say("(SELECT first[1] AS file, first[2] AS line FROM stranger) AS t", _UNKNOWN):
            self.run("INSERT INTO land_person (person_id, gender_concept_id, file, line, name) "
                     "SELECT person_id, 0, first[1], first[2], first[3] FROM stranger")  # fmt: skip

    def medications(self) -> None:
        """Medications that are told in a resource of their own."""
        if "drug_exposure" not in self.filled or not self.any("land_drug_exposure WHERE medication IS NOT NULL"):
            return
        self.run("""
            UPDATE land_drug_exposure AS t SET
              drug_source_value = coalesce(m.text, t.drug_source_value),
              drug_concept_id = m.own,
              drug_source_concept_id = m.source
            FROM (
              SELECT key, min(text) AS text, min(drug_concept_id) AS own, min(drug_source_concept_id) AS source
              FROM (SELECT * FROM land_medication
                    UNION ALL SELECT * REPLACE ('urn:uuid:' || split_part(key, '/', 2) AS key) FROM land_medication)
              GROUP BY key
            ) AS m
            WHERE m.key = t.medication
        """)
        nothing = "drug_source_value IS NULL AND drug_concept_id = 0 AND drug_source_concept_id = 0"
        self.drop("drug_exposure", nothing, _NO_MEDICATION)

    def requests_told_twice(self) -> None:
        """Requests that a dispense or an administration names."""
        if "drug_exposure" in self.filled and self.any("land_drug_exposure WHERE tells_of IS NOT NULL"):
            told = "(SELECT tells_of FROM land_drug_exposure WHERE tells_of IS NOT NULL)"
            named = f"t.name IN {told} OR 'urn:uuid:' || split_part(t.name, '/', 2) IN {told}"
            self.drop("drug_exposure", f"starts_with(t.name, 'MedicationRequest/') AND ({named})", _TOLD_TWICE)

    def texts(self) -> None:
        """Texts that a Binary holds."""
        if "note" not in self.filled or not self.any("land_note WHERE held_in IS NOT NULL"):
            return
        self.run("""
            UPDATE land_note AS t SET note_text = CASE WHEN t.note_text IS NULL THEN b.text
              ELSE b.text || chr(10) || t.note_text END
            FROM (
              SELECT key, min(text) AS text FROM (
                SELECT * FROM land_binary
                UNION ALL SELECT 'urn:uuid:' || split_part(key, '/', 2), text FROM land_binary
              ) GROUP BY key
            ) AS b
            WHERE b.key = t.held_in
        """)
        self.drop("note", "note_text IS NULL", _NO_BINARY)

    def tables(self) -> None:
        """The tables as OMOP has them, and where each of their rows came from."""
        tables = ["person", *(t for t in self.filled if t != "person")]
        origin = "SELECT '{0}' AS table_name, {1} AS id, file, line, name FROM land_{0}"
        origins = " UNION ALL ".join(origin.format(t, OMOP[t].columns[0].name) for t in tables)
        self.run(f"CREATE TABLE record_origin AS {origins}")
        for table in tables:
            columns = ", ".join(
                f"TRY_CAST({c.name} AS DATE) AS {c.name}" if c.type == DAY else c.name for c in OMOP[table].columns
            )
            self.run(f"CREATE TABLE {table} AS SELECT {columns} FROM land_{table}")  # noqa: S608
            self.run(f"DROP TABLE land_{table}")
        if "concept_ancestor" in self.landing.filled:
            self.run("""
                CREATE TABLE concept_ancestor AS
                WITH RECURSIVE below AS (
                  SELECT DISTINCT * FROM land_concept_ancestor
                  UNION
                  SELECT b.ancestor_concept_id, a.descendant_concept_id
                  FROM below AS b JOIN land_concept_ancestor AS a ON a.ancestor_concept_id = b.descendant_concept_id
                )
                FROM below
            """)
        for side in ("person_key", "alias", "medication", "binary", "gone", "concept_ancestor"):
            self.run(f"DROP TABLE land_{side}")
