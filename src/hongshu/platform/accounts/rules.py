"""Pure decisions about accounts."""

from __future__ import annotations

import re

from hongshu.platform.accounts.contracts import GENDERS, SKIN_TYPES, InvalidFact, InvalidPhone

_PUNCTUATION = re.compile(r"[\s\-().]")
# Only ASCII digits: full-width ones would be a second spelling of the same number.
_MAINLAND = re.compile(r"1[3-9][0-9]{9}")
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164 (2010-11): at most 15 digits


def normal_phone(text: str) -> str:
    """The number in E.164 form; a bare mainland mobile number is taken as +86. Raises InvalidPhone."""
    bare = _PUNCTUATION.sub("", text)
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if _MAINLAND.fullmatch(bare):
        return "+86" + bare
    if _INTERNATIONAL.fullmatch(bare):
        return bare
    raise InvalidPhone(field="phone")


def normal_email(text: str) -> str:
    """The form in which two spellings of one address meet."""
    return text.strip().lower()


def checked_fact(key: str, value: str, *, this_year: int) -> str:
    """The value as it is kept. Raises InvalidFact with the fact's key as field."""
    value = value.strip()
    if key == "gender" and value in GENDERS:
        return value
    if key == "skin_type" and value in SKIN_TYPES:
        return value
    # The law sets the age of consent to one's own data at 14 (PIPL article 31, 2021-11-01).
    if key == "birth_year" and re.fullmatch("[0-9]{4}", value) and 1900 <= int(value) <= this_year - 14:
        return value
    if key == "city" and 0 < len(value) <= 40 and value.isprintable():
        return value
    raise InvalidFact(field=key)
