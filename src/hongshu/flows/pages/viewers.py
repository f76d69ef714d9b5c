"""What pages need of who looks at them: read once a request, together with what else a page begins with.

Whom the viewer hides or does not hear decides what a page shows; their own profile and what waits unread
stand around it. All of it comes from three packages, and is asked in one statement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hongshu.community.graph.queries import ask_circle
from hongshu.community.members.contracts import Profile
from hongshu.community.members.queries import ask_profiles
from hongshu.flows.pages.contracts import Viewer
from hongshu.kernel.asking import Asked, send
from hongshu.kernel.ids import Id
from hongshu.platform.notifications.contracts import UnreadCounts
from hongshu.platform.notifications.queries import ask_unread
from hongshu.store.carts.queries import ask_units


def meet(viewer: Viewer, *others: Asked[Any], people: Collection[Id] = ()) -> None:
    """Ask *others* and the profiles of *people*, together with what is not known of the viewer yet.

    One statement, none when everything is known.
    """
    wanted = set(people) if viewer.user_id is None else {*people, viewer.user_id}
    profiles = ask_profiles(wanted - viewer.known.keys())
    circle: Asked[Any] = viewer.own.get("circle") or ask_circle(viewer.user_id)
    unread: Asked[Any] = viewer.own.get("unread") or ask_unread(viewer.user_id if viewer.has_chrome else None)
    units: Asked[Any] = viewer.own.get("cart_units") or ask_units(
        viewer.cart_id if viewer.has_chrome else None
    )
    send(profiles, circle, unread, units, *others)
    viewer.known.update(profiles.answer)
    viewer.own["circle"] = circle
    if viewer.has_chrome:
        viewer.own["unread"] = unread
        viewer.own["cart_units"] = units


def hidden_of(viewer: Viewer) -> frozenset[Id]:
    """Everybody who blocks the viewer or is blocked by them."""
    if "circle" not in viewer.own:
        meet(viewer)
    hidden: frozenset[Id] = viewer.own["circle"].answer[0]
    return hidden


def unheard_of(viewer: Viewer) -> frozenset[Id]:
    """Whom the viewer's feeds leave out: the hidden ones and the muted ones."""
    if "circle" not in viewer.own:
        meet(viewer)
    unheard: frozenset[Id] = viewer.own["circle"].answer[1]
    return unheard


def unread_of(viewer: Viewer) -> UnreadCounts:
    """The badge of every page; nothing for a visitor."""
    unread: Asked[UnreadCounts] | None = viewer.own.get("unread")
    if unread is None:
        unread = viewer.own["unread"] = ask_unread(viewer.user_id)
    return unread.answer


def known_profiles(ids: Collection[Id], viewer: Viewer) -> Mapping[Id, Profile]:
    """Profiles by user id, with the viewer's own: one query, none for those read before in this request."""
    wanted = set(ids) if viewer.user_id is None else {*ids, viewer.user_id}
    if wanted - viewer.known.keys():
        meet(viewer, people=ids)
    return viewer.known
