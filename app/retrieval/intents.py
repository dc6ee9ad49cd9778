"""What a question asks for, from its cue words."""

from __future__ import annotations

import re
from enum import StrEnum


class Intent(StrEnum):
    """What is asked of the thing that is named; several may hold."""

    LEAD = "牵头"
    PARTICIPANTS = "参与"
    DUE = "完成时间"
    COUNT = "数量"
    LIST = "清单"
    COMPARE = "比较"
    DEFINE = "定义"
    CONFIRM = "求证"
    PLATFORM = "平台编号"
    CONTACT = "联系方式"
    NAME = "名称"
    REQUIRE = "要求"
    LIMIT = "字数"
    MONEY = "经费"
    PERSON = "人员"
    DUTY = "职责"


_CUES: dict[Intent, str] = {
    Intent.LEAD: (
        r"牵头|带头(?!人)|打头|主责|主办|领头|挂帅|谁负责|负责部门|哪个(?:部门|处室?|单位).{0,4}(?:负责|管)|归(?:谁|哪)|"
        r"(?:部门|处室?|谁).{0,2}(?:主管|管)|\blead|\bin charge|who leads|responsible"
    ),
    Intent.PARTICIPANTS: r"参与|配合|协助|协同(?!育人)|参加部门|协办|participa|参加.{0,3}部门",
    Intent.DUE: (
        r"什么时候|啥时候|啥时|何时|几月|哪年|哪一年|哪个月|截止|完成时间|时间节点|期限|到期|完成期|什么时间|几时|"
        r"多会儿|时限|ddl|deadline|due|\bwhen\b|(?:来|赶)得?及|(?:几号|哪天).{0,3}(?:完|交|前)"
    ),
    Intent.COUNT: (
        r"[几一二三四五六七八九十\d]大?类|几个|多少个|几项|几条|几类|几种|几处|一共(?:有)?(?:几|多少)|总共|共有|多少(?:诊断|要素|点|项)|数量|几(?:大|点)|"
        r"how many|各几|各有几"
    ),
    Intent.LIST: r"哪些|哪几|哪两|哪三|哪四|哪五|哪六|分别|列出|列一下|都有|都是|名单|清单|有啥|包括|下面|底下|下设|which|list\b",
    Intent.COMPARE: (
        r"区别|不同|不一样|差别|差异|差在|一样|相同|异同|对比|比较|相比|比一比|比.{1,6}(?:多|少|严|宽|细)|多(?:要求|了|出)|\bvs\b|"
        r"哪个方案|两个?方案|两地|两边|两张|两份|对应(?!平台)|对照表|compare|differ"
    ),
    Intent.DEFINE: (
        r"什么意思|啥意思|什么是|啥是|何谓|什么叫|叫什么(?!名)|指什么|指的是|指啥|是指|定义|含义|全称|是啥|是什么(?!时候)|啥叫|是个什么|怎么理解|"
        r"\bdefin|\bmean|what is|what are"
    ),
    Intent.CONFIRM: (
        r"对吗|对吧|对不(?:对)?|没错|是不是|是吗|是吧|吧[?。!]?$|吗[?。!]?$|\bright\?|真的|可以不|行么|行不|行吗|能不能|"
        r"可不可以|够不|够吗|合规"
    ),
    Intent.PLATFORM: r"平台.{0,6}编号|编号.{0,6}平台|平台号|指标编号|数据编号|platform number",
    Intent.CONTACT: r"电话|手机|邮箱|邮件|e-?mail|微信号|qq|联系方式|联系人|怎么联系|办公地址|地址|办公室在哪|在哪(?:办公|个楼)|phone",
    Intent.NAME: r"叫什么|什么名|名称|名字|叫啥|name",
    Intent.REQUIRE: (
        r"要求|看什么|看哪|看啥|影响因素|内容|标准|评什么|评哪|考察|讲什么|讲啥|写的|怎么写|具体|规定|要看|看几|诊断什么|提示|"
        r"原文|达到|条件|方面|要点|require|should"
    ),
    Intent.LIMIT: r"多少个?字|几个?字|字数|字以内|多长|\d+字|几百字|写多少|篇幅|characters|word limit",
    Intent.MONEY: (
        r"多少钱|花钱|经费|预算|资金|万元|\d万|花(?:了|多少|费|几)|费用|拨款|投了|投入|多少万|几万|总额|小计|合计|"
        r"budget|cost|money|砸|批了"
    ),
    Intent.PERSON: (
        r"谁|哪位|哪个人|姓名|名单|正副|组长|主任|秘书长|秘书(?!处|组)|成员|组成|负责人|头儿|领导|一把手|who\b|院长|书记|人员"
    ),
    Intent.DUTY: r"职责|管哪|管的是|负责哪|负责什么|负责啥|干什么|干啥|做什么|管什么|管啥|任务|要做|要干|做哪些|干哪些|分管|作用|duty|duties",
}
_PATTERNS = {intent: re.compile(pattern) for intent, pattern in _CUES.items()}
# Words that only carry an intent or politeness: what is left without them is the question's own content.
_FRAME = re.compile(
    r"请问|麻烦|一下|我想|想知道|告诉我|帮我|查一?下|诊断点|诊断要素|诊断项目|要素|这一?个?点|那一?个?点|这一?条|那一?条|这一?项|那一?项|"
    r"这一?块|那一?块|整块|方案|方面|哪个部门|哪个处|哪些部门|部门|单位|处室|由谁|谁来|谁|具体|内容|主要|大概|到底|究竟|什么|啥|哪些|哪几个|哪几|"
    r"哪|几个|几|多少|怎么|咋|如何|要求|规定|要看|看|要|写|讲|说|评|考察|考|是|有|的|在|吗|呢|吧|呀|啊|了|都|和|与|及|里面|里|中|下面|底下|下|"
    r"上|那|这|个|条|点|项|款|第|会|能|可以|应该|需要|得|被|把|对|给|为|就|也|还|又|再|请|我们|我|你|他|它|吧|么|不|没|一|二|两|"
    r"原文|影响因素|提示|方式|时候|时间|标准|意思|指|叫|名字|名称|什|完成|弄完|完|牵头|负责|参与|配合|归|管|截止|到期|一共|总共|所有|全部|"
    r"element|point|the|what|does|is|of|in|scheme|require|requires|about|and|for|diagnosis|item|who|when|how|which|a|an|are|do|please|"
    r"[?？!！。,，、；;:：“”\"'()（）《》\s\d.·~～/-]"
)


def intents(folded: str) -> frozenset[Intent]:
    """The intents whose cue words stand in the folded question."""
    return frozenset(intent for intent, pattern in _PATTERNS.items() if pattern.search(folded))


def remainder(squeezed: str) -> str:
    """What is left of a question without its frame words; names must have been taken out before."""
    return _FRAME.sub("", squeezed)
