"""A note is reported, hidden, appealed against and given back, by four people with browsers of their own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.steps import first_address, picture_file, sign_up
from tests.support.served import Site

from hongshu.flows.demo_world.logins import PASSWORD

pytestmark = pytest.mark.browser

PageIn = Callable[[str, int, int, str], Any]


def sign_in(page: Any, url: str, role: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{url}/account/login/")
    page.fill("#id_login", f"{role}@hongshu.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{url}/")


def publish(page: Any, url: str, folder: Path) -> str:
    """Let who is signed in publish a note, with the page's own session; returns its address."""
    headers = {"X-CSRFToken": page.locator("body").get_attribute("data-csrf"), "Referer": f"{url}/"}
    file = picture_file(folder, "lamp.jpg", (90, 120, 160))
    stored = page.request.post(f"{url}/api/v1/pictures", headers=headers, multipart={"file": file})
    assert stored.status == 201, stored.text()
    draft = {"title": "新台灯", "body": "很亮。", "pictures": [{"id": stored.json()["id"], "alt": "台灯"}]}
    key = {"Idempotency-Key": secrets.token_hex(8)}
    made = page.request.post(f"{url}/api/v1/notes", headers={**headers, **key}, data=draft)
    assert made.status == 201, made.text()
    return url + str(made.json()["url"])


def report_it(page: Any, note: str) -> None:
    """By the note's menu; without a reason it is not taken."""
    page.goto(note)
    page.locator(".act-menu summary").click()
    page.locator(".act-menu .menu-items a", has_text="Report").click()
    page.wait_for_url("**/report?**")
    page.locator("button", has_text="Send the report").click()
    assert page.locator(".field-error").inner_text() == "Choose one of the reasons."
    page.locator("input[value=ad]").check()
    page.fill("#words", "It does not say who paid for it.")
    page.locator("button", has_text="Send the report").click()
    page.wait_for_url(note)


def hide_it(page: Any, url: str, handle: str) -> None:
    """By the queue, on a phone."""
    page.goto(f"{url}/console/queue")
    page.locator(".tq a.box", has_text=f"@{handle}").click()
    assert "It does not say who paid for it." in page.locator(".tq").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("input[name=actions][value=hide]").check()
    page.fill("form textarea[name=words]", "请标明广告。")
    page.locator("form button", has_text="Decide").click()
    page.wait_for_url("**/console/queue")


def appeal(page: Any, note: str) -> None:
    """By the banner on the note."""
    page.goto(note)
    banner = page.locator(".held").inner_text()
    assert "这篇笔记已被隐藏。" in banner
    assert "请标明广告。" in banner
    page.locator(".held a").click()
    page.fill("#words", "是我自己买的。")
    page.locator("form.report button").click()
    page.wait_for_url("**/settings/decisions")
    assert "申诉处理中" in page.locator(".decision").first.inner_text()


def test_from_a_report_to_a_lifted_decision(site: Site, page_in: PageIn, tmp_path: Path) -> None:
    author, reporter = page_in("zh", 360, 740, "light"), page_in("en", 360, 740, "dark")
    sign_up(author, site.url, name="Lamp lover")
    note = publish(author, site.url, tmp_path)
    author.goto(note)
    profile = first_address(author, site.url, ".note-author a[href^='/member/']")
    sign_up(reporter, site.url, name="Careful reader")
    report_it(reporter, note)
    moderator, admin = page_in("en", 360, 740, "light"), page_in("en", 1440, 900, "light")
    sign_in(moderator, site.url, "moderator")
    hide_it(moderator, site.url, profile.rpartition("/")[2])

    answer = reporter.goto(note)
    assert answer.status == 404
    reporter.goto(profile)
    assert reporter.locator(f"main a[href='{note.removeprefix(site.url)}']").count() == 0
    appeal(author, note)

    # Who decided does not answer: the administrator does.
    moderator.goto(f"{site.url}/console/queue")
    moderator.locator(".tq a.box", has_text="是我自己买的。").first.click()
    moderator.wait_for_url("**/console/queue/case/**")
    assert moderator.locator("button", has_text="Lift the decision").count() == 0
    sign_in(admin, site.url, "admin")
    admin.goto(moderator.url)
    admin.locator("form:has(button[name=lifted]) textarea").fill("确实不是广告。")
    admin.locator("button", has_text="Lift the decision").click()
    admin.wait_for_url("**/console/queue")

    assert reporter.goto(note).status == 200
    author.goto(f"{site.url}/settings/decisions")
    assert "确实不是广告。" in author.locator(".decision").first.inner_text()
    author.goto(note)
    assert author.locator(".held").count() == 0


def test_reporting_works_without_scripts_and_by_keyboard(site: Site, browser: Any, page_in: PageIn) -> None:
    page = page_in("en", 1440, 900, "light")
    sign_up(page, site.url, name="Keyboard user")
    note = first_address(page, site.url, "main a[href^='/note/']")
    context = browser.new_context(
        locale="en-GB", java_script_enabled=False, storage_state=page.context.storage_state()
    )
    try:
        plain = context.new_page()
        plain.goto(f"{site.url}/report?subject=note:{note.rpartition('/')[2]}")
        plain.focus("input[value=ad]")
        plain.keyboard.press("Space")
        plain.keyboard.press("ArrowDown")
        assert plain.is_checked("input[value=fake]")
        plain.focus("#words")
        plain.keyboard.press("Tab")
        plain.keyboard.press("Enter")
        plain.wait_for_url(note)
    finally:
        context.close()
