"""Refusals of the catalogue."""

from __future__ import annotations

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind


class ProductNotFound(NotFound):
    """No listed product has that id."""

    code = "product_not_found"


class BrandNotFound(NotFound):
    """No brand has that slug."""

    code = "brand_not_found"


class SkuNotFound(NotFound):
    """No SKU has that id or code."""

    code = "sku_not_found"


class InvalidProduct(DomainError):
    """A product cannot be made like this. Details: ``why``; ``field`` names the column where it is known."""

    code = "invalid_product"


class InvalidPrice(DomainError):
    """A price cannot be set like this. Details: ``why`` (price_not_positive, price_in_the_past,
    price_ends_first, price_above_list, price_above_selling).
    """

    code = "invalid_price"


class InvalidRate(DomainError):
    """A row of exchange rates cannot be read. Details: ``line``, ``why``."""

    code = "invalid_rate"


class RateMissing(DomainError):
    """No rate of the currency is known for the day, or only one that is older than 31 days. Details:
    ``currency``, ``on``.
    """

    code = "rate_missing"
    kind = RefusalKind.CONFLICT


class CannotPublish(DomainError):
    """A product lacks something that members need. Details: ``why``, reasons with commas."""

    code = "cannot_publish"


class InvalidLinks(DomainError):
    """A product cannot lead to itself, or to the same one twice, or to one that is not there."""

    code = "invalid_links"
