"""The browser that the other tests use does what they trust it to do."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_page_opens_from_disk_and_axe_judges_it(page: "Page", tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "page.html"
    body = '<main><h1>Page</h1><img src="data:,"></main>'
    file.write_text(f'<!doctype html><html lang="en"><title>t</title>{body}</html>', encoding="utf-8")
    page.goto(file.as_uri())
    assert page.title() == "t"
    violations = {violation["id"] for violation in Axe().run(page).response["violations"]}
    assert violations == {"image-alt"}
