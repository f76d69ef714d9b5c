"""The shapes of pages and cards. Texts are already in the viewer's language; nothing internal is in here."""

from hongshu.flows.pages.contracts.cards import (
    BrandChip,
    CardSlice,
    ChannelTab,
    Crumb,
    Fact,
    MemberChip,
    NoteCard,
    PictureView,
    ProductCard,
    ProductSlice,
    SkuView,
    Viewer,
)
from hongshu.flows.pages.contracts.whole import (
    BrandPage,
    CategoryPage,
    ExplorePage,
    NotePage,
    PageNotFound,
    ProductPage,
    ProfilePage,
)

__all__ = [
    "BrandChip",
    "BrandPage",
    "CardSlice",
    "CategoryPage",
    "ChannelTab",
    "Crumb",
    "ExplorePage",
    "Fact",
    "MemberChip",
    "NoteCard",
    "NotePage",
    "PageNotFound",
    "PictureView",
    "ProductCard",
    "ProductPage",
    "ProductSlice",
    "ProfilePage",
    "SkuView",
    "Viewer",
]
