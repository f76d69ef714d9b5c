"""What the pages report to the behaviour log."""

from __future__ import annotations

import json
import time
from typing import Any

import psycopg
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


# Of the newest reader, since the test began: tests share the site, and its visitors one pseudonym a day.
STORED = """
SELECT kind, surface, entity_kind, position, source, visible_ms, occurred_at <= received_at, id, ref_id
FROM behaviour_event
WHERE id > %s AND actor_id = (
    SELECT actor_id FROM behaviour_event WHERE kind = 'open' ORDER BY id DESC LIMIT 1
)
ORDER BY id
"""
HIDE = """
Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
document.dispatchEvent(new Event("visibilitychange"));
"""


def _newest(site: Any) -> int:
    with psycopg.connect(site.database_url, autocommit=True) as database:
        row = database.execute("SELECT coalesce(max(id), 0) FROM behaviour_event").fetchone()
    assert row is not None
    return int(row[0])


def _stored(site: Any, page: Any, kind: str, *, after: int) -> list[Any]:
    """The rows of the newest reader that came after an id, once there is one of *kind*."""
    rows: list[Any] = []
    end = time.monotonic() + 15
    with psycopg.connect(site.database_url, autocommit=True) as database:
        while not any(row[0] == kind for row in rows):
            assert time.monotonic() < end, f"no {kind} was stored"
            page.wait_for_timeout(100)
            rows = database.execute(STORED, [after]).fetchall()
    return rows


def test_what_a_visitor_saw_opened_and_read_is_in_the_log(site: Any, page_in: Any) -> None:
    page = page_in("en", 1280, 800, "light")
    before = _newest(site)
    page.goto(f"{site.url}/")
    page.wait_for_selector(".card[data-placed]")
    page.wait_for_timeout(900)
    page.locator(".card-link").nth(2).click()
    page.wait_for_selector("dialog[open] .note-body")
    page.evaluate(HIDE)
    opened = next(row for row in _stored(site, page, "open", after=before) if row[0] == "open")
    assert (opened[1], opened[3]) == ("explore", 2)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    rows = _stored(site, page, "note_view", after=before)
    assert all(row[6] for row in rows)
    shown = [row for row in rows if row[0] == "impression" and row[1] == "explore"]
    assert shown
    assert all(row[2] == "note" and row[4] and row[5] >= 500 for row in shown)
    (look,) = [row for row in rows if row[0] == "note_view"]
    assert (look[1], look[3]) == ("note", -1)
    assert look[8] == opened[7]
