"""The shape that every part of the project keeps."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "resorb"
MAX_LINES = 400
HEAVY = ("polars", "scipy", "numpy", "jinja2", "pandas", "resvg_py", "docx", "lxml", "pypdfium2")


def project_files() -> list[Path]:
    """What is in git or would go in with the next commit; without git, everything but what is built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return sorted({ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})
    built = {".venv", ".git", "build", "dist", "__pycache__"}
    return sorted(f for f in ROOT.rglob("*") if f.is_file() and not built & set(f.relative_to(ROOT).parts))


def name(file: Path) -> str:
    """The file's name as seen from the project's root."""
    return file.relative_to(ROOT).as_posix()


def sources() -> list[Path]:
    """The Python files of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def rooms() -> list[Path]:
    """The folders of the package that hold Python."""
    return sorted({PACKAGE / f.relative_to(PACKAGE).parts[0] for f in sources() if f.parent != PACKAGE})


def calls(file: Path, *names: str) -> list[str]:
    """Where the file calls one of these builtins."""
    return [
        f"{name(file)}:{node.lineno}: {node.func.id}"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def test_no_python_file_is_too_long_to_read() -> None:
    files = [f for part in ("src", "tests", "scripts") for f in (ROOT / part).rglob("*.py")]
    lengths = {name(f): len(f.read_text(encoding="utf-8").splitlines()) for f in files}
    assert {f: n for f, n in lengths.items() if n > MAX_LINES} == {}


def test_no_file_tells_where_it_was_made() -> None:
    # In pieces, so that this file does not hold what it forbids.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"]
    paths = ["/wo" + "rk/", "/ro" + "ot/", "/opt/py" + "pi", "/tm" + "p/bash" + "_jobs"]
    if len(ROOT.parts) > 2:
        paths.append(f"{ROOT.as_posix()}/")
    forbidden = re.compile("|".join([rf"(?<![\w.\-/]){re.escape(p)}" for p in paths] + [re.escape(h) for h in hosts]))
    found = []
    for file in project_files():
        text = file.read_bytes().decode("utf-8", errors="replace")
        found += [f"{name(file)}: {hit.group()}" for hit in forbidden.finditer(text)]
    assert found == []


def test_every_room_stands_on_a_floor() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {c["id"]: c for c in config["tool"]["importlinter"]["contracts"]}
    floors = contracts["floors"]
    declared = {re.sub(r"[()\s]", "", room) for layer in floors["layers"] for room in layer.split("|")}
    assert floors["exhaustive"] is True
    assert {room.name for room in rooms()} - declared == set()


def test_the_top_of_the_package_holds_no_code_but_its_version() -> None:
    assert {f.name for f in PACKAGE.glob("*.py")} <= {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_says_what_it_is_for(room: Path) -> None:
    init = room / "__init__.py"
    assert init.is_file(), f"{name(room)} has no __init__.py"
    purpose = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
    assert len(purpose.split()) >= 4, f"{name(init)} does not say what the room is for"


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    script = f"import sys, resorb.cli.main; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []


def test_nothing_is_run_from_text() -> None:
    assert [call for f in sources() for call in calls(f, "eval", "exec", "compile", "__import__")] == []


def test_only_the_faces_print() -> None:
    below = [f for f in sources() if f.relative_to(PACKAGE).parts[0] != "cli"]
    assert [call for f in below for call in calls(f, "print")] == []
