"""Made-up texts with the lengths of real ones: what they say does not matter, their size does."""

from __future__ import annotations

from random import Random

from hongshu.community.notes.contracts import BODY_MAX, TITLE_MAX_UNITS, title_units

_ZH = (
    "终于买到了", "用了三个月", "回购第四次", "真的很好用", "适合干皮", "油皮慎入", "质地轻薄", "味道淡淡的",
    "比想象中重", "颜色更温柔", "通勤背刚好", "机场免税店", "代购的价格", "第一次自己买", "妈妈也喜欢",
    "瓶口有点漏", "换季必备", "早晚都在用", "拍照很上镜", "尺码偏小", "走一天不累脚", "皮质软了许多",
    "上脸三分钟", "空瓶记录", "没有踩雷", "性价比很高", "等了两周才到", "清关很顺利", "包装完好",
    "客服回复快", "下次还会买", "不建议囤货", "学生党也能入", "和旧款比", "差别不大", "细节拉满",
)  # fmt: skip
_EN = (
    "bought", "this", "in", "Lyon", "after", "three", "months", "of", "waiting", "and", "the", "strap",
    "still", "looks", "new", "but", "cap", "leaks", "a", "little", "my", "skin", "is", "dry", "so", "I",
    "use", "it", "every", "morning", "before", "work", "worth", "price", "for", "winter", "only", "smells",
    "like", "rain", "would", "buy", "again", "not", "sure", "about", "colour", "which", "turned", "out",
    "warmer", "than", "photo", "customs", "took", "two", "days", "packing", "was", "fine", "friends",
    "asked", "where",
)  # fmt: skip
_NAMES_ZH = ("小满", "阿梨", "豆沙", "一颗柠檬", "南风", "糯米团", "青禾", "Momo在路上", "周末不加班", "桃桃")
_NAMES_EN = ("Robin", "Ines", "leather and lint", "Kim T.", "Mara", "slow_mornings", "Theo", "June", "Ada")
_PLACES = ("上海", "杭州", "成都", "香港", "巴黎", "Seoul", "London", "", "", "")


class Words:
    """Texts of one seed."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def language(self) -> str:
        """Seven notes of ten are in Chinese."""
        return "zh" if self._chance.random() < 0.7 else "en"

    def title(self, language: str) -> str:
        """A title that fills most of what a card shows."""
        units = self._chance.randint(TITLE_MAX_UNITS // 2, TITLE_MAX_UNITS)
        text = self._run(language, units if language == "zh" else units * 2)
        while title_units(text) > TITLE_MAX_UNITS:
            text = text[:-1]
        return text.strip()

    def body(self, language: str) -> str:
        """Some paragraphs; most are short, a few reach the limit."""
        wanted = min(BODY_MAX - 20, int(self._chance.lognormvariate(5.4, 0.6)))
        if language == "en":
            wanted = min(BODY_MAX - 20, wanted * 2)
        parts: list[str] = []
        while sum(map(len, parts)) < wanted:
            parts.append(self._run(language, min(wanted, self._chance.randint(40, 160))))
        return ("。\n\n" if language == "zh" else ".\n\n").join(parts)[:BODY_MAX]

    def line(self, language: str, length: int) -> str:
        """One line of about *length* characters."""
        return self._run(language, length)

    def name(self, number: int) -> str:
        """A member's name."""
        return f"{self._chance.choice(_NAMES_ZH if number % 3 else _NAMES_EN)}{number % 97}"

    def place(self) -> str:
        """Where a note was written; often nowhere."""
        return self._chance.choice(_PLACES)

    def _run(self, language: str, length: int) -> str:
        kept: list[str] = []
        used = 0
        while used < length:
            word = self._chance.choice(_ZH if language == "zh" else _EN)
            kept.append(word)
            used += len(word) + 1
        return ("，" if language == "zh" else " ").join(kept)[:length]
