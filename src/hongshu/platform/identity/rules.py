"""Pure decisions about names and resident ids."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from hongshu.platform.identity.contracts import (
    ADULT_YEARS,
    InvalidRealName,
    InvalidResidentNumber,
    ResidentIsMinor,
)

# Han characters of all planes, with the middle dot of names that are written in Han for their sound.
_NAME = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+(·[\u3400-\u9fff]+)*")
NAME_MIN, NAME_MAX = 2, 25
_DOTS = str.maketrans({"•": "·", "・": "·", "．": "·", ".": "·", "‧": "·"})


def normal_name(text: str) -> str:
    """A real name as the register has it: no spaces, one kind of middle dot. Raises InvalidRealName."""
    name = "".join(unicodedata.normalize("NFC", text).split()).translate(_DOTS)
    if not NAME_MIN <= len(name) <= NAME_MAX or not _NAME.fullmatch(name):
        raise InvalidRealName(field="name")
    return name


def normal_number(text: str) -> str:
    """An 18-digit resident id with its date, place and check digit right (GB 11643-1999, ISO 7064 MOD 11-2).

    Full-width digits and spaces are read. Raises InvalidResidentNumber.
    """
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    try:
        checked: str = ric.validate(number)
    except ValidationError:
        raise InvalidResidentNumber(field="number") from None
    return checked


def birth_date_of(number: str) -> date:
    """The date of birth in a valid number."""
    born: date = ric.get_birth_date(number)
    return born


def years_on(born: date, day: date) -> int:
    """Full years of age; who is born on 29 February comes of age on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_adult(number: str, day: date) -> None:
    """Raise ResidentIsMinor for who is not 18 on *day*, and InvalidResidentNumber for who is not born yet."""
    years = years_on(birth_date_of(number), day)
    if years < 0:
        raise InvalidResidentNumber(field="number")
    if years < ADULT_YEARS:
        raise ResidentIsMinor(field="number", years=years)


def masked(name: str) -> str:
    """The family name's first character; every other one is a star."""
    return name[0] + "＊" * (len(name) - 1)
