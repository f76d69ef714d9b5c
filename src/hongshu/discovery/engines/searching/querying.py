"""What people type: words, "exact phrases", and -words that must not be there. Nothing is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUERY_MAX = 200
_QUOTES = '"“”„«»「」『』＂'
_PHRASE = re.compile(f"(?P<minus>(?:(?<=\\s)|^)[-－])?[{_QUOTES}](?P<phrase>[^{_QUOTES}]+)[{_QUOTES}]")
_MINUS = re.compile(r"(?:(?<=\s)|^)[-－](?P<word>[^\s\-－]\S*)")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Typed:
    """A query taken apart. ``text`` is everything that should be there, phrases among it."""

    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def cleaned(text: str) -> str:
    """*text* on one line without control characters, at most QUERY_MAX characters."""
    return " ".join(_UNSEEN.sub(" ", text[: QUERY_MAX * 8]).split())[:QUERY_MAX].rstrip()


def take_apart(text: str) -> Typed:
    """Read a query. A quote without its other half is a character like others; a lone minus is nothing."""
    phrases: list[str] = []
    excluded: list[str] = []

    def phrase(match: re.Match[str]) -> str:
        (excluded if match["minus"] else phrases).append(match["phrase"].strip())
        return " " if match["minus"] else f" {match['phrase']} "

    rest = _PHRASE.sub(phrase, cleaned(text))

    def minus(match: re.Match[str]) -> str:
        excluded.append(match["word"].strip(_QUOTES))
        return " "

    rest = _MINUS.sub(minus, rest)
    return Typed(" ".join(rest.split()), tuple(filter(None, phrases)), tuple(filter(None, excluded)))
