"""Text in blocks: wrapped, fitted into a box, drawn onto a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from hongshu.flows.demo_world.drawing.fonts import MEDIUM, UNITS_PER_EM, Face
from hongshu.flows.demo_world.drawing.line_breaking import Measure, break_lines, clumsiness, is_wide
from hongshu.flows.demo_world.drawing.sheet import Sheet
from hongshu.flows.demo_world.drawing.typesetting import SetLine, clean, em_width, set_line


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set at a size; `height` runs from the top of the first line's capitals to the last one's foot."""

    lines: tuple[SetLine, ...]
    face: Face
    size: float
    leading: float
    cut: bool = False

    @property
    def width(self) -> float:
        """The widest line."""
        widest = max((max(line.width, line.ink[2]) for line in self.lines), default=0.0)
        return widest * self.size / UNITS_PER_EM

    @property
    def ascent(self) -> float:
        """From the first line's top to its baseline."""
        return self.size * (0.86 if self._has_wide(0) else 0.74) if self.lines else 0.0

    @property
    def descent(self) -> float:
        """From the last baseline to the foot."""
        return self.size * (0.1 if self._has_wide(-1) else 0.2) if self.lines else 0.0

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        if not self.lines:
            return 0.0
        return self.ascent + self.descent + (len(self.lines) - 1) * self.size * self.leading

    def _has_wide(self, line: int) -> bool:
        return any(is_wide(char) for char in self.lines[line].text)


def _as_block(
    lines: Sequence[str], face: Face, size: float, leading: float, tracking: float, *, cut: bool = False
) -> Block:
    return Block(tuple(set_line(line, face, tracking) for line in lines), face, size, leading, cut)


def wrap(
    text: str,
    face: Face,
    size: float,
    width: float,
    *,
    leading: float = 1.5,
    tracking: float = 0,
    balance: bool = False,
) -> Block:
    """Text at a given size in as many lines as it needs."""
    lines = break_lines(
        clean(text, face), lambda line: em_width(line, face, tracking), width / size, balance=balance
    )
    return _as_block(lines, face, size, leading, tracking)


def _splits_latin(text: str, lines: Sequence[str]) -> bool:
    """Whether a line ends in the middle of a Latin word."""
    words = set(text.split())
    for line in lines[:-1]:
        ends_in_letter = bool(line) and line[-1].isascii() and line[-1].isalpha()
        if ends_in_letter and line.split()[-1] not in words and not _ends_word(text, line):
            return True
    return False


def _ends_word(text: str, line: str) -> bool:
    """Whether the line's last letter also ends a word in the text (a Latin run before Chinese, say)."""
    position = text.find(line)
    after = text[position + len(line) : position + len(line) + 1] if position >= 0 else ""
    return not (after.isascii() and after.isalnum())


def fit(
    text: str,
    face: Face,
    *,
    width: float,
    height: float,
    largest: float,
    smallest: float = 20,
    leading: float = 1.28,
    max_lines: int = 0,
    tracking: float = 0,
    balance: bool = True,
) -> Block:
    """Text at the largest size at which it stays in the box, headings balanced.

    Below `smallest` nothing is read any more: then the text is cut and ends with an ellipsis.
    """
    text = clean(text, face)

    def measure(line: str) -> float:
        return em_width(line, face, tracking)

    size = largest
    while True:
        lines = break_lines(text, measure, width / size)
        block = _as_block(lines, face, size, leading, tracking)
        few = not max_lines or len(lines) <= max_lines
        if few and block.height <= height and not (_splits_latin(text, lines) and size > smallest):
            break
        if size <= smallest:
            return _cut(lines, face, size, leading, tracking, width=width, height=height, max_lines=max_lines)
        size = max(size * 0.95, smallest)
    if balance and len(lines) > 1:
        size, lines = _least_clumsy(text, measure, width, size, smallest)
    return _as_block(lines, face, size, leading, tracking)


def _least_clumsy(
    text: str, measure: Measure, width: float, largest: float, smallest: float
) -> tuple[float, list[str]]:
    """Balanced lines at the largest size, or up to a third smaller when the text breaks better there."""
    best_cost, best = 1e9, (largest, [text])
    size = largest
    while size >= max(largest * 0.68, smallest):
        lines = break_lines(text, measure, width / size, balance=True)
        cost = clumsiness(lines) + 1.1 * (1 - size / largest)
        if cost < best_cost - 1e-9:
            best_cost, best = cost, (size, lines)
        if best_cost <= 1.1 * (1 - size * 0.95 / largest):
            break
        size *= 0.95
    return best


def _cut(
    lines: list[str], face: Face, size: float, leading: float, tracking: float,
    *, width: float, height: float, max_lines: int,
) -> Block:  # fmt: skip
    fitting = max(int((height - size * 0.96) / (size * leading)) + 1, 1)
    count = min(fitting, max_lines or fitting)
    if len(lines) <= count:
        return _as_block(lines, face, size, leading, tracking)
    kept = lines[:count]
    last = kept[-1].rstrip("，。、；：,.;: ")
    ellipsis = "…" if any(is_wide(char) for char in last) else "..."
    while last and em_width(last + ellipsis, face, tracking) > width / size:
        last = last[:-1].rstrip()
    kept[-1] = last + ellipsis
    return _as_block(kept, face, size, leading, tracking, cut=True)


def draw_block(
    sheet: Sheet,
    block: Block,
    x: float,
    y: float,
    fill: str,
    *,
    align: str = "left",
    opacity: float = 1,
    outline: str = "",
    outline_width: float = 0,
) -> None:
    """Draw a block whose top is at y; x is its left edge, its middle or its right edge, as `align` says.

    With `outline` the letters get a border of that colour behind them, so they read on any ground.
    """
    scale = block.size / UNITS_PER_EM
    for row, line in enumerate(block.lines):
        baseline = y + block.ascent + row * block.size * block.leading
        width = line.width * scale
        left = {"left": x, "center": x - width / 2, "right": x - width}[align]
        ink = line.ink
        if not line.path:
            continue
        with sheet.group(left, baseline, scale=scale):
            if outline:
                sheet.line(line.path, outline, outline_width / scale)
            sheet.draw(line.path, fill, opacity=opacity)
            sheet.note_lettering(line.text, *ink)


def write(
    sheet: Sheet,
    text: str,
    x: float,
    y: float,
    fill: str,
    *,
    face: Face = MEDIUM,
    size: float = 32,
    max_width: float = 0,
    align: str = "left",
    tracking: float = 0,
    opacity: float = 1,
    smallest: float = 14,
) -> Block:
    """One line whose middle of the letters is at y; made smaller, then cut, to stay within max_width."""
    text = clean(text, face).replace("\n", " ")
    if max_width:
        ems = em_width(text, face, tracking) or 1
        size = max(min(size, max_width / ems), smallest)
    block = _as_block([text] if text else [], face, size, 1.2, tracking)
    if max_width and block.width > max_width + 0.5:
        block = _cut([text, ""], face, size, 1.2, tracking, width=max_width, height=size, max_lines=1)
    # The eye centres capitals and ideographs, not the descenders below them.
    wide = any(is_wide(char) for char in text)
    middle = 0.38 if wide else 0.355
    draw_block(sheet, block, x, y - block.ascent + size * middle, fill, align=align, opacity=opacity)
    return block
