"""Where customs sends its answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hongshu.kernel.errors import DomainError
from hongshu.store.declarations.services import take_message
from hongshu.surfaces.words import status_of


@csrf_exempt
@require_POST
def messages(request: HttpRequest) -> HttpResponse:
    """Take a signed message. Its signature is what lets it in; a message that came before is taken again."""
    try:
        outcome = take_message(request.body)
    except DomainError as refused:
        return HttpResponse(refused.code, status=status_of(refused), content_type="text/plain")
    return HttpResponse(outcome, status=202, content_type="text/plain")
