"""Clothes: scarf, cap, T-shirt, coat."""

from hongshu.flows.demo_world.drawing import materials, paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.products.parts import stitches


def scarf(b: Brush) -> None:
    """400 × 480: a checked scarf in a loose loop, fringes hanging."""
    left = "M118 170C104 250 100 330 106 424L216 424C214 340 214 250 222 176Z"
    right = "M206 180C216 260 236 340 262 440L356 412C330 330 312 250 298 166Z"
    for d, (x1, y1), (x2, y2) in ((right, (262, 438), (356, 411)), (left, (106, 422), (216, 422))):
        for i in range(12):
            share = (i + 0.5) / 12
            x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            b.line(
                (
                    f"M{x:.1f} {y:.1f}"
                    f"L{x + (3 if d is right else 0) + (i % 3 - 1) * 2:.1f} {y + 38 + i % 2 * 6:.1f}"
                ),
                shade(b.body, -0.1),
                5,
            )
        b.mass(d, b.plane(b.body, depth=1.2))
        _checks(b, d, 12 if d is left else -14)
    b.shape("M206 180C216 260 236 340 262 440L276 436C246 340 232 260 226 176Z", "#000000", opacity=0.16)
    loop = "M58 130C48 60 120 14 204 14C288 14 356 60 344 130C336 180 270 214 202 214C132 214 66 184 58 130Z"
    b.mass(loop, b.plane(shade(b.body, -0.04)))
    _checks(b, loop, 0)
    b.shape(
        (
            "M112 104C124 66 160 52 204 52C248 52 282 66 292 104C270 132 240 144 202 144"
            "C164 144 132 132 112 104Z"
        ),
        b.sheet.linear((0, shade(b.body, -0.2)), (1, shade(b.body, -0.1))),
    )
    front = (
        "M58 130C60 96 84 84 110 100C140 138 262 140 294 100C320 84 344 96 344 130"
        "C336 186 270 220 202 220C132 220 66 186 58 130Z"
    )
    with b.sheet.group(0, 6):
        b.shape(front, "#000000", opacity=0.12)
    b.mass(front, b.plane(b.body, depth=1.2))
    _checks(b, front, 8)
    b.line("M84 128C120 176 250 186 316 130", shade(b.body, -0.12), 4, opacity=0.5)
    b.line("M96 160C140 196 240 204 300 168", shade(b.body, -0.12), 3, opacity=0.4)
    b.shape("M70 120C80 104 96 104 108 116C100 130 84 140 72 142Z", "#ffffff", opacity=0.2)
    b.shape(paths.rounded_rect(128, 372, 66, 30, 4), b.label)
    b.brand(161, 387, b.label, size=15, max_width=56, tracking=20)


def _checks(b: Brush, d: str, turn: float) -> None:
    with b.sheet.group(clip=b.sheet.clip(d)), b.sheet.group(200, 230, turn=turn):
        for i in range(-5, 6):
            b.sheet.rect(i * 64 - 13, -320, 26, 640, b.accent, opacity=0.42)
            b.sheet.rect(-320, i * 64 - 13, 640, 26, b.accent, opacity=0.42)
            b.sheet.rect(i * 64 + 28, -320, 4, 640, b.label, opacity=0.75)
            b.sheet.rect(-320, i * 64 + 28, 640, 4, b.label, opacity=0.75)


def cap(b: Brush) -> None:
    """480 × 320: a baseball cap, peak to the left front."""
    crown = (
        "M118 206C108 96 176 26 276 26C376 26 452 96 456 204C458 232 452 246 440 250"
        "C350 226 220 224 132 246C122 238 119 222 118 206Z"
    )
    b.mass(crown, b.plane(b.body, depth=1.3))
    b.shape(
        (
            "M276 26C376 26 452 96 456 204C458 232 452 246 440 250C420 244 398 240 374 236"
            "C382 150 350 66 276 26Z"
        ),
        "#000000",
        opacity=0.1,
    )
    for d in (
        "M276 26C214 60 188 140 190 234",
        "M276 26C350 66 382 150 374 236",
        "M276 26C276 90 280 160 282 228",
    ):
        b.line(d, shade(b.body, -0.14), 2.4)
    stitches(b, "M268 32C206 66 181 142 183 236", b.body, width=1.6)
    stitches(b, "M286 34C354 74 388 152 381 236", b.body, width=1.6)
    b.shape(paths.ellipse(276, 26, 15, 8), b.plane(b.accent))
    for x, y in ((226, 96), (332, 98)):
        b.shape(paths.ellipse(x, y, 5), shade(b.body, -0.26))
    b.shape("M136 190C132 120 172 64 236 44C190 84 168 130 166 196Z", "#ffffff", opacity=0.22)
    peak = (
        "M132 246C220 222 350 226 440 250C430 262 400 262 372 262C250 266 150 290 66 304"
        "C30 308 12 296 26 278C46 258 86 252 132 246Z"
    )
    b.mass(peak, b.plane(b.accent, depth=1.2))
    for lift in (10, 20, 30):
        b.line(
            (
                f"M{60 + lift * 1.6} {296 - lift * 0.9}"
                f"C{160 + lift} {278 - lift} 270 {258 - lift * 0.35} 396 {256 - lift * 0.1}"
            ),
            shade(b.accent, -0.12),
            1.8,
            opacity=0.7,
        )
    b.line("M40 280C90 262 170 246 290 240", "#ffffff", 4, opacity=0.25)
    b.letter(b.art.brand[:1].upper() or "H", 256, 156, b.print_on(b.body), size=74, max_width=90, tracking=0)
    b.line("M30 296C20 296 18 288 28 278", shade(b.accent, -0.2), 3, opacity=0.5)


