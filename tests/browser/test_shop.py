"""The shop by keyboard: what can be chosen on a shelf and of a product."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_shelf_is_filtered_and_a_sku_chosen_with_the_keyboard_alone(site: Any, page_in: Any) -> None:
    page = page_in("en", 360, 800, "light")
    page.goto(f"{site.url}/shop/lip-makeup")
    page.locator(".facets-fold > summary").focus()
    page.keyboard.press("Enter")
    page.locator('.facet input[name="brand"]').first.focus()
    page.keyboard.press("Space")
    page.locator(".facets-do button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "brand=" in page.url
    brands = page.locator(".product-brand").all_inner_texts()
    assert len(brands) >= 1
    assert len(set(brands)) == 1
    page.goto(page.locator(".product-name a").first.evaluate("link => link.href"))
    other = page.locator(".pill-link:not([aria-current])").first
    name = other.inner_text()
    other.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "sku=" in page.url
    assert page.locator(".pill-link[aria-current]").first.inner_text() == name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
