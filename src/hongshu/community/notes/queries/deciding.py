"""What helps to decide about a product: how each kind of author rates it, and what members paid for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from hongshu.community.notes.contracts import AuthorKind, PaidElsewhere, ProductDecision, VoiceOfKind
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money

# Of those written here only: what was brought in from elsewhere is told apart already. A product talked about
# more than this is told by its newest notes.
MOST_NOTES = 2000
_DECISION = """
WITH shown AS MATERIALIZED (
    SELECT note.id, note.author_id, note.is_commercial, note.rating, note.entries, note.published_at
    FROM (
        SELECT note_id FROM notes_note_of_product
        WHERE product_id = %(product)s AND source IN ('member', 'demo')
            AND NOT author_id = ANY (%(hidden)s::bigint[])
            AND (%(only)s::bigint[] IS NULL OR author_id = ANY (%(only)s::bigint[]))
        ORDER BY published_at DESC, note_id DESC LIMIT %(most)s
    ) AS place JOIN notes_note AS note ON note.id = place.note_id
)
SELECT CASE WHEN NOT author_id = ANY (%(kols)s::bigint[]) THEN 'members'
        WHEN is_commercial THEN 'kols_paid' ELSE 'kols_unpaid' END AS kind,
    coalesce(rating, 0)::bigint, count(*), '' AS currency, NULL::text AS paid_on
FROM shown GROUP BY 1, 2
UNION ALL
SELECT 'paid', (entry->'price'->>0)::bigint, 1, entry->'price'->>1,
    coalesce(entry->>'on', (published_at AT TIME ZONE 'Asia/Shanghai')::date::text)
FROM shown, jsonb_array_elements(entries) AS entry
WHERE entry->>'product' = %(product)s::text AND entry ? 'price' AND entry->'price'->>1 <> 'CNY'
"""


def ask_decision(
    product_id: Id,
    *,
    kol_ids: Collection[Id],
    hidden: Collection[Id] = (),
    only_authors: Collection[Id] | None = None,
) -> Asked[ProductDecision]:
    """What notes about a product say by kind of author, and the foreign prices on their shopping lists.

    *hidden* are authors that the viewer shall not see; with *only_authors*, of these alone. One statement, to
    be sent with others.
    """
    values = {
        "product": int(product_id),
        "kols": list(kol_ids),
        "hidden": list(hidden),
        "only": None if only_authors is None else list(only_authors),
        "most": MOST_NOTES,
    }
    return Asked(_DECISION, values, _decision, columns=5)


def _decision(rows: list[tuple[Any, ...]]) -> ProductDecision:
    counts = {kind: [0] * 6 for kind in AuthorKind}
    paid = []
    for kind, number, count, currency, paid_on in rows:
        if kind == "paid":
            paid.append(PaidElsewhere(price=Money(number, currency), paid_on=date.fromisoformat(paid_on)))
        else:
            counts[AuthorKind(kind)][number] += count
    return ProductDecision(
        voices=tuple(
            VoiceOfKind(kind=kind, note_count=sum(of), counts=(of[1], of[2], of[3], of[4], of[5]))
            for kind, of in counts.items()
        ),
        paid=tuple(paid),
    )
