"""The settings form: the profile and the voluntary facts, as typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from hongshu.kernel.errors import DomainError
from hongshu.platform.accounts.contracts import FACT_KEYS, FactVisibility, PersonalFact
from hongshu.surfaces.words import words_of

_FIELD_OF = {"invalid_name": "name", "bio_too_long": "bio", "picture_not_found": "avatar"}
_PICTURE_CODES = frozenset({"picture_too_large", "picture_type_refused", "picture_broken", "rendering_busy"})


@dataclass(slots=True)
class SettingsForm:
    """What was typed, and what is wrong with it by field."""

    name: str = ""
    bio: str = ""
    facts: dict[str, PersonalFact] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, error: DomainError) -> None:
        """Remember why, beside the field it is about."""
        name = "avatar" if error.code in _PICTURE_CODES else error.field or _FIELD_OF.get(error.code, "")
        self.errors.setdefault(name, []).append(words_of(error))

    def fact(self, key: str) -> PersonalFact:
        """The fact as typed; one that was never told is private and empty."""
        return self.facts.get(key) or PersonalFact(key=key, value="", visibility=FactVisibility.PRIVATE)


def read_settings(post: QueryDict) -> SettingsForm:
    """The form as it was sent."""
    facts = {}
    for key in FACT_KEYS:
        visibility = post.get(f"{key}_visibility", "")
        facts[key] = PersonalFact(
            key=key,
            value=_text(post, key)[:80],
            visibility=FactVisibility(visibility)
            if visibility in set(FactVisibility)
            else FactVisibility.PRIVATE,
        )
    return SettingsForm(
        name=_text(post, "name")[:200],
        bio=_text(post, "bio").replace("\r\n", "\n")[:2000],
        facts=facts,
    )


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").replace("\0", "").strip()
