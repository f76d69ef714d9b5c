"""What an author does with their notes: edit, look back, pin, take a deletion back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.community.notes.contracts import NoteChanged
from hongshu.community.notes.services import pin_note, restore_note, unpin_note
from hongshu.flows.pages import queries
from hongshu.flows.publishing.services import edit_note
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.surfaces.web.forms.publishing import PublishForm, form_of, read_form
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.web.views.publish import form_page, take_cover, take_files
from hongshu.surfaces.words import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, note_id: Id) -> HttpResponse:
    """The publish form, filled; sent, the note is changed, or the form comes back with all that was typed."""
    member_of(request)
    found = queries.written_note(viewer_of(request), note_id=note_id)
    if request.method != "POST":
        return form_page(request, form_of(found.written, version=found.version), editing=note_id)
    form = read_form(request.POST)
    status = take_files(form, member_of(request), request.FILES.getlist("files"))
    if request.POST.get("do") == "cover":
        refused_or_ok = take_cover(request, form, member_of(request))
        return form_page(request, form, status=refused_or_ok, editing=note_id)
    if request.POST.get("do") in ("find", "add", "lines") and not form.errors:
        return form_page(request, form, editing=note_id)
    if not form.errors:
        refused = _save(request, form, note_id=note_id, present=found.version)
        if refused is None:
            messages.success(request, _("Saved. What it was before is in its history."))
            return redirect("note", note_id)
        status = refused
    return form_page(request, form, status=status, editing=note_id)


def _save(request: HttpRequest, form: PublishForm, *, note_id: Id, present: int) -> int | None:
    """None, or the status of the refusal, which the form then shows."""
    try:
        edit_note(author_id=member_of(request), note_id=note_id, draft=form.draft(), version=form.version)
    except DomainError as error:
        form.refuse(error)
        if isinstance(error, NoteChanged):
            # Who has read that it was changed may save over it: what is replaced stays in the history.
            form.version = present
        return status_of(error)
    return None


@require_safe
def history(request: HttpRequest, note_id: Id) -> HttpResponse:
    """What the note was before its edits."""
    member_of(request)
    return page(
        request, "pages/note_history.html", page=queries.history_page(viewer_of(request), note_id=note_id)
    )


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Deleted notes that can be taken back."""
    member_of(request)
    return page(request, "pages/deleted_notes.html", page=queries.deleted_page(viewer_of(request)))


@require_POST
def restore(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Take a deletion back."""
    restore_note(author_id=member_of(request), note_id=note_id)
    messages.success(request, _("The note is back."))
    return redirect("note", note_id)


@require_POST
def pin(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Pin the note on the profile, or take the pin away: ``pinned`` says which."""
    member = member_of(request)
    if request.POST.get("pinned"):
        pin_note(author_id=member, note_id=note_id)
        messages.success(request, _("Pinned: it stands first on your profile."))
    else:
        unpin_note(author_id=member, note_id=note_id)
        messages.success(request, _("No longer pinned."))
    return redirect("note", note_id)
