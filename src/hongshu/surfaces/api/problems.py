"""Refusals as ``application/problem+json`` (RFC 9457), whoever refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hongshu.kernel.errors import DomainError, NotFound, SignInNeeded
from hongshu.kernel.wire import encode_json
from hongshu.surfaces.words import status_of, words_for, words_of

PREFIX = "/api/v1/"
CONTENT_TYPE = "application/problem+json"
_CODES = {
    400: "unreadable_request",
    401: "sign_in_needed",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    422: "invalid_input",
    429: "too_many_requests",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: its path (``pictures.0.id``), a stable code, and words."""

    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was refused. ``code`` is stable and ``type`` the same as a URI; ``detail`` tells a person
    what to do, in the language of the request; ``request_id`` finds the lines of the log.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    request_id: str
    errors: tuple[FieldProblem, ...]


def problem(
    request: HttpRequest, status: int, code: str, detail: str, errors: Sequence[FieldProblem] = ()
) -> HttpResponse:
    """The answer that tells it."""
    body = Problem(
        type=f"urn:hongshu:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        instance=request.path,
        request_id=getattr(request, "request_id", ""),
        errors=tuple(errors),
    )
    response = HttpResponse(encode_json(body), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a refusal of the program."""
    words = words_of(error)
    errors = [FieldProblem(error.field, error.code, words)] if error.field else []
    response = problem(request, status_of(error), error.code, words, errors)
    if "wait_s" in error.details:
        response["Retry-After"] = str(error.details["wait_s"])
    return response


def handle_problems(api: NinjaAPI) -> None:
    """Let *api* answer its exceptions with problems."""

    def on_domain_error(request: HttpRequest, error: Any) -> HttpResponse:
        return refused(request, error)

    def on_validation_error(request: HttpRequest, error: Any) -> HttpResponse:
        errors = [FieldProblem(_path(one["loc"]), str(one["type"]), str(one["msg"])) for one in error.errors]
        return problem(request, 422, "invalid_input", words_for("invalid_input"), errors)

    def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
        return _by_status(request, error.status_code)

    api.add_exception_handler(DomainError, on_domain_error)
    api.add_exception_handler(ValidationError, on_validation_error)
    api.add_exception_handler(HttpError, on_http_error)
    api.add_exception_handler(AuthenticationError, lambda request, _error: refused(request, SignInNeeded()))
    api.add_exception_handler(Http404, lambda request, _error: refused(request, NotFound()))


class ProblemsOfTheApi:
    """Middleware: what Django itself refuses under the API's address is a problem too, never a page."""

    def __init__(self, handler: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.handler(request)
        if response.status_code < 400 or not request.path.startswith(PREFIX):
            return response
        if response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
            return response
        answer = _by_status(request, response.status_code)
        if allow := response.headers.get("Allow"):
            # Sorted, because sets have no order to rely on.
            answer["Allow"] = ", ".join(sorted(allow.split(", ")))
        return answer


def _by_status(request: HttpRequest, status: int) -> HttpResponse:
    code = _CODES.get(status, "server_error" if status >= 500 else "refused")
    return problem(request, status, code, words_for(code))


def _path(location: Sequence[str | int]) -> str:
    # ("body", "note", "pictures", 0, "id"): a caller knows neither "body" nor the name of our argument.
    parts = list(location[1:])
    if location[0] == "body" and len(parts) > 1:
        parts = parts[1:]
    return ".".join(map(str, parts))
