"""Codes of units through the doors, and the pages that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.buying import CREAM, Shop, bought, fresh_key, open_shop, today, verdict_on
from tests.support.buying import INSPECTOR as SOMEBODY

from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id, new_id, wire_form
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.inventory.contracts import LotNotFound, Quality
from hongshu.store.inventory.queries import ask_on_sale, get_lot
from hongshu.store.inventory.services import inspect_lot, recall_lot, withdraw_authorisation
from hongshu.store.provenance import keys, services
from hongshu.store.provenance.contracts import AuthorisationState, CodeNotGenuine, CodesTaken, LookPattern
from hongshu.store.provenance.looking import LookCounter
from hongshu.store.provenance.models import LookRow, UnitCodeRow
from hongshu.store.provenance.queries import (
    ask_ways,
    ask_ways_on_sale,
    get_provenance,
    get_unit,
    is_genuine,
    list_codes,
)
from hongshu.store.provenance.rules.codes import write
from hongshu.store.provenance.services import fold_looks, issue_codes, note_look, void_codes

pytestmark = pytest.mark.django_db
LINE = Id(4711)
MONTH = date(2026, 10, 17)


@pytest.fixture(autouse=True)
def _own_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has looked at is nothing to the next one."""
    monkeypatch.setattr(services, "_looks", LookCounter())


@pytest.fixture
def shop() -> Shop:
    return open_shop()


@pytest.fixture
def lot_id(shop: Shop) -> Id:
    """A lot of cream that passed."""
    made = bought(shop, CREAM, 40)
    inspect_lot(draft=verdict_on(made), inspector_id=SOMEBODY, key=fresh_key())
    return made


@pytest.fixture
def code(lot_id: Id) -> str:
    return issue_codes(order_line_id=LINE, lot_id=lot_id, units=1, month=MONTH)[0]


