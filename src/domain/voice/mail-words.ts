const QUOTED_FROM =
  /^\s*(-{2,}\s*(原始邮件|转发的邮件|转发邮件|Original Message|Forwarded message).*|在?.{0,80}(写道|wrote)\s*[:：]|(发件人|From)\s*[:：].*)\s*$/i;
const ANSWER_MARK = /^\s*((re|fw|fwd|回复|答复|转发)\s*[:：]\s*)+/i;

/**
 * What somebody says in an e-mail: its subject and its text, without what it quotes of an earlier one and without
 * the signature under it.
 */
export function mailWords(subject: string, text: string): string {
  const lines: string[] = [];
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (QUOTED_FROM.test(line) || /^-- ?$/.test(line)) break;
    if (!line.trimStart().startsWith('>')) lines.push(line.trimEnd());
  }
  const body = lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  const about = subject.replace(ANSWER_MARK, '').trim();
  if (about === '' || body.startsWith(about)) return body;
  return body === '' ? about : `${about}\n${body}`;
}
