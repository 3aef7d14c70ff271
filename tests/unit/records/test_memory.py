"""What the database may take for a cohort, and where it puts what does not fit."""

from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

import resorb.records.cohort
from resorb.workflow.cohort import cohort
from tests.omop import PROTOCOL, treated


def settings(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, memory: str | None = None) -> list[str]:
    """Limit and scratch folder of the database while a cohort is found."""
    seen: list[str] = []
    find = resorb.records.cohort.find_cohort

    def looked_at(protocol: Any, opened: Any, *rest: Any) -> Any:
        asked = "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        seen.extend(opened.connection.execute(asked).fetchone())
        return find(protocol, opened, *rest)

    monkeypatch.setattr(resorb.records.cohort, "find_cohort", looked_at)
    protocol = folder / "protocol.yaml"
    protocol.write_text(PROTOCOL, encoding="utf-8")
    assert [s.persons_left for s in cohort(str(protocol), source, folder / "study", memory=memory).attrition] == [1]
    return seen


@pytest.mark.parametrize(("asked", "limit"), [(None, "190.7 MiB"), ("300MB", "286.1 MiB")])
def test_tables_that_lie_ready_are_read_with_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str | None, limit: str
) -> None:
    # 200,000,000 bytes / 2**20 = 190.7 MiB
    assert settings(treated().write(tmp_path / "omop"), tmp_path, monkeypatch, asked)[0] == limit


def test_what_does_not_fit_goes_to_a_folder_of_its_own_that_goes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scratch = Path(settings(treated().write(tmp_path / "omop"), tmp_path, monkeypatch)[1])
    assert scratch.is_relative_to(gettempdir())
    assert not scratch.parent.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["omop", "protocol.yaml", "study"]
