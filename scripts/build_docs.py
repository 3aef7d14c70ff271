"""Build the documentation into build/site.

Pages that are generated from the code are written first, into docs/reference/generated; then the builder runs in
strict mode, where a warning (a broken link, say) is an error.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.reference_pages import PAGES

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "docs" / "reference" / "generated"

# Each is given the folder that generated pages go into and writes its own pages there.
GENERATORS: tuple[Callable[[Path], None], ...] = PAGES


def generate() -> None:
    """Write the generated pages anew, so that none outlives what it was made from."""
    shutil.rmtree(GENERATED, ignore_errors=True)
    if GENERATORS:
        GENERATED.mkdir(parents=True)
    for write in GENERATORS:
        write(GENERATED)


def build() -> int:
    """Run the builder; its exit status."""
    builder = Path(sys.executable).with_name("zensical")
    return subprocess.run([builder, "build", "--clean", "--strict"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    generate()
    sys.exit(build())
