"""What the pages report to the behaviour log."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = pytest.mark.browser


# What a page hands to the browser on leaving cannot be read from outside any more.
LISTEN = """
window.sentBatches = [];
const send = navigator.sendBeacon.bind(navigator);
navigator.sendBeacon = (address, body) => {
  if (String(address).endsWith("/behaviour/batches")) window.sentBatches.push(body.text());
  return send(address, body);
};
"""


def test_impressions_and_opens_are_sent_with_view_position_and_counter(site: Any, page_in: Any) -> None:
    page = page_in("zh", 1440, 900, "light")
    page.add_init_script(LISTEN)
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    page.wait_for_timeout(900)
    page.locator(".card-link").nth(1).click()
    page.wait_for_selector("dialog[open] .note-body")
    page.wait_for_timeout(300)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    sent = [json.loads(text) for text in page.evaluate("Promise.all(window.sentBatches)")]
    events = [event for batch in sent for event in batch["events"]]
    kinds = {event["kind"] for event in events}
    assert {"impression", "open"} <= kinds
    assert all(batch["view"] for batch in sent)
    shown = [event for event in events if event["kind"] == "impression"]
    assert len({event["p"] for event in shown}) == len(shown)
    assert all(event["d"] >= 500 for event in shown)
    assert next(event["p"] for event in events if event["kind"] == "open") == 1
    for view in {batch["view"] for batch in sent}:
        counters = [event["n"] for batch in sent if batch["view"] == view for event in batch["events"]]
        assert sorted(counters) == list(range(1, len(counters) + 1))