@pytest.fixture
def fresh_keys(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Keys of this test's own."""
    monkeypatch.setattr(keys, "file_of", lambda _folder: tmp_path / "provenance_keys.json")  # type: ignore[operator]
    keys.keys.cache_clear()
    yield tmp_path
    keys.keys.cache_clear()


def page_of(code: str, **headers: str) -> str:
    response = Client().get(reverse("unit", args=[code]), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_each_unit_has_a_code_of_its_own_and_asking_again_gives_the_same(lot_id: Id) -> None:
    codes = issue_codes(order_line_id=LINE, lot_id=lot_id, units=3, month=MONTH)
    assert len(set(codes)) == 3
    assert issue_codes(order_line_id=LINE, lot_id=lot_id, units=3, month=MONTH) == codes
    assert UnitCodeRow.objects.count() == 3
    (of_line,) = list_codes([LINE])
    assert (of_line.lot_id, of_line.codes) == (lot_id, codes)
    assert list_codes([]) == ()


def test_a_line_packed_from_two_lots_numbers_its_units_through(shop: Shop, lot_id: Id) -> None:
    other = bought(shop, CREAM, 5)
    issue_codes(order_line_id=LINE, lot_id=lot_id, units=2, month=MONTH)
    issue_codes(order_line_id=LINE, lot_id=other, units=1, month=MONTH)
    numbers = UnitCodeRow.objects.order_by("number").values_list("number", "lot_id")
    assert list(numbers) == [(1, lot_id), (2, lot_id), (3, other)]


def test_another_number_of_units_of_the_same_lot_is_refused(lot_id: Id) -> None:
    issue_codes(order_line_id=LINE, lot_id=lot_id, units=2, month=MONTH)
    with pytest.raises(CodesTaken):
        issue_codes(order_line_id=LINE, lot_id=lot_id, units=3, month=MONTH)
    assert UnitCodeRow.objects.count() == 2


def test_a_code_needs_a_lot_that_there_is() -> None:
    with pytest.raises(LotNotFound):
        issue_codes(order_line_id=LINE, lot_id=Id(1), units=1, month=MONTH)


def test_the_database_keeps_a_unit_to_one_code_and_only_its_month(code: str) -> None:
    row = UnitCodeRow.objects.get()
    for changed in ({"serial": 1}, {"number": 2}, {"number": 2, "serial": 1, "month": date(2026, 10, 2)}):
        values = {
            "order_line_id": row.order_line_id, "number": row.number, "serial": row.serial, "key_number": 1,
            "sku_id": 1, "lot_id": 1, "month": row.month, **changed,
        }  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitCodeRow.objects.create(**values)
    assert get_unit(code).month == date(2026, 10, 1)


def test_a_forged_code_asks_the_database_nothing() -> None:
    forged = write(77, key_number=1, key=b"f" * 32)
    other_key = write(77, key_number=200, key=b"f" * 32)
    with CaptureQueriesContext(connection) as asked:
        for code in (forged, other_key, "", "x", "0" * 24):
            assert not is_genuine(code)
            with pytest.raises(CodeNotGenuine):
                get_unit(code)
    assert not asked.captured_queries


def test_a_signed_code_that_no_unit_was_given_is_not_genuine() -> None:
    with pytest.raises(CodeNotGenuine):
        get_unit(write(77, key_number=1, key=keys.keys()[1]))


def test_codes_signed_by_an_older_key_stay_genuine_when_a_newer_one_signs(
    lot_id: Id, fresh_keys: object
) -> None:
    (old,) = issue_codes(order_line_id=LINE, lot_id=lot_id, units=1, month=MONTH)
    assert services.add_key() == 2
    (new,) = issue_codes(order_line_id=Id(4712), lot_id=lot_id, units=1, month=MONTH)
    assert [row.key_number for row in UnitCodeRow.objects.order_by("id")] == [1, 2]
    assert get_unit(old).order_line_id == LINE
    assert get_unit(new).order_line_id == 4712


def test_a_unit_that_came_back_has_no_code_in_force(code: str) -> None:
    assert void_codes(order_line_id=LINE) == 1
    assert void_codes(order_line_id=LINE) == 0
    assert list_codes([LINE]) == ()
    assert get_unit(code).voided_on == today()
    assert "no longer in force" in page_of(code, **{"Accept-Language": "en"})


def test_the_way_of_a_lot_tells_supplier_authorisation_inspection_and_dates(shop: Shop, code: str) -> None:
    brand_id = shop.brands["pondlight"]
    unit, way = get_provenance(code, brand_id=brand_id)
    assert (way.supplier_name, way.supplier_country) == ("Nordlys Oy", "FI")
    assert way.authorisation is not None
    assert (way.authorisation.number, way.authorisation.state) == ("A-pondlight", AuthorisationState.VALID)
    assert way.authorisation.held_when_bought
    assert way.ordered_month == today().replace(day=1)
    assert (way.warehouse_name_en, way.customs_port) == ("Ningbo", "3104")
    assert way.inspection is not None
    assert way.inspection.verdict is Quality.PASSED
    assert all(point.is_fine for point in way.inspection.points)
    assert way.expires_on == today() + timedelta(days=730)
    assert unit.lot_id == way.lot_id


def test_an_authorisation_that_was_withdrawn_is_said_to_be_so(shop: Shop, lot_id: Id, code: str) -> None:
    withdraw_authorisation(authorisation_id=shop.authorisations["pondlight"])
    way = ask_ways([lot_id], brand_id=shop.brands["pondlight"]).answer[lot_id]
    assert way.authorisation is not None
    assert way.authorisation.state is AuthorisationState.WITHDRAWN
    assert "taken it back since" in page_of(code, **{"Accept-Language": "en"})


def test_an_authorisation_of_another_brand_says_nothing_for_this_one(lot_id: Id) -> None:
    assert ask_ways([lot_id], brand_id=Id(1)).answer[lot_id].authorisation is None


def test_a_lot_without_inspection_and_a_recalled_one_say_so(shop: Shop) -> None:
    waiting = bought(shop, CREAM, 5)
    (code,) = issue_codes(order_line_id=LINE, lot_id=waiting, units=1, month=MONTH)
    assert "Not inspected yet" in page_of(code, **{"Accept-Language": "en"})
    recall_lot(lot_id=waiting, reason="泵头漏液", recalled_by=SOMEBODY, key=fresh_key())
    shown = page_of(code, **{"Accept-Language": "en"})
    assert "This lot is recalled" in shown
    assert "泵头漏液" in shown
    assert "This code is ours" not in shown


def test_what_is_on_sale_is_told_of_the_lot_that_goes_first(shop: Shop, lot_id: Id) -> None:
    sku_id = shop.skus[CREAM]
    way = ask_ways_on_sale([sku_id], brand_id=shop.brands["pondlight"]).answer[sku_id]
    assert way.lot_id == lot_id
    on_sale = ask_on_sale([sku_id, Id(5)]).answer
    assert (on_sale[sku_id].sellable, on_sale[sku_id].was_here) == (40, True)
    assert on_sale[sku_id].warehouse_kind == "bonded"
    assert (on_sale[Id(5)].sellable, on_sale[Id(5)].was_here) == (0, False)


def test_what_is_asked_together_is_answered_as_it_is_alone(shop: Shop, lot_id: Id) -> None:
    from hongshu.kernel.asking import send

    sku_id, brand_id = shop.skus[CREAM], shop.brands["pondlight"]
    alone = (
        ask_ways([lot_id], brand_id=brand_id).answer,
        ask_ways_on_sale([sku_id], brand_id=brand_id).answer,
        ask_on_sale([sku_id]).answer,
    )
    together = (
        ask_ways([lot_id], brand_id=brand_id),
        ask_ways_on_sale([sku_id], brand_id=brand_id),
        ask_on_sale([sku_id]),
    )
    send(*together)
    assert tuple(each.answer for each in together) == alone


def test_looks_are_counted_and_one_person_is_one_however_often(code: str) -> None:
    unit = get_unit(code)
    for looker in ("a", "a", "b"):
        note_look(unit=unit, looker=looker)
    looks = get_unit(code).looks
    assert (looks.looks, looks.lookers, looks.first_on) == (3, 2, today())
    # Nothing that is kept can be led back to who looked.
    assert not LookRow.objects.filter(looker__in=["a", "b"]).exists()


def test_a_day_that_is_over_keeps_numbers_and_no_pseudonym(code: str) -> None:
    unit = get_unit(code)
    with clock.fixed_at(clock.now() - timedelta(days=1)):
        for looker in ("a", "b", "b"):
            note_look(unit=unit, looker=looker)
    assert fold_looks() == 1
    assert fold_looks() == 0
    assert [(row.looker, row.looks, row.lookers) for row in LookRow.objects.all()] == [("", 3, 2)]
    assert get_unit(code).looks.lookers == 2


def test_a_code_that_many_people_look_at_warns(code: str) -> None:
    unit = get_unit(code)
    for looker in range(12):
        services._looks = LookCounter()
        note_look(unit=unit, looker=str(looker))
    assert get_unit(code).looks.pattern is LookPattern.STRANGE
    assert "Unusually many people" in page_of(code, **{"Accept-Language": "en"})


def test_a_hot_code_costs_no_write_a_look(code: str) -> None:
    unit = get_unit(code)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(40):
            note_look(unit=unit, looker="a")
    assert len(asked.captured_queries) == 3


@pytest.mark.parametrize(
    "language, words", [("zh-hans", "这一件从哪里来"), ("en", "Where this one comes from")]
)
def test_the_page_is_there_in_both_languages_and_found_by_no_search(
    code: str, language: str, words: str
) -> None:
    response = Client().get(reverse("unit", args=[code.lower()]), headers={"Accept-Language": language})
    assert words in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "private, no-store"


def test_a_page_counts_the_look_and_a_head_request_does_not(code: str) -> None:
    Client().head(reverse("unit", args=[code]))
    assert not LookRow.objects.exists()
    page_of(code)
    assert LookRow.objects.get().looks == 1


def test_neither_buyer_nor_cost_nor_inspector_is_on_the_page(shop: Shop, lot_id: Id) -> None:
    order_id, line_id = new_id(), new_id()
    (code,) = issue_codes(order_line_id=line_id, lot_id=lot_id, units=1, month=MONTH, order_id=order_id)
    lot = get_lot(lot_id)
    costs = {str(lot.unit_cost.amount_minor), f"{lot.unit_cost.amount}", "10.00", "1000"}
    hidden = {wire_form(order_id), wire_form(line_id), str(order_id), str(line_id), wire_form(SOMEBODY)}
    hidden |= {wire_form(lot.purchase_order_id), wire_form(lot_id), "17"}
    for language in ("en", "zh-hans"):
        shown = re.sub(r"<svg.*?</svg>", "", page_of(code, **{"Accept-Language": language}), flags=re.S)
        words = set(re.findall(r"[\w.]+", re.sub(r"<[^>]*>", " ", shown.partition("<main")[2])))
        assert not words & (costs | hidden), words & (costs | hidden)


def test_a_forged_code_has_a_page_that_says_what_to_do() -> None:
    response = Client().get("/p/ABCD-EFGH", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "This code is not ours" in response.content.decode()


def test_a_typed_code_leads_to_its_page(code: str) -> None:
    response = Client().get("/p", {"code": f" {code[:4]} {code[4:]} "})
    assert response.status_code == 302
    assert response["Location"] == reverse("unit", args=[code])
    assert Client().get("/p", {"code": "/"}).status_code == 302


def test_a_unit_s_page_asks_at_most_six_things(code: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        page_of(code)
    assert len(asked.captured_queries) <= 6


def test_a_product_s_page_of_provenance_is_of_what_is_on_sale(shop: Shop, lot_id: Id) -> None:
    sku = list_skus_by_id([shop.skus[CREAM]])[shop.skus[CREAM]]
    address = reverse("product_provenance", args=[wire_form(sku.product_id)])
    shown = Client().get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "Nordlys Oy" in shown
    recall_lot(lot_id=lot_id, reason="x", recalled_by=SOMEBODY, key=fresh_key())
    shown = Client().get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "None is on sale now" in shown
    assert "Nordlys Oy" not in shown


def test_given_keys_are_not_added_to(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from hongshu.store.provenance.contracts import ProvenanceKeysAreGiven

    given = replace(settings.current(), provenance_keys="{}")
    monkeypatch.setattr(settings, "current", lambda: given)
    with pytest.raises(ProvenanceKeysAreGiven):
        services.add_key()
