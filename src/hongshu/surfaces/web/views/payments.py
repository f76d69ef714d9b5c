"""Where payment providers tell what became of a payment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hongshu.store.payments.contracts import Provider
from hongshu.store.payments.services import take_notification


@csrf_exempt
@require_POST
def notify(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a signed notification. Its signature is what lets it in; the answer is in the provider's words."""
    try:
        whose = Provider(provider)
    except ValueError:
        return HttpResponse(status=404, content_type="text/plain")
    answer = take_notification(provider=whose, headers=request.headers, body=request.body)
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
