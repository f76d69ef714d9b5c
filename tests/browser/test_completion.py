"""Completing handles and topics while one types, by keyboard and by pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.steps import first_address, sign_up, until
from tests.support.served import Site

pytestmark = pytest.mark.browser

PageIn = Callable[[str, int, int, str], Any]


def _handle_of(page: Any, site: Site) -> str:
    page.goto(f"{site.url}/")
    return first_address(page, site.url, "a[aria-label='Your profile']").rpartition("/")[2]


def test_a_member_is_completed_in_a_comment_without_leaving_the_keyboard(site: Site, page_in: PageIn) -> None:
    friend = page_in("en", 360, 740, "light")
    sign_up(friend, site.url, name="Zsazsa Quill")
    handle = _handle_of(friend, site)
    page = page_in("en", 360, 740, "dark")
    page.emulate_media(reduced_motion="reduce")
    sign_up(page, site.url, name="Kim")
    page.goto(first_address(page, site.url, ".card-link"))
    page.locator("summary.compose-pill").click()
    page.keyboard.type("Look, @zsaz")
    page.wait_for_selector(".completion[aria-selected=true]")
    field = page.locator(".composer textarea")
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-activedescendant") == page.locator(".completion").first.get_attribute(
        "id"
    )
    assert "Zsazsa Quill" in page.locator(".completion").first.inner_text()
    faults = Axe().run(page).response["violations"]
    assert not [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('.completions')")
    assert page.locator(".composer[open]").count() == 1
    assert field.get_attribute("role") is None
    page.keyboard.type("s")
    page.wait_for_selector(".completion[aria-selected=true]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert field.input_value() == f"Look, @{handle} "
    page.keyboard.press("Control+Enter")
    page.locator(f".comment a.mention[href='/member/{handle}']").wait_for()


def test_a_topic_is_completed_in_the_text_and_becomes_one_of_the_notes(site: Site, page_in: PageIn) -> None:
    page = page_in("zh", 1440, 900, "light")
    sign_up(page, site.url, name="小满")
    page.goto(f"{site.url}/")
    page.goto(first_address(page, site.url, ".card-link"))
    topic = page.locator(".note-topics a").first.inner_text().removeprefix("#")
    page.goto(f"{site.url}/publish")
    page.locator("#body").click()
    page.keyboard.type(f"好用 #{topic[0]}")
    page.wait_for_selector(".completion")
    assert page.locator(".completion[aria-selected=true]").count() == 0
    page.locator(".completion", has_text=f"#{topic}").first.click()
    assert page.locator("#body").input_value() == f"好用 #{topic} "
    assert page.locator(".topic-chip").inner_text() == f"#{topic}"
    page.locator("#topics").click()
    page.keyboard.type("从来没有过的话题")
    page.keyboard.press("Enter")
    assert page.locator(".topic-chip").count() == 2
