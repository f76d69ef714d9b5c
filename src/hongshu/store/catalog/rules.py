"""Pure decisions about products."""

from __future__ import annotations

import hashlib
import unicodedata

from hongshu.kernel.wire import encode_json
from hongshu.store.catalog.contracts import InvalidProduct, ProductDraft, Text

SELLING_CURRENCY = "CNY"
NAME_MAX = 300
CODE_MAX = 80


def check_product(draft: ProductDraft) -> None:
    """Raise InvalidProduct, with the reason in words, unless *draft* can be listed."""
    if not draft.name.zh.strip() and not draft.name.en.strip():
        raise InvalidProduct(why="it has no name")
    if max(len(draft.name.zh), len(draft.name.en)) > NAME_MAX:
        raise InvalidProduct(why=f"its name is longer than {NAME_MAX} characters")
    if not draft.source or not draft.source_key:
        raise InvalidProduct(why="it does not say where it comes from")
    if not draft.skus:
        raise InvalidProduct(why="it has no SKU")
    codes = [sku.code for sku in draft.skus]
    if len(set(codes)) != len(codes):
        raise InvalidProduct(why="two of its SKUs have one code")
    for sku in draft.skus:
        if not 0 < len(sku.code) <= CODE_MAX:
            raise InvalidProduct(why=f"a SKU code has 1 to {CODE_MAX} characters")
        if sku.price.currency != SELLING_CURRENCY or sku.price.amount_minor <= 0:
            raise InvalidProduct(why=f"SKU {sku.code} needs a price above zero in {SELLING_CURRENCY}")
        if sku.content is not None and sku.content <= 0:
            raise InvalidProduct(why=f"SKU {sku.code} holds nothing")


def digest_of(draft: ProductDraft) -> bytes:
    """16 bytes that change when anything of the draft changes."""
    return hashlib.blake2b(encode_json(draft), digest_size=16).digest()


def shelf_order_of(source: str, source_key: str) -> int:
    """The place on a shelf: the same for ever, and without regard to brand or age."""
    digest = hashlib.blake2b(f"{source}\0{source_key}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def folded(text: str) -> str:
    """The form in which a name and a search for it meet: NFKC, lower case, accents off, spaces single.

    Unicode Standard Annex 15 (2025): NFKD parts a letter from its accent, which is then left out.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def search_text_of(brand: Text, name: Text) -> str:
    """What a search by name looks through."""
    return folded(" ".join(filter(None, (brand.en, brand.zh, name.en, name.zh))))
