"""The documentation is complete and its links lead somewhere; pages made from the code are made here as well."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml
from scripts.build_docs import GENERATORS
from scripts.reference_pages import VOCABULARIES, helps, page_of, section_of
from typer.main import get_command

from resorb.checks.registry import CHECKS, JUDGES, load
from resorb.cli.main import app
from resorb.codes import claim_kinds, knowledge
from resorb.scan import registry as scan_registry
from resorb.tables.schema import TABLES
from tests.corpus.score import page as accuracy_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FRONT = ("README.md", "DEVELOPERS.md", "GLOSSARY.md", "CHANGELOG.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages that are made from the code, made anew."""
    folder = tmp_path_factory.mktemp("generated")
    for write in GENERATORS:
        write(folder)
    return folder


def written_pages() -> list[Path]:
    """Pages that people write."""
    pages = [p for p in DOCS.rglob("*.md") if "generated" not in p.parts]
    return sorted([ROOT / name for name in FRONT] + pages)


def nav() -> list[str]:
    """The pages of the site's menu, in order."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    def leaves(node: object) -> list[str]:
        if isinstance(node, str):
            return [node]
        return [leaf for inner in (node.values() if isinstance(node, dict) else node) for leaf in leaves(inner)]  # type: ignore[attr-defined]

    return leaves(yaml.safe_load(text)["nav"])


def anchor(heading: str) -> str:
    """The anchor of a heading as the site and code hosts make it."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


@pytest.mark.parametrize("page", written_pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path, generated: Path) -> None:
    broken = []
    for target in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith(("https://", "#")):
            continue
        path, _, part = target.partition("#")
        file = (page.parent / path).resolve()
        if file.parent == DOCS / "reference" / "generated":
            file = generated / file.name
        headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE) if part else []
        if not file.is_file() or (part and part not in map(anchor, headings)):
            broken.append(target)
    assert broken == []


def test_every_page_is_in_the_menu_once(generated: Path) -> None:
    pages = [p.relative_to(DOCS).as_posix() for p in written_pages() if DOCS in p.parents]
    pages += [f"reference/generated/{p.name}" for p in generated.glob("*.md")]
    assert sorted(nav()) == sorted(pages)


def test_every_decision_is_listed() -> None:
    listed = LINK.findall((DOCS / "decisions" / "index.md").read_text(encoding="utf-8"))
    assert listed == sorted(p.name for p in (DOCS / "decisions").glob("0*.md"))


def test_every_command_has_its_place(generated: Path) -> None:
    page = (generated / "commands.md").read_text(encoding="utf-8")
    names = [name for name, _ in helps(get_command(app), "resorb")]
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == names
    assert {"resorb check", "resorb report", "resorb dose", "resorb evidence list"} <= set(names)
    assert page.count("Usage: resorb") == len(names)


