"""What an author does with their notes: edit, look back, pin, take a deletion back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.community.notes.contracts import NoteChanged, NoteNotFound
from hongshu.community.notes.services import pin_note, restore_note, unpin_note
from hongshu.flows.pages import queries
from hongshu.flows.publishing.contracts import RestoredVersion
from hongshu.flows.publishing.services import (
    discard_edit_draft,
    edit_note,
    restore_version,
    save_edit_draft,
)
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.surfaces.web.forms.publishing import PublishForm, form_of, read_form
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.web.views.drafts import serial_of
from hongshu.surfaces.web.views.publish import form_page, take_cover, take_files
from hongshu.surfaces.words import status_of, words_of


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, note_id: Id) -> HttpResponse:
    """The publish form, filled; sent, the note is changed, or the form comes back with all that was typed."""
    member_of(request)
    found = queries.written_note(viewer_of(request), note_id=note_id)
    if request.method != "POST":
        begun = found.unsaved.draft if found.unsaved else found.written
        form = form_of(begun, version=found.version)
        return form_page(
            request, form, editing=note_id, unsaved_at=found.unsaved.saved_at if found.unsaved else None
        )
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


@require_POST
def keep_edit(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Keep what was changed so far, for scripts; what is as the note is already is let go."""
    member = member_of(request)
    found = queries.written_note(viewer_of(request), note_id=note_id)
    form = read_form(request.POST)
    draft = form.unfinished()
    if replace(draft, language=found.written.language) == found.written:
        discard_edit_draft(author_id=member, note_id=note_id)
        return JsonResponse({"draft": "", "saved": False})
    saved = save_edit_draft(
        author_id=member,
        note_id=note_id,
        draft=draft,
        version=form.version,
        serial=serial_of(request.POST.get("serial", "")),
    )
    return JsonResponse({"draft": "edit" if saved else "", "saved": saved})


@require_POST
def discard_edit(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Let go of what was changed and not saved."""
    discard_edit_draft(author_id=member_of(request), note_id=note_id)
    messages.success(request, _("Your unsaved changes are discarded."))
    return redirect("edit_note", note_id)


@require_POST
def restore_earlier(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Make the note again what it was; what is gone by now is told."""
    member = member_of(request)
    version, seen = (_whole(request.POST.get(name, "")) for name in ("version", "seen"))
    try:
        done = restore_version(author_id=member, note_id=note_id, version=version, seen_version=seen)
    except NoteNotFound:
        raise
    except DomainError as error:
        messages.error(request, words_of(error))
        return redirect("note_history", note_id)
    messages.success(request, _("The note is again what it was in version %(number)s.") % {"number": version})
    for words in _gone(done):
        messages.warning(request, words)
    return redirect("note", note_id)


def _gone(done: RestoredVersion) -> Iterator[str]:
    if done.pictures_gone:
        yield ngettext(
            "%(count)s of its pictures is gone, and was left out.",
            "%(count)s of its pictures are gone, and were left out.",
            done.pictures_gone,
        ) % {"count": done.pictures_gone}
    if done.products_gone:
        yield ngettext(
            "%(count)s of its products is not listed any more, and was left out.",
            "%(count)s of its products are not listed any more, and were left out.",
            done.products_gone,
        ) % {"count": done.products_gone}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


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
