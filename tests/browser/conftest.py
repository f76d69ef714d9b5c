"""A served site, and pages of a real browser that look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.support.served import Site, served_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "Chromium is not installed (apt install chromium): NO BROWSER TEST WAS RUN"
# Nothing that a browser does by itself may reach out of this machine, or change a page meanwhile.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A skip in silence would be taken for a success."""
    if CHROMIUM is None:
        terminalreporter.write_line(MISSING, red=True, bold=True)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real program with a small world: more notes than two of its pages hold."""
    _needs_chromium()
    with served_site(tmp_path_factory.mktemp("site"), notes=66, products=24) as served:
        yield served


@pytest.fixture(autouse=True)
def _no_throttle_of_earlier_tests(site: Site) -> None:
    """All tests come from one address, which may sign up so and so often in an hour."""
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        connection.execute("TRUNCATE kernel_shared_cache")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; every page has its own cookies."""
    _needs_chromium()
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture
def page_in(browser: Browser) -> Iterator[Callable[[str, int, int, str], Page]]:
    """``page_in("zh", 1440, 900, "dark")``: a new visitor's page. An error of a script fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(language: str, width: int, height: int, theme: str) -> Page:
        context = browser.new_context(
            locale="zh-CN" if language == "zh" else "en-GB",
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            # Its own tests let it run: elsewhere a page comes straight from the network.
            service_workers="block",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, "scripts failed: " + "; ".join(errors)


def _needs_chromium() -> None:
    if CHROMIUM is not None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    pytest.skip(MISSING)
