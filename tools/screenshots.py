"""Pictures of the pages of a running site: both languages, phone and desktop, light and dark.

    python tools/screenshots.py http://localhost:8000 FOLDER [--only explore,note] [--readme]

``--readme`` makes only the few that the README shows, as small WebP files in docs/screenshots.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--no-first-run", "--disable-gpu", "--font-render-hinting=none",
]  # fmt: skip
SIZES = {"phone": (360, 780), "desktop": (1440, 900)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
README = (
    ("explore", "zh", "desktop", "light"),
    ("note", "zh", "desktop", "light"),
    ("product", "en", "desktop", "dark"),
    ("explore", "en", "phone", "light"),
    ("member", "zh", "phone", "dark"),
)


def pages(page: Page, site: str) -> dict[str, str]:
    """The addresses to look at: the first note that shows a product, and what it leads to."""
    page.goto(f"{site}/?channel=skincare")
    note = page.locator(".card-link").first.get_attribute("href") or "/"
    page.goto(site + note)
    product = page.locator(".shown .product-name a").first.get_attribute("href") or "/shop"
    member = page.locator(".note-author a").first.get_attribute("href") or "/"
    page.goto(site + product)
    brand = page.locator("a[href^='/brand/']").first.get_attribute("href") or "/shop"
    return {
        "explore": "/",
        "note": note,
        "product": product,
        "brand": brand,
        "shop": "/shop",
        "category": "/shop/skincare",
        "member": member,
        "search": "/search?q=cream",
        "login": "/account/login/",
        "signup": "/account/signup/",
        "settings": "/settings",
        "missing": "/nothing",
    }


def shots(browser: Browser, site: str, wanted: set[tuple[str, str, str, str]]) -> Iterator[tuple[str, Page]]:
    """Each wanted page, loaded and at rest, with the name of its picture."""
    probe = browser.new_page(locale="zh-CN")
    addresses = pages(probe, site)
    probe.close()
    for language, size, theme in itertools.product(LANGUAGES, SIZES, ("light", "dark")):
        names = [name for name in addresses if (name, language, size, theme) in wanted]
        if not names:
            continue
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=LANGUAGES[language],
            color_scheme="dark" if theme == "dark" else "light",
            device_scale_factor=2 if size == "phone" else 1,
            reduced_motion="reduce",
        )
        page = context.new_page()
        for name in names:
            page.goto(site + addresses[name], wait_until="networkidle")
            yield f"{name}-{language}-{size}-{theme}", page
        context.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of pages, separated by commas")
    parser.add_argument("--readme", action="store_true")
    chosen = parser.parse_args()
    names = set(filter(None, chosen.only.split(",")))
    every = itertools.product(
        ("explore", "note", "product", "brand", "shop", "category", "member", "search", "login", "signup",
         "settings", "missing"),
        LANGUAGES, SIZES, ("light", "dark"),
    )  # fmt: skip
    wanted = set(README) if chosen.readme else {shot for shot in every if not names or shot[0] in names}
    chosen.folder.mkdir(parents=True, exist_ok=True)
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        for name, page in shots(browser, chosen.site.rstrip("/"), wanted):
            _keep(page, chosen.folder / name, as_webp=chosen.readme)
            sys.stderr.write(f"{name}\n")
        browser.close()


def _keep(page: Any, path: Path, *, as_webp: bool) -> None:
    png = page.screenshot()
    if not as_webp:
        path.with_suffix(".png").write_bytes(png)
        return
    import pyvips

    image = pyvips.Image.new_from_buffer(png, "")
    image.webpsave(str(path.with_suffix(".webp")), Q=82, effort=5, keep="none")


if __name__ == "__main__":
    main()
