"""The settings: how the pages look, the profile, the voluntary facts."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hongshu.community.members import queries as members
from hongshu.community.members.contracts import BIO_MAX, NAME_MAX
from hongshu.flows.joining import save_profile
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.platform.accounts import queries as accounts
from hongshu.platform.accounts.contracts import FACT_KEYS
from hongshu.platform.accounts.services import save_facts
from hongshu.surfaces.web.forms.settings import SettingsForm, read_settings
from hongshu.surfaces.web.labels import fact_choices
from hongshu.surfaces.web.uploads import stored_upload
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """The settings; who is not signed in finds language and look here."""
    if request.method == "POST":
        return _save(request, member_of(request))
    user_id = viewer_of(request).user_id
    return _show(request, None if user_id is None else _current(user_id))


def _current(user_id: Id) -> SettingsForm:
    profile = members.find_profile(user_id)
    facts = {fact.key: fact for fact in accounts.list_facts(user_id, public_only=False)}
    return SettingsForm(name=profile.name if profile else "", bio=profile.bio if profile else "", facts=facts)


def _save(request: HttpRequest, user_id: Id) -> HttpResponse:
    form = read_settings(request.POST)
    status = 422
    upload = request.FILES.get("avatar")
    try:
        avatar_id = stored_upload(user_id, upload).id if isinstance(upload, UploadedFile) else None
        save_profile(user_id=user_id, name=form.name, bio=form.bio, avatar_id=avatar_id)
        save_facts(user_id=user_id, facts=list(form.facts.values()))
    except DomainError as error:
        form.refuse(error)
        status = status_of(error)
    if form.errors:
        return _show(request, form, status=status)
    messages.success(request, _("Saved."))
    return redirect("settings")


def _show(request: HttpRequest, form: SettingsForm | None, *, status: int = 200) -> HttpResponse:
    return page(
        request,
        "pages/settings.html",
        status=status,
        form=form,
        fact_keys=FACT_KEYS,
        choices={key: fact_choices(key) for key in FACT_KEYS},
        limits={"name": NAME_MAX, "bio": BIO_MAX},
    )
