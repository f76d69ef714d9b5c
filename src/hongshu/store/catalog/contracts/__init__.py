"""Shapes, refusals and events of the catalogue."""

from hongshu.store.catalog.contracts.imports import KeptImport
from hongshu.store.catalog.contracts.prices import (
    RATE_KEEPS_DAYS,
    ChangedPrices,
    Price,
    PriceChange,
    PriceKind,
    Prices,
    Rate,
)
from hongshu.store.catalog.contracts.products import (
    AXES_MAX,
    BROUGHT_IN,
    CONTENT_UNITS,
    MISSING,
    KeptProduct,
    LinkKind,
    OptionAxis,
    OptionValue,
    Product,
    ProductDraft,
    ProductState,
    ProductSummary,
    Published,
    SavedProducts,
    Sku,
    SkuDraft,
    SkuFault,
    SkuOfProduct,
    StaffProduct,
)
from hongshu.store.catalog.contracts.refusals import (
    BrandNotFound,
    CannotPublish,
    InvalidLinks,
    InvalidPrice,
    InvalidProduct,
    InvalidRate,
    ProductNotFound,
    RateMissing,
    SkuNotFound,
)
from hongshu.store.catalog.contracts.shelf import (
    NEW_FOR_DAYS,
    PRICE_BANDS,
    AttributeFacet,
    FacetValue,
    ShelfFacets,
    ShelfFilter,
    ShelfSort,
)
from hongshu.store.catalog.contracts.shelves import (
    Attribute,
    AttributeChoice,
    AttributeKind,
    Brand,
    BrandDraft,
    Category,
    CategoryDraft,
    Text,
)

__all__ = [
    "AXES_MAX", "BROUGHT_IN", "CONTENT_UNITS", "MISSING", "NEW_FOR_DAYS", "PRICE_BANDS", "RATE_KEEPS_DAYS",
    "Attribute", "AttributeChoice", "AttributeFacet", "AttributeKind", "Brand", "BrandDraft",
    "BrandNotFound", "CannotPublish", "Category", "CategoryDraft", "ChangedPrices", "FacetValue",
    "InvalidLinks", "InvalidPrice", "InvalidProduct", "InvalidRate", "KeptImport", "KeptProduct", "LinkKind",
    "OptionAxis", "OptionValue", "Price", "PriceChange", "PriceKind", "Prices", "Product", "ProductDraft",
    "ProductNotFound", "ProductState", "ProductSummary", "Published", "Rate", "RateMissing", "SavedProducts",
    "ShelfFacets", "ShelfFilter", "ShelfSort", "Sku", "SkuDraft", "SkuFault", "SkuNotFound", "SkuOfProduct",
    "StaffProduct", "Text",
]  # fmt: skip
