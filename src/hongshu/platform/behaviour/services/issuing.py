"""Issuing view tokens: on the path of every page, so without the database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hongshu.kernel import settings
from hongshu.kernel.ids import Id, new_block
from hongshu.platform.behaviour import rules, tokens
from hongshu.platform.behaviour.contracts import EVENTS_A_VIEW, ITEMS_A_VIEW, ShownItem, Surface, View


def issue_view(
    *,
    surface: Surface,
    items: Sequence[ShownItem],
    user_id: Id | None,
    visitor: str = "",
    request_id: str = "",
    subject: ShownItem | None = None,
    model_version: str = "",
    arms: str = "",
) -> str:
    """The signed token of a list or page that is being served; the page carries it in ``data-view``.

    *items* stand in the order in which they are shown, at most ITEMS_A_VIEW; *subject* is what the page is
    about. A member's view does not name the visitor's pseudonym, so the two are never tied together. Writes
    nothing.
    """
    assert len(items) <= ITEMS_A_VIEW, f"{len(items)} items in one view"
    view = View(
        id=new_block(EVENTS_A_VIEW + 1),
        surface=surface,
        actor_id=rules.actor_of(user_id, visitor),
        items=tuple(items),
        subject=subject,
        request_id=request_id,
        model_version=model_version,
        arms=arms,
    )
    return tokens.seal(view, signing_key())


@cache
def signing_key() -> bytes:
    """The key of this installation's tokens."""
    return tokens.key_of(settings.current().secret_key)
