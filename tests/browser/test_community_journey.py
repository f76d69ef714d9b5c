"""The way of a note between two members: published, found, answered, and ended by a block."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.steps import first_address, picture_file, sign_up, until
from tests.support.served import Site

pytestmark = pytest.mark.browser

TITLE = "Three lamps, one desk"
BADGE = "document.querySelector('.sidebar [data-unread=total]')"
NUMBER = f"({BADGE}.hidden ? 0 : Number({BADGE}.querySelector('[data-unread-number]').textContent))"


def _publish(page: Any, site: Site, folder: Path, product: str) -> str:
    """By the form: three pictures, and a product pinned on the first; the note's address."""
    page.locator(".sidebar").get_by_role("link", name="Publish").click()
    colors = ((190, 90, 120), (90, 150, 190), (120, 160, 90))
    files = [str(picture_file(folder, f"{number}.jpg", color)) for number, color in enumerate(colors)]
    page.set_input_files("#files", files)
    until(page, "document.querySelectorAll('.shot:not(.sending)').length === 3")
    page.fill("#title", TITLE)
    page.fill("#body", "The middle one hums.")
    page.fill("#product_query", product[:12])
    page.locator("[data-pick]").first.click()
    page.wait_for_selector("[data-picked] li")
    page.locator("[data-spots]").first.click()
    page.locator("[data-spot-products] button").first.click()
    page.locator("dialog[open] form button").click()
    page.locator("[data-send]").click()
    page.wait_for_url("**/note/*")
    assert page.locator(".reel > li").count() == 3
    assert page.locator(".spot a").count() == 1
    return str(page.url)


def _find(page: Any, site: Site, note: str) -> None:
    """Among the newest notes, and opened over them."""
    page.goto(f"{site.url}/?order=newest")
    page.locator(f".card-link[href='{note.removeprefix(site.url)}']").first.click()
    page.wait_for_selector("dialog[open] .note-body")
    assert page.locator("dialog[open] .spot a").count() == 1


def _collect_into_a_new_board(page: Any) -> None:
    page.locator("dialog[open] [data-collect]").click()
    page.locator(".toast-act").click()
    page.wait_for_selector(".collect-dialog[open]")
    page.fill("#board-title", "Desk of my own")
    page.locator(".sheet-new .button").click()
    until(page, "document.querySelectorAll('.sheet-boards [aria-pressed=\"true\"]').length === 2")
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('.collect-dialog[open]')")


def _answer(page: Any, said: str, words: str) -> None:
    """From the row of the notification to a reply under the comment."""
    page.locator(".told-text a", has_text=said).click()
    page.wait_for_url("**/comment/*")
    page.locator(".comment", has_text=said).locator("[data-comment-reply]").click()
    page.locator(".composer textarea").fill(words)
    page.keyboard.press("Control+Enter")
    page.locator(".comment", has_text=words).wait_for()


def _sees_nothing_of(page: Any, site: Site, *, name: str, paths: tuple[str, ...]) -> None:
    for path in paths:
        page.goto(site.url + path)
        assert name not in page.locator("main").inner_text(), path


def test_two_members_meet_over_a_note_and_part_by_a_block(
    site: Site, page_in: Callable[[str, int, int, str], Any], tmp_path: Path
) -> None:
    author, fan = page_in("en", 1440, 900, "light"), page_in("en", 1440, 900, "dark")
    author.goto(f"{site.url}/shop")
    product = author.locator(".product-name a").first.inner_text()
    sign_up(author, site.url, name="Robin Lampwright")
    sign_up(fan, site.url, name="Kim Deskowner")
    note = _publish(author, site, tmp_path, product)
    authors = first_address(author, site.url, ".note-author a[href^='/member/']")
    author.goto(f"{site.url}/notifications")
    author.evaluate("window.isSame = true")

    _find(fan, site, note)
    fan.locator("dialog[open] .note-bar [data-like]").click()
    until(author, f"{NUMBER} === 1", timeout_s=30)
    _collect_into_a_new_board(fan)
    until(author, f"{NUMBER} === 2", timeout_s=30)
    fan.locator("dialog[open] summary.compose-pill").click()
    fan.keyboard.type("Does the third one hum too?")
    fan.keyboard.press("Control+Enter")
    fan.locator("dialog[open] .comment", has_text="the third one").wait_for()
    until(author, f"{NUMBER} === 3", timeout_s=30)
    fan.locator("dialog[open] .note-author [data-follow] button").click()
    until(author, f"{NUMBER} === 4", timeout_s=30)
    assert author.evaluate("window.isSame"), "the page was loaded anew"
    author.locator("[data-fresh] a").click()
    author.wait_for_selector(".told.unread")
    assert author.locator(".told.unread").count() == 4

    _answer(author, "the third one", "Only when it is cold.")
    until(fan, f"{NUMBER} === 1", timeout_s=30)
    fan.goto(f"{site.url}/notifications")
    assert "Only when it is cold." in fan.locator(".told").first.inner_text()

    fan.goto(f"{site.url}/")
    fans = first_address(fan, site.url, "a[aria-label='Your profile']")
    author.goto(fans)
    author.locator(".profile-acts .menu summary").click()
    author.locator(".menu-items button", has_text="Block").click()
    author.wait_for_load_state()
    for address in (note, f"{note}/comments", authors):
        assert fan.goto(address).status == 404, address
    lists = ("/?order=newest", "/following", "/notifications", f"{fans.removeprefix(site.url)}/boards")
    _sees_nothing_of(fan, site, name="Robin Lampwright", paths=(*lists, "/settings/circle"))
    fan.goto(f"{site.url}/notifications")
    assert "Only when it is cold." not in fan.locator("main").inner_text()
    _sees_nothing_of(author, site, name="Kim Deskowner", paths=lists[:3])
    author.goto(note)
    assert author.locator(".comment", has_text="the third one").count() == 0
    assert author.locator(f"main a[href='{fans.removeprefix(site.url)}']").count() == 0
