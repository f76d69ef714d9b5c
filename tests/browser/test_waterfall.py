"""The waterfall: columns, places, endless scrolling, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.steps import layout_shift, until

pytestmark = pytest.mark.browser

LEFTS = """() => [...new Set([...document.querySelectorAll('[data-waterfall] .card')]
  .map((card) => Math.round(card.getBoundingClientRect().left)))].length"""
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('[data-waterfall] .card')]
    .map((card) => card.getBoundingClientRect());
  return boxes.some((a, i) => boxes.slice(i + 1).some((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
}"""


@pytest.mark.parametrize(("width", "columns"), [(360, 2), (620, 3), (768, 4), (1440, 5), (1920, 5)])
def test_the_waterfall_has_as_many_columns_as_its_width_holds(
    site: Any, page_in: Any, width: int, columns: int
) -> None:
    page = page_in("zh", width, 900, "light")
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    assert page.evaluate(LEFTS) == columns
    assert not page.evaluate(OVERLAPS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_cards_are_placed_anew_when_the_window_changes(site: Any, page_in: Any) -> None:
    page = page_in("en", 1440, 900, "light")
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    page.set_viewport_size({"width": 420, "height": 900})
    until(page, f"({LEFTS})() === 2")
    assert not page.evaluate(OVERLAPS)


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_jumps_while_the_first_page_arrives(site: Any, page_in: Any, width: int) -> None:
    page = page_in("zh", width, 900, "light")
    page.goto(f"{site.url}/")
    page.wait_for_load_state("networkidle")
    assert layout_shift(page) < 0.05


def test_scrolling_brings_more_cards_each_once(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    before = page.locator(".card").count()
    page.mouse.move(720, 500)
    page.mouse.wheel(0, 2500)
    until(page, f"document.querySelectorAll('.card').length > {before}")
    keys = page.eval_on_selector_all(".card", "cards => cards.map((card) => card.dataset.note)")
    assert len(keys) == len(set(keys))
    assert not page.evaluate(OVERLAPS)


def test_back_from_another_page_restores_the_list_and_the_place(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    before = page.locator(".card").count()
    page.mouse.move(720, 500)
    page.mouse.wheel(0, 2500)
    until(page, f"document.querySelectorAll('.card').length > {before}")
    page.wait_for_timeout(300)
    grown = page.locator(".card").count()
    place = page.evaluate("scrollY")
    page.goto(f"{site.url}/shop")
    page.go_back()
    page.wait_for_selector(".card[data-placed]")
    page.wait_for_timeout(300)
    assert page.locator(".card").count() >= grown
    assert abs(page.evaluate("scrollY") - place) < 40


def test_reading_works_without_javascript(site: Any, page_in: Any) -> None:
    browser = page_in("zh", 1440, 900, "light").context.browser
    context = browser.new_context(
        java_script_enabled=False, locale="zh-CN", viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{site.url}/")
    assert page.locator(".card").first.is_visible()
    page.locator(".more a[rel=next]").click()
    assert "cursor=" in page.url
    page.locator(".card-link").first.click()
    assert "/note/" in page.url
    assert page.locator(".note-body").is_visible()
    product = page.locator(".shown a").first
    if product.count():
        product.click()
        assert page.locator(".goods h1").is_visible()
    context.close()
