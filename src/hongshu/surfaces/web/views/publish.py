"""Writing a note. The plain form does everything; the script only makes it quicker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.community.notes.contracts import (
    ALT_MAX,
    BODY_MAX,
    MAX_PICTURES,
    MAX_PRODUCTS,
    TITLE_MAX_UNITS,
    NotePicture,
)
from hongshu.community.notes.queries import list_channels
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import PictureView, ProductCard, Viewer
from hongshu.flows.publishing.services import publish_note
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.media.contracts import MAX_BYTES, Picture
from hongshu.platform.media.queries import list_pictures_by_id, picture_base
from hongshu.surfaces.web.forms.publishing import PublishForm, read_form
from hongshu.surfaces.web.uploads import stored_upload
from hongshu.surfaces.web.viewer import member_of, page_language, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """The form; sent, it publishes, or comes back with everything that was typed and uploaded."""
    member = member_of(request)
    if request.method != "POST":
        return _form_page(request, PublishForm(product_ids=_wanted_products(request)))
    form = read_form(request.POST)
    status = _take_files(form, member, request.FILES.getlist("files"))
    if request.POST.get("do") == "find" or (request.POST.get("do") == "add" and not form.errors):
        return _form_page(request, form)
    if not form.errors:
        try:
            note_id = publish_note(author_id=member, draft=form.draft(), key=form.key)
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("Published. Thank you for sharing."))
            return redirect("note", note_id)
    # A refusal is kept under its key: what is sent after a correction is another request.
    form.key = PublishForm().key
    return _form_page(request, form, status=status)


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
    view = _picture_view(picture)
    return JsonResponse(
        {"id": wire_form(picture.id), "src": view.src(360), "color": picture.color,
         "width": picture.width, "height": picture.height}
    )  # fmt: skip


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Products for the picker, as options."""
    member_of(request)
    return page(
        request, "parts/picker_options.html", found=_find(viewer_of(request), request.GET.get("q", ""))
    )


def _take_files(form: PublishForm, member: Id, files: list[UploadedFile[Any]]) -> int:
    """Store what came with the form itself; a refusal names its file."""
    status = 422
    for upload in files[:MAX_PICTURES]:
        try:
            form.pictures.append(NotePicture(picture_id=stored_upload(member, upload).id, alt=""))
        except DomainError as error:
            status = status_of(error)
            form.refuse(error)
    return status


def _form_page(request: HttpRequest, form: PublishForm, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    pictures = list_pictures_by_id([picture.picture_id for picture in form.pictures])
    shots = [
        (wire_form(picture.picture_id), _picture_view(pictures[picture.picture_id]), picture.alt)
        for picture in form.pictures
        if picture.picture_id in pictures
    ]
    is_chinese = page_language() == "zh"
    return page(
        request,
        "pages/publish.html",
        status=status,
        form=form,
        shots=shots,
        picked=_products(viewer, form.product_ids),
        found=_find(viewer, form.product_query),
        channels=[(c.slug, c.name_zh if is_chinese else c.name_en) for c in list_channels()],
        limits={
            "title": TITLE_MAX_UNITS,
            "body": BODY_MAX,
            "pictures": MAX_PICTURES,
            "products": MAX_PRODUCTS,
            "alt": ALT_MAX,
            "bytes": MAX_BYTES,
        },
    )


def _picture_view(picture: Picture) -> PictureView:
    return PictureView(
        base=picture_base(picture),
        widths=picture.widths,
        width=picture.width,
        height=picture.height,
        thumbhash=picture.thumbhash,
        color=picture.color,
    )


def _find(viewer: Viewer, text: str) -> tuple[ProductCard, ...]:
    text = " ".join(text.replace("\0", "").split())[:80]
    return queries.find_products(viewer, text=text) if text else ()


def _wanted_products(request: HttpRequest) -> list[Id]:
    return read_form(request.GET).product_ids


def _products(viewer: Viewer, product_ids: list[Id]) -> tuple[ProductCard, ...]:
    return (
        queries.list_product_cards(viewer, product_ids=product_ids[: MAX_PRODUCTS + 1]) if product_ids else ()
    )
