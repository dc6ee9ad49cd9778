"""What a sentence tells of a thing: something done, gained or amiss, by the predicate of the clause that decides."""

from __future__ import annotations

import re

_READ = 400  # characters of a sentence that are looked at

_PROBLEM = re.compile(
    r"尚?未(?!发生|出现|有投诉|见异常|来|央)|没有|尚[有无需]|无(?:进展|记录|专人|专职|机构|制度|标准|预案|方案|依据|人负责|法)|不足|不够|不完善|不健全|不平衡|不均衡"
    r"|不及时|不到位|不规范|不明确|不清|不稳(?!妥)|不理想|不高|不强|不严|不全|不细|不实|不深|不畅|不便|不了解|不熟悉|不统一|不一致|不合理|不匹配|不对应|不紧密|不平|不知"
    r"|缺少|缺乏|缺失|欠缺|缺口|缺编|缺员|薄弱|滞后|偏(?:低|少|弱|高|慢|大|小|重|软|紧)|较(?:低|少|弱|慢|差|窄)|过(?:低|少|慢|长|多|高|于|窄)|太(?:低|少|慢|长|多)|下滑|空白|流于形式|走过场|卡顿|盲[区点]|死角|堵点|瓶颈|孤岛|缓慢|迟缓|拖延|空缺|缺\s*\d|不到\s*[\d一二三四五六七八九]|有限|不能|无法|不熟练|繁琐|繁杂|紧缺|受(?:到)?(?:影响|限制)|受损|挫伤|参差|跟不上|不平衡|[一-鿿]不(?:上|来|出|起|动|齐|了|到|开|住|及|多|紧)(?=[，。；、来]|$)|只(?:在|用于|到|能|限于|针对|涉及)"
    r"|超(?:出|过)[^，。；]{0,6}(?:规定|标准|时限|限额|要求)|(?<![减缩降多至不])(?:少|小|慢|差|弱|低|窄|难|乱|旧|散|浅|粗|短|贵|松)(?=[，,。；;、]|$)"
    r"|脱节|有待|亟待|逾期|未达|低于|仅(?:有|为|占|开|完成|覆盖|剩)?|只(?:有|占|覆盖|完成|建|开|发|剩|做)|迟迟|断档|流失|投诉(?:集中|较多|增)|反映.{0,12}(?:难|慢|差|少|高|贵)|短板|漏洞|隐患"
    r"|存在[^，。；]{0,30}(?:现象|问题|情况|不|差距|短板)|(?:情况|现象)[^，。；]{0,4}(?:不少|较多|严重|普遍)|时有发生|屡有|模糊|单一|主要(?:还)?(?:靠|依靠|依赖)|仍(?:有|然|是|存|靠|需|未|主|以|不)|还(?:存在|主要|不|没|需|是靠|停留)|停留在|差距"
    r"|困难(?!学生|生|群体|家庭|补助|认定|职工|资助|毕业)|老化|陈旧|破损|拥挤|推诿|混乱|随意|退回|难以|难度|不愿|不想|超时|超员|(?:等待|排队|延误|积压)[^，。；]{0,8}\d|应付|雷同|敷衍|空泛|笼统"
)
_NO_PROBLEM = re.compile(
    r"(?:没有|无)(?:明显)?变化|(?:没有|未)(?:再)?(?:发生|出现|发现)|(?:无|零)(?:重大|责任)?(?:安全|质量|教学)?(?:事故|投诉|差错|违规|伤亡)|不(?:仅|断|低于|少于)|(?:从|由)?无到有|不(?:再)?存在[^，。；]*"
    r"|(?:问题|不足|短板|缺口|漏洞|隐患|困难)[^，。；]{0,8}(?:已|均|全部|得到)[^，。；]{0,4}(?:解决|整改|补齐|消除|销号|化解)"
    r"|(?:未|不|没有|缺)[^，。；]{1,10}的[^，。；]{1,12}(?=(?:均|都|全部)?已)|(?:解决|补齐|消除|整改|克服|破解|查找|梳理|发现|清退|核减|淘汰|剔除|处理|排查|化解|整治)了?(?:[^，。；]{0,10}(?:问题|不足|短板|缺口|隐患|困难|漏洞)|[^，。；]{0,4}(?:不|未)[^，。；]{1,8}的|[^，。；]{1,16}的(?:问题|难题|状况|现象))"
)
_FREE = re.compile(
    r"(?:没有|未)(?:再)?(?:发生|出现)|(?:没有|未)发现[^，。；]{0,10}(?:涉|违|不|问题|异常|隐患|事故|案|错|假)|不(?:再)?存在|(?:无|零)[^，。；]{0,6}(?:事故|事件|投诉|差错|违规|伤亡)"
)
_ACTOR = (
    r"(?:[一-鿿]{1,10}(?:处|办|部|中心|馆|学院|系|团委|工会|学校|集团|教研室|公司|委员会)"
    r"|学校|学院|我校|团委|工会|[一-鿿]{2,4}(?:办|处)与[一-鿿]{2,8})"
)
_WHEN = r"(?:20\d\d\s*年)?\d{1,2}\s*月(?:份|底|初|[上中下]旬|\d{1,2}\s*日)?"
_ACTS = (
    r"(?:招募|定[下出]|聘|请|派|举办|承办|开[设办放通]|购|买|建|增|改|修|编|制[定订]|出台|印|下发|组织|联合|安排|培训|走访|检查|抽查"
    r"|约谈|签|引进|推|成立|设[立置]|拨|奖|资助|更?换|装|调[到整]|合并|拆|清[理退]|搬|租|接[入通]|核|统一|明确|下达|讲|写|分[解给]|排[查出])"
)
# An office, a day, what it did: 图书馆于9月招募勤工助学学生60名. What is, came or was found out is no deed.
_DEED = re.compile(
    rf"^(?:[自从于在]?{_WHEN}(?:[至到—-]{_WHEN})?(?:起)?[，,]?{_ACTOR}|{_ACTOR}[自从于在]?{_WHEN}起?[，,]?)"
    rf"(?!的|[前后]|[^，。；]{{0,8}}(?:[有是没未被仅只才因停缺少占达降升漏迟错丢坏]|收到|接到|发生|出现|发现|查出|统计|反映|显示|要求|计划|罚|赔|辞退))(?:[将把]|[^，。；]{{0,14}}?{_ACTS}[^，。；]{{0,24}}?(?<![第年])[\d一二两三四五六七八九十])"
)
_ACT = re.compile(rf"(?:[自从于在]?{_WHEN}(?:[至到—-]{_WHEN})?起?[，,]?)?{_ACTOR}(?!的|[有是没未被仅只因缺])")
_USED = re.compile(
    r"被[^，。；]{2,14}(?:使用|借用|调用|选用|下载|浏览|点击|访问|观看|阅读|选修|转发)[^，。；]{0,6}\d"
)
_OTHERS = re.compile(
    r"[，,；;](?:其|但|却|还|仍|结果|效果|教师|老师|学生|师生|企业|家长|专家|评委|来的|到场|参加)"
)
# What went wrong, whatever was done before it.
_FAILED = re.compile(
    r"[有是][^，。；]{0,6}(?:代签|补签|代笔|编造|补填|抄来)的|停(?:工|业|办|摆|产|课|滞|止(?!使用))|停用(?:了|至今|近|约|达)?\s*[\d一二两三四五六七八九十半]+\s*(?:个?月|年|天|周|个?学期)|放弃|落空|流产|搁[置浅]|夭折|泡汤|作废|落[选榜]|颗粒无收|名存实亡|形同虚设|关[停闭门]|倒闭|破产|解散|崩溃|瘫痪|宕机|漏水|断[供电网]"
    r"|(?:烧|损|弄|用)坏|坏(?:了|掉|\d)|丢(?:了|失)|推[迟后]|延[期误]|晚(?:了|点)|[闲锁]着|吃灰|照[抄搬]|抄(?:的|袭|自)|走[低弱]|垫底|倒数|末位|中断|终止(?!协议|合同|合作)|叫停|过期|打不开|断断续续|时断时续|失[效败灵约]|顺延|跳票|打折扣|变形|走样|缩水|应付了事"
    r"|频[繁发现]|频频|耽[搁误]|贻误|断了|靠后|无缘|暂缓|到期$|超编|中途(?:离|退|脱|停|放弃)|止步|出局|腰斩|亏(?:了|损|空)|漏了|跑了|账实|推给|要(?:等|排)|成了?[^，。；]{0,10}(?:仓库|摆设)|耗尽|错了|占线|散了|拖到|两码事|多发|蔓延|居高不下|无(?:人|一(?!例外|缺席|缺考))|一[个项名家门次人]也?(?:没|不|未)|没(?![有收落入食])|(?:为|是|仅|只有)零(?![投事差违])|零(?:转化|产出|申报|立项|增长|进展)|挂(?:了)?空|(?:平均(?:水平|线|值|分|数)?|标准|中位数)(?:线)?(?:以下|之下)|不足|不[到满]\s*[\d一二两三四五六七八九十半]|[才仅]\s*\d|只[^，。；有]{0,3}?\s*\d"
    r"|只(?:收|用|招|来|到|开|完|做|出|能|有|用掉|覆盖)|看不|听不|对不|谈不|抽不|跟不|找不|用不[上起]|达不|满足不|又(?:漏|坏|停|断|裂|出现|发生|反弹)|反弹|反而|反倒|撤[走资]|(?:企业|公司|合作方|承包商|学员|学生|老师|教师|师傅|专家)[^，。；]{0,8}退出(?!条款|机制|办法|制度|标准|通道|程序)|流于|成了?(?:一张)?(?:废?纸|摆设|空架子)|落在纸面|压在|牵强|颠倒|张冠李戴"
)
# What was bad is no more: 挂名的教师没有了.
_GONE = re.compile(r"没有了(?=[，。；]|$)|不再有")
_MISSED = re.compile(
    r"经费|资金|生源|企业|订单|编制|津贴|补[助贴]|奖|机会|岗位|师傅|导师|专人|专职|骨干|人才|场[地所]|人[管手]|热情|兴趣|积极|资格|优势|合作|支持|保障|投入|收入|时间|动力|学生来|报名|掌声|活动|交流|平台|资源"
)
# Done to somebody is done against him, but for a few verbs.
_SUFFERED = re.compile(
    r"被(?!评|授|认|列|确|采|录|推|选|聘|纳|写|命|转载|报道|媒体|誉|称|吸|接|指定|表彰|树|遴|收录|引|邀|广泛|多[次家]|[^，。；]{0,14}(?:使用|借用|调用|选用|下载|浏览|点击|访问|观看|阅读|选修|转发)[^，。；]{0,6}\d|[^，。；]{0,14}(?:评为|授予|认定|列[为入]|确定|采[纳用]|录[用取]|推[荐广]|选[为入]|聘|纳入|写入|命名|转载|报道|表彰|收录|引用|借鉴|肯定|立项|批准))[^，。；]{1,16}"
)
# A thing put right is no problem any more, unless it says 没有, 有待, 仅.
_RIGHTED = re.compile(
    r"(?:完毕|清零|归零|消[失除]|补[足齐签报录]|配齐|修[复好]|恢复|到[岗任]|到位(?![率情])|化解|解决|销号|报废更新|报废|更新|更换|换[成为用]|改造[成为]|升级|整改|转化|还清|结清|办结)"
)
_NOT_RIGHTED = re.compile(
    r"没|未(?![签补报到办整结][^，。；]{0,8}的)|不(?!合格|达标|足|规范)[^，。；]{0,4}$|有待|亟待|需|难|无法|尚|仅|只|才|一半|迟|慢|滞后|率|[代补]签的$|不(?:及时|到位|彻底|够|力)|缺|欠|计划|经费|困难重重"
)
_BAD = (
    r"(?:陈旧|老旧|过时|破旧|破损|老化|不合格|不达标|不规范|闲置|空置|低效|落后|薄弱|过期|失效|短缺|缺编|缺失|缺额"
    r"|漏报|超期服役|重复|虚假|违规|超标|废弃|淘汰)"
)
_HURT = (
    r"(?:事故|投诉|差错|违纪|违规|违约|流失|作弊|舞弊|处分|纠纷|伤害|伤亡|火情|案件|工伤|受伤|死亡|伤人|意外|退学|辍学"
    r"|隐患|欠费|拖欠|积压|影响[^，。；]{0,8}|过夜|举报|封停|叫停|上涨|涨价|延误|中断|逾期|超期|超时|扣分|返工|挂科|缺考|脱岗|缺席|例外|被[^，。；]{2,4})"
)
_SPARED = (
    r"(?:没有|未|无|零)(?:(?!受理|处理|登记|统计|上?报|整改|消除|排查|解决|查处|制止|[计记]录)[^，。；]){0,18}?"
    + _HURT
    + r"(?=[，。；]|$)|没有?再[犯出]|不再(?:需要?|用|新购|临时|收费|重复|跑|排队|手工|人工)[^，。；]{0,8}"
)
_UNSAID = re.compile(
    rf"{_SPARED}|(?<!被)(?:废止|废除|关停|停招|停开|撤并|裁撤|注销|取缔|淘汰|清理)了?(?:{_BAD}|[^，。；]{{0,10}}(?:不足|不[^，。；]{{1,6}}|[低少差弱旧])的)[^，。；]{{0,12}}|(?:停用|停止使用|淘汰|更换|清退|取消|换掉|替换|报废|清理|拆除|撤[销除换]|修[复补缮]|更新|改造|翻新|盘活|调剂|启用|补[签报录足齐])了?{_BAD}[^，。；]{{0,12}}"
    rf"|{_BAD}[^，。；]{{0,12}}(?:换[成为]|更[换新]|改造|升级|调剂|盘活|变[成为]|翻新)|[^，。；]*[由从](?:空白|无|零|薄弱)(?:到|变)"
)
_ASIDE = re.compile(
    r"(?!低于|少于|不如|不及|落后于)[^，。；、,;]{0,22}?(?:(?<!目)(?<!有)(?:的)(?![有占共达是为]|现象|问题|情况|局面|状况|[，。；]|$)|(?<![今最前先落背午课])(?:之|以)?后(?![勤备期续来台])的?|当[天日月年晚](?![处反整解接办])的?|期间的?)(?=[^，。；])"
)
_RAN = re.compile(
    r"(?:成立|建成|开设|运行|实施|推行|上线|启用|投用|挂牌|开放|签约)[^，。；]{0,2}?[\d一二两三四五六七八九十]+(?:多|余)?(?:个?月|年|周|天|个?学期)(?=$|[^，。；度])"
)
_PREDICATE = re.compile(
    r"[有比被没未不只仅才又还却已都全无由从降减跌缩升增了过着给把在]|(?<![平人生])均|一直|提前|陆续|先后|最后|突然|为[\d一-鿿]|占"
)
_TRAILING = re.compile(
    r"^(?:其中|截至|分[别为成]?|占|含|包括|涉及|共|合计|累计|平均|折合|使|比|较|同比|每|人均|由|向|从|扩大|位居|服务|支出率|完成率|通过率|合格率|满意率|支持|用于|为[^，]{2,}|供|便于|方便|计入|汇编|以便|并|让|确保|人数)|一律|不得|方可|(?<!无)须"
)
_FIGURES = re.compile(r"[^，]{0,8}?\d[\d.]*\s*(?:%|[一-鿿]{1,3})")
_SINCE = re.compile(r"[年月日期度]起[，,]")  # a rule in force
_MAIN = re.compile(r"[^，。；]{3,}?(?:没有?|尚?未|不|缺|无|被)")
_OWN = re.compile(r"[有被了]|[已均都][一-鿿]|全部(?:完成|上线|补|配|整|建|更|到|投|恢|修|签)")
_SHORT = 3  # characters of a clause that may say anything after what was done
# 培训项目, 整改意见, 岗前培训一天: no verb, though one elsewhere.
_NOUN = re.compile(
    r"(?<=[一-鿿])(?:培训|整改|开放|对接|招聘|检查|督查|巡查|抽查|调研|投入|奖励|演练|采购|认证|通报|安排|考核|改造|实训|共建|引进)(?:"
    r"[一-鿿]{0,4}?(?:项目|意见|平台|会|方案|率|班|经费|资金|费|工作|机制|制度|办法|报告|名单|记录|系统|计划|活动|清单|材料|成果|名额|耗材)"
    r"|(?=[一半两三]?(?:天|小时|个月|学期)|当[天日]|期间|[时中里上]))"
)
_DONE = re.compile(
    r"已(?:经)?(?!逾期|超|达\d|连续|[到过]期|离|退|走|少|不|无|没|有\s*\d)|建(?:立|成|起|设|有|好)|搭建|构建|完成|制[定订]|印发|出台|修[订编](?!工作|进展|周期)|发布|编[制印写]|开展|举办|举行|组织|召开|[设成]立|增[设加配聘]|新[增建设]|投入|发放|引[进入]|聘[请任用]|安排"
    r"|配[备齐置]|补齐|补充|[写纳列接]入|停招|废[止除](?!的)|关停(?!的)|撤并|裁撤|取缔|注销|清理|更[换新]|改(?:造(?!意见)|[建版为成])|合办|联办|配\s*[一两\d]|上线|启用|开[通设发放]|推[行广动进出]|定期|分解|共建|实[行施现]|落实|优化|完善|健全|核减|比对|对接|约谈|整[改治]|检查|督查|巡查|抽查|通报|培(?:训(?!机会|经费|工作|力度|制度|签到|班|收入|教师|教材)|训(?=教师[^，。；]{0,6}\d)|养(?!方案|模式|质量))|选派|招聘|购置|采购"
    r"|明确|公[示布开]|调[整研]|签[订约署]|公布|试行|试点|试运行|收集|采集|汇编|载明|写明|注明|联合|^[将把]|提[供取炼]|奖励|表彰|划拨|减免|疏散|演练|公开|吸纳|吸收|起[，,]"
    r"|受理|办结|处置完毕|处理完毕|销号|采纳|备案|回访|走访|邀请|重[编写]|加装|安装|捐[赠资]"
    r"|盘活|调剂|招聘|新招|[扩续]建|淘汰|清退|撤销|(?:取消|停用)(?=过时|陈旧|老旧|重复|不必要|收费)|换[成为用]|恢复|修复|当[天日场即](?:处[理置]|反馈|整改|解决|答复|办)|结对|帮扶|压缩(?=招生计划|流程|审批|会议|开支|环节)|督促|减[为至]"
)
_GAINED = re.compile(
    r"获|荣[获膺]|入选|立项|通过(?!率)|评[为选定上]|[达超]到?(?:了)?\s*\d|占[^，。；\d]{0,14}(?:[5-9]\d|100)(?:\.\d+)?\s*%|突破|覆盖|形成|保持|连续|承[办接]|承担(?=[^，。；]{0,16}(?:项|课题|任务|赛|会|试点|标准))|出版|发表|授权|转化|到账|认定|晋级|中标|名列|位居|位列|惠及|(?:参[加与]|服务|资助|培养(?!方案))[^，。；]{0,10}\d"
    r"|取得|考取|到位[^，。；率\d]{0,12}\d|到[岗任](?![率])|收入\s*\d|节[约省]|回升|补(?:足|报|签(?!手续))|清零|拿下|了结|追回|收录|引用|重新[一-鿿]|逐[条项一个][一-鿿]|重启|批复|领到|审[过定]|查处|享受|施行|吸引|应[助修]尽[助修]|用上了?|高出[^，。；]{0,10}\d|到账[^，。；\d]{0,4}\d|回校|消[失除]|完毕|解决|消除|化解|现有|共有|拥有|设有|配有|(?<![平人生])均(?![无未不没匀衡分值线])|提交|报送|全部|被[^，。；]{2,14}(?:使用|借用|调用|选用|下载|浏览|点击|访问|观看|阅读|选修|转发)[^，。；]{0,6}\d|均?设[^，。；]{0,14}岗|满意[度率][^，。；\d]{0,6}(?:9\d|100)|率[^，。；\d]{0,4}(?:9\d|100)(?:\.\d+)?\s*%"
)
_WHOLE = re.compile(
    r"全部|均已|均有|都已|都有|全覆盖|全员|到位|解决|归零|为零|0\s*[起件次例]|消除|不再|[未没]再"
)


