"""Steps that several journeys take."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Any

import pyvips

PASSWORD = "only-for-this-test-7"


def sign_up(page: Any, url: str, *, name: str) -> str:
    """Join with a new e-mail address; the address is returned."""
    address = f"{secrets.token_hex(6)}@example.com"
    page.goto(f"{url}/account/signup/")
    page.fill("#id_name", name)
    page.fill("#id_email", address)
    page.fill("#id_password1", PASSWORD)
    page.press("#id_password1", "Enter")
    page.wait_for_url(f"{url}/welcome")
    page.click("button[name=skip]")
    page.wait_for_url(f"{url}/")
    return address


def picture_file(folder: Path, name: str, color: tuple[int, int, int]) -> Path:
    """A JPEG of one colour."""
    path = folder / name
    image = pyvips.Image.black(900, 1200, bands=3) + list(color)
    image.cast("uchar").copy(interpretation="srgb").jpegsave(str(path), Q=80)
    return path


def first_address(page: Any, url: str, selector: str) -> str:
    """Where the first link that matches leads."""
    href = page.locator(selector).first.get_attribute("href")
    assert href, f"no link {selector}"
    return href if href.startswith("http") else url + href


def layout_shift(page: Any) -> float:
    """The cumulative layout shift of the page so far."""
    return float(
        page.evaluate(
            """() => new Promise((done) => {
              let sum = 0;
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
              }).observe({ type: "layout-shift", buffered: true });
              setTimeout(() => done(sum), 200);
            })"""
        )
    )


def until(page: Any, expression: str, *, timeout_s: float = 8) -> None:
    """Wait for an expression to be true. Playwright's own way needs eval, which our policy refuses."""
    end = time.monotonic() + timeout_s
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(50)
