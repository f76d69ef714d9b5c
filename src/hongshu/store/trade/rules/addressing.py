"""What an address must tell."""

from __future__ import annotations

import re

from hongshu.store.trade.contracts import CHINA, AddressDraft, InvalidAddress
from hongshu.store.trade.rules.regions import provinces

_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_PHONE = re.compile(r"^\+?\d{6,20}$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_MOST = {"recipient": 60, "province": 60, "city": 60, "district": 60, "street": 200, "postcode": 12}


def checked(draft: AddressDraft) -> AddressDraft:
    """The draft with its blanks trimmed. Raises InvalidAddress for the first field that cannot be so."""
    told = {name: " ".join(getattr(draft, name).split()) for name in _MOST}
    phone = re.sub(r"[ ()-]", "", draft.phone)
    if draft.country == CHINA:
        phone = phone.removeprefix("+86")
    wrong = [name for name, most in _MOST.items() if not _is_text(told[name], most)]
    wrong += [name for name in ("recipient", "street") if len(told[name]) < 2]
    if not _COUNTRY.match(draft.country):
        wrong.append("country")
    wrong += _wrong_in_china(told, phone) if draft.country == CHINA else _wrong_abroad(told, phone)
    if wrong:
        raise InvalidAddress(field=wrong[0])
    return AddressDraft(**told, phone=phone, country=draft.country, is_default=draft.is_default)


def province_name(country: str, province: str) -> str:
    """What is written on a parcel."""
    return provinces()[province].name_zh if country == CHINA else province


def _is_text(value: str, most: int) -> bool:
    return len(value) <= most and value.isprintable()


def _wrong_in_china(told: dict[str, str], phone: str) -> list[str]:
    province = provinces().get(told["province"])
    wrong = [] if _MOBILE.match(phone) else ["phone"]
    if province is None:
        return [*wrong, "province"]
    return wrong if told["city"] in province.cities else [*wrong, "city"]


def _wrong_abroad(told: dict[str, str], phone: str) -> list[str]:
    wrong = [] if _PHONE.match(phone) else ["phone"]
    return wrong + [name for name in ("city", "postcode") if not told[name]]
