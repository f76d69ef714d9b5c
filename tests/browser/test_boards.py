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


def test_a_boards_notes_are_put_in_order_by_keyboard_and_by_drag(
    site: Site, page_in: Callable[[str, int, int, str], Any]
) -> None:
    page = page_in("en", 1280, 860, "light")
    sign_up(page, site.url, name="Tidy")
    page.goto(f"{site.url}/")
    csrf = page.locator("body").get_attribute("data-csrf")
    for link in page.locator(".card-link").all()[:3]:
        note = str(link.get_attribute("href")).rpartition("/")[2]
        headers = {"X-CSRFToken": csrf, "Referer": f"{site.url}/"}
        assert page.request.put(f"{site.url}/api/v1/notes/{note}/collect", headers=headers).ok
    profile = first_address(page, site.url, "a[aria-label='Your profile']")
    page.goto(f"{profile}/boards")
    page.goto(first_address(page, site.url, ".board-card a") + "/edit")
    order = "items => items.map((item) => item.dataset.note)"
    before = page.eval_on_selector_all(".board-order li", order)
    page.locator("[data-grip]").nth(2).focus()
    with page.expect_response("**/order") as saved:
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
    assert saved.value.ok
    until(page, "document.querySelector('[data-say]').textContent === 'The order is saved.'")
    page.reload()
    by_keyboard = [before[2], before[0], before[1]]
    assert page.eval_on_selector_all(".board-order li", order) == by_keyboard
    grip, under = (page.locator("[data-grip]").nth(number).bounding_box() for number in (0, 1))
    with page.expect_response("**/order") as saved:
        page.mouse.move(grip["x"] + 10, grip["y"] + 10)
        page.mouse.down()
        page.mouse.move(under["x"] + 10, under["y"] + 20, steps=6)
        page.mouse.up()
    assert saved.value.ok
    page.reload()
    assert page.eval_on_selector_all(".board-order li", order) == [before[0], before[2], before[1]]
