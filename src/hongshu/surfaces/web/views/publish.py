"""Writing a note. The plain form does everything; the script only makes it quicker."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.community.notes.contracts import (
    ALT_MAX,
    BODY_MAX,
    ENTRY_NAME_MAX,
    ENTRY_PLACE_MAX,
    ENTRY_WORD_MAX,
    MAX_ENTRIES,
    MAX_PICTURES,
    MAX_PRODUCTS,
    TITLE_MAX_UNITS,
    NotePicture,
    Refusal,
)
from hongshu.community.notes.queries import get_draft, list_channels
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import DraftView, ProductCard, Viewer
from hongshu.flows.publishing.services import publish_note, schedule_draft
from hongshu.flows.text_covers.contracts import LINE_MAX
from hongshu.flows.text_covers.queries import list_templates
from hongshu.flows.text_covers.services import store_cover
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.money import CURRENCY_DIGITS
from hongshu.platform.media.contracts import MAX_BYTES
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.surfaces.web.forms.entries import EntryForm
from hongshu.surfaces.web.forms.publishing import PublishForm, form_of, read_form, spot_value
from hongshu.surfaces.web.uploads import stored_upload
from hongshu.surfaces.web.viewer import member_of, page_language, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.web.views.drafts import chosen_moment, keep
from hongshu.surfaces.web.views.pictures import picture_view
from hongshu.surfaces.words import status_of, words_with

# So many lines of the list wait to be filled in where there is no script.
_EMPTY_LINES = 3


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """The form; sent, it publishes, or comes back with everything that was typed and uploaded."""
    member = member_of(request)
    if request.method != "POST":
        return form_page(request, _begun(request, member))
    form = read_form(request.POST)
    status = take_files(form, member, request.FILES.getlist("files"))
    if request.POST.get("do") == "cover":
        return form_page(request, form, status=take_cover(request, form, member))
    if request.POST.get("do") in ("find", "lines") or (request.POST.get("do") == "add" and not form.errors):
        return form_page(request, form)
    if not form.errors:
        try:
            return _send(request, form, member)
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
    # A refusal is kept under its key: what is sent after a correction is another request.
    form.key = PublishForm().key
    return form_page(request, form, status=status)


def _begun(request: HttpRequest, member: Id) -> PublishForm:
    """The form of the draft that is asked for, or an empty one."""
    if key := request.GET.get("draft", "")[:80]:
        draft = get_draft(author_id=member, key=key)
        form = form_of(draft.draft)
        form.draft_key = key
        if draft.publish_at is not None:
            form.publish_at = draft.publish_at.isoformat()
        return form
    return PublishForm(product_ids=_wanted_products(request))


def _send(request: HttpRequest, form: PublishForm, member: Id) -> HttpResponse:
    """Publish the form, or keep it as a draft, or schedule it. Raises what refuses that."""
    wish = request.POST.get("do")
    if wish == "save":
        keep(member, form)
        messages.success(request, _("Kept as a draft."))
        return redirect(f"{reverse('publish')}?{urlencode({'draft': form.draft_key})}")
    if request.POST.get("when") == "later":
        moment = chosen_moment(form, request.POST.get("utc_offset_min", ""))
        form.draft()
        keep(member, form)
        schedule_draft(author_id=member, key=form.draft_key, publish_at=moment)
        messages.success(request, _("Scheduled. Until then you find it here, and may change it."))
        return redirect("publish")
    note_id = publish_note(author_id=member, draft=form.draft(), key=form.key, draft_key=form.draft_key)
    messages.success(request, _("Published. Thank you for sharing."))
    return redirect("note", note_id)


@require_POST
def add_picture(request: HttpRequest) -> HttpResponse:
    """Take one picture while the person goes on writing; the form carries its id."""
    member = member_of(request)
    upload = request.FILES.get("file")
    picture = stored_upload(member, upload) if upload is not None else None
    if picture is None:
        return JsonResponse(
            {"code": "no_picture", "words": _("No picture arrived. Choose it again.")}, status=400
        )
    view = picture_view(picture)
    return JsonResponse(
        {"id": wire_form(picture.id), "src": view.src(360), "large": view.src(1080), "color": picture.color,
         "width": picture.width, "height": picture.height}
    )  # fmt: skip


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Products for the picker, as options."""
    member_of(request)
    return page(
        request, "parts/picker_options.html", found=_find(viewer_of(request), request.GET.get("q", ""))
    )


