"""Boards: collecting a note, pages of boards, arranging and sharing. Every button is a form first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.community.members.contracts import ProfileNotFound
from hongshu.community.members.queries import find_by_handle
from hongshu.community.responses import services as responses
from hongshu.community.responses.contracts import BOARD_TITLE_MAX, BoardNotFound
from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_fragment, wants_json
from hongshu.surfaces.web.views.answers import next_url, page, slice_answer
from hongshu.surfaces.words import status_of, words_of

_STEPS = {"forth": -1, "back": 1, "first": 0}


@require_safe
def member_boards(request: HttpRequest, handle: str) -> HttpResponse:
    """A member's boards."""
    found = queries.member_boards(viewer_of(request), handle=handle)
    return page(request, "pages/member_boards.html", page=found, limits={"title": BOARD_TITLE_MAX})


@require_safe
def member_likes(request: HttpRequest, handle: str) -> HttpResponse:
    """The notes a member likes."""
    found = queries.member_likes(viewer_of(request), handle=handle, cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse("member_likes", args=[handle]), found.next_cursor)
    if wants_fragment(request):
        return slice_answer(request, cards=found.cards, view=found.view, onward=onward)
    return page(request, "pages/member_likes.html", page=found, next_url=onward)


@require_safe
def board(request: HttpRequest, board_id: Id) -> HttpResponse:
    """A board with its notes."""
    found = queries.board_page(viewer_of(request), board_id=board_id, cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse("board", args=[board_id]), found.next_cursor)
    if wants_fragment(request):
        return slice_answer(request, cards=found.cards, view=found.view, onward=onward)
    return page(request, "pages/board.html", page=found, next_url=onward)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, board_id: Id) -> HttpResponse:
    """Change a board: its title, who sees it, its order, who else edits it."""
    member = member_of(request)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            responses.change_board(
                user_id=member,
                board_id=board_id,
                title=_text(request, "title"),
                is_private=bool(request.POST.get("is_private")),
                cover_note_id=_id(request.POST.get("cover", "")),
            )
        except BoardNotFound:
            raise
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Saved."))
            return redirect("board", board_id)
    found = queries.board_page(viewer_of(request), board_id=board_id, cursor=request.GET.get("cursor", ""))
    if not found.may_edit:
        raise BoardNotFound
    return page(
        request,
        "pages/board_edit.html",
        status=200 if error is None else status_of(error),
        page=found,
        error=None if error is None else words_of(error),
        title=_text(request, "title") if error else ("" if found.board.is_default else found.board.title),
        next_url=next_url(reverse("edit_board", args=[board_id]), found.next_cursor),
        limits={"title": BOARD_TITLE_MAX},
    )


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Make a board."""
    board_id = responses.create_board(
        user_id=member_of(request),
        title=_text(request, "title"),
        is_private=bool(request.POST.get("is_private")),
    )
    return redirect("board", board_id)


@require_POST
def order(request: HttpRequest, board_id: Id) -> HttpResponse:
    """Move a note within the board, by a step or beside another note; or take it off."""
    member, note_id = member_of(request), _id(request.POST.get("note", ""))
    if note_id is None:
        raise BoardNotFound
    step = request.POST.get("step", "")
    after, before = (_id(request.POST.get(name, "")) for name in ("after", "before"))
    if after is not None or before is not None:
        responses.order_note(
            user_id=member, board_id=board_id, note_id=note_id, after_id=after, before_id=before
        )
        if wants_json(request):
            return JsonResponse({"ordered": True})
    elif step == "off":
        responses.uncollect_note(user_id=member, note_id=note_id, board_id=board_id)
    else:
        responses.place_note(user_id=member, board_id=board_id, note_id=note_id, step=_STEPS.get(step, 0))
    return redirect("edit_board", board_id)


@require_POST
def delete(request: HttpRequest, board_id: Id) -> HttpResponse:
    """Delete the board."""
    member = member_of(request)
    responses.delete_board(user_id=member, board_id=board_id)
    messages.success(request, _("The board is deleted."))
    return redirect(_own_boards(request))


@require_POST
def editors(request: HttpRequest, board_id: Id) -> HttpResponse:
    """Invite a member to edit the board, or let one go (who leaves, lets themselves go)."""
    member = member_of(request)
    handle = _text(request, "handle").removeprefix("@")
    if request.POST.get("leave"):
        responses.remove_editor(user_id=member, board_id=board_id, editor_id=member)
        messages.success(request, _("You do not edit this board any more."))
        return redirect(_own_boards(request))
    profile = find_by_handle(handle)
    try:
        if profile is None:
            raise ProfileNotFound
        if request.POST.get("remove"):
            responses.remove_editor(user_id=member, board_id=board_id, editor_id=profile.user_id)
            messages.success(request, _("They do not edit this board any more."))
        else:
            responses.invite_editor(user_id=member, board_id=board_id, editor_id=profile.user_id)
            messages.success(request, _("Invited. They see it among their boards."))
    except BoardNotFound:
        raise
    except DomainError as refusal:
        messages.error(request, words_of(refusal))
    return redirect("edit_board", board_id)


@require_POST
def invitation(request: HttpRequest, board_id: Id) -> HttpResponse:
    """Accept or decline to edit the board."""
    is_accepted = bool(request.POST.get("accept"))
    responses.answer_invitation(user_id=member_of(request), board_id=board_id, is_accepted=is_accepted)
    return redirect("board", board_id) if is_accepted else redirect(_own_boards(request))


@require_POST
def collect(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Collect the note, or take it off every board: ``collected`` says which, so a repeat changes nothing."""
    member = member_of(request)
    command = responses.collect_note if request.POST.get("collected") else responses.uncollect_note
    state = command(user_id=member, note_id=note_id)
    if wants_json(request):
        return JsonResponse({"collected": state.is_collected, "count": state.count})
    return redirect("note", note_id)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, note_id: Id) -> HttpResponse:
    """On which boards the note is; sent, it is put on one, taken off, or put on a new one."""
    member = member_of(request)
    error = ""
    status = 200
    if request.method == "POST":
        try:
            _put(request, member, note_id)
        except DomainError as refusal:
            if refusal.code == "note_not_found":
                raise
            error, status = words_of(refusal), status_of(refusal)
        else:
            if not wants_fragment(request):
                return redirect("collect_sheet", note_id)
    found = queries.collect_sheet(viewer_of(request), note_id=note_id)
    template = "parts/collect_sheet.html" if wants_fragment(request) else "pages/collect_sheet.html"
    return page(request, template, status=status, page=found, error=error, limits={"title": BOARD_TITLE_MAX})


def _put(request: HttpRequest, member: Id, note_id: Id) -> None:
    board_id = _id(request.POST.get("board", ""))
    if board_id is None:
        board_id = responses.create_board(
            user_id=member,
            title=_text(request, "title"),
            is_private=bool(request.POST.get("is_private")),
        )
    elif not request.POST.get("on"):
        responses.uncollect_note(user_id=member, note_id=note_id, board_id=board_id)
        return
    responses.collect_note(user_id=member, note_id=note_id, board_id=board_id)


def _own_boards(request: HttpRequest) -> str:
    chip = queries.viewer_chip(viewer_of(request))
    return reverse("member_boards", args=[chip.handle]) if chip else reverse("explore")


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()[:200]


def _id(text: str) -> Id | None:
    try:
        return parse_id(text)
    except InvalidId:
        return None