def is_done(text: str) -> bool:
    """Whether it tells of something that the school did, as it may do to answer a problem."""
    return _DONE.search(text[:_READ]) is not None or is_deed(text[:_READ])


def is_whole(text: str) -> bool:
    """Whether it tells that a thing is now so everywhere, as the outcome of a measure."""
    return _WHOLE.search(text[:_READ]) is not None


def is_detail(text: str) -> bool:
    """Whether it only says more of what stands before it: 其中省级3项."""
    return all(_TRAILING.search(one) or _FIGURES.fullmatch(one) for one in clauses(text[:_READ]))


def is_act(text: str) -> bool:
    """Whether it begins with the office that did it."""
    return _ACT.match(text[:_READ]) is not None


def is_used(text: str) -> bool:
    """Whether it tells how often a thing was used."""
    return _USED.search(text[:_READ]) is not None


def is_wrong(text: str, good: bool) -> bool | None:
    """Whether it tells of something amiss; None where only what it says of a thing by the way does."""
    bare = _UNSAID.sub("", _NO_PROBLEM.sub("", text))
    told = [(one, _predicate(one, every=True)) for one in clauses(bare)]
    told = [(one, said) for one, said in told if not _RIGHTED.search(said) or _NOT_RIGHTED.search(said)]
    if any(_amiss(said) for _, said in told):
        return True
    by_the_way = [said for one, said in told if _PROBLEM.search(one)]
    if not by_the_way:
        return False
    if not good:
        return True if any(_PREDICATE.search(said) is None for said in by_the_way) else None
    return False if all(map(_OWN.search, by_the_way)) else None


