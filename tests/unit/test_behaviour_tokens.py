"""The token of a view."""

from __future__ import annotations

import pytest

from hongshu.kernel.ids import Id
from hongshu.platform.behaviour import tokens
from hongshu.platform.behaviour.contracts import InvalidBatch, ShownItem, Surface, View

KEY = tokens.key_of("a secret of forty characters, for this test")
CARDS = tuple(ShownItem("note", Id(10**17 + place), source="fresh") for place in range(30))


def view_of(items: tuple[ShownItem, ...] = CARDS, **fields: object) -> View:
    return View(id=Id(256 * 10**14), surface=Surface.EXPLORE, actor_id=77, items=items, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "view",
    [
        view_of(),
        view_of(()),
        view_of((), subject=ShownItem("product", Id(5))),
        view_of(request_id="r" * 64, model_version="als-2026-11-20", arms="feed=b;覆盖=a"),
        view_of(
            (
                ShownItem("note", Id(1), "followed", 1.0),
                ShownItem("product", Id(2), "trending", 0.25),
                ShownItem("member", Id((1 << 63) - 1), "", 0.5),
            ),
            subject=ShownItem("brand", Id(9)),
        ),
    ],
    ids=["one-source", "empty", "subject-only", "texts", "mixed"],
)
def test_a_view_comes_back_from_its_token_as_it_was(view: View) -> None:
    assert tokens.unseal(tokens.seal(view, KEY), KEY) == view


def test_an_anonymous_actor_below_zero_survives() -> None:
    view = View(id=Id(512), surface=Surface.SEARCH, actor_id=-(2**62), items=())
    assert tokens.unseal(tokens.seal(view, KEY), KEY).actor_id == -(2**62)


def test_thirty_cards_of_one_source_stay_under_five_hundred_characters() -> None:
    token = tokens.seal(view_of(request_id="0123456789ab"), KEY)
    assert len(token) < 500
    assert token.replace("-", "").replace("_", "").isalnum()


def test_the_largest_view_still_fits_into_the_longest_token() -> None:
    items = tuple(
        ShownItem(("note", "product")[n % 2], Id((1 << 63) - 1 - n), f"source-{n % 50}", (n % 7) / 7)
        for n in range(200)
    )
    token = tokens.seal(view_of(items, request_id="r" * 64, arms="a" * 255), KEY)
    assert len(token) < tokens.LONGEST_TOKEN
    assert [item.id for item in tokens.unseal(token, KEY).items] == [item.id for item in items]


def test_every_surface_has_its_place() -> None:
    for surface in Surface:
        view = View(id=Id(256), surface=surface, actor_id=1, items=())
        assert tokens.unseal(tokens.seal(view, KEY), KEY).surface is surface


def test_a_token_with_any_byte_changed_is_refused() -> None:
    token = tokens.seal(view_of(CARDS[:3]), KEY)
    for place in range(len(token)):
        changed = "A" if token[place] != "A" else "B"
        with pytest.raises(InvalidBatch):
            tokens.unseal(token[:place] + changed + token[place + 1 :], KEY)


def test_a_token_cut_short_or_lengthened_is_refused() -> None:
    token = tokens.seal(view_of(CARDS[:3]), KEY)
    for wrong in (*(token[:length] for length in range(len(token))), token + "A", token + "AAAA", token * 2):
        with pytest.raises(InvalidBatch):
            tokens.unseal(wrong, KEY)


def test_a_token_signed_with_another_key_is_refused() -> None:
    token = tokens.seal(view_of(), tokens.key_of("another installation's secret, of forty"))
    with pytest.raises(InvalidBatch):
        tokens.unseal(token, KEY)


@pytest.mark.parametrize("junk", ["", "=", "A", "AAAA", "红书", "../../etc", "\0", "A" * 8193, "A" * 10**7])
def test_what_was_never_a_token_is_refused(junk: str) -> None:
    with pytest.raises(InvalidBatch):
        tokens.unseal(junk, KEY)


def test_a_kind_of_thing_that_is_unknown_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        tokens.seal(view_of((ShownItem("planet", Id(1)),)), KEY)
