"""Who sees a member, and what they like to read."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hongshu.community.members.contracts import ProfileNotFound, ProfileSettings
from hongshu.community.members.queries import find_profile, get_settings
from hongshu.community.notes.queries import list_channels
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import PictureView
from hongshu.flows.privacy import save_banner, save_interests, save_privacy
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.surfaces.web.forms.privacy import read_privacy
from hongshu.surfaces.web.uploads import stored_upload
from hongshu.surfaces.web.viewer import member_of, page_language, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of, words_of


@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """Private account, mentions and comments, tabs, interests, personalisation, the profile's background."""
    member = member_of(request)
    if find_profile(member) is None:
        raise ProfileNotFound
    if request.method != "POST":
        return _show(request, get_settings(member))
    settings = read_privacy(request.POST)
    try:
        save_privacy(user_id=member, settings=settings)
        _save_banner(request, member)
    except DomainError as error:
        return _show(request, settings, error=words_of(error), status=status_of(error))
    messages.success(request, _("Saved."))
    return redirect("privacy")


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """What a new member likes to read; it can be skipped, and changed in the settings."""
    member = member_of(request)
    if request.method == "POST":
        if not request.POST.get("skip"):
            save_interests(user_id=member, interests=request.POST.getlist("interests"))
        return redirect("explore")
    return page(request, "pages/welcome.html", channels=_channels())


def _save_banner(request: HttpRequest, member: Id) -> None:
    upload = request.FILES.get("banner")
    if isinstance(upload, UploadedFile):
        save_banner(user_id=member, banner_id=stored_upload(member, upload).id)
    elif request.POST.get("no_banner"):
        save_banner(user_id=member, banner_id=None)


def _show(
    request: HttpRequest, settings: ProfileSettings, *, error: str = "", status: int = 200
) -> HttpResponse:
    return page(
        request,
        "pages/privacy.html",
        status=status,
        settings=settings,
        error=error,
        channels=_channels(),
        banner=_banner(request),
    )


def _banner(request: HttpRequest) -> PictureView | None:
    return queries.own_banner(viewer_of(request))


def _channels() -> list[tuple[str, str]]:
    is_chinese = page_language() == "zh"
    return [(each.slug, each.name_zh if is_chinese else each.name_en) for each in list_channels()]
