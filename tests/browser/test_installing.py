"""Reading on a bad network, in a real browser with the network off."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect
from tests.browser.steps import sign_up
from tests.support.served import Site

_READY = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return registration.active !== null;
}"""


def _page(browser: Browser, language: str) -> Page:
    context = browser.new_context(locale="zh-CN" if language == "zh" else "en-GB", service_workers="allow")
    return context.new_page()


def test_without_a_network_the_last_feed_and_the_notes_one_opened_are_still_there(
    site: Site, browser: Browser
) -> None:
    page = _page(browser, "en")
    page.goto(site.url)
    assert page.evaluate(_READY)
    # The worker sees pages from the second on.
    page.reload()
    expect(page.locator(".card").first).to_be_visible()
    title = page.locator(".card-link").first.inner_text()
    address = page.locator(".card-link").first.get_attribute("href") or ""
    page.goto(f"{site.url}{address}")
    expect(page.locator("#note-title")).to_be_visible()
    page.context.set_offline(True)
    page.goto(site.url)
    expect(page.locator(".card-link").first).to_have_text(title)
    page.goto(f"{site.url}{address}")
    expect(page.locator("#note-title")).to_be_visible()
    # It is not the bare text: the style sheets came from the worker.
    assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)")
    page.goto(f"{site.url}/search?q=lamp")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    page.context.close()


def test_the_page_without_a_network_speaks_the_readers_language(site: Site, browser: Browser) -> None:
    page = _page(browser, "zh")
    page.goto(site.url)
    assert page.evaluate(_READY)
    page.reload()
    page.context.set_offline(True)
    page.goto(f"{site.url}/settings/circle")
    expect(page.get_by_role("heading", name="没有网络")).to_be_visible()
    page.context.close()


def test_after_signing_out_nothing_of_a_member_is_left(site: Site, browser: Browser) -> None:
    page = _page(browser, "en")
    sign_up(page, site.url, name="Kim")
    page.goto(site.url)
    assert page.evaluate(_READY)
    page.reload()
    page.goto(f"{site.url}/following")
    kept = "async () => (await (await caches.open('pages')).keys()).map((key) => new URL(key.url).pathname)"
    assert "/following" in page.evaluate(kept)
    page.goto(f"{site.url}/account/logout/")
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "logout" not in url)
    page.goto(site.url)
    assert "/following" not in page.evaluate(kept)
    page.context.set_offline(True)
    page.goto(f"{site.url}/following")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    page.context.close()
