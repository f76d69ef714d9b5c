"""The addresses of the customs pages, and who finds them in the menu."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hongshu.surfaces.console import customs, customs_declarations

ROUTES = (
    ("customs/rates", customs.rates, "customs_rates"),
    ("customs/rates/<slug:table>.csv", customs.rates_csv, "customs_rates_csv"),
    ("customs/quota", customs.quota, "customs_quota"),
    ("customs/declarations", customs_declarations.board, "customs_declarations"),
    ("customs/returns", customs_declarations.returns, "customs_returns"),
    ("customs/report", customs.report, "customs_report"),
    ("customs/report.csv", customs.report_csv, "customs_report_csv"),
)


def menu() -> tuple[tuple[tuple[str, ...], str, str, str], ...]:
    """Roles, title, name and icon of each page."""
    seen = customs_declarations.SEE_DECLARATIONS
    return (
        (
            customs_declarations.SEE_DECLARATIONS,
            _("Customs declarations"),
            "admin:customs_declarations",
            "assignment",
        ),
        (seen, _("Returns to the zone"), "admin:customs_returns", "timer"),
        (customs.SEE_QUOTA, _("Import quota"), "admin:customs_quota", "person_search"),
        (customs.SEE_TAX, _("Import tax by month"), "admin:customs_report", "request_quote"),
        (customs.SEE_RATES, _("Rates and lists"), "admin:customs_rates", "percent"),
    )
