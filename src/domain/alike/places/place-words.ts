/** 省 0, 市 1, 县区 2, 乡镇街道 3, 村社区 4, and named sites (小区, 路, 校, 院) 5. */
export type PlaceLevel = 0 | 1 | 2 | 3 | 4 | 5;

/** How a place name ends, and what looks like that ending but is an ordinary word. */
export interface PlaceSuffix {
  readonly suffix: string;
  readonly level: PlaceLevel;
  /** Characters of the name in front of the suffix, at least and at most. */
  readonly least: number;
  readonly most: number;
  /** Before the suffix stands just this: a common noun (农村, 超市, 小区). */
  readonly notAfter: readonly string[];
  /** Whatever ends in this is a common noun (公交线 + 路). */
  readonly notAfterTail: readonly string[];
  /** The suffix goes on into another word (路灯, 市场). */
  readonly notBefore: string;
}

const GENERIC =
  '我 本 全 该 各 每 这 那 某 几 多 两 外 贵 他 她 咱 此 同 邻 整个 哪个 一个 各个 附近 周边 周围 们 们的 上 下 里 内 边 旁 围 进 去 住 到 和 与 大 小 老 新';

// suffix | level | least | most | not after (~ = however it begins) | not before (characters)
const LINES = `
省|0|1|4|~大 ~外 节 全 我 本 外 各|钱心得力委会
自治区|0|2|6||
市|1|1|5|~早 ~夜 ~城 ~中心 ~超 ~上 ~我 ~本 ~省 ~股 ~门 ~菜 ~集 ~夜 城 超 股 夜 早 菜 门 集 上 楼 开 都 入 花 闹 黑 地 海 进 县 省 房 车 罢 停 区 牛 熊 后|场民政长委容值价面貌直井级
自治州|1|2|6||
地区|1|2|4|的 个 些 老 山 区 农村 偏远 贫困|
县|2|1|5|~辖 ~去 ~到 ~全 ~郡 ~市 ~州 ~我 ~本 市 州 邻 郡 知 省|长级域区
区|2|1|5|~保护 ~采空 ~接送 ~施工 ~等候 ~作业 ~堆放 ~停放 ~候车 ~休息 ~隔离 ~示范 ~活动 ~种植 ~养殖 ~禁养 ~禁烧 ~禁放 ~限行 ~污染 ~加工 ~制 ~筑 ~置 ~心 ~山 ~景 ~住 ~宅 ~民 ~库 ~校 ~园 ~厂 ~辖 ~片 ~街 ~郊 ~矿 ~灾 ~户 ~员 ~学 ~小 ~社 ~地 ~给 小 社 景 园 校 库 辖 地 灾 片 街 厂 城 郊 山 矿 院 病 住宅 居民 生活 工业 城 湖 林 牧 库 战 军 禁 误 盲 老 市 县 商业 服务 办公 开发 新 核心 中心 风景 保护 安置 别墅 棚户 教学 片|别分域间划块长委级
新区|2|1|5|~制 ~筑 ~置 ~心 ~山 ~景 ~住 ~宅 ~民 ~库 ~校 ~园 ~厂 ~辖 ~片 ~街 ~郊 ~矿 ~灾 ~户 ~员 ~学 ~小 ~社 ~地 ~给 全 个|
开发区|2|1|6||
经开区|2|0|4||
高新区|2|0|4||
旗|2|2|5|国 红 锦 彩 党|下帜舰袍
镇|3|1|5|乡 城 集 小 村 坐 冰 重 古 特色 老 市|压静痛定守长级
乡|3|1|5|~下 ~城 ~返 ~回 ~家 ~故 ~愁 ~思 城 老 家 返 回 下 故 他 异 同 水|镇亲下愁土道音情
街道办事处|3|1|5||
街道|3|1|5|条 个 市 县 区 大 的|
办事处|3|2|5|事|
苏木|3|2|5||
村委会|4|1|6|社区|
居委会|4|1|6|社区|
村|4|1|5|~组进 俺 咱 村里 ~上千 ~上百 ~撤并 ~合并 ~并 ~闯 ~通 ~留 问 找 农 乡 进 驻 下 包 扶  新农 行政 自然 城中 山 进 驻 入 出 回 下 镇 度假 贫困 小|镇级落务
社区|4|1|6|~小区 问 型 大 小 个 办 进 的 和|
嘎查|4|2|5||
屯|4|1|4|囤|
庄|4|1|4|~坐 村 山 钱 坐|严稼园
寨|4|1|4|山 村|
小区|5|1|8|~老旧 住宅 居民 型 大 的 个 期 老旧 无物业 安置 旧 老 居 和 大型 商品房 回迁 封闭式 里 在 到 进|
花园|5|2|6|的 个 街心|
家园|5|2|6|的 个 们|
公寓|5|2|6|的 个 买 单身 人才 青年 酒店|
苑|5|2|6||
府|5|2|6|政 官 学|邸城院
府邸|5|2|6||
公馆|5|2|6||
壹号院|5|2|4||
壹号|5|2|4||院
嘉园|5|2|4||
佳园|5|2|4||
雅园|5|2|4||
名都|5|2|4||
名城|5|2|4|~文化 ~历史 ~卫生 ~国家 ~旅游|
水岸|5|2|4||
新城|5|1|6||
世纪城|5|2|6|~旧 ~老 ~县 ~京 ~进 ~全 ~农 ~长 ~省 ~中 ~铁 |
城|5|2|6|~旧 ~老 ~县 ~京 ~进 ~全 ~农 ~长 ~省 ~中 ~铁 县 全 长 省 进 市 商 老 新 古 都 的 京 农 旧 影 我 边 主|市管区镇乡建中里墙投际关维
湾|5|2|6|海|
雅居|5|1|6||
华庭|5|1|6||
名邸|5|1|6||
豪庭|5|1|6||
大厦|5|2|6|的|
广场|5|2|6|~活动 的 个 活动 文化 休闲 市民 健身|舞
公园|5|2|7|的 个 体育 森林 湿地 街心 口袋|
大道|5|2|6|的 条|
大街|5|1|6|的 条|
路|5|2|6|关于 附近 门口 沿线 ~入户 ~进户 ~进村 ~出村 ~环村 ~通村 ~绕远 ~岔 ~十字 ~丁字 ~机耕 ~生产 ~断头 ~砂石 ~沙石 ~石子 ~柏油 ~沥青 ~夜 ~街 ~巷 ~里 ~看 ~间 ~走 ~上学 ~放学 ~线 ~跑 ~活 ~马 ~公 ~铁 ~道 ~出 ~网 ~电 ~水泥 ~高速 ~套 ~口 ~思 ~退 ~绝 ~歧 ~弯 ~问 ~筑 ~养 ~修 公 马 道 线 电 铁 思 出 走 修 网 套 一 上 短 陆 水 财 主 辅 让 赶 过 拦 堵 挡 开 通 条 养 问 筑 占 引 闯 带 泥 水泥 迷 的 断 门 半 高速 村 山 石 条路 旧 老 小 半 后|灯面况线由径人政障基过费网桩程子途牌标
街|5|2|5|~过 上 条 逛 临 沿 大 小 步行 商业 美食 后 过 占|道头舞区
巷|5|2|5|小 街|道口
胡同|5|1|5|死|
小学|5|1|10|村 镇 乡 县 中 所 的 上 读 念 配套 公办 民办|生
中学|5|1|10|所 的 上 读 初 高 公办 民办|生
一中|5|0|6|之|
二中|5|0|6|之|
三中|5|0|6|之|
大学|5|1|8|的 上 所 读 考|生
学院|5|2|8|的 所|
幼儿园|5|2|8|~的 ~该 ~上 ~所 ~套 ~质 ~办 ~边 ~近 配套 公办 民办 普惠 小区 的 所 办 上 私立 公立 办幼儿 区|
医院|5|2|9|~不上 ~去 ~到 ~家 的 家 所 去 到 三甲 各大 公立 民营|
卫生院|5|1|6|的 家|
市场|5|2|7|~出租车 ~租赁 ~服务 ~房产 的 农贸 菜 人才 劳动力 蔬菜 批发 综合 个 场 农 城 楼 房地产|监化价经营
水库|5|1|5|的 座 小|
`;

