"""Comments as people use them: with and without scripts, by keyboard, on a small phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.steps import first_address, sign_up

pytestmark = pytest.mark.browser


def _faults(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def _a_note(page: Any, site: Any) -> str:
    page.goto(f"{site.url}/")
    return first_address(page, site.url, ".card-link")


def test_a_member_comments_answers_likes_and_deletes_without_leaving_the_page(
    site: Any, page_in: Any
) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Kim")
    address = _a_note(page, site)
    page.goto(address)
    before = int(page.locator("h2 [data-comment-count]").inner_text())
    page.locator("summary.compose-pill").click()
    page.keyboard.type("<script>alert(1)</script> So 好看 😀")
    page.locator("[data-composer-send]").click()
    said = page.locator(".comment", has_text="So 好看")
    said.wait_for()
    assert said.locator(".comment-text").inner_text() == "<script>alert(1)</script> So 好看 😀"
    assert int(page.locator("h2 [data-comment-count]").inner_text()) == before + 1
    said.locator("[data-comment-reply]").click()
    page.keyboard.type("And I answer myself.")
    page.keyboard.press("Control+Enter")
    answer = page.locator(".replies .comment", has_text="And I answer myself.")
    answer.wait_for()
    heart = answer.locator(".heart")
    heart.click()
    page.wait_for_selector('.replies .heart[aria-pressed="true"]')
    page.reload()
    page.locator("[data-comments-sort=new]").click()
    page.locator(".replies .comment", has_text="And I answer myself.").wait_for()
    assert page.locator('.replies .heart[aria-pressed="true"]').count() == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".comment", has_text="So 好看").locator("[data-comment-delete]").click()
    page.locator(".comment.gone").wait_for()
    page.locator(".replies .comment", has_text="And I answer").locator("[data-comment-delete]").click()
    page.locator(".replies .comment", has_text="And I answer").wait_for(state="detached")
    page.goto(address)
    assert int(page.locator("h2 [data-comment-count]").inner_text()) == before


def test_a_refusal_is_told_and_what_was_typed_stays(site: Any, page_in: Any) -> None:
    page = page_in("zh", 390, 844, "dark")
    sign_up(page, site.url, name="小满")
    page.goto(_a_note(page, site))
    page.locator("summary.compose-pill").click()
    page.locator("[data-composer-send]").click()
    page.locator("[data-composer-error]:not([hidden])").wait_for()
    page.locator(".composer textarea").fill("长" * 301)
    page.locator("[data-composer-send]").click()
    page.locator("[data-composer-error]", has_text="301").wait_for()
    assert page.locator(".composer textarea").input_value() == "长" * 301


def test_escape_closes_the_composer_first_and_the_note_with_the_next(site: Any, page_in: Any) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Kim")
    page.goto(f"{site.url}/")
    page.locator(".card-link").first.click()
    page.locator("dialog[open] .note-body").wait_for()
    page.locator("dialog[open] summary.compose-pill").click()
    page.keyboard.type("Half a thought")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 1
    assert page.locator("dialog[open] .composer[open]").count() == 0
    assert page.locator("dialog[open] .composer textarea").input_value() == "Half a thought"
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")


def test_everything_works_without_a_script(site: Any, browser: Any, page_in: Any) -> None:
    member = page_in("en", 1280, 800, "light")
    sign_up(member, site.url, name="Kim")
    address = _a_note(member, site)
    context = browser.new_context(
        java_script_enabled=False, locale="en-GB", storage_state=member.context.storage_state()
    )
    page = context.new_page()
    page.goto(address)
    page.locator("summary.compose-pill").click()
    page.locator(".composer textarea").fill("No script here.")
    page.locator("[data-composer-send]").click()
    said = page.locator(".comment", has_text="No script here.")
    said.wait_for()
    assert re.search(r"sort=new#comment-\w{11}$", page.url)
    said.locator(".heart").click()
    page.locator('.comment .heart[aria-pressed="true"]').wait_for()
    page.locator(".composer textarea").fill("Nor there.")
    page.locator("[data-composer-send]").click()
    page.locator(".replies .comment", has_text="Nor there.").wait_for()
    page.locator(".comment", has_text="No script here.").locator("[data-comment-delete]").click()
    page.locator("button.danger").click()
    page.wait_for_url(re.compile("#comments$"))
    page.goto(f"{address}?sort=new")
    assert page.locator(".comment.gone").count() == 1
    page.locator(".composer summary").click()
    page.locator(".composer textarea").fill("x" * 301)
    page.locator("[data-composer-send]").click()
    assert "301" in page.locator("[data-composer-error]").inner_text()
    assert page.locator(".composer textarea").input_value() == "x" * 301
    context.close()


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh", 1440, "light"), ("en", 360, "dark")])
def test_comments_have_no_serious_fault_and_fit_a_small_phone(
    site: Any, page_in: Any, language: str, width: int, scheme: str
) -> None:
    page = page_in(language, width, 780, scheme)
    page.emulate_media(reduced_motion="reduce")
    sign_up(page, site.url, name="Kim")
    page.goto(_a_note(page, site))
    page.locator("summary.compose-pill").click()
    page.keyboard.type("A very long word: " + "w" * 90)
    page.keyboard.press("Control+Enter")
    page.locator(".comment", has_text="A very long word").first.wait_for()
    page.locator("[data-comment-reply]").first.click()
    assert not _faults(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(page.url.split("?")[0].split("#")[0] + "/comments")
    assert not _faults(page)
    thread = page.locator("[data-comment-reply]").first.get_attribute("href")
    page.goto(site.url + thread)
    assert not _faults(page)
