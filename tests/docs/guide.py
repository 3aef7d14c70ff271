"""A page of the guide as its reader follows it: files to write, lines to add, commands to run and what they answer.

A block of code with a title is a file: ``title="path"`` writes it, ``title="path, added at the end"`` and
``title="path, added before some line"`` add to it. A ``console`` block holds commands after ``$``, each followed by
lines that its answer must hold, in that order; ``title="ends with status 2"`` says how they end when not well.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs"
TITLE = re.compile(r"(?P<path>[^,]+)(?:, added (?:at the end|before (?P<line>.+)))?")
ENDS = "ends with status "
FENCE = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL)
FIVE = re.findall(r"[\w-]+-(?:\d{4}|iv)\b", (ROOT / "Makefile").read_text(encoding="utf-8"))
"""The studies that `make report` reports on."""
COMMANDS = {
    ".venv/bin/resorb": ("-m", "resorb"),
    ".venv/bin/python": (),
    "make report": ("-m", "resorb", "report", *FIVE, "-o", "build/report"),
    "make pytest": ("-m", "pytest", "-q", "-p", "no:cacheprovider"),
}
"""What the pages' commands are when there is no make and no .venv: arguments of this Python."""


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file it is (empty: none) and its text."""

    language: str
    title: str
    body: str


@dataclass
class House:
    """A copy of the project in which a page is followed; ``written`` are the files that the page made."""

    root: Path
    written: list[Path] = field(default_factory=list)

    @classmethod
    def copied_to(cls, root: Path) -> "House":
        """The parts of the project that a page builds on."""
        shutil.copytree(ROOT / "src" / "resorb", root / "src" / "resorb", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "tests" / "spec", root / "tests" / "spec", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "tests/__init__.py", "tests/conftest.py"):
            shutil.copy(ROOT / name, root / name)
        return cls(root)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run this Python with the copy's resorb in front of the installed one."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "src")},
            capture_output=True,
            text=True,
            check=False,
        )

    def write(self, block: Block) -> None:
        """Write a file that is new, or add to one that is there."""
        title = TITLE.fullmatch(block.title)
        assert title, f"{block.title!r} names no file"
        path, adds = self.root / title["path"], title["path"] != block.title
        assert path.exists() == adds, f"{block.title}: {'nothing to add to' if adds else 'is there already'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if adds else ""
        line = after = ""
        if title["line"]:
            assert before.count(f"\n{title['line']}\n") == 1, f"{block.title}: there is no one such line"
            before, line, after = before.partition(f"{title['line']}\n")
        path.write_text(before + block.body + line + after, encoding="utf-8")
        self.written.append(path)

    def answer(self, command: str, status: int = 0) -> str:
        """What a command of the page says on both streams; it must end with this status."""
        if command.startswith("cp "):
            source, target = shlex.split(command)[1:]
            shutil.copy(self.root / source, self.root / target)
            return ""
        known = next((c for c in COMMANDS if f"{command} ".startswith(f"{c} ")), None)
        assert known, f"{command!r} is no command that a page may name: {', '.join(COMMANDS)}"
        words = shlex.split(command.removeprefix(known))
        if known == "make pytest":
            words = shlex.split(words[0].removeprefix("PYTEST_ARGS="))
        ran = self.run(*COMMANDS[known], *words)
        assert ran.returncode == status, f"$ {command}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout + ran.stderr


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = (PAGES / page).read_text(encoding="utf-8")
    found = [Block(m["language"], m["title"] or "", m["body"]) for m in FENCE.finditer(text)]
    assert text.count("```") == 2 * len(found), f"{page}: a block that is indented or has no language is not followed"
    return found


def sessions(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines of answer that the page shows."""
    parts = re.split(r"^\$ ", block.body, flags=re.MULTILINE)
    assert parts[0] == "", f"an answer without a command: {parts[0]!r}"
    return [(lines[0], lines[1:]) for part in parts[1:] if (lines := part.strip().splitlines())]


def follow(page: str, house: House) -> None:
    """Do what the page says, step by step; an AssertionError names the step that is wrong."""
    for block in blocks(page):
        if block.language != "console":
            assert block.title, f"{page}: no file is named for the block that begins {block.body[:60]!r}"
            house.write(block)
            continue
        status = int(block.title.removeprefix(ENDS) or 0)
        for command, shown in sessions(block):
            rest = " ".join(house.answer(command, status).split())
            for line in shown:
                wanted = " ".join(line.split())
                assert wanted in rest, f"$ {command}\nshould go on with: {wanted}\nbut says: {rest}"
                rest = rest.partition(wanted)[2]
