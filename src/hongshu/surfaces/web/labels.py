"""Words for the keys that contracts carry: facts of members, countries, where a note came from."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import gettext as _

from hongshu.flows.pages.contracts import Fact
from hongshu.kernel import settings as house
from hongshu.surfaces.web.viewer import page_language


def fact_label(key: str) -> str:
    """The name of a fact."""
    return {
        "gender": _("Gender"),
        "birth_year": _("Year of birth"),
        "city": _("City"),
        "skin_type": _("Skin type"),
    }.get(key, key)


def fact_choices(key: str) -> tuple[tuple[str, str], ...]:
    """The values a fact can have, with their words; empty when it is free text."""
    if key == "gender":
        return (("f", _("Woman")), ("m", _("Man")), ("x", _("Another")))
    if key == "skin_type":
        return (
            ("dry", _("Dry skin")),
            ("oily", _("Oily skin")),
            ("combination", _("Combination skin")),
            ("sensitive", _("Sensitive skin")),
            ("normal", _("Normal skin")),
        )
    return ()


def fact_text(fact: Fact) -> str:
    """A fact as a chip on a profile."""
    if fact.key == "birth_year":
        return _("born %(year)s") % {"year": fact.value}
    return dict(fact_choices(fact.key)).get(fact.value, fact.value)


def country_name(code: str) -> str:
    """The name of an ISO 3166 code in the page's language; free text stays as it is."""
    locale = Locale.parse("zh_Hans_CN" if page_language() == "zh" else "en")
    return str(locale.territories.get(code.upper(), code)) if len(code) == 2 else code


def source_name(origin: str) -> str:
    """Where an imported note or profile came from, or an empty text for a member's own."""
    if origin in ("", "member", "demo"):
        return ""
    return {"sephora": "Sephora", "double11": _("Double 11, 2016")}.get(origin, origin.capitalize())


def demo_logins() -> tuple[tuple[str, str, str, str, str], ...]:
    """The logins of the sign-in page in demo mode: role, its name in both languages, login, password."""
    if not house.current().demo:
        return ()
    from hongshu.flows.demo_world.logins import demo_logins as logins

    return tuple(logins())
