"""Illustrations of the product art kinds: one function each, registered here with its proportions."""

from hongshu.flows.demo_world.drawing.brush import Illustration
from hongshu.flows.demo_world.drawing.products import (
    accessories,
    bags,
    beauty,
    bottles,
    clothes,
    food,
    home,
    makeup,
    shoes,
)

# width, height; then stature among other products, and the share of the width that stands on the ground.
ILLUSTRATIONS: dict[str, Illustration] = {
    "dropper_bottle": Illustration(bottles.dropper_bottle, 220, 470, 0.86, 0.8),
    "pump_bottle": Illustration(bottles.pump_bottle, 230, 520, 1.0, 0.8),
    "spray_bottle": Illustration(bottles.spray_bottle, 180, 520, 0.98, 0.85),
    "vitamin_bottle": Illustration(bottles.vitamin_bottle, 280, 420, 0.84, 0.86),
    "baby_bottle": Illustration(bottles.baby_bottle, 200, 490, 0.9, 0.8),
    "thermos": Illustration(bottles.thermos, 170, 520, 1.04, 0.85),
    "jar": Illustration(beauty.jar, 360, 260, 0.52, 0.85),
    "tube": Illustration(beauty.tube, 220, 480, 0.9, 0.62),
    "sheet_mask": Illustration(beauty.sheet_mask, 330, 430, 0.86, 0.92),
    "perfume": Illustration(beauty.perfume, 290, 380, 0.8, 0.86),
    "soap_bar": Illustration(beauty.soap_bar, 400, 300, 0.56, 0.82),
    "lipstick": Illustration(makeup.lipstick, 270, 420, 0.78, 0.86),
    "lip_gloss": Illustration(makeup.lip_gloss, 130, 460, 0.84, 0.76),
    "compact": Illustration(makeup.compact, 380, 400, 0.74, 0.86),
    "eyeshadow_palette": Illustration(makeup.eyeshadow_palette, 460, 400, 0.74, 0.94),
    "mascara": Illustration(makeup.mascara, 250, 500, 0.88, 0.78),
    "brush": Illustration(makeup.brush, 260, 520, 0.96, 0.7),
    "tote_bag": Illustration(bags.tote_bag, 420, 520, 1.08, 0.94),
    "shoulder_bag": Illustration(bags.shoulder_bag, 460, 440, 0.94, 0.9),
    "backpack": Illustration(bags.backpack, 400, 500, 1.04, 0.84),
    "wallet": Illustration(bags.wallet, 400, 280, 0.58, 0.92),
    "sneaker": Illustration(shoes.sneaker, 560, 320, 0.66, 0.94),
    "heel": Illustration(shoes.heel, 470, 400, 0.78, 0.86),
    "loafer": Illustration(shoes.loafer, 540, 280, 0.58, 0.94),
    "boot": Illustration(shoes.boot, 420, 500, 0.98, 0.9),
    "scarf": Illustration(clothes.scarf, 400, 490, 0.98, 0.66),
    "cap": Illustration(clothes.cap, 480, 320, 0.64, 0.84),
    "tshirt": Illustration(clothes.tshirt, 480, 470, 0.96, 0.56),
    "coat": Illustration(clothes.coat, 420, 580, 1.16, 0.6),
    "sunglasses": Illustration(accessories.sunglasses, 520, 220, 0.42, 0.8),
    "watch": Illustration(accessories.watch, 260, 540, 0.96, 0.4),
    "earrings": Illustration(accessories.earrings, 340, 420, 0.82, 0.9),
    "candle": Illustration(home.candle, 280, 380, 0.78, 0.86),
    "mug": Illustration(home.mug, 400, 330, 0.66, 0.66),
    "hair_dryer": Illustration(home.hair_dryer, 460, 460, 0.92, 0.3),
    "rice_cooker": Illustration(home.rice_cooker, 420, 400, 0.86, 0.84),
    "notebook": Illustration(home.notebook, 360, 480, 0.92, 0.84),
    "tea_tin": Illustration(food.tea_tin, 290, 400, 0.82, 0.84),
    "snack_box": Illustration(food.snack_box, 330, 430, 0.9, 0.9),
    "parcel": Illustration(food.parcel, 340, 330, 0.7, 0.86),
}


def find_illustration(kind: str) -> Illustration:
    """The illustration of an art kind; ProductArt has made sure that there is one."""
    return ILLUSTRATIONS[kind]
