"""One login per kind of person. They exist in a demo only, where everybody may know them."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.platform.accounts.contracts import Role

PASSWORD = "hongshu-demo"  # noqa: S105 - shown on the sign-in page of every demo.


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """Who signs in, and as whom: a member of the content (by handle), or somebody made up here."""

    role: str
    name_zh: str
    name_en: str
    handle: str
    profile_name: str = ""
    color: str = "#8a7f8d"
    brand: str = ""
    grant: Role | None = None

    @property
    def login(self) -> str:
        """The address; ``.example`` belongs to nobody (RFC 2606)."""
        return f"{self.role}@hongshu.example"


LOGINS = (
    DemoLogin("member", "会员", "Member", "night_nurse_q"),
    DemoLogin("kol", "达人", "KOL", "lin_xiaoman"),
    DemoLogin("brand", "品牌", "Brand", "hanekumo", "羽根云 Hanekumo", "#8fb4cf", brand="hanekumo"),
    DemoLogin("buyer", "买手", "Buyer", "team_buyer", "红书买手阿采", "#b5566b", grant=Role.BUYER),
    DemoLogin(
        "inspector", "质检", "Inspector", "team_inspector", "红书质检老严", "#4a86a8", grant=Role.INSPECTOR
    ),
    DemoLogin(
        "warehouse", "仓库", "Warehouse", "team_warehouse", "红书仓库大力", "#6f8f4e", grant=Role.WAREHOUSE
    ),
    DemoLogin(
        "service", "客服", "Customer service", "team_service", "红书客服小暖", "#c2703d", grant=Role.SERVICE
    ),
    DemoLogin(
        "moderator", "审核", "Moderator", "team_moderator", "红书审核明明", "#8464a8", grant=Role.MODERATOR
    ),
    DemoLogin(
        "analyst", "分析师", "Analyst", "team_analyst", "红书分析师数数", "#3f8f7f", grant=Role.ANALYST
    ),
    DemoLogin("admin", "管理员", "Administrator", "team_admin", "红书管理员", "#5b6fb5", grant=Role.ADMIN),
)


def demo_logins() -> tuple[tuple[str, str, str, str, str], ...]:
    """For the sign-in page and the console: role, its name in Chinese and in English, login, password."""
    return tuple((each.role, each.name_zh, each.name_en, each.login, PASSWORD) for each in LOGINS)
