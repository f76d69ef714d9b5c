"""Following, blocking, muting, and the pages about them. Every button is a plain form first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hongshu.community.graph import services as graph
from hongshu.community.members.contracts import ProfileNotFound
from hongshu.community.members.queries import find_by_handle
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import MemberListPage
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_fragment, wants_json
from hongshu.surfaces.web.views.answers import next_url, page, slice_answer


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """The notes of whom the member follows."""
    found = queries.following_page(viewer_of(request), cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse("following"), found.next_cursor)
    if wants_fragment(request):
        return slice_answer(request, cards=found.cards, view=found.view, onward=onward)
    return page(request, "pages/following.html", page=found, next_url=onward)


@require_safe
def followers(request: HttpRequest, handle: str) -> HttpResponse:
    """Who follows a member."""
    return _members(request, handle, queries.followers_page, "followers")


@require_safe
def followed(request: HttpRequest, handle: str) -> HttpResponse:
    """Whom a member follows."""
    return _members(request, handle, queries.followed_page, "followed")


@require_safe
def circle(request: HttpRequest) -> HttpResponse:
    """Requests, blocks and mutes."""
    return page(request, "pages/circle.html", page=queries.circle_page(viewer_of(request)))


@require_POST
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow, or follow no more: ``follows`` says which, so that a repeat changes nothing.

    ``note`` is the note beside which the button stands, if it stands beside one.
    """
    member, other = member_of(request), _member_id(handle)
    if request.POST.get("follows"):
        relation = graph.follow_member(user_id=member, followee_id=other, note_id=_note_of(request))
    else:
        relation = graph.unfollow_member(user_id=member, followee_id=other)
    if wants_json(request):
        return JsonResponse({"follows": relation.follows, "requested": relation.has_requested})
    return _back(request, handle)


@require_POST
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """Block or unblock."""
    member, other = member_of(request), _member_id(handle)
    if request.POST.get("blocks"):
        graph.block_member(user_id=member, blocked_id=other)
        messages.success(request, _("Blocked. Neither of you sees the other any more."))
    else:
        graph.unblock_member(user_id=member, blocked_id=other)
        messages.success(request, _("The block is lifted."))
    return _back(request, handle)


@require_POST
def mute(request: HttpRequest, handle: str) -> HttpResponse:
    """Mute or unmute."""
    member, other = member_of(request), _member_id(handle)
    if request.POST.get("mutes"):
        graph.mute_member(user_id=member, muted_id=other)
        messages.success(request, _("Muted. They are not told."))
    else:
        graph.unmute_member(user_id=member, muted_id=other)
        messages.success(request, _("You hear of them again."))
    return _back(request, handle)


@require_POST
def remove_follower(request: HttpRequest, handle: str) -> HttpResponse:
    """End somebody's follow of oneself."""
    graph.remove_follower(user_id=member_of(request), follower_id=_member_id(handle))
    messages.success(request, _("They follow you no more, and are not told."))
    return _back(request, handle)


@require_POST
def answer_request(request: HttpRequest, handle: str) -> HttpResponse:
    """Let somebody follow, or not."""
    is_accepted = bool(request.POST.get("accept"))
    graph.answer_request(user_id=member_of(request), follower_id=_member_id(handle), is_accepted=is_accepted)
    return redirect("circle")


def _members(
    request: HttpRequest, handle: str, ask: Callable[..., MemberListPage], name: str
) -> HttpResponse:
    found = ask(viewer_of(request), handle=handle, cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse(name, args=[handle]), found.next_cursor)
    return page(request, "pages/members.html", page=found, next_url=onward, listing=name)


def _member_id(handle: str) -> Id:
    profile = find_by_handle(handle)
    if profile is None:
        raise ProfileNotFound
    return profile.user_id


def _note_of(request: HttpRequest) -> Id | None:
    try:
        return parse_id(request.POST.get("note", ""))
    except InvalidId:
        return None


def _back(request: HttpRequest, handle: str) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect("member", handle)
