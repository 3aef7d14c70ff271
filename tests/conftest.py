"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.servers import PostgreSQL, Server

# `ci` tries the same examples every time; `long` (HYPOTHESIS_PROFILE=long) goes looking for new ones.
settings.register_profile(
    "ci", derandomize=True, max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for all browser tests; where there is none, they are skipped and say so."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: `make browser` installs it, or name one in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page. A page that asks for anything but files and inline data fails its test, as does a JS error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
    opened = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    context.route(lambda url: not is_local(url), lambda route: route.abort())
    yield opened
    context.close()
    assert [url for url in asked if not is_local(url)] == [], "the page asked for something from outside"
    assert errors == [], "the page's own script failed"


def is_local(url: str) -> bool:
    """Whether asking for the URL stays on this machine."""
    return url.startswith(("file:", "data:", "blob:", "about:", "http://127.0.0.1:", "http://localhost:"))


@pytest.fixture(scope="session")
def postgres() -> Iterator["PostgreSQL"]:
    """One PostgreSQL of our own for all tests; where there is none, they are skipped and say so."""
    from tests.servers import initdb, postgresql

    program = initdb()
    if program is None:
        pytest.skip("no PostgreSQL on this machine: `make postgresql` installs it")
    with postgresql(program) as server:
        yield server


@pytest.fixture(scope="session", params=["PostgreSQL", "Spark"])
def server(request: pytest.FixtureRequest) -> Iterator["Server"]:
    """Each server that a cohort can be found on."""
    if request.param == "PostgreSQL":
        yield request.getfixturevalue("postgres")
        return
    from tests.servers import spark, spark_is_here

    if not spark_is_here():
        pytest.skip("no Spark on this machine: `make spark` gets it and runs these tests")
    with spark() as started:
        yield started
