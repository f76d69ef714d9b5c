"""A note over the waterfall, at its own address."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.steps import until

pytestmark = pytest.mark.browser


def _scrolled(page: Any, url: str) -> float:
    page.goto(f"{url}/")
    page.wait_for_selector(".card[data-placed]")
    page.mouse.move(720, 500)
    page.mouse.wheel(0, 700)
    page.wait_for_timeout(400)
    return float(page.evaluate("scrollY"))


def _open_visible_card(page: Any) -> str:
    index = page.evaluate(
        """() => [...document.querySelectorAll('.card')].findIndex((card) => {
          const box = card.getBoundingClientRect();
          return box.top > 160 && box.bottom < innerHeight - 20;
        })"""
    )
    card = page.locator(".card").nth(index)
    href = card.locator(".card-link").get_attribute("href")
    card.locator(".card-link").click()
    page.wait_for_selector("dialog[open] .note-body")
    return str(href)


@pytest.mark.parametrize("way", ["esc", "back", "cross"])
def test_closing_the_overlay_returns_to_the_very_place(site: Any, page_in: Any, way: str) -> None:
    page = page_in("zh", 1440, 900, "light")
    place = _scrolled(page, site.url)
    href = _open_visible_card(page)
    assert page.url == site.url + href
    title = page.title()
    if way == "esc":
        page.keyboard.press("Escape")
    elif way == "back":
        page.go_back()
    else:
        page.locator(".overlay-close").click()
    page.wait_for_selector("dialog[open]", state="detached")
    until(page, "location.pathname === '/'")
    assert abs(page.evaluate("scrollY") - place) < 2
    assert page.title() != title
    assert page.evaluate("document.activeElement.getAttribute('href')") == href


def test_the_address_of_an_overlay_is_a_page_of_its_own(site: Any, page_in: Any) -> None:
    page = page_in("en", 1440, 900, "light")
    _scrolled(page, site.url)
    _open_visible_card(page)
    page.reload()
    page.wait_for_load_state()
    assert page.locator("dialog[open]").count() == 0
    assert page.locator("main .note-body").is_visible()


def test_going_forward_opens_the_overlay_again(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    _scrolled(page, site.url)
    _open_visible_card(page)
    page.go_back()
    page.wait_for_selector("dialog[open]", state="detached")
    assert "/note/" not in page.url
    page.go_forward()
    page.wait_for_selector("dialog[open] .note-body")
    assert "/note/" in page.url
    assert page.locator("dialog[open] .note-body").inner_text()


def test_the_pictures_turn_by_keys(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    for index in range(12):
        page.locator(".card-link").nth(index).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog[open] .note-body")
        if page.locator("dialog [data-reel-count]").count():
            break
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
    else:
        pytest.fail("no note with two pictures among the first twelve")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('dialog [data-reel-count]').textContent.startsWith('2/')")
    page.keyboard.press("ArrowLeft")
    until(page, "document.querySelector('dialog [data-reel-count]').textContent.startsWith('1/')")
    assert page.locator("dialog [data-reel-count]").inner_text().startswith("1/")


def test_who_is_not_signed_in_is_led_to_signing_in_by_the_heart(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    page.locator(".card .heart").first.click()
    page.wait_for_url("**/account/login/**")
    assert "next=" in page.url
