"""Shoes, seen from the side, toe to the left."""

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import shade
from hongshu.flows.demo_world.drawing.products.parts import stitches


def sneaker(b: Brush) -> None:
    """560 × 320: a court trainer with a cupped sole."""
    tongue = "M226 122C230 92 248 62 278 54C296 50 306 60 306 76C306 100 300 120 290 136Z"
    b.mass(tongue, b.plane(shade(b.body, -0.06)))
    b.shape(
        "M290 100C350 140 430 132 476 100C492 90 500 82 512 76C506 110 380 196 296 140Z",
        shade(b.accent, -0.12),
    )
    upper = (
        "M26 250C20 216 48 190 92 178C142 166 176 154 206 132C226 116 244 98 262 92C276 88 284 98 292 108"
        "C330 138 424 136 470 104C486 94 498 76 516 72C532 69 540 79 540 94C538 144 550 196 546 256L26 256Z"
    )
    b.mass(upper, b.plane(b.body, depth=1.1))
    toe = "M26 250C20 216 48 190 92 178C104 174 116 171 126 168C150 192 152 226 148 256L26 256Z"
    b.shape(toe, b.plane(shade(b.body, -0.035)))
    for x, y in ((82, 202), (100, 196), (118, 192), (92, 216), (110, 211), (128, 207)):
        b.shape(paths.ellipse(x, y, 2.6), shade(b.body, -0.18))
    heel = (
        "M546 256C550 196 538 144 540 94C540 79 532 69 516 72C498 76 488 92 476 100C456 140 446 200 452 256Z"
    )
    b.shape(heel, b.plane(b.accent))
    b.shape(
        "M508 75C521 72 530 80 531 92C531 112 533 130 535 148L503 148C498 118 501 96 508 75Z",
        b.plane(b.label),
    )
    stripe = (
        "M196 256C220 214 262 180 330 166C372 158 410 160 444 172C400 176 352 186 318 206"
        "C292 222 278 240 270 256Z"
    )
    b.shape(stripe, b.plane(b.accent))
    stay = (
        "M150 166C190 152 222 118 262 92C276 88 284 98 292 108C268 140 232 182 196 206"
        "C184 190 168 176 150 166Z"
    )
    b.shape(stay, b.plane(shade(b.body, 0.03)))
    stitches(b, "M158 172C176 182 188 194 198 200C232 176 262 142 284 112", b.body, width=1.8)
    _laces(b)
    b.shape("M60 198C90 186 130 178 158 168C120 186 84 196 52 222Z", "#ffffff", opacity=0.4)
    sole = (
        "M18 250C14 246 20 240 28 242C180 258 380 258 544 240C554 240 556 250 554 262"
        "C550 292 534 312 500 312L84 312C42 312 16 292 18 250Z"
    )
    b.mass(sole, b.plane(b.label, depth=0.8))
    b.shape(
        (
            "M28 290C42 306 62 312 84 312L500 312C524 312 540 302 548 284C546 296 400 302 250 302"
            "C140 302 60 300 28 290Z"
        ),
        shade(b.accent, -0.1),
    )
    b.line("M26 262C180 276 390 274 550 258", shade(b.label, -0.14), 2.4)
    b.line("M34 252C180 266 390 264 540 249", "#ffffff", 4, opacity=0.5)
    b.letter(b.art.brand, 496, 214, b.print_on(b.accent), size=20, max_width=72, tracking=10)


def _laces(b: Brush) -> None:
    for i in range(5):
        left, top = 176 + i * 21, 164 - i * 15.5
        b.line(
            f"M{left} {top}C{left + 12} {top - 2} {left + 26} {top + 8} {left + 36} {top + 18}",
            shade(b.label, -0.16),
            10,
        )
        b.line(
            f"M{left} {top - 1}C{left + 12} {top - 3} {left + 26} {top + 7} {left + 36} {top + 17}",
            shade(b.label, 0.02),
            7.5,
        )


