"""The inspectors' pages: lots that wait, and the form of an inspection, made for a phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.contracts.stockroom import InspectingPage
from hongshu.flows.pages.queries import stockroom
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id, parse_id
from hongshu.platform.media.contracts import MAX_BYTES, MAX_PIXELS, PictureTooLarge
from hongshu.platform.media.services import store_picture
from hongshu.store.inventory.contracts import (
    CheckAnswer,
    InspectionDraft,
    InvalidInspection,
    LotSoldOut,
    Quality,
)
from hongshu.store.inventory.services import inspect_lot
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

_MOST_PICTURES = 12


@require_safe
@desk.only_for(desk.INSPECTORS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Lots without a verdict, the longest waiting first."""
    found = stockroom.lots_waiting(language=desk.language(), cursor=request.GET.get("cursor", ""))
    return page(request, "waiting.html", title=_("Lots to inspect"), page=found)


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.INSPECTORS)
def inspect(request: HttpRequest, key: str) -> HttpResponse:
    """A lot's checklist and sample; a POST gives the verdict, or only keeps pictures that were taken."""
    lot_id = parse_id(key)
    found = stockroom.inspecting_page(lot_id, language=desk.language())
    refused: DomainError | None = None
    pictures: list[Id] = []
    if request.method == "POST":
        try:
            pictures = _pictures(request)
            # A phone's camera takes one picture at a time.
            if request.POST.get("act") != "pictures":
                return _give(request, key, _draft(request, found, pictures))
        except NotFound:
            raise
        except DomainError as error:
            refused = error
    return page(
        request,
        "inspect.html",
        title=_("Inspect lot %(code)s") % {"code": found.lot.code},
        status=200 if refused is None else status_of(refused),
        error="" if refused is None else words_of(refused),
        asks=isinstance(refused, LotSoldOut),
        page=found,
        form=request.POST,
        pictures=stockroom.kept_pictures(pictures),
        key=desk.fresh_key(),
        is_sent=request.method == "POST",
    )


def _give(request: HttpRequest, key: str, draft: InspectionDraft) -> HttpResponse:
    inspect_lot(
        draft=draft,
        inspector_id=desk.staff(request),
        key=request.POST.get("key", ""),
        is_confirmed=bool(request.POST.get("confirmed")),
    )
    messages.success(request, _("The verdict holds at once."))
    return redirect(f"{reverse('admin:lot', args=[key])}?saved=inspection")


def _pictures(request: HttpRequest) -> list[Id]:
    """What was photographed: pictures that came with this form, and with an earlier one that was refused."""
    files = request.FILES.getlist("pictures")
    kept = request.POST.getlist("picture")
    if len(files) + len(kept) > _MOST_PICTURES:
        raise InvalidInspection(field="picture_ids", why="too_many_pictures")
    if any((each.size or 0) > MAX_BYTES for each in files):
        raise PictureTooLarge(max_mb=MAX_BYTES // 1024 // 1024, max_megapixels=MAX_PIXELS // 1_000_000)
    owner = desk.staff(request)
    return [parse_id(each) for each in kept] + [
        store_picture(owner_id=owner, data=each.read()).id for each in files
    ]


def _draft(request: HttpRequest, found: InspectingPage, pictures: list[Id]) -> InspectionDraft:
    form = request.POST
    verdict = form.get("verdict", "")
    try:
        defects = desk.units(form.get("defects", "") or "0")
    except DomainError:
        raise InvalidInspection(field="defects_found", why="defects_out_of_range") from None
    return InspectionDraft(
        lot_id=found.lot.id,
        verdict=Quality(verdict) if verdict in list(Quality) else Quality.AWAITING,
        defects_found=defects,
        answers=tuple(
            CheckAnswer(
                slug=point.slug,
                is_fine=form.get(f"point-{point.slug}") == "fine",
                note=form.get(f"note-{point.slug}", "").strip(),
            )
            for point in found.points
            if form.get(f"point-{point.slug}") in ("fine", "not")
        ),
        note=form.get("note", ""),
        conditions_zh=form.get("conditions_zh", ""),
        conditions_en=form.get("conditions_en", ""),
        picture_ids=tuple(pictures),
    )
