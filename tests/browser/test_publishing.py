"""From signing up to a published note, with a photo and a product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.browser.steps import picture_file, sign_up, until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "空瓶记：三个月的真心话"), ("en", "Three months, honestly")]
)
def test_a_new_member_publishes_a_note_that_others_see(
    site: Any, page_in: Any, tmp_path: Path, language: str, title: str
) -> None:
    page = page_in(language, 1440, 900, "light")
    page.goto(f"{site.url}/shop")
    product = page.locator(".product-name a").first.inner_text()
    sign_up(page, site.url, name="小满" if language == "zh" else "Robin")
    page.locator(".sidebar").get_by_role("link", name="发布" if language == "zh" else "Publish").click()
    page.set_input_files("#files", str(picture_file(tmp_path, "one.jpg", (190, 90, 120))))
    page.wait_for_selector(".shot:not(.sending)")
    page.fill("[name=alt]", "A bottle" if language == "en" else "一个空瓶")
    page.fill("#title", title)
    page.fill("#body", "Line one.\n\nLine <b>two</b>.")
    page.fill("#product_query", product[:12])
    page.locator("[data-pick]").first.click()
    page.wait_for_selector("[data-picked] li")
    page.locator("[data-send]").click()
    page.wait_for_url("**/note/*")
    assert page.locator("#note-title").inner_text() == title
    assert "Line <b>two</b>." in page.locator(".note-body").inner_text()
    assert page.locator(".shown a[href^='/product/']:not([href*='/buy'])").count() == 1
    address = page.url

    stranger = page_in(language, 390, 800, "dark")
    stranger.goto(address)
    assert stranger.locator("#note-title").inner_text() == title


def test_a_refused_form_keeps_what_was_typed_and_the_pictures(
    site: Any, page_in: Any, tmp_path: Path
) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Kim")
    page.goto(f"{site.url}/publish")
    page.set_input_files("#files", str(picture_file(tmp_path, "one.jpg", (90, 140, 190))))
    page.wait_for_selector(".shot:not(.sending)")
    page.fill("#title", "很长的标题" * 5)
    page.fill("#body", "Kept.")
    assert page.locator("[data-counter=title].over").inner_text() == "25/20"
    page.locator("[data-send]").click()
    page.wait_for_selector("#title-error")
    assert page.locator("#body").input_value() == "Kept."
    assert page.locator(".shot").count() == 1
    page.fill("#title", "Short")
    page.locator("[data-send]").click()
    page.wait_for_url("**/note/*")


def test_the_plain_form_publishes_without_javascript(site: Any, page_in: Any, tmp_path: Path) -> None:
    first = page_in("en", 1440, 900, "light")
    sign_up(first, site.url, name="Plain")
    state = first.context.storage_state()
    context = first.context.browser.new_context(
        java_script_enabled=False, storage_state=state, locale="en-GB"
    )
    page = context.new_page()
    page.goto(f"{site.url}/publish")
    page.set_input_files("#files", str(picture_file(tmp_path, "one.jpg", (120, 160, 90))))
    page.fill("#title", "Without a script")
    page.locator("[data-send]").click()
    assert "/note/" in page.url
    context.close()


def test_pictures_are_reordered_by_keyboard_alone(site: Any, page_in: Any, tmp_path: Path) -> None:
    page = page_in("zh", 1440, 900, "light")
    sign_up(page, site.url, name="键盘")
    page.goto(f"{site.url}/publish")
    files = [
        str(picture_file(tmp_path, name, color))
        for name, color in (("a.jpg", (200, 40, 40)), ("b.jpg", (40, 200, 40)), ("c.jpg", (40, 40, 200)))
    ]
    page.set_input_files("#files", files)
    until(page, "document.querySelectorAll('.shot:not(.sending)').length === 3")
    order = "shots => shots.map((shot) => shot.querySelector('[name=picture]').value)"
    before = page.eval_on_selector_all(".shot", order)
    page.locator("[data-grip]").nth(2).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.locator("[data-say]").inner_text()
    page.keyboard.press("Enter")
    after = page.eval_on_selector_all(".shot", order)
    assert after == [before[2], before[0], before[1]]
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert page.eval_on_selector_all(".shot", order) == after


def test_what_is_no_picture_is_refused_in_words(site: Any, page_in: Any, tmp_path: Path) -> None:
    page = page_in("zh", 1440, 900, "light")
    sign_up(page, site.url, name="文件")
    page.goto(f"{site.url}/publish")
    path = tmp_path / "not.jpg"
    path.write_bytes(b"<script>alert(1)</script>" * 40)
    page.set_input_files("#files", str(path))
    page.wait_for_selector(".toast")
    assert page.locator(".shot").count() == 0
    assert "图片" in page.locator(".toast").inner_text()


def test_a_picture_that_was_chosen_before_the_script_came_is_sent(
    site: Any, page_in: Any, tmp_path: Path
) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Early")
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    page.route("**/js/publish/form.js", hold)
    page.goto(f"{site.url}/publish", wait_until="commit")
    page.set_input_files("#files", str(picture_file(tmp_path, "early.jpg", (60, 120, 180))))
    assert page.locator(".shot").count() == 0
    until(page, "document.readyState !== 'loading'")
    for route in waiting:
        route.continue_()
    page.wait_for_selector(".shot:not(.sending)")
    assert page.locator(".shot").count() == 1