def is_deed(text: str) -> bool:
    """Whether an office did it on some day, and what follows tells of nobody else."""
    return _DEED.match(text) is not None and _OTHERS.search(text) is None


def is_gone(text: str) -> bool:
    """Whether it tells that there is no more of what nobody misses."""
    found = _GONE.search(text)
    if found is None or _MISSED.search(text):
        return False
    return not is_wrong(text[: found.start()] + text[found.end() :], good=True)


def _amiss(text: str) -> bool:
    return any(one.search(text) for one in (_PROBLEM, _FAILED, _SUFFERED))


def is_good(text: str) -> bool:
    """Whether what it says last of a thing is good: what was done with it before is not enough."""
    if _SINCE.search(text) or text.startswith(("将", "把")):
        return True
    for clause in reversed(clauses(text)):
        if _FREE.search(clause) or re.search(_SPARED, clause):
            return True
        said = _NOUN.sub("", _predicate(clause))
        if _DONE.search(said) or _GAINED.search(said):
            return True
        if len(said) > _SHORT and not _TRAILING.search(said) and not _FIGURES.fullmatch(said):
            return False
    return False


def clauses(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[，,；;。！!]", text) if one.strip()]


def _predicate(clause: str, every: bool = False) -> str:
    """A clause without what it says by the way: 新建的, 验收后, 成立三年.

    In 建立覆盖全校的制度 nothing is told of the 制度 then, so it stays; with `every` it does not.
    """
    clause = _RAN.sub("", clause)
    for _ in range(3):
        aside = _ASIDE.match(clause)
        if aside is None:
            break
        head, rest = aside[0], clause[aside.end() :]
        if head.endswith("的") and _MAIN.match(head) and not _OWN.search(rest):
            break
        if head.endswith("的") and not _PREDICATE.search(rest):
            verbs = (*_DONE.finditer(head), *_GAINED.finditer(head))
            if not (every or any(one.end() >= len(head) - 2 for one in verbs)):
                break
        clause = rest
    return clause


def lacks(text: str) -> bool:
    """Whether something is said to be short of what it should be, wherever in the sentence."""
    return _PROBLEM.search(_NO_PROBLEM.sub("", text)) is not None
