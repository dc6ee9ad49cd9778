"""Places a question may name that have no document here."""

from __future__ import annotations

import re
from functools import cache

from app.retrieval.spelling import sounds

PLACES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 "
    "云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门 深圳 广州 成都 武汉 南京 杭州 苏州 全国 国家 教育部"
).split()
# Places that a plan here may be of, or another's: what is asked of them is another's only where no plan here is theirs.
_CITIES = (
    "重庆 佛山 东莞 珠海 中山 惠州 江门 肇庆 汕头 湛江 茂名 韶关 清远 无锡 常州 南通 扬州 宁波 温州 金华 合肥 芜湖 福州 厦门 泉州 "
    "南昌 九江 济南 青岛 烟台 淄博 郑州 洛阳 长沙 株洲 湘潭 宜昌 襄阳 南宁 柳州 桂林 海口 三亚 绵阳 贵阳 遵义 昆明 拉萨 西安 宝鸡 "
    "兰州 西宁 银川 乌鲁木齐 石家庄 唐山 太原 大同 呼和浩特 包头 沈阳 大连 长春 哈尔滨"
).split()
_LATIN = re.compile(r"[a-z]{4,}")


def places(folded: str) -> frozenset[str]:
    """The places whose names stand in a folded text."""
    return frozenset(place for place in PLACES if place in folded)


def cities(folded: str, english: bool = False) -> list[str]:
    """Those places and the cities beside them; in an English text by their sound too."""
    found = [place for place in (*PLACES, *_CITIES) if place in folded]
    heard = [_by_sound().get(word) for word in _LATIN.findall(folded)] if english else []
    return list(dict.fromkeys((*found, *(place for place in heard if place))))


@cache
def _by_sound() -> dict[str, str]:
    return {sound: place for place in (*PLACES, *_CITIES) for sound in sounds(place)}
