"""The board of declarations, and the clocks of returns."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import parse_id
from hongshu.store.declarations.contracts import DeclarationState, SimulatorAnswers
from hongshu.store.declarations.queries import (
    count_declarations,
    count_stuck,
    list_declarations,
    list_return_clocks,
    list_stuck,
    simulator_answers,
)
from hongshu.store.declarations.services import resend_refused, resend_unanswered, tell_simulator
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.customs_names import customs_name
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

SEE_DECLARATIONS = ("buyer", "service", "warehouse", "analyst")
RESEND = ("buyer", "service")
_STUCK = "stuck"
_AT_ONCE = 30
# What the demo's simulator can be told by a button.
_ANSWERS: dict[str, SimulatorAnswers] = {
    "at_once": SimulatorAnswers(),
    "late": SimulatorAnswers(late_s=20.0),
    "twice": SimulatorAnswers(times=2),
    "reversed": SimulatorAnswers(is_reversed=True),
    "refuse": SimulatorAnswers(refuse="-301"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(SEE_DECLARATIONS)
def board(request: HttpRequest) -> HttpResponse:
    """Declarations by state; a POST sends one again, or tells a demo's simulator how to answer."""
    error, status = "", 200
    if request.method == "POST":
        desk.demand(request, RESEND)
        try:
            said = _act(request.POST)
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, said)
            return redirect(request.get_full_path())
    counts = count_declarations()
    stuck = count_stuck()
    wanted = request.GET.get("state", "") or (_STUCK if stuck else DeclarationState.REFUSED.value)
    if wanted not in (_STUCK, *DeclarationState):
        wanted = DeclarationState.REFUSED.value
    after = desk.chosen(request.GET.get("after", ""))
    found = (
        list_stuck(after=after, limit=_AT_ONCE + 1)
        if wanted == _STUCK
        else list_declarations(states=[DeclarationState(wanted)], after=after, limit=_AT_ONCE + 1)
    )
    told = simulator_answers()
    return page(
        request,
        "customs_declarations.html",
        title=_("Customs declarations"),
        status=status,
        error=error,
        wanted=wanted,
        tabs=[(_STUCK, stuck), *((state.value, counts[state]) for state in DeclarationState)],
        found=found[:_AT_ONCE],
        has_more=len(found) > _AT_ONCE,
        may_resend=sees(request, RESEND),
        answers=list(_ANSWERS) if told is not None and sees(request, RESEND) else [],
        told=next((name for name, each in _ANSWERS.items() if told and told.get("*") == each), ""),
        customs_name=customs_name,
    )


def _act(form: QueryDict) -> str:
    if "answers" in form:
        tell_simulator(order_number="*", answers=_ANSWERS.get(form.get("answers", ""), SimulatorAnswers()))
        return _("The simulator answers so from now on.")
    order_id = parse_id(form.get("order", ""))
    count = (
        resend_refused(order_id=order_id)
        if form.get("act") == "resend_refused"
        else resend_unanswered(order_id=order_id)
    )
    return ngettext("%(num)s document is sent again.", "%(num)s documents are sent again.", count) % {
        "num": count
    }


@require_safe
@desk.only_for(SEE_DECLARATIONS)
def returns(request: HttpRequest) -> HttpResponse:
    """Returns that run and orders that may still come back, with the days that are left."""
    today = desk.today()
    clocks = list_return_clocks()
    running = [each for each in clocks if each.state is DeclarationState.RETURNING]
    may_come = [each for each in clocks if each.state is not DeclarationState.RETURNING]
    return page(
        request,
        "customs_returns.html",
        title=_("Returns to the zone"),
        running=[(each, (each.back_by - today).days) for each in running],
        may_come=[(each, (each.apply_by - today).days) for each in may_come],
        customs_name=customs_name,
    )
