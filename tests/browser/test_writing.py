"""Writing with all that the form has: drafts, lists, price tags, text covers, editing, schedules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.browser.steps import picture_file, sign_up, until

from hongshu.community.notes.rules import title_units

pytestmark = pytest.mark.browser


def _picture(page: Any, tmp_path: Path) -> None:
    page.set_input_files("#files", str(picture_file(tmp_path, "one.jpg", (190, 90, 120))))
    page.wait_for_selector(".shot:not(.sending)")


def _product(page: Any, name: str) -> None:
    page.fill("#product_query", name)
    page.locator("[data-pick]").first.click()
    page.wait_for_selector("[data-picked] li")


def test_a_note_with_a_list_a_price_tag_and_declarations_shows_them_and_is_edited(
    site: Any, page_in: Any, tmp_path: Path
) -> None:
    page = page_in("en", 1440, 900, "light")
    page.goto(f"{site.url}/shop")
    product = page.locator(".product-name a").first.inner_text()
    sign_up(page, site.url, name="Edi")
    page.goto(f"{site.url}/publish")
    _picture(page, tmp_path)
    page.fill("#title", "What I bought")
    _product(page, product[:12])
    page.locator("[data-spots]").click()
    page.locator("[data-spot-products] button").first.click()
    page.keyboard.press("ArrowRight")
    page.locator("dialog[open] form button").click()
    assert page.locator("[name=spot]").input_value().endswith(":510:500")
    page.locator("[data-list] > summary").click()
    page.locator("[name=entry_name]").first.fill("Whetstone")
    page.locator("[name=entry_price]").first.fill("3850")
    page.locator("[name=entry_currency]").first.select_option("JPY")
    page.check("[name=is_commercial]")
    page.locator("[data-send]").click()
    page.wait_for_url("**/note/*")
    note = page.url
    assert page.locator(".note-declared").inner_text().strip() == "Ad"
    assert page.locator(".spot a").count() == 1
    assert "Whetstone" in page.locator(".shopping-list").inner_text()
    assert "not sold here yet" in page.locator(".shopping-list").inner_text()

    page.goto(f"{note}/edit")
    other = page.context.new_page()
    other.goto(f"{note}/edit")
    other.fill("#title", "From the other window")
    other.locator("[data-send]").click()
    other.wait_for_url(note)
    page.fill("#title", "From this window")
    page.locator("[data-send]").click()
    page.wait_for_selector("#form-error")
    assert page.locator("#title").input_value() == "From this window"
    page.locator("[data-send]").click()
    page.wait_for_url(note)
    assert page.locator("#note-title").inner_text() == "From this window"
    page.goto(f"{note}/history")
    assert page.locator(".versions > li").count() == 3


def test_what_is_typed_survives_the_loss_of_the_page_and_of_the_connection(site: Any, page_in: Any) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Drafty")
    page.goto(f"{site.url}/publish")
    page.fill("#title", "Half a note")
    until(page, "document.querySelector('[data-draft-state]').textContent !== ''")
    page.context.set_offline(True)
    page.fill("#body", "Written in a tunnel.")
    until(page, "document.querySelector('[data-draft-state]').textContent.includes('Not saved yet')")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.context.set_offline(False)
    again.goto(f"{site.url}/publish")
    again.wait_for_url("**/publish?draft=*")
    assert again.locator("#title").input_value() == "Half a note"
    assert again.locator("#body").input_value() == "Written in a tunnel."


def test_a_cover_of_words_is_made_and_a_note_scheduled_with_it(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    sign_up(page, site.url, name="文字")
    page.goto(f"{site.url}/publish")
    page.locator("[data-cover] > summary").click()
    page.fill("#cover_line", "空瓶记：三个月的真心话")
    page.locator(".look-choice").nth(2).click()
    until(page, "document.querySelector('[data-cover-preview]').naturalWidth > 0")
    page.locator("[data-cover-make]").click()
    page.wait_for_selector(".shot")
    assert page.locator("[name=alt]").input_value() == "空瓶记：三个月的真心话"
    page.fill("#title", "明天见")
    page.locator(".when .pill").nth(1).click()
    page.locator("[data-send]").click()
    page.wait_for_selector(".draft")
    assert "明天见" in page.locator(".draft").first.inner_text()


def test_the_title_counter_of_the_browser_agrees_with_the_servers(site: Any, page_in: Any) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Counter")
    page.goto(f"{site.url}/publish")
    titles = ["", "a", "ab", "abc", "很长的标题", "mix 混合 1", "👩‍👩‍👧‍👦", "é", "𠮷野家", "…—", "ab👍c"]
    for title in titles:
        page.fill("#title", title)
        shown = page.locator("[data-counter=title]").inner_text().split("/")[0]
        assert int(shown) == title_units(title.strip()), json.dumps(title)


def test_changes_of_a_note_survive_the_loss_of_the_page_and_an_old_version_comes_back_by_one_press(
    site: Any, page_in: Any, tmp_path: Path
) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Edith")
    page.goto(f"{site.url}/publish")
    _picture(page, tmp_path)
    page.fill("#title", "As it was")
    page.locator("[data-send]").click()
    page.wait_for_url("**/note/*")
    note = page.url
    page.goto(f"{note}/edit")
    assert page.locator(".unsaved").count() == 0
    page.fill("#title", "Half changed")
    until(page, "document.querySelector('[data-draft-state]').textContent !== ''")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(f"{note}/edit")
    assert again.locator("#title").input_value() == "Half changed"
    again.locator("[data-discard-edit]").click()
    again.wait_for_load_state()
    assert again.locator("#title").input_value() == "As it was"
    assert again.locator(".unsaved").count() == 0
    again.fill("#title", "As it is")
    again.locator("[data-send]").click()
    again.wait_for_url(note)
    again.goto(f"{note}/edit")
    assert again.locator(".unsaved").count() == 0
    again.goto(f"{note}/history")
    again.locator(".version-acts button").click()
    again.wait_for_url(note)
    assert again.locator("#note-title").inner_text() == "As it was"
    again.goto(f"{note}/history")
    assert again.locator(".versions > li").count() == 3
