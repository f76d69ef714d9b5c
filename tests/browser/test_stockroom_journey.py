"""What a buyer orders is received, inspected on a phone with a photograph, and sold; axe looks on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.steps import first_address, picture_file, until
from tests.support.served import Site

from hongshu.flows.demo_world.logins import PASSWORD

pytestmark = pytest.mark.browser

PageIn = Callable[[str, int, int, str], Any]
KEPT = "[...Array(localStorage.length).keys()].map((at) => localStorage.key(at)).filter((key) => key.startsWith('hongshu:kept:')).length"  # noqa: E501
# Nothing is said of what passed, which is most of the time axe takes.
QUICK = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa"]}
# A SKU that its supplier may sell to us today.
BUYABLE = """
SELECT s.name, k.code FROM inventory_lot AS l
JOIN inventory_supplier AS s ON s.id = l.supplier_id
JOIN catalog_sku AS k ON k.id = l.sku_id
JOIN catalog_product AS p ON p.id = k.product_id
JOIN inventory_authorisation AS a ON a.supplier_id = l.supplier_id AND a.brand_id = p.brand_id
WHERE a.withdrawn_at IS NULL AND now()::date BETWEEN a.valid_from AND a.valid_until - 3
ORDER BY l.id LIMIT 1
"""


def sign_in(page: Any, url: str, role: str) -> None:
    """Ask for the console, sign in, and come to the landing."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{url}/console/")
    page.wait_for_url("**/account/login/**")
    page.fill("#id_login", f"{role}@hongshu.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{url}/console/")


def order_it(page: Any, url: str, supplier: str, code: str) -> str:
    """By the form: the SKU is looked for and put into a line. Returns the number of the order."""
    page.goto(f"{url}/console/buying/new")
    page.select_option("select[name=supplier]", label=page.locator("option", has_text=supplier).inner_text())
    page.fill("input[name=find]", code)
    page.press("input[name=find]", "Enter")
    page.locator(f"button[name=add][value='{code}']").click()
    assert page.locator("input[name=sku]").first.input_value() == code
    page.locator("input[name=quantity]").first.fill("40")
    page.locator("input[name=price]").first.fill("9")
    page.locator("button", has_text="Keep as a draft").click()
    page.wait_for_url("**/console/buying/order/**")
    page.locator("button[value=place]").click()
    page.locator(".chip", has_text="ordered").wait_for()
    return str(page.locator("h1").first.inner_text()).strip()


def receive_it(page: Any, url: str, number: str, lot: str) -> None:
    """On a phone, in Chinese."""
    page.goto(f"{url}/console/receiving")
    page.locator("a.box", has_text=number).click()
    page.locator("input[name^=quantity-]").fill("40")
    page.locator("input[name^=code-]").fill(lot)
    today = datetime.now(tz=UTC).date()
    page.locator("input[name^=produced-]").fill((today - timedelta(days=30)).isoformat())
    page.locator("input[name^=expires-]").fill((today + timedelta(days=700)).isoformat())
    page.locator("form button", has_text="入库").click()
    page.wait_for_url("**/console/receiving")


def test_what_is_ordered_is_received_inspected_on_a_phone_and_sold(
    site: Site, page_in: PageIn, tmp_path: Path
) -> None:
    with psycopg.connect(site.database_url) as connection:
        found = connection.execute(BUYABLE).fetchone()
    assert found is not None
    lot = f"J-{secrets.token_hex(4)}"
    buyer, porter = page_in("en", 1440, 900, "light"), page_in("zh", 360, 740, "light")
    sign_in(buyer, site.url, "buyer")
    number = order_it(buyer, site.url, *found)
    sign_in(porter, site.url, "warehouse")
    receive_it(porter, site.url, number, lot)

    page = page_in("en", 360, 740, "dark")
    sign_in(page, site.url, "inspector")
    page.goto(f"{site.url}/console/lots?q={lot}")
    page.locator("a.box", has_text=lot).click()
    page.locator("a.act", has_text="Inspect").click()
    page.wait_for_url("**/console/inspecting/**")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    camera = page.locator("input[type=file][name=pictures]")
    assert camera.get_attribute("capture") == "environment"
    for point in page.locator("input[value=fine]").all():
        point.check()
    page.locator("input[name^=note-]").first.fill("A dent in one corner")
    camera.set_input_files(picture_file(tmp_path, "carton.jpg", (150, 110, 70)))
    page.locator("button[value=pictures]").click()
    page.locator(".kept-shots img").wait_for()
    page.locator("textarea[name=note]").fill("Seen by daylight")

    page.reload()
    assert page.locator("[data-restored]").is_visible()
    assert page.locator("input[name^=note-]").first.input_value() == "A dent in one corner"
    assert page.locator("textarea[name=note]").input_value() == "Seen by daylight"
    assert page.locator("input[value=fine]:checked").count() == page.locator("input[value=fine]").count()
    assert page.locator(".kept-shots input:checked").count() == 1
    until(page, "document.querySelector('.kept-shots img').naturalWidth > 0")
    page.locator("input[name=verdict][value=passed]").check()
    assert page.evaluate(KEPT) == 1
    page.locator("button", has_text="Give the verdict").click()
    page.wait_for_url("**/console/stock/lot/**")
    assert "40 sellable" in page.locator(".tq").inner_text()
    assert page.locator(".shots img").count() == 1
    assert page.evaluate(KEPT) == 0

    buyer.goto(f"{site.url}/console/stock?sku={found[1]}")
    assert "40 sellable" in buyer.locator("a.box", has_text=lot).inner_text()


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh", 1440, "light"), ("en", 360, "dark")])
def test_axe_finds_no_serious_fault_in_the_console(
    site: Site, page_in: PageIn, language: str, width: int, scheme: str
) -> None:
    page = page_in(language, width, 760, scheme)
    sign_in(page, site.url, "admin")
    paths = [
        "", "buying", "buying/new", "suppliers", "receiving", "inspecting", "lots", "stock", "movements",
        "counting", "warehouses", "checklists", "checklists/skincare", "figures", "queue", "held",
    ]  # fmt: skip
    addresses = [f"{site.url}/console/{path}" for path in paths]
    for path in ("buying", "suppliers", "lots", "inspecting"):
        page.goto(f"{site.url}/console/{path}")
        if page.locator(".tq li a.box").count():
            addresses.append(first_address(page, site.url, ".tq li a.box"))
    faults: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state()
        # What the frame of the library brings along is not ours to mend.
        found = Axe().run(page, context=".tq", options=QUICK).response["violations"]
        here = [
            f"{fault['id']}: {node['html'][:160]}"
            for fault in found
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            here.append("wider than the window")
        if here:
            faults[address] = here
    assert not faults
