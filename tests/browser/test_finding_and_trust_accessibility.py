"""axe finds no serious fault on the pages of finding and of trust, and they fit the smallest phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.steps import first_address, sign_up
from tests.browser.test_moderation_journey import hide_it, publish, report_it, sign_in
from tests.support.served import Site

pytestmark = pytest.mark.browser

PageIn = Callable[[str, int, int, str], Any]
LOOKS = [("zh", 1440, "light"), ("en", 360, "dark")]


def _faults(page: Any, addresses: list[str]) -> dict[str, list[str]]:
    """By address: what axe finds serious, and whether the page is wider than its window."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state()
        here = [
            f"{fault['id']}: {node['html'][:160]}"
            for fault in Axe().run(page).response["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            here.append("wider than the window")
        if here:
            found[address] = here
    return found


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_pages_of_finding(site: Site, page_in: PageIn, language: str, width: int, scheme: str) -> None:
    page = page_in(language, width, 760, scheme)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    sign_up(page, site.url, name="小满")
    page.goto(first_address(page, site.url, ".card-link"))
    topic = first_address(page, site.url, ".note-topics a")
    page.goto(f"{site.url}/destinations")
    country = first_address(page, site.url, ".country-tile h2 a")
    city = first_address(page, site.url, ".city-chips a")
    near = f"{site.url}/nearby?place={'/'.join(city.split('/')[-2:])}"
    addresses = [f"{site.url}/{path}" for path in ("destinations", "nearby", "suggested", "following")]
    assert not _faults(page, [*addresses, topic, country, city, near])


def test_the_map_is_walked_by_keyboard_and_phones_find_the_way_to_it(site: Site, page_in: PageIn) -> None:
    page = page_in("en", 360, 740, "light")
    page.goto(f"{site.url}/")
    page.locator(".tabs").get_by_role("link", name="Destinations").click()
    page.wait_for_url("**/destinations")
    page.locator(".atlas-frame").focus()
    page.keyboard.press("Tab")
    address = page.evaluate("document.activeElement.getAttribute('href')")
    assert address.startswith("/destinations/")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    wide = page_in("en", 1440, 900, "light")
    wide.goto(f"{site.url}/")
    assert not wide.locator(".tabs").get_by_role("link", name="Destinations").is_visible()


def test_pages_of_trust(site: Site, page_in: PageIn, tmp_path: Path) -> None:
    author = page_in("zh", 1440, 900, "light")
    author.emulate_media(reduced_motion="reduce")
    sign_up(author, site.url, name="Lamp lover")
    note = publish(author, site.url, tmp_path)
    author.goto(note)
    handle = first_address(author, site.url, ".note-author a[href^='/member/']").rpartition("/")[2]
    reporter, moderator = page_in("en", 360, 740, "dark"), page_in("en", 1440, 900, "light")
    reporter.emulate_media(reduced_motion="reduce", color_scheme="dark")
    sign_up(reporter, site.url, name="Careful reader")
    subject = f"{site.url}/report?subject=note:{note.rpartition('/')[2]}"
    assert not _faults(reporter, [subject])
    report_it(reporter, note)
    sign_in(moderator, site.url, "moderator")
    hide_it(moderator, site.url, handle)
    author.goto(f"{site.url}/settings/decisions")
    appeal = first_address(author, site.url, "main a[href^='/settings/decisions/']")
    addresses = [note, f"{site.url}/settings/decisions", appeal]
    assert not _faults(author, addresses)
    author.set_viewport_size({"width": 360, "height": 740})
    author.emulate_media(reduced_motion="reduce", color_scheme="dark")
    assert not _faults(author, addresses)
