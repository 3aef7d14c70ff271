"""What users install with resorb may be used, changed and passed on as freely as resorb itself."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.test_pins import pins

PERMISSIVE = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|MPL)\b", re.IGNORECASE)
COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
# Whose metadata names no licence; read by hand in the package's own LICENSE file.
READ_BY_HAND = {"resvg-py": "MIT"}


def licences() -> dict[str, str]:
    """The licence of each installed package, as its metadata states it."""
    run = subprocess.run(
        [Path(sys.executable).with_name("pip-licenses"), "--with-system", "--from=mixed", "--format=json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {re.sub(r"[-_.]+", "-", p["Name"]).lower(): p["License"] for p in json.loads(run.stdout)}


def test_no_copyleft_comes_with_resorb() -> None:
    stated = licences() | READ_BY_HAND
    installed = {package: stated[package] for package in pins("run") if package in stated}
    assert len(installed) > 10
    refused = {p: text for p, text in installed.items() if COPYLEFT.search(text) or not PERMISSIVE.search(text)}
    assert refused == {}
