"""Names of one thing that come with the program; staff add more in the table."""

from __future__ import annotations

SHIPPED_ALIASES: tuple[tuple[str, ...], ...] = (
    ("SK-II", "SK2", "神仙水"),
    ("雅诗兰黛", "Estee Lauder", "小棕瓶"),
    ("兰蔻", "Lancome", "小黑瓶"),
    ("口红", "lipstick", "唇膏"),
    ("防晒霜", "sunscreen", "防晒"),
    ("面膜", "mask"),
    ("精华", "serum", "精华液"),
    ("面霜", "moisturizer", "moisturiser"),
    ("洗面奶", "cleanser", "洁面"),
    ("香水", "perfume", "fragrance"),
    ("粉底液", "foundation", "粉底"),
    ("眼霜", "eye cream"),
    ("化妆水", "toner", "爽肤水"),
    ("奶粉", "formula"),
    ("尿不湿", "diapers", "纸尿裤"),
)
