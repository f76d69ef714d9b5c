"""Making answers: bytes encoded once, never validated again."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from hongshu.kernel.wire import encode_json


def answer(shape: Any, *, status: int = 200) -> HttpResponse:
    """A contract as JSON, for exactly this caller: nothing between keeps it."""
    response = HttpResponse(encode_json(shape), status=status, content_type="application/json")
    response["Cache-Control"] = "private, no-cache"
    return response


def lasting_answer(request: HttpRequest, data: bytes, *, max_age_s: int) -> HttpResponseBase:
    """JSON bytes that are the same for everybody; who has them already is told so."""
    etag = f'"{hashlib.blake2b(data, digest_size=12).hexdigest()}"'
    response = HttpResponse(data, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={max_age_s}"
    return get_conditional_response(request, etag=etag, response=response) or response
