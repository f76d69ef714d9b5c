"""A product page tells apart what KOLs, others and other places say."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.database.test_kols import moderator
from tests.support.community import dated_note, member, product

from hongshu.community.graph.services import block_member
from hongshu.community.members.services import end_kol, verify_kol
from hongshu.community.notes.contracts import ExternalRating
from hongshu.community.notes.queries import get_product_voices
from hongshu.community.notes.services import save_external_ratings
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import Viewer, Voice
from hongshu.kernel.ids import Id, wire_form

pytestmark = pytest.mark.django_db
VISITOR = Viewer(user_id=None, language="en")


def scene() -> tuple[Id, Id, Id]:
    """A lamp with three notes of a KOL and two of another member."""
    lamp, kol, other = product("lamp"), member("Kay", handle="kay"), member("Robin", handle="robin")
    for day in range(1, 6):
        dated_note(kol if day % 2 else other, day=day, title=f"Note {day}", product_ids=(lamp,))
    verify_kol(user_id=kol, decider_id=moderator(), reason="Known.", field="Lamps")
    return lamp, kol, other


def titles(lamp: Id, voice: str, viewer: Viewer = VISITOR) -> list[str]:
    found = queries.product_notes(viewer, product_id=lamp, cursor="", voice=voice)
    return [card.title for card in found.cards]


def test_kols_and_others_have_tabs_with_counts_and_lists_of_their_own() -> None:
    lamp, kol, _ = scene()
    tabs = queries.product_page(VISITOR, product_id=lamp).voices.tabs
    assert [(tab.voice, tab.count) for tab in tabs] == [(Voice.ALL, 5), (Voice.KOLS, 3), (Voice.MEMBERS, 2)]
    assert titles(lamp, "kols") == ["Note 5", "Note 3", "Note 1"]
    assert titles(lamp, "members") == ["Note 4", "Note 2"]
    assert len(titles(lamp, "nonsense")) == 5
    html = Client().get(f"/product/{wire_form(lamp)}?by=kols").content.decode()
    assert "Note 3" in html
    assert "Note 4" not in html
    end_kol(user_id=kol, decider_id=moderator(), reason="Gone.")
    assert queries.product_page(VISITOR, product_id=lamp).voices.tabs == ()
    assert titles(lamp, "kols") == []


def test_counts_leave_out_whom_the_viewer_blocks() -> None:
    lamp, kol, other = scene()
    block_member(user_id=other, blocked_id=kol)
    viewer = Viewer(user_id=other, language="en")
    page = queries.product_page(viewer, product_id=lamp)
    assert (page.note_count, page.voices.tabs) == (2, ())
    assert titles(lamp, "kols", viewer) == []
    assert get_product_voices(lamp, chosen_authors=[kol], without_authors=[other]).chosen_count == 3


def test_stars_from_elsewhere_are_labelled_so_and_never_verified() -> None:
    lamp, _, other = scene()
    save_external_ratings(
        [
            ExternalRating("sephora", Id(other + n), lamp, stars, date(2020, 1, 2))
            for n, stars in ((1, 5), (2, 2))
        ]
    )
    (spread,) = queries.product_page(VISITOR, product_id=lamp).voices.spreads
    assert (spread.source, spread.has_notes, spread.counts) == ("sephora", False, (0, 1, 0, 0, 1))
    assert (spread.total, spread.average) == (2, 3.5)
    html = Client().get(f"/product/{wire_form(lamp)}", headers={"Accept-Language": "en"}).content.decode()
    section = html[html.index('class="ratings"') : html.index('id="notes"')]
    assert "Sephora" in section
    assert "external, no purchase here" in section
    assert "erified" not in section


def test_the_badge_stands_on_cards_notes_and_profiles_with_its_field() -> None:
    lamp, _, _ = scene()
    html = Client().get(f"/product/{wire_form(lamp)}", headers={"Accept-Language": "en"}).content.decode()
    assert len(re.findall('class="kol-star"', html)) == 3
    profile = Client().get("/member/kay", headers={"Accept-Language": "en"}).content.decode()
    assert "KOL since" in profile
    assert "Lamps" in profile
    assert "KOL since" not in Client().get("/member/robin").content.decode()


@pytest.mark.parametrize("voice", ["", "kols", "members"])
def test_a_product_page_asks_at_most_eight_things(voice: str) -> None:
    lamp, _, _ = scene()
    address = f"/product/{wire_form(lamp)}?by={voice}"
    Client().get(address)
    with CaptureQueriesContext(connection) as asked:
        Client().get(address)
    assert len(asked) <= 8, [query["sql"][:120] for query in asked]