def heel(b: Brush) -> None:
    """470 × 400: a pointed pump on a slim heel."""
    b.shape(
        "M178 282C240 248 330 160 400 88C420 96 424 110 424 118C330 240 250 292 196 290Z",
        shade(b.accent, 0.04),
    )
    outer = (
        "M14 372C12 362 24 354 40 348C88 330 116 310 140 288C156 274 172 272 188 282C214 292 250 284 292 240"
        "C332 196 362 142 398 88C406 76 420 80 424 92C438 140 440 184 430 226"
        "C424 252 422 270 420 292L412 392L396 392"
        "L392 300C390 278 382 266 366 268C312 276 262 340 196 368C140 388 70 386 30 384C18 382 14 378 14 372Z"
    )
    b.mass(outer, b.plane(b.body, depth=1.2))
    b.shape(
        (
            "M430 226C424 252 422 270 420 292L412 392L404 392L410 290C412 262 420 200 424 92"
            "C438 140 440 184 430 226Z"
        ),
        "#000000",
        opacity=0.12,
    )
    b.shape(
        (
            "M16 376C70 380 140 380 192 362C258 334 306 268 366 260C380 258 392 266 396 282"
            "L392 300C390 278 382 266 366 268C312 276 262 340 196 368C140 388 70 386 30 384"
            "C20 383 16 380 16 376Z"
        ),
        b.plane(b.accent),
    )
    b.shape(
        (
            "M188 282C214 292 250 284 292 240C332 196 362 142 398 88C366 150 330 206 296 250"
            "C256 294 212 302 184 290Z"
        ),
        shade(b.body, -0.12),
        opacity=0.8,
    )
    b.shape(
        "M48 352C96 334 128 312 152 294C160 290 168 290 174 294C150 322 104 344 52 358Z",
        "#ffffff",
        opacity=0.45,
    )
    b.shape("M404 112C414 150 416 190 408 226C402 190 398 160 396 128Z", "#ffffff", opacity=0.32)
    b.mass(paths.rounded_rect(394, 388, 20, 9, 3), shade(b.body, -0.3))
    b.shape(paths.ellipse(150, 312, 11, 9), b.metal(b.trim))
    b.shape(paths.leaf(148, 312, 40, 26, 205), b.plane(shade(b.body, -0.05)))
    b.shape(paths.leaf(152, 312, 40, 26, -30), b.plane(shade(b.body, -0.05)))
    b.shape(paths.ellipse(150, 312, 8, 7), b.metal(b.trim))


def loafer(b: Brush) -> None:
    """540 × 280: a penny loafer with a metal bit."""
    b.shape(
        "M262 70C330 120 430 110 486 66C500 58 510 70 508 84C470 150 330 160 280 120Z", shade(b.body, -0.26)
    )
    upper = (
        "M22 232C14 190 50 156 108 144C160 132 200 112 226 84C240 66 262 56 286 66C304 74 312 88 330 100"
        "C376 128 444 112 482 70C494 58 512 62 516 80C522 130 530 180 526 232Z"
    )
    b.mass(upper, b.plane(b.body, depth=1.2))
    apron = (
        "M60 182C80 156 120 148 164 138C206 126 236 108 262 84C276 96 280 108 274 124"
        "C240 166 170 190 96 196C76 198 62 194 60 182Z"
    )
    b.shape(apron, b.plane(shade(b.body, 0.035)))
    b.line("M60 182C62 194 76 198 96 196C170 190 240 166 274 124", shade(b.body, -0.16), 5)
    stitches(b, "M56 190C62 204 80 207 98 205C176 198 250 172 284 130", b.body, width=2.4)
    strap = (
        "M186 128C214 116 238 100 258 82C272 72 292 78 302 90C320 130 330 180 328 232L268 232"
        "C262 196 232 150 186 128Z"
    )
    with b.sheet.group(-3, 5):
        b.shape(strap, "#000000", opacity=0.12)
    b.shape(strap, b.plane(shade(b.body, -0.045), depth=1.2))
    b.line("M222 138C246 130 270 114 288 98", shade(b.trim, -0.2), 13)
    b.line("M222 137C246 129 270 113 288 97", b.trim, 9)
    b.line("M226 133C246 126 266 113 282 99", shade(b.trim, 0.16), 2.6)
    for x, y in ((222, 138), (288, 98)):
        b.shape(paths.ellipse(x, y, 13, 11), shade(b.trim, -0.12))
        b.shape(paths.ellipse(x, y, 12, 10), b.metal(b.trim))
        b.shape(paths.ellipse(x, y, 6, 5), shade(b.body, -0.12))
    b.shape("M70 166C96 154 130 148 160 142C130 160 96 172 62 184Z", "#ffffff", opacity=0.42)
    b.shape(
        "M470 108C490 98 500 84 506 78C512 120 514 170 512 226L486 226C490 180 484 140 470 108Z",
        b.plane(shade(b.body, -0.05)),
    )
    stitches(b, "M484 222C488 180 482 142 468 110", b.body, width=2)
    b.mass(paths.rounded_rect(16, 228, 514, 18, 9, 4), b.plane(shade(b.accent, 0.06)))
    b.line("M26 234L520 234", shade(b.accent, 0.22), 2, dashes="6 5")
    b.mass(
        "M22 244L530 244L526 276L394 276C390 268 386 262 376 262L60 262C40 262 26 256 22 244Z",
        b.plane(shade(b.accent, -0.1)),
    )