export const PLACE_SUFFIXES: readonly PlaceSuffix[] = LINES.trim()
  .split('\n')
  .map((line) => {
    const [suffix = '', level, least, most, notAfter = '', notBefore = ''] = line.split('|');
    const words = notAfter.split(' ').filter((word) => word !== '');
    return {
      suffix,
      level: Number(level) as PlaceLevel,
      least: Number(least),
      most: Number(most),
      notAfter: [...words.filter((word) => !word.startsWith('~')), ...GENERIC.split(' ')],
      notAfterTail: words.filter((word) => word.startsWith('~')).map((word) => word.slice(1)),
      notBefore,
    };
  });

/** A name never reaches back over one of these; what stands before is the sentence, not the name. */
export const NAME_OPENERS: readonly string[] =
  `在 的 是 我 请 从 到 被 把 将 了 这 那 该 们 您 你 发现 审计 协调 搬走 搬迁 并且 没有 盼望 期望 渴望 恳求 走访 自查 排查 反映 反应 投诉 投拆 举报 控告 咨询 希望 建议 请求 恳请 要求 呼吁 求助 关于 位于 家住 居住 住在 地处 处在 坐落
  关注 解决 整治 取缔 治理 查处 严查 请问 请教 加快 推进 修缮 修建 建设 新建 兴建 规划 开通 增设 取消 反对 支持 赞成 同意 保留 规范 加强 加大 完善 拆除 强烈 违规 非法 违法 附近 周边 旁边 对面 门口
  隔壁 楼下 路口 沿线 交汇处 本人 我们 业主 居民 村民 市民 群众 家长 学生 职工 员工 司机 书记 市长 县长 区长 领导 政府 尊敬 有关 现在 今年 去年 目前 每天
  昨天 今天 近期 最近 再次 多次 长期 就读 就职 到达 经过 途经 通往 前往 来自 属于 隶属 承包 购买 入住 导致 造成 因为 由于 以及 或者 但是 而且`.split(
    /\s+/u,
  );

/** Words that may be part of a name (和平路, 上李村): they end the search only in a long stretch. */
export const WEAK_OPENERS =
  '着也都就还又及或让给对与由因为经和于至并而但使有无没不号栋楼期组段队里内外旁边上下前后';

/** Words of action and degree that no name has inside (买菜要跑五里路): a name begins after the last of them. */
export const NEVER_INSIDE = '问想就要去跑不没个只被很还又得给让叫说买卖打';
