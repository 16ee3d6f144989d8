/**
 * Which way a message pulls (立场): 1 wants something there, kept, open or allowed; −1 wants it gone, shut or forbidden; 0 neither, or
 * both. Whoever is against the taking away wants it kept.
 */
const AGAINST =
  '反对|不同意|不赞成|不答应|不愿意?|抵制|拒绝|不要|不能|不应该?|不该|不得|不许|别再?|请勿|何必|不必|凭什么|哪能|叫停|停止|阻止|制止';
const AWAY =
  '取消|撤销|撤掉|撤走|撤并|撤|拆除|拆掉|拆|移除|移走|搬走|迁走|搬迁|取缔|清除|铲除|铲掉|砍伐|砍掉|砍|伐|关闭|关掉|关停|关|封闭|封|锁|禁止|严禁|禁|停办|停运|停|合并|并|赶走|驱赶|赶|拦';
const THERE =
  '修建|建设|建|安装|加装|装|增设|设置|设立|设|增加|加|开通|开放|打开|开|恢复|保留|留|允许|准许|放开|放|启用|实行|支持|赞成|同意|欢迎|配|引进|铺|通';
const DENIED = new RegExp(`(?:${AGAINST})[^，。,. ]{0,8}?(?:${AWAY})`, 'gu');
const OPPOSED = new RegExp(
  `(?:反对|不同意|不赞成|不答应|抵制|叫停|不(?:要|该|应该?|能)再?)[^，。,. ]{0,12}?(?:${THERE})`,
  'gu',
);
const WISH =
  '请|盼|望|希望|建议|要求|请求|恳请|呼吁|支持|赞成|同意|应该?|能不能|能否|何时|什么时候|尽快|早日|赶紧|强烈';
const GONE = new RegExp(`(?:${WISH})[^，。,. ]{0,14}?(?:${AWAY})`, 'gu');
const WANTED = new RegExp(`(?:${WISH})[^，。,. ]{0,14}?(?:${THERE})|支持|赞成|(?<!不)同意`, 'gu');

export type Stance = -1 | 0 | 1;

export function stanceOf(folded: string): Stance {
  const kept = count(folded, DENIED);
  const rest = folded.replaceAll(DENIED, ' ');
  const opposed = count(rest, OPPOSED);
  const plain = rest.replaceAll(OPPOSED, ' ');
  const pull = 2 * (kept - opposed) + count(plain, WANTED) - count(plain, GONE);
  return pull > 0 ? 1 : pull < 0 ? -1 : 0;
}

function count(text: string, pattern: RegExp): number {
  return Array.from(text.matchAll(pattern)).length;
}
