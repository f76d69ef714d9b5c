"""The inspectors' pages of checklists."""

from __future__ import annotations

from hongshu.flows.pages.contracts import PageNotFound
from hongshu.flows.pages.contracts.checklists import ChecklistPage, ChecklistRow
from hongshu.store.catalog.queries import list_categories
from hongshu.store.inventory.queries import list_checklists


def checklists_page(*, language: str) -> tuple[ChecklistRow, ...]:
    """Every category of the shop in the order of the tree, after the one for all others. Two queries."""
    lists = {each.category_slug: each for each in list_checklists()}
    categories = sorted(list_categories(), key=lambda each: each.path)
    names = {each.slug: each.name.in_language(language) for each in categories}
    rows = [("", "", ())] + [(each.slug, names[each.slug], each.path) for each in categories]
    found = []
    for slug, name, path in rows:
        nearest = next((one for one in reversed(path) if one in lists), "")
        found.append(
            ChecklistRow(
                slug=slug,
                name=name,
                depth=max(0, len(path) - 1),
                is_own=slug in lists,
                of=names.get(nearest, ""),
                aql=lists[nearest].aql,
                point_count=len(lists[nearest].items),
            )
        )
    return tuple(found)


def checklist_page(slug: str, *, language: str) -> ChecklistPage:
    """What holds for a category; an empty slug is for all without one. Two queries. Raises PageNotFound."""
    lists = {each.category_slug: each for each in list_checklists()}
    known = {each.slug: each for each in list_categories()}
    if slug and slug not in known:
        raise PageNotFound
    path = known[slug].path if slug else ()
    nearest = next((one for one in reversed(path) if one in lists), "")
    return ChecklistPage(
        slug=slug,
        name=known[slug].name.in_language(language) if slug else "",
        checklist=lists[nearest],
        is_own=slug in lists,
    )
