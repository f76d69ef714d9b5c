"""The moderators' pages: the queue, a case with its decision, an appeal's answer, the table of limits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.flows.moderation import services as moderation
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import Viewer
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.platform.trust.contracts import WORDS_MAX, Action, InvalidLimit, Limit, Limited
from hongshu.platform.trust.queries import get_decision, list_limits
from hongshu.platform.trust.services import set_limit
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.reasons import reason_choices
from hongshu.surfaces.words import status_of, words_of

ROLES = ("moderator",)
More = ParamSpec("More")
View = Callable[Concatenate[HttpRequest, More], HttpResponse]


def for_moderators(view: View[More]) -> View[More]:
    """Let in who has the role, and administrators; the site has asked others to sign in before."""

    @wraps(view)
    def checked(request: HttpRequest, /, *arguments: More.args, **named: More.kwargs) -> HttpResponse:
        if not sees(request, ROLES):
            raise PermissionDenied
        return view(request, *arguments, **named)

    return checked


def desk(request: HttpRequest) -> HttpResponse:
    """The page on which moderators land: what waits, and what was hidden last."""
    found = queries.moderator_desk(language=_language())
    return page(request, "moderators.html", title=_("What waits for you"), page=found)


@require_safe
@for_moderators
def held(request: HttpRequest) -> HttpResponse:
    """What is hidden now, with the decision that hides it."""
    found = queries.held_decisions(language=_language())
    return page(request, "held.html", title=_("What is hidden"), decisions=found)


@require_safe
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """What waits: appeals first, then cases by score."""
    return page(
        request, "queue.html", title=_("Reports and appeals"), page=queries.queue_page(language=_language())
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def case(request: HttpRequest, key: str) -> HttpResponse:
    """A case; a POST decides it."""
    case_id = parse_id(key)
    if request.method != "POST":
        return _show_case(request, case_id)
    form = request.POST
    try:
        moderation.decide(
            case_id=case_id,
            decider_id=_staff(request),
            actions=[Action(name) for name in form.getlist("actions") if name in list(Action)],
            reason=form.get("reason", ""),
            words=form.get("words", ""),
            is_grave=bool(form.get("grave")),
            days=_whole(form.get("days", "")),
        )
    except NotFound:
        raise
    except DomainError as refused:
        return _show_case(request, case_id, form=form, refused=refused)
    messages.success(request, _("Decided. It takes effect at once."))
    return redirect("admin:trust_queue")


@require_POST
@for_moderators
def lift(request: HttpRequest, key: str) -> HttpResponse:
    """End a decision of a case, whoever made it."""
    decision = get_decision(parse_id(key))
    try:
        moderation.lift(
            decision_id=decision.id, lifter_id=_staff(request), words=request.POST.get("words", "")
        )
    except NotFound:
        raise
    except DomainError as refused:
        return _show_case(request, decision.case_id, refused=refused)
    messages.success(request, _("Lifted. Everything is as it was before."))
    return redirect("admin:trust_case", wire_form(decision.case_id))


@require_POST
@for_moderators
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer an appeal: ``lifted`` says how."""
    decision = get_decision(parse_id(key))
    is_lifted = bool(request.POST.get("lifted"))
    try:
        moderation.answer_appeal(
            decision_id=decision.id,
            answerer_id=_staff(request),
            is_lifted=is_lifted,
            words=request.POST.get("words", ""),
        )
    except NotFound:
        raise
    except DomainError as refused:
        return _show_case(request, decision.case_id, refused=refused)
    messages.success(request, _("Answered: lifted.") if is_lifted else _("Answered: it stands."))
    return redirect("admin:trust_queue")


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def limits(request: HttpRequest) -> HttpResponse:
    """The table of limits; a POST changes one row."""
    error = ""
    if request.method == "POST":
        try:
            set_limit(actor_id=_staff(request), limit=_limit(request.POST))
        except DomainError as refused:
            error = words_of(refused)
        else:
            messages.success(request, _("Changed. All processes follow within ten seconds."))
            return redirect("admin:trust_limits")
    return page(
        request,
        "limits.html",
        title=_("Limits"),
        status=422 if error else 200,
        limits=list_limits(),
        error=error,
    )


def _show_case(
    request: HttpRequest,
    case_id: Id,
    *,
    form: QueryDict | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    found = queries.case_page(Viewer(_staff(request), _language()), case_id=case_id)
    return page(
        request,
        "case.html",
        title=_("Case"),
        status=200 if refused is None else status_of(refused),
        page=found,
        reasons=reason_choices(),
        limit=WORDS_MAX,
        form=form,
        error="" if refused is None else words_of(refused),
    )


def _language() -> str:
    return "zh" if (translation.get_language() or "").startswith("zh") else "en"


def _staff(request: HttpRequest) -> Id:
    user: Any = request.user
    return Id(user.pk)


def _limit(form: QueryDict) -> Limit:
    try:
        return Limit(
            action=Limited(form.get("action", "")),
            min_age_h=int(form.get("min_age_h", "")),
            is_penal=bool(form.get("is_penal")),
            most=int(form.get("most", "")),
            window_s=int(form.get("window_s", "")),
        )
    except ValueError:
        raise InvalidLimit from None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
