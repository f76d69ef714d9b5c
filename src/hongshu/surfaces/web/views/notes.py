"""A note: reading, liking, sharing, deleting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.community.notes.contracts import NoteNotFound
from hongshu.community.notes.services import delete_note
from hongshu.community.responses.services import like_note, share_note, unlike_note
from hongshu.flows.pages import queries
from hongshu.kernel.ids import Id
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_fragment, wants_json
from hongshu.surfaces.web.views.answers import page


@require_safe
def note(request: HttpRequest, note_id: Id) -> HttpResponse:
    """A note with what it shows; as a fragment for the overlay."""
    found = queries.note_page(viewer_of(request), note_id=note_id, sort=request.GET.get("sort", ""))
    template = "pages/note_fragment.html" if wants_fragment(request) else "pages/note.html"
    return page(request, template, page=found)


@require_POST
def like(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Like the note, or take the like back: ``liked`` says which, so that a repeat changes nothing."""
    member = member_of(request)
    is_liked = bool(request.POST.get("liked"))
    count = (like_note if is_liked else unlike_note)(user_id=member, note_id=note_id)
    if wants_json(request):
        return JsonResponse({"liked": is_liked, "count": count})
    return redirect("note", note_id)


@require_POST
def share(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Count that the member shared the note: the script says so after the sheet or the clipboard took it."""
    count = share_note(user_id=member_of(request), note_id=note_id)
    if wants_json(request):
        return JsonResponse({"count": count})
    return redirect("note", note_id)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Ask once, then delete."""
    member = member_of(request)
    found = queries.note_page(viewer_of(request), note_id=note_id)
    if not found.is_own:
        raise NoteNotFound
    if request.method == "POST":
        delete_note(author_id=member, note_id=note_id)
        messages.success(
            request, _("The note is deleted. For thirty days you can take it back, from your profile.")
        )
        return redirect("member", found.author.handle)
    return page(request, "pages/delete_note.html", page=found)
