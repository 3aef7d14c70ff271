"""Reading ahead gets ready what reads notes and products, and is never heard of."""

import subprocess
import sys
from unittest.mock import patch

import pytest

from resorb.records.ahead import start_reading_ahead
from resorb.records.protocol import Protocol
from resorb.records.protocol_file import bundled, read_protocol_file

MAYO = read_protocol_file(bundled()["mayo-topical"])
LOOKS_AHEAD = """
import sys
from resorb.records.ahead import start_reading_ahead
from resorb.records.protocol_file import bundled, read_protocol_file
protocol = read_protocol_file(bundled()["mayo-topical"])
before = "resorb.records.notes" in sys.modules, "resorb.records.supplies" in sys.modules
start_reading_ahead(protocol).join()
print(*before, "resorb.records.notes" in sys.modules, "resorb.records.supplies" in sys.modules)
"""


def test_readers_are_imported_by_it_and_not_before() -> None:
    run = subprocess.run([sys.executable, "-c", LOOKS_AHEAD], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False", "True", "True"]


@pytest.mark.parametrize("protocol", [MAYO, Protocol(key="asks for nothing")], ids=lambda p: p.key)
def test_it_ends_without_a_word(protocol: Protocol, capfd: pytest.CaptureFixture[str]) -> None:
    start_reading_ahead(protocol).join()
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_read_is_left_to_whoever_needs_it(capfd: pytest.CaptureFixture[str]) -> None:
    with patch("resorb.records.notes.NoteReader", side_effect=ValueError("a pattern too long")) as reader:
        start_reading_ahead(MAYO).join()
    reader.assert_called_once()
    assert capfd.readouterr() == ("", "")