def take_cover(request: HttpRequest, form: PublishForm, member: Id) -> int:
    """Draw the line of the plain form and add it to the pictures; the status of the page."""
    line = form.cover_line
    try:
        picture = store_cover(owner_id=member, line=line, template=form.cover_template)
    except DomainError as error:
        form.refuse(error)
        return status_of(error)
    form.pictures.append(NotePicture(picture_id=picture.id, alt=" ".join(line.split())))
    form.cover_line = ""
    return 200


def take_files(form: PublishForm, member: Id, files: list[UploadedFile[Any]]) -> int:
    """Store what came with the form itself; a refusal names its file."""
    status = 422
    for upload in files[:MAX_PICTURES]:
        try:
            form.pictures.append(NotePicture(picture_id=stored_upload(member, upload).id, alt=""))
        except DomainError as error:
            status = status_of(error)
            form.refuse(error)
    return status


def form_page(
    request: HttpRequest,
    form: PublishForm,
    *,
    status: int = 200,
    editing: Id | None = None,
    unsaved_at: datetime | None = None,
) -> HttpResponse:
    """The form as a page, for a new note or for the note that is edited: then perhaps with what was changed
    at ``unsaved_at`` and not saved.
    """
    viewer = viewer_of(request)
    of_form = [picture.picture_id for picture in form.pictures]
    choices = _list_choices(viewer, form, beside=of_form)
    # They came with the products'.
    pictures = list_pictures_by_id(of_form)
    shots = [
        (wire_form(picture.picture_id), picture_view(pictures[picture.picture_id]), picture.alt)
        for picture in form.pictures
        if picture.picture_id in pictures
    ]
    is_chinese = page_language() == "zh"
    return page(
        request,
        "pages/publish.html",
        status=status,
        form=form,
        editing=editing,
        unsaved_at=unsaved_at,
        drafts=() if editing else _drafts(viewer, form),
        shots=shots,
        picked=[card for card in choices if card.id in form.product_ids],
        found=_find(viewer, form.product_query),
        empty_line=EntryForm(),
        choices=choices,
        lines=[*form.entries, *([EntryForm()] * min(_EMPTY_LINES, MAX_ENTRIES - len(form.entries)))],
        currencies=sorted(CURRENCY_DIGITS, key=lambda code: (code != "CNY", code)),
        covers=[(c.slug, c.name_zh if is_chinese else c.name_en) for c in list_templates()],
        spots=[spot_value(spot) for spot in form.spots],
        channels=[(c.slug, c.name_zh if is_chinese else c.name_en) for c in list_channels()],
        limits={
            "title": TITLE_MAX_UNITS,
            "body": BODY_MAX,
            "pictures": MAX_PICTURES,
            "products": MAX_PRODUCTS,
            "alt": ALT_MAX,
            "cover_line": LINE_MAX,
            "entries": MAX_ENTRIES,
            "entry_name": ENTRY_NAME_MAX,
            "entry_word": ENTRY_WORD_MAX,
            "entry_place": ENTRY_PLACE_MAX,
            "bytes": MAX_BYTES,
        },
    )


def _drafts(viewer: Viewer, form: PublishForm) -> list[tuple[DraftView, str]]:
    """The other drafts, each with the words of its refusal."""
    return [
        (draft, _words_of(draft.refusal))
        for draft in queries.drafts_page(viewer).drafts
        if draft.key != form.draft_key
    ]


def _words_of(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    return words_with(refusal.code, {each.name: each.value for each in refusal.details})


def _list_choices(viewer: Viewer, form: PublishForm, *, beside: list[Id]) -> tuple[ProductCard, ...]:
    """The products that a line of the list may name: those of the note and those of other lines."""
    wanted = [*form.product_ids, *(line.product_id for line in form.entries if line.product_id)]
    chosen = list(dict.fromkeys(wanted))[: MAX_PRODUCTS + MAX_ENTRIES]
    return queries.list_product_cards(viewer, product_ids=chosen, beside=beside) if chosen else ()


def _find(viewer: Viewer, text: str) -> tuple[ProductCard, ...]:
    text = " ".join(text.replace("\0", "").split())[:80]
    return queries.find_products(viewer, text=text) if text else ()


def _wanted_products(request: HttpRequest) -> list[Id]:
    return read_form(request.GET).product_ids


def _products(viewer: Viewer, product_ids: list[Id]) -> tuple[ProductCard, ...]:
    chosen = product_ids[: MAX_PRODUCTS + 1]
    return queries.list_product_cards(viewer, product_ids=chosen) if chosen else ()
