"""What others do reaches a member's page without a reload, and is read there."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.steps import picture_file, sign_up, until

from hongshu.kernel.processes.descendants import children_of

pytestmark = pytest.mark.browser

COUNT = "document.querySelector('.sidebar [data-unread=total]').hidden ? 0 : "
COUNT += "Number(document.querySelector('.sidebar [data-unread=total] [data-unread-number]').textContent)"


def _publish(page: Any, url: str, folder: Path, title: str) -> str:
    page.goto(f"{url}/publish")
    page.set_input_files("#files", str(picture_file(folder, "one.jpg", (190, 90, 120))))
    page.wait_for_selector(".shot:not(.sending)")
    page.fill("#title", title)
    page.fill("#body", "Quiet and warm.")
    page.locator("[data-send]").click()
    page.wait_for_url("**/note/*")
    return str(page.url)


def _comes_to(page: Any, count: int) -> None:
    until(page, f"({COUNT}) === {count}", timeout_s=30)


def _live_pid(site: Any) -> int:
    for pid in children_of(site.pid):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        if "hongshu.config.live" in line and "exec_child" not in line:
            return pid
    return 0


def test_a_like_and_a_follow_raise_the_badge_without_a_reload_and_are_read_on_the_page(
    site: Any, page_in: Any, tmp_path: Path
) -> None:
    author = page_in("en", 1440, 900, "light")
    sign_up(author, site.url, name="Robin Author")
    address = _publish(author, site.url, tmp_path, "A lamp that hums")
    author.goto(f"{site.url}/shop")
    author.evaluate("window.isSame = true")
    _comes_to(author, 0)

    fan = page_in("en", 1440, 900, "light")
    sign_up(fan, site.url, name="Kim Fan")
    fan.goto(address)
    fan.locator(".note [data-like]").first.click()
    _comes_to(author, 1)
    fan.locator(".note-author [data-follow] button").click()
    _comes_to(author, 2)
    assert author.evaluate("window.isSame")

    author.locator(".header .bell[href='/notifications']").click()
    author.wait_for_url("**/notifications")
    rows = author.locator(".told.unread")
    assert rows.count() == 2
    assert "Kim Fan" in rows.first.inner_text()
    words = " ".join(rows.all_inner_texts())
    assert "liked your note" in words
    assert "started following you" in words
    assert "A lamp that hums" in words
    # Following back, and reading one row, by the keyboard alone.
    follow = author.locator(".told [data-follow] button")
    assert follow.inner_text().startswith("Follow back")
    follow.focus()
    author.keyboard.press("Enter")
    until(author, "document.querySelector('.told [data-follow] button').value === ''")
    author.locator(".told.unread [data-read] button").first.focus()
    author.keyboard.press("Enter")
    _comes_to(author, 1)
    assert author.locator(".told.unread").count() == 1
    author.locator("[data-read-all]").click()
    author.wait_for_load_state()
    assert author.locator(".told.unread").count() == 0
    _comes_to(author, 0)
    _comes_to(fan, 1)


def test_a_page_that_is_open_says_that_something_new_came_and_a_like_taken_back_goes(
    site: Any, page_in: Any, tmp_path: Path
) -> None:
    author = page_in("zh", 1440, 900, "light")
    sign_up(author, site.url, name="小满")
    address = _publish(author, site.url, tmp_path, "会哼歌的灯")
    author.goto(f"{site.url}/notifications?tab=likes")
    fan = page_in("zh", 1440, 900, "light")
    sign_up(fan, site.url, name="阿采")
    fan.goto(address)
    fan.locator(".note [data-like]").first.click()
    author.locator("[data-fresh] a").click(timeout=30_000)
    author.wait_for_selector(".told.unread")
    assert "阿采 赞了你的笔记" in author.locator(".told-line").first.inner_text()
    fan.locator(".note [data-like]").first.click()
    _comes_to(author, 0)
    author.reload()
    assert author.locator(".told").count() == 0


def test_after_a_kill_of_the_live_process_the_badge_follows_again(
    site: Any, page_in: Any, tmp_path: Path
) -> None:
    author = page_in("en", 1440, 900, "light")
    sign_up(author, site.url, name="Lee")
    address = _publish(author, site.url, tmp_path, "One more lamp")
    _comes_to(author, 0)
    os.kill(_live_pid(site), signal.SIGKILL)
    fan = page_in("en", 1440, 900, "light")
    sign_up(fan, site.url, name="Noor")
    fan.goto(address)
    fan.locator(".note [data-like]").first.click()
    _comes_to(author, 1)
    assert author.evaluate(COUNT) == 1


@pytest.mark.parametrize("look", [("zh", 360, "dark"), ("en", 1440, "light")])
def test_the_page_and_its_settings_are_whole_on_every_width_and_without_serious_faults(
    site: Any, page_in: Any, tmp_path: Path, look: tuple[str, int, str]
) -> None:
    language, width, scheme = look
    author = page_in(language, width, 800, scheme)
    author.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    sign_up(author, site.url, name="小满")
    address = _publish(author, site.url, tmp_path, "会哼歌的灯，冬天的晚上")
    fan = page_in(language, 1440, 900, "light")
    sign_up(fan, site.url, name="Kim with a rather long name")
    fan.goto(address)
    fan.locator(".note [data-like]").first.click()
    fan.locator(".note-author [data-follow] button").click()
    until(author, "document.querySelector('[data-unread=total] [data-unread-number]').textContent === '2'",
          timeout_s=30)  # fmt: skip
    for path in ("/notifications", "/notifications?tab=followers", "/settings/notifications"):
        author.goto(site.url + path)
        author.wait_for_load_state()
        assert author.evaluate("document.documentElement.scrollWidth <= innerWidth")
        faults = [
            f"{fault['id']}: {node['html'][:160]}"
            for fault in Axe().run(author).response["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]
        assert not faults, path
    boxes = author.locator("input[name=kind]")
    boxes.first.uncheck()
    author.locator("main button.button").click()
    author.wait_for_load_state()
    assert not boxes.first.is_checked()
    assert re.search("/settings/notifications$", author.url)
