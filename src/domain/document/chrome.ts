/** Words a web page puts around a document: buttons, credits, counters, captions. Matched on a whole line. */
const CHROME: readonly RegExp[] = [
  /^(?:下载|打印|全屏|收藏|分享|复制链接|关闭|关闭窗口|返回顶部|回到顶部|返回首页|字号|大中小|小字号|大字号|无障碍|加大|还原|减小|】|【)+$/,
  /^【?(?:字号|字体)[：:]?/,
  /^(?:来源|稿源|信息来源|发布时间|发布日期|发布者|更新时间|时间|点击|浏览次数?|阅读次数?|作者|编辑|责任编辑|责编|审核|记者|通讯员|文字|摄影|原标题|索引号|文号|标签|分类|关键词)[：:]/,
  /^(?:人民网|新华网|央视网|中国政府网)?(?:>>|＞＞|&gt;)/,
  /^(?:您(?:当前)?的?位置|当前位置|首页)[：: >＞]/,
  /^(?:分享让更多人看到|分享到|扫一扫|微信扫一扫|相关报道|相关阅读|相关链接|相关新闻|相关热词搜索|相关推荐|推荐阅读|延伸阅读|上一篇|下一篇|版权所有|免责声明|主办单位|承办单位|网站地图|联系我们)/,
  /(?:作政府工作报告|在会上作报告|作工作报告)。?(?:本报|全媒体|新华社|记者|.{0,20}摄$)/,
  /^(?:图为|图片说明).{0,60}$/,
  /[（(]?(?:本报|新华社)?(?:全媒体)?记者.{1,12}摄[）)]?$/,
  /^(?:本作品(?:是|在)|Public domain|false$|注：中文维基|公有领域|根据《?$|中华人民共和国著作权法)/i,
  /^[0-9a-f]{24,}$/i,
  /^https?：?:?\/\//u,
];

/** Is this line (one paragraph of normalised text) part of the web page and not of the document? */
export function isChrome(line: string): boolean {
  return line.length <= 120 && CHROME.some((pattern) => pattern.test(line));
}
