"""Where parcels go."""

from __future__ import annotations

from dataclasses import dataclass, field

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.ids import Id

ADDRESSES_MAX = 20
CHINA = "CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDraft:
    """An address to be kept. In China ``province`` is a code of GB/T 2260 and ``city`` one of its cities;
    elsewhere both are free text, and a postcode is wanted.
    """

    recipient: str = field(repr=False)
    phone: str = field(repr=False)
    country: str = CHINA
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = field(default="", repr=False)
    postcode: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A kept address, or the copy of one in an order. ``province_name`` is as it is written on a parcel."""

    id: Id
    recipient: str = field(repr=False)
    phone: str = field(repr=False)
    country: str
    province: str
    province_name: str
    city: str
    district: str
    street: str = field(repr=False)
    postcode: str
    is_default: bool = False

    @property
    def in_one_line(self) -> str:
        """As it is written on a parcel: from the large to the small in China, the other way elsewhere."""
        # A municipality is its own city, and is named once.
        city = "" if self.city == self.province_name else self.city
        if self.country == CHINA:
            return "".join((self.province_name, city, self.district, self.street))
        parts = (self.street, self.district, city, self.province_name, self.postcode, self.country)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Province:
    """A province of GB/T 2260 with its cities; ``zone`` is what freight looks at."""

    code: str
    name_zh: str
    name_en: str
    zone: str
    cities: tuple[str, ...]


class AddressNotFound(NotFound):
    """This member has no such address."""

    code = "address_not_found"


class InvalidAddress(DomainError):
    """``field`` says what cannot be so."""

    code = "invalid_address"


class TooManyAddresses(DomainError):
    """A member keeps at most ``most``."""

    code = "too_many_addresses"
    kind = RefusalKind.CONFLICT
