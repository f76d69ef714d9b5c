"""The checklists that hold until somebody writes others, by the slugs of the shop's categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hongshu.store.inventory.contracts import CheckItem, Checklist


def checklist_for(category_path: Sequence[str], written: Mapping[str, Checklist]) -> Checklist:
    """The checklist of the category whose path this is: the nearest one upwards from it.

    *written* are those that staff wrote, by slug. At one category, theirs comes before the default one.
    """
    for slug in (*reversed(category_path), ""):
        if (found := written.get(slug) or DEFAULTS.get(slug)) is not None:
            return found
    raise AssertionError("there is always one for every category")


def _item(slug: str, name_zh: str, name_en: str, *, is_critical: bool = False) -> CheckItem:
    return CheckItem(slug=slug, name_zh=name_zh, name_en=name_en, is_critical=is_critical)


def _list(slug: str, aql: str, *items: CheckItem) -> tuple[str, Checklist]:
    return slug, Checklist(category_slug=slug, aql=Decimal(aql), items=items)


_OUTER = _item(
    "outer-carton", "外箱无破损、受潮或重新封箱", "Outer carton whole, dry, and not taped a second time"
)
_GENUINE = _item(
    "genuine", "防伪标识、印刷与品牌样品一致", "Security marks and print match the brand's sample",
    is_critical=True,
)  # fmt: skip
_LABEL = _item("label", "型号、颜色、规格与订单一致", "Model, colour and size are those of the order")
_LOT_CODE = _item(
    "lot-code", "批号清晰，与单据一致，没有涂改", "Lot code legible, as on the papers, not altered",
    is_critical=True,
)  # fmt: skip
_DATES = _item(
    "dates", "生产日期和有效期清晰，没有涂改", "Dates of production and expiry legible, not altered",
    is_critical=True,
)  # fmt: skip
_SEAL = _item("seal", "封口、塑封完好，未开封", "Seal and wrap unbroken", is_critical=True)
_ZH_LABEL = _item("chinese-label", "中文标签或电子标签齐全", "Chinese label, printed or electronic, complete")
_SMELL = _item("smell", "没有异味", "No foreign smell")
_FINISH = _item("finish", "表面没有划痕、污渍或溢胶", "No scratches, stains or glue")
_STITCHING = _item("stitching", "走线整齐，没有跳线或脱线", "Stitching even, none skipped or loose")
_HARDWARE = _item("hardware", "五金开合顺畅，镀层完好", "Hardware moves freely, plating whole")
_PAPERS = _item("papers", "吊牌、说明书和配件齐全", "Tags, instructions and accessories all there")

DEFAULTS: Mapping[str, Checklist] = dict(
    (
        _list("", "2.5", _OUTER, _GENUINE, _LABEL, _FINISH, _PAPERS),
        _list(
            "skincare", "1.0", _OUTER, _GENUINE, _LOT_CODE, _DATES, _SEAL, _ZH_LABEL,
            _item("leak", "没有渗漏，泵头和瓶盖完好", "No leaks; pump and cap whole"),
            _item("texture", "颜色、质地与样品一致，没有分层", "Colour and texture as the sample"),
            _SMELL,
        ),
        _list(
            "makeup", "1.0", _OUTER, _GENUINE, _LOT_CODE, _DATES, _SEAL, _ZH_LABEL,
            _item("shade", "色号与标签一致，与样品无色差", "Shade as on the label, and as the sample"),
            _item("whole", "粉质没有碎裂，膏体没有出汗", "Powder not cracked, stick not sweating"),
            _item("mirror-brush", "镜子、刷具完好", "Mirror and brush whole"),
        ),
        _list(
            "fragrance", "1.0", _OUTER, _GENUINE, _LOT_CODE, _SEAL, _ZH_LABEL,
            _item("leak", "没有渗漏，喷头正常", "No leaks; the spray works"),
            _item("level", "液面高度一致，液体清澈", "Filled to one level, liquid clear"),
            _item("scent", "香气与样品一致", "Scent as the sample"),
        ),
        _list(
            "hair-body", "1.0", _OUTER, _GENUINE, _LOT_CODE, _DATES, _SEAL, _ZH_LABEL,
            _item("leak", "没有渗漏，泵头和瓶盖完好", "No leaks; pump and cap whole"), _SMELL,
        ),
        _list(
            "hair-tools", "1.5", _OUTER, _GENUINE, _LABEL,
            _item("safety", "通电安全，插头和电压适合国内使用", "Safe under power; plug and voltage fit",
                  is_critical=True),
            _item("works", "各档位工作正常", "Every setting works"), _FINISH, _PAPERS,
        ),
        _list("bags", "1.5", _OUTER, _GENUINE, _LABEL, _STITCHING, _HARDWARE, _FINISH, _SMELL, _PAPERS),
        _list(
            "shoes", "2.5", _OUTER, _GENUINE, _LABEL,
            _item("pair", "左右脚成对，尺码一致", "A left and a right of one size", is_critical=True),
            _item("sole", "鞋底粘合牢固，没有开胶", "Sole firmly bonded"), _STITCHING, _FINISH, _PAPERS,
        ),
        _list("accessories", "1.5", _OUTER, _GENUINE, _LABEL, _HARDWARE, _FINISH, _PAPERS),
        _list(
            "clothing", "2.5", _OUTER, _GENUINE, _LABEL, _STITCHING,
            _item("fibre-label", "成分和洗涤标签齐全", "Fibre and care labels there"),
            _item("size", "尺寸与尺码表相差不超过 1 厘米", "Measures within 1 cm of the size chart"),
            _item("needle", "没有断针或尖锐物", "No broken needle or sharp thing", is_critical=True), _FINISH,
        ),
        _list(
            "home", "2.5", _OUTER, _GENUINE, _LABEL,
            _item("whole", "没有裂纹、缺口或变形", "No cracks, chips or warping"), _FINISH, _PAPERS,
        ),
        _list(
            "kitchen-electrics", "1.5", _OUTER, _GENUINE, _LABEL,
            _item("safety", "通电安全，插头和电压适合国内使用", "Safe under power; plug and voltage fit",
                  is_critical=True),
            _item("works", "各功能工作正常", "Every function works"),
            _item("food-contact", "食品接触材料标识齐全", "Marked as safe for contact with food"),
            _FINISH, _PAPERS,
        ),
        _list(
            "food-health", "0.65", _OUTER, _GENUINE, _LOT_CODE, _DATES, _SEAL, _ZH_LABEL,
            _item("temperature", "运输温度记录符合要求", "Temperature log of the transport within limits",
                  is_critical=True),
            _item("pests", "没有虫蛀、霉变或受潮", "No pests, mould or damp", is_critical=True),
            _item("weight", "净含量与标签一致", "Net weight as on the label"), _SMELL,
        ),
        _list(
            "mother-baby", "0.65", _OUTER, _GENUINE, _LOT_CODE, _SEAL, _ZH_LABEL,
            _item("small-parts", "没有易脱落的小零件", "No small parts that come off", is_critical=True),
            _item("edges", "边缘光滑，没有毛刺", "Edges smooth, no burrs", is_critical=True),
            _item("age", "适用年龄标识清楚", "Suitable age clearly marked"), _SMELL,
        ),
    )
)  # fmt: skip
