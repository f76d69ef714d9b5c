"""What helps to decide: who says what, what was paid abroad, and hearing those who are alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.api.world import World, draft_of, make_world

from hongshu.community.members.queries import list_kol_ids
from hongshu.community.notes.contracts import AuthorKind, Declarations, ListEntry, PaidElsewhere
from hongshu.community.notes.queries import ask_decision
from hongshu.flows.pages.alike import Likeness, alike, likeness_asked, likeness_of
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import product_page
from hongshu.flows.pages.queries.deciding import paid_view
from hongshu.flows.publishing.services import publish_note
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.money import Money
from hongshu.platform.accounts.contracts import FactVisibility, PersonalFact
from hongshu.platform.accounts.services import save_facts
from hongshu.store.catalog.contracts import Rate
from hongshu.store.catalog.services import save_rates

DAY = date(2026, 11, 20)
RATES = {
    "JPY": Rate("JPY", DAY, Decimal("0.05"), "test"),
    "EUR": Rate("EUR", date(2026, 11, 18), Decimal(8), "test"),
}
DRY = PersonalFact("skin_type", "dry", FactVisibility.PUBLIC)
HERE = Money(10_000)


def _paid(amount: int, currency: str) -> PaidElsewhere:
    return PaidElsewhere(price=Money(amount, currency), paid_on=DAY)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_what_was_paid_abroad_is_a_median_with_the_day_of_the_oldest_rate() -> None:
    told = paid_view([_paid(1_600, "JPY"), _paid(1_000, "EUR"), _paid(1_800, "JPY")], here=HERE, rates=RATES)
    assert told is not None
    assert (told.median, told.lowest, told.highest) == (Money(8_000), Money(8_000), Money(9_000))
    assert (told.percent, told.rate_on, told.count) == (-20, date(2026, 11, 18), 3)
    assert told.currencies == ("EUR", "JPY")


def test_a_slip_of_the_pen_and_a_currency_without_a_rate_say_nothing() -> None:
    told = paid_view(
        [_paid(1_600, "JPY"), _paid(1_700, "JPY"), _paid(160_000, "JPY")], here=HERE, rates=RATES
    )
    assert told is not None
    assert (told.count, told.highest) == (2, Money(8_500))
    assert paid_view([_paid(500, "THB")], here=HERE, rates=RATES) is None
    assert paid_view([], here=HERE, rates=RATES) is None


def test_who_told_nothing_is_like_nobody_who_is_asked_for() -> None:
    facts = {
        Id(1): (DRY, PersonalFact("birth_year", "1998", FactVisibility.PUBLIC)),
        Id(2): (DRY, PersonalFact("city", "曼谷", FactVisibility.PUBLIC)),
        Id(3): (),
    }
    assert alike(facts, Likeness(skin="dry"), this_year=2026) == {1, 2}
    assert alike(facts, Likeness(skin="dry", age="25-34"), this_year=2026) == {1}
    assert alike(facts, Likeness(climate="hot"), this_year=2026) == {2}
    assert likeness_asked("dry", "old", "hot") == Likeness(skin="dry", climate="hot")
    assert likeness_of((), this_year=2026) == Likeness()


def test_kols_who_were_paid_are_told_from_those_who_were_not(world: World) -> None:
    paid = draft_of(world.picture, world.product, declared=Declarations(is_commercial=True))
    publish_note(author_id=world.author, draft=paid, key="paid")
    told = ask_decision(world.product, kol_ids=[world.author]).answer
    counts = {voice.kind: voice.note_count for voice in told.voices}
    assert counts == {AuthorKind.KOLS_UNPAID: 3, AuthorKind.KOLS_PAID: 1, AuthorKind.MEMBERS: 0}
    assert not ask_decision(world.product, kol_ids=[], hidden=[world.author]).answer.voices[2].note_count


def test_the_page_hears_only_those_who_are_alike_and_says_how_many(world: World) -> None:
    page = product_page(Viewer(user_id=None, language="en"), product_id=world.product, skin="dry")
    assert page.decision is not None
    assert (page.decision.like.found, page.notes) == (0, ())
    save_facts(user_id=world.author, facts=[DRY])
    page = product_page(Viewer(user_id=world.other, language="en"), product_id=world.product, skin="dry")
    assert page.decision is not None
    assert page.decision.like.found == 1
    assert len(page.notes) == 3


def test_a_fact_that_is_kept_private_makes_nobody_alike_but_its_own_viewer_s_filter(world: World) -> None:
    save_facts(user_id=world.author, facts=[PersonalFact("skin_type", "oily", FactVisibility.PRIVATE)])
    page = product_page(Viewer(user_id=world.other, language="en"), product_id=world.product, skin="oily")
    assert page.decision is not None
    assert page.decision.like.found == 0
    own = product_page(Viewer(user_id=world.author, language="en"), product_id=world.product)
    assert own.decision is not None
    assert own.decision.like.own_query == "skin=oily"


def test_prices_on_shopping_lists_are_compared_and_returns_are_not_invented(world: World) -> None:
    save_rates([RATES["JPY"]])
    entries = (ListEntry(product_id=world.product, price=Money(8_000, "JPY"), bought_on=DAY),)
    publish_note(
        author_id=world.author, draft=draft_of(world.picture, world.product, entries=entries), key="l"
    )
    address = reverse("product", args=[wire_form(world.product)])
    shown = Client().get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "¥400" in shown
    assert "6 % less than here" in shown
    assert "No returns are known yet." in shown
    assert "Only buyers can." in shown


def test_hearing_people_alike_asks_at_most_eight_things(world: World) -> None:
    list_kol_ids()
    save_facts(user_id=world.author, facts=[DRY])
    for role in ("anonymous", "other"):
        client = world.client(role)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse("product", args=[wire_form(world.product)]), {"skin": "dry"})
        assert response.status_code == 200
        assert len(asked.captured_queries) <= 8, [query["sql"][:80] for query in asked.captured_queries]
