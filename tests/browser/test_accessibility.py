"""axe finds no serious fault on any page, in both themes; the keyboard gets everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.steps import first_address, sign_up, until

pytestmark = pytest.mark.browser


def _faults(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def _still(page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("zh", 1440), ("en", 390)])
def test_public_pages_have_no_serious_fault(
    site: Any, page_in: Any, language: str, width: int, scheme: str
) -> None:
    page = page_in(language, width, 900, scheme)
    _still(page)
    page.goto(f"{site.url}/")
    addresses = [f"{site.url}/", first_address(page, site.url, ".card-link")]
    addresses.append(first_address(page, site.url, ".card-author"))
    page.goto(f"{site.url}/shop")
    addresses += [
        f"{site.url}/shop",
        first_address(page, site.url, ".product-name a"),
        first_address(page, site.url, ".brand-tile"),
        f"{site.url}/search?q=a",
        f"{site.url}/cart",
        f"{site.url}/coupons",
        f"{site.url}/flash",
        f"{site.url}/settings",
        f"{site.url}/account/login/",
        f"{site.url}/account/signup/",
        f"{site.url}/account/password/reset/",
        f"{site.url}/no-such-page",
    ]
    faults = {}
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if found := _faults(page):
            faults[address] = found
    assert not faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_members_have_no_serious_fault(site: Any, page_in: Any, scheme: str) -> None:
    page = page_in("zh", 1440, 900, scheme)
    _still(page)
    sign_up(page, site.url, name="小满")
    faults = {}
    for path in ("/publish", "/settings", "/account/password/change/", "/account/email/", "/account/2fa/"):
        page.goto(site.url + path)
        page.wait_for_load_state("networkidle")
        if found := _faults(page):
            faults[path] = found
    assert not faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overlay_has_no_serious_fault(site: Any, page_in: Any, scheme: str) -> None:
    page = page_in("zh", 1440, 900, scheme)
    _still(page)
    page.goto(f"{site.url}/")
    page.locator(".card-link").first.click()
    page.wait_for_selector("dialog[open] .note-body")
    assert not _faults(page)


def test_the_first_key_leads_past_the_navigation(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    page.goto(f"{site.url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_language_and_the_theme_stay_chosen(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    page.goto(f"{site.url}/settings")
    page.get_by_role("link", name="English").first.click()
    until(page, "document.documentElement.lang === 'en'")
    page.locator("[data-theme-switch=dark]").click()
    until(page, "document.documentElement.dataset.theme === 'dark'")
    page.goto(f"{site.url}/shop")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.lang") == "en"
