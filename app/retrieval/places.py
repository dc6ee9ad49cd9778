"""Places a question may name that have no document here."""

from __future__ import annotations

PLACES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 "
    "云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门 深圳 广州 成都 武汉 南京 杭州 苏州 全国 国家 教育部"
).split()


def places(folded: str) -> frozenset[str]:
    """The places whose names stand in a folded text."""
    return frozenset(place for place in PLACES if place in folded)
