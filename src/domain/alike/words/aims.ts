/**
 * What somebody wants built, kept or taken away (诉求对象): the few characters behind such a verb, in an essence. 修建公厕 and
 * 修建夜市 are two matters, whatever else is said in the same words.
 */
const AIM =
  /(?:修建|建成|增设|增加|开通|加装|安装|更换|取消|保留|拆除|恢复|撤销|扩建|设立)(?:一[个座所条处些]|个|处)?([\u4e00-\u9fff]{2,6})/gu;

export type Aims = readonly string[];

export function aimsOf(signature: string): Aims {
  return Array.from(signature.matchAll(AIM), ([, aim = '']) => aim);
}

/** True when both want something and none of it shares a character with what the other wants. */
export function aimsDisagree(a: Aims, b: Aims): boolean {
  if (a.length === 0 || b.length === 0) return false;
  const others = b.join('');
  return !a.some((aim) => Array.from(aim).some((character) => others.includes(character)));
}