def test_every_table_and_column_has_its_place(generated: Path) -> None:
    page = (generated / "tables.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert list(sections) == [t.name for t in TABLES]
    missing = [
        f"{t.name}.{c.key}"
        for t in TABLES
        for c in t.columns
        if c.kind.value != "parent" and f"| `{c.key}` |" not in sections[t.name]
    ]
    assert missing == []


def test_every_check_has_its_place(generated: Path) -> None:
    load()
    page = (generated / "checks.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE) == sorted(CHECKS)


def test_every_check_says_what_must_hold_and_whence() -> None:
    load()
    said = {name: (check.doc, check.source) for name, check in CHECKS.items()}
    said |= {kind: (judge.doc, judge.source) for kind, judge in JUDGES.items()}
    assert [name for name, (doc, source) in said.items() if not doc.endswith(".") or not source.strip()] == []


def test_every_rule_of_scan_has_its_place(generated: Path) -> None:
    scan_registry.load()
    page = (generated / "scan-rules.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE)
    assert sorted(n for names in named for n in re.findall(r"`([^`]+)`", names)) == sorted(
        name for rule in scan_registry.RULES.values() for name in rule.checks
    )
    said = {name: (rule.doc, rule.source) for name, rule in scan_registry.RULES.items()}
    assert [name for name, (doc, source) in said.items() if not doc.endswith(".") or not source.strip()] == []


def test_the_page_of_accuracy_has_both_parts_and_keeps_the_one_not_scored_now() -> None:
    text = (DOCS / "reference" / "scan-accuracy.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| ([\w-]+) \| \d", text.partition("## Development part")[2].partition("## Held-out part")[0], re.MULTILINE
    )
    assert rows == sorted(scan_registry.KINDS)
    first = accuracy_page("", "development", "| class |\n|---|\n| a |")
    assert "## Held-out part\n\nNot measured yet" in first
    both = accuracy_page(first, "held_out", "| class |\n|---|\n| b |")
    assert both.index("| a |") < both.index("## Held-out part") < both.index("| b |")
    assert accuracy_page(both, "development", "| class |\n|---|\n| a |") == both


def test_every_kind_of_claim_has_a_judge_and_its_place(generated: Path) -> None:
    load()
    page = (generated / "claims.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(claim_kinds())
    assert set(claim_kinds()) == set(JUDGES)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_entry_of_a_vocabulary_has_its_place(vocabulary: str, generated: Path) -> None:
    page = (generated / page_of(vocabulary)).read_text(encoding="utf-8")
    assert re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE) == list(knowledge().entries(vocabulary))


def test_a_section_of_a_file_is_that_section_and_its_grammar() -> None:
    lines = list(section_of("dose_windows.yaml", "slips"))
    assert lines[0].startswith("# ")
    assert [line for line in lines if re.match(r"[^\s#]", line)] == ["slips:"]


def test_every_word_is_defined_once() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (.+) \|$", text, re.MULTILINE)
    words = Counter(word.strip() for words, _ in rows for word in words.split(","))
    assert len(rows) == sum(line.startswith("| **") for line in text.splitlines())
    assert len(rows) > 20
    assert [word for word, times in words.items() if times > 1] == []
    assert [words for words, meaning in rows if not meaning.strip()] == []


def test_the_glossary_is_one_file(generated: Path) -> None:
    assert (generated / "glossary.md").read_bytes() == (ROOT / "GLOSSARY.md").read_bytes()
    assert [p for p in DOCS.rglob("glossary.md") if "generated" not in p.parts] == []


def make_targets() -> dict[str, str]:
    """Targets of the Makefile that say what they do."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z-]+):.*## (.+)$", text, re.MULTILINE))


@pytest.mark.parametrize("page", written_pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands_of_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"`make ([a-z-]+)", text) + re.findall(r"^\$ make ([a-z-]+)", text, re.MULTILINE)
    assert [target for target in code if target not in make_targets()] == []
    verbs = re.findall(r"`resorb ([a-z]+)", text) + re.findall(r"^\$ \.venv/bin/resorb ([a-z]+)", text, re.MULTILINE)
    known = {name.split()[1] for name, _ in helps(get_command(app), "resorb") if " " in name}
    assert [verb for verb in verbs if verb not in known] == []


def test_the_readme_sets_up_with_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\$ make ([a-z-]+)", readme, re.MULTILINE) == ["report", "test"]


def test_the_readme_shows_what_scan_really_says(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    note = re.findall(r"^```text\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[0]
    shown = re.findall(r"^\$ \.venv/bin/resorb scan note\.txt\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[0]
    (tmp_path / "note.txt").write_text(note, encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "resorb", "scan", "note.txt"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert said.stdout == shown


def test_developers_are_told_of_every_target_and_only_of_what_is_there() -> None:
    text = (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")
    table = text.partition("## Commands")[2].partition("\n## ")[0]
    told = {
        word for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE) for word in re.findall(r"`([\w-]+)`", row)
    }
    assert told == set(make_targets()) - {"help", "lint", "types"}
    named = re.findall(r"`((?:src|tests|docs|bench)/[\w./-]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert len(text.splitlines()) <= 150


def test_developers_see_the_floors_that_are_kept() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (floors,) = [c for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "floors"]
    kept = [set(re.findall(r"\w+", layer)) for layer in floors["layers"]]
    for page in (ROOT / "DEVELOPERS.md", DOCS / "explanation" / "house.md"):
        rows = re.findall(r"^\| \d \| ([^|]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert [set(re.findall(r"\w+", row)) for row in rows] == kept, page.name


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == version
    assert "\n## [Unreleased]\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
