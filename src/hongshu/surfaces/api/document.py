"""The OpenAPI document: ninja describes what comes in, the contracts describe what goes out."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ninja import NinjaAPI

from hongshu import __version__
from hongshu.surfaces.api.problems import CONTENT_TYPE, Problem
from hongshu.surfaces.api.shapes import described, reference

_SHAPES: list[type] = [Problem]
_PROBLEM = {
    "description": "Refused",
    "content": {CONTENT_TYPE: {"schema": reference(Problem)}},
}


def gives(shape: type | None, *, status: int = 200, text: str = "Done") -> dict[str, Any]:
    """How an operation answers, for its ``openapi_extra``: *shape*, or a problem."""
    success: dict[str, Any] = {"description": text}
    if shape is not None:
        _SHAPES.append(shape)
        success["content"] = {"application/json": {"schema": reference(shape)}}
    return {"responses": {status: success, "default": _PROBLEM}}


@cache
def openapi_bytes(api: NinjaAPI) -> bytes:
    """The document as JSON, made once."""
    document = dict(api.get_openapi_schema())
    document["info"]["version"] = __version__
    document["components"]["schemas"].update(described(_SHAPES))
    return json.dumps(document, ensure_ascii=False).encode()
