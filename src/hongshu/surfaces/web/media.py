"""Serving pictures. Their names are made from their content, so browsers may keep them for ever."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from hongshu.platform.media import queries

_POLICY = "default-src 'none'; sandbox"


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition. Whatever else is asked for is not there."""
    stored = queries.open_file(name)
    response = FileResponse(stored.path.open("rb"), content_type=stored.content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
