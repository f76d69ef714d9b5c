"""Collecting into boards, in a real browser; and what a new member is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.steps import first_address, sign_up, until
from tests.support.served import Site

pytestmark = pytest.mark.browser


def test_a_member_collects_with_one_press_and_then_into_a_new_board(
    site: Site, page_in: Callable[[str, int, int, str], Any]
) -> None:
    page = page_in("en", 1280, 860, "light")
    sign_up(page, site.url, name="Collector")
    note = first_address(page, site.url, ".card a[href*='/note/']")
    page.goto(note)
    mark = page.locator("[data-collect]")
    before = int(mark.get_attribute("data-count"))
    mark.click()
    until(page, "document.querySelector('[data-collect]').getAttribute('aria-pressed') === 'true'")
    page.click(".toast-act")
    page.wait_for_selector(".collect-dialog[open]")
    page.fill("#board-title", "Presents for mother")
    page.click(".sheet-new .button")
    until(page, "document.querySelectorAll('.sheet-boards [aria-pressed=\"true\"]').length === 2")
    assert page.locator(".sheet-boards strong").all_inner_texts() == ["Collected", "Presents for mother"]
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('.collect-dialog[open]')")
    assert int(mark.get_attribute("data-count")) == before + 1
    page.click("a[aria-label='Your profile']")
    page.click(".profile-tabs a:has-text('Boards')")
    page.click(".board-card:has-text('Presents for mother') a")
    page.wait_for_selector(".board-head")
    assert page.locator(".card").count() == 1
    page.goto(note)
    assert page.locator("[data-collect]").get_attribute("aria-pressed") == "true"


def test_boards_work_without_a_script(site: Site, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_up(page, site.url, name="Plain")
    note = first_address(page, site.url, ".card a[href*='/note/']")
    page.goto(note)
    page.click("[data-collect]")
    page.fill("#board-title", "No script")
    page.click(".sheet-new button")
    page.wait_for_url("**/boards")
    assert page.locator(".sheet-boards [aria-pressed='true']").count() == 1
    page.click(".sheet-boards button")
    page.wait_for_url("**/boards")
    assert page.locator(".sheet-boards [aria-pressed='true']").count() == 0
    context.close()


def test_a_new_member_chooses_interests_and_finds_them_in_the_settings(
    site: Site, page_in: Callable[[str, int, int, str], Any]
) -> None:
    page = page_in("en", 360, 740, "dark")
    sign_up(page, site.url, name="Curious")
    page.goto(f"{site.url}/welcome")
    page.click(".interests label:has-text('Travel')")
    page.click("main button:has-text('Begin')")
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/settings/privacy")
    chosen = page.locator("input[name=interests]:checked")
    assert (chosen.count(), chosen.get_attribute("value")) == (1, "travel")
