"""Buying in a browser: the sheet opens over the page, a guest has a cart, and it does without a script."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_guest_chooses_in_the_sheet_and_changes_the_cart(site: Any, page_in: Any) -> None:
    page = page_in("en", 390, 844, "dark")
    page.goto(f"{site.url}/flash")
    opener = page.locator("a[data-buy]").first
    opener.focus()
    page.keyboard.press("Enter")
    sheet = page.locator("dialog[open] [data-buy-sheet]")
    sheet.wait_for()
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    assert opener.evaluate("link => link === document.activeElement")
    opener.click()
    sheet.wait_for()
    page.get_by_role("button", name="Add to cart").click()
    page.locator("[data-cart-count] [data-cart-number]", has_text="1").first.wait_for()
    page.goto(f"{site.url}/cart")
    page.locator("input[name^=quantity]").fill("2")
    page.locator("input[name^=quantity]").press("Tab")
    page.locator('[data-cart="2"]').wait_for()
    page.locator("input[name=chosen]").uncheck()
    page.locator("input[name=chosen]:not(:checked)").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("button[name=remove]").click()
    page.locator('[data-cart="0"]').wait_for()


def test_all_of_it_works_as_pages_without_a_script(site: Any, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(f"{site.url}/flash")
    page.locator("a[data-buy]").first.click()
    assert "/buy" in page.url
    page.get_by_role("button", name="Add to cart").click()
    assert page.url.endswith("/cart")
    page.locator("input[name^=quantity]").fill("2")
    page.get_by_role("button", name="Update").last.click()
    assert page.locator('[data-cart="2"]').count() == 1
    page.locator("button[name=remove]").click()
    assert page.locator('[data-cart="0"]').count() == 1
    context.close()
