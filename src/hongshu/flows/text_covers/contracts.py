"""Shapes and refusals of text covers."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.kernel.errors import DomainError

LINE_MAX = 60


@dataclass(frozen=True, slots=True)
class CoverTemplate:
    """A look to choose, with its name in both languages."""

    slug: str
    name_zh: str
    name_en: str


class CoverLineEmpty(DomainError):
    """A cover needs words that can be drawn."""

    code = "cover_line_empty"


class CoverLineTooLong(DomainError):
    """Details: ``max``."""

    code = "cover_line_too_long"


class UnknownCoverTemplate(DomainError):
    """There is no such look."""

    code = "unknown_cover_template"