def tshirt(b: Brush) -> None:
    """480 × 470: a boxy T-shirt with a print."""
    shirt = (
        "M166 20C190 52 290 52 314 20L362 40C404 58 436 108 468 176C472 184 470 190 462 194"
        "L396 224C388 228 382 224 378 216"
        "L366 190C364 270 368 360 372 446C372 456 368 462 358 462L122 462"
        "C112 462 108 456 108 446C112 360 116 270 114 190"
        "L102 216C98 224 92 228 84 224L18 194C10 190 8 184 12 176C44 108 76 58 118 40Z"
    )
    b.mass(shirt, b.plane(b.body, depth=1.1))
    b.shape("M166 20C190 52 290 52 314 20L300 14C274 30 206 30 180 14Z", shade(b.body, -0.1))
    b.line("M160 23C186 64 294 64 320 23", shade(b.body, -0.1), 3)
    b.line("M166 20C190 52 290 52 314 20", shade(b.body, -0.16), 3)
    b.shape(
        (
            "M366 190C370 150 362 120 352 100C362 180 352 330 352 462L358 462"
            "C368 462 372 456 372 446C368 360 364 270 366 190Z"
        ),
        "#000000",
        opacity=0.09,
    )
    b.shape("M114 190C110 150 118 120 128 100C120 150 122 180 124 210Z", "#000000", opacity=0.1)
    for d in ("M18 178L86 210", "M462 178L394 210", "M114 446L366 446"):
        stitches(b, d, b.body, width=2)
    for d in ("M150 240C170 300 160 360 176 420", "M330 220C318 280 326 340 312 400"):
        b.line(d, shade(b.body, -0.1), 7, opacity=0.3)
    b.shape("M122 60C100 84 80 120 60 166L84 176C96 130 110 90 140 52Z", "#ffffff", opacity=0.22)
    b.shape(paths.ellipse(240, 190, 74, 74), b.sheet.linear((0, b.accent), (1, mix(b.accent, b.label, 0.5))))
    with b.sheet.group(clip=b.sheet.clip(paths.ellipse(240, 190, 74, 74))):
        for i in range(5):
            b.sheet.rect(160, 200 + i * 15, 160, 3 + i * 2, b.body)
    b.letter(b.art.brand, 240, 292, b.print_on(b.body), size=27, max_width=170, tracking=100)


def coat(b: Brush) -> None:
    """420 × 580: a belted wool coat on a hanger."""
    b.line("M210 66C210 44 236 40 236 22C236 8 214 4 208 20", shade(materials.SILVER, -0.16), 6)
    b.line("M210 62C170 70 120 86 92 108M210 62C250 70 300 86 328 108", materials.WOOD, 13)
    b.shape("M160 78L210 150L260 78C240 66 180 66 160 78Z", shade(b.label, -0.08))
    sleeves = (
        (
            "M106 102C72 120 60 170 50 240C40 320 32 380 28 448C28 458 34 462 42 464L84 470"
            "C92 470 96 466 98 458L122 250Z"
        ),
        (
            "M314 102C348 120 360 170 370 240C380 320 388 380 392 448C392 458 386 462 378 464"
            "L336 470C328 470 324 466 322 458L298 250Z"
        ),
    )
    for d, color in zip(sleeves, (shade(b.body, -0.02), shade(b.body, -0.07)), strict=True):
        b.mass(d, b.plane(color, depth=1.2))
    body = (
        "M150 76C120 84 100 94 96 112C104 220 100 330 88 560C88 570 94 574 104 574L316 574"
        "C326 574 332 570 332 560C320 330 316 220 324 112C320 94 300 84 270 76L210 190Z"
    )
    b.mass(body, b.plane(b.body, depth=1.3))
    b.line("M226 196C228 320 232 450 234 572", shade(b.body, -0.16), 3)
    b.shape("M226 196C228 320 232 450 234 572L262 572C254 450 246 320 240 190Z", "#000000", opacity=0.06)
    left, right = (
        "M150 76C134 82 126 92 122 106L104 168L142 176L130 196L214 300L212 190Z",
        "M270 76C286 82 294 92 298 106L316 168L278 176L290 196L222 300L210 190Z",
    )
    for d in (left, right):
        with b.sheet.group(0, 5):
            b.shape(d, "#000000", opacity=0.12)
        b.shape(d, b.plane(shade(b.body, 0.035), depth=1.2))
    b.line("M142 176L164 172M278 176L256 172", shade(b.body, -0.16), 2.4)
    b.shape("M97 322L323 322L324 356L96 356Z", b.plane(b.accent))
    b.line("M98 327L322 327M97 351L323 351", shade(b.accent, 0.12), 1.6, dashes="6 5", opacity=0.8)
    b.shape("M184 352L158 452L182 458L206 352Z", b.plane(shade(b.accent, -0.05)))
    b.line(paths.rounded_rect(186, 312, 48, 54, 10), b.trim, 7)
    for x, y in ((208, 410), (208, 480), (266, 410), (266, 480)):
        b.shape(paths.ellipse(x + 2, y + 3, 10), "#000000", opacity=0.15)
        b.shape(paths.ellipse(x, y, 10), b.plane(shade(b.accent, -0.1)))
        b.shape(paths.ellipse(x - 3, y - 3, 3), "#ffffff", opacity=0.4)
    for d in ("M112 408L150 398L153 414L113 426Z", "M300 410L280 402L278 418L302 428Z"):
        b.shape(d, b.plane(shade(b.body, -0.05)))
    b.shape("M110 130C116 240 112 400 102 556L124 556C134 400 132 260 126 130Z", "#ffffff", opacity=0.12)