def boot(b: Brush) -> None:
    """420 × 500: a Chelsea boot."""
    b.mass(paths.rounded_rect(352, 8, 18, 60, 8), b.plane(b.accent))
    upper = (
        "M188 40C188 30 196 26 206 26L364 26C374 26 380 32 380 42C384 130 372 210 382 300"
        "C390 350 392 390 390 440L32 440"
        "C18 410 28 374 70 354C118 334 166 318 180 268C196 206 188 110 188 40Z"
    )
    b.shape(paths.ellipse(284, 32, 95, 10), shade(b.body, -0.2))
    b.mass(upper, b.plane(b.body, depth=1.3))
    b.shape(
        "M190 40C190 32 196 28 206 28L364 28C374 28 378 34 378 42C330 52 240 52 190 40Z", shade(b.body, -0.14)
    )
    gore = (
        "M240 52C270 56 300 56 328 52C332 120 326 190 316 256C308 296 262 296 254 256C242 190 238 120 240 52Z"
    )
    b.shape(gore, b.plane(shade(b.accent, -0.02)))
    with b.sheet.group(clip=b.sheet.clip(gore)):
        for i in range(14):
            b.line(
                f"M{236 + i * 7.5} 46C{234 + i * 7.5} 130 {240 + i * 6.6} 220 {250 + i * 5} 300",
                "#000000",
                1.6,
                opacity=0.16,
            )
    stitches(b, "M232 52C230 120 236 196 246 262C256 308 316 308 326 262C336 196 340 120 336 52", b.body)
    b.line("M180 268C214 330 330 346 388 340", shade(b.body, -0.14), 3, opacity=0.7)
    b.shape("M70 366C116 346 164 334 188 298C196 330 140 362 60 388Z", "#ffffff", opacity=0.34)
    b.shape("M202 60C200 130 206 200 196 262C208 240 218 180 216 60Z", "#ffffff", opacity=0.22)
    b.shape(
        (
            "M352 60C358 160 350 230 362 330C366 370 368 400 366 436L390 440"
            "C392 390 390 350 382 300C372 210 384 130 380 60Z"
        ),
        "#000000",
        opacity=0.12,
    )
    b.mass(
        "M26 432L394 432C398 432 400 436 400 440L400 452L28 452C22 446 22 438 26 432Z",
        b.plane(shade(b.accent, 0.1)),
    )
    b.line("M34 439L394 439", shade(b.accent, 0.3), 2, dashes="6 5")
    b.mass(
        "M28 452L400 452L398 494L286 494L280 470L70 470C46 470 32 464 28 452Z",
        b.plane(shade(b.accent, -0.12)),
    )
