"""``resorb convert --to`` as a user types it."""

import json
import subprocess
import sys
from pathlib import Path

from resorb.tables.folder import write_folder
from tests.spec.exports.clinic import clinic


def resorb(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resorb", "convert", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def test_a_private_study_leaves_with_a_record_of_what_was_done(tmp_path: Path) -> None:
    write_folder(clinic(), tmp_path / "found")
    done = resorb("found", "--to", "fhir", "-o", "shared", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    record = json.loads((tmp_path / "shared" / "export.json").read_text())
    assert record["privacy"] == said["privacy"]
    assert record["privacy"]["patients given new ids"] == 12
    assert record["not carried"]["attrition"] == 3
    files = {p.name for p in (tmp_path / "shared").iterdir()}
    assert files == {"own.fhir.json", "export.json", "ro-crate-metadata.json"}
    everything = "".join(p.read_text() for p in (tmp_path / "shared").iterdir()) + done.stdout + done.stderr
    assert "canary" not in everything.lower()


def test_equal_keys_and_days_give_equal_bytes(tmp_path: Path) -> None:
    write_folder(clinic(), tmp_path / "found")
    (tmp_path / "key").write_bytes(b"0123456789abcdef")
    for name in ("one", "two"):
        assert resorb("found", "--to", "adam", "-o", name, "--key", "key", cwd=tmp_path).returncode == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_too_few_patients_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    write_folder(clinic(3), tmp_path / "found")
    done = resorb("found", "--to", "phenopackets", "-o", "shared", cwd=tmp_path)
    assert done.returncode == 2
    assert "has 3 patients, fewer than the smallest cell of 5" in done.stderr
    assert not (tmp_path / "shared").exists()
    assert resorb("found", "--to", "phenopackets", "-o", "shared", "--as-is", cwd=tmp_path).returncode == 0


def test_an_unknown_form_or_a_short_key_is_said_in_a_line(tmp_path: Path) -> None:
    wrong = resorb("hftc-topical-2016", "--to", "phenopacket", "-o", "x", cwd=tmp_path)
    assert (wrong.returncode, "did you mean 'phenopackets'?" in wrong.stderr) == (2, True)
    (tmp_path / "key").write_bytes(b"short")
    short = resorb("hftc-topical-2016", "--to", "fhir", "-o", "x", "--key", "key", cwd=tmp_path)
    assert (short.returncode, "fewer than 16 bytes" in short.stderr) == (2, True)
