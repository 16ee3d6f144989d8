import type { AddressGuard } from '../webhooks/address-guard.ts';
import { postPinnedText } from '../webhooks/post-pinned.ts';

/** A language model that may be asked (模型接口); nothing it says is taken without proof. */
export interface ModelPort {
  /** What it is called, for the record. */
  readonly name: string;
  /** One question, one answer in plain text. @throws ModelFault when it does not answer properly. */
  ask(system: string, words: string): Promise<string>;
}

/** The model did not answer, or not as it should; the rules go on without it. */
export class ModelFault extends Error {
  override name = 'ModelFault';
}

type Env = Readonly<Record<string, string | undefined>>;

const TIMEOUT_MS = 60_000;
const MAX_ANSWER = 1024 * 1024;

/**
 * The OpenAI-compatible model of LUOSHI_MODEL_URL (`…/v1`), LUOSHI_MODEL and LUOSHI_MODEL_KEY; undefined,
 * and so off, unless URL and model are set. Calls go where webhooks may go, and nowhere else.
 */
export function modelFromEnvironment(env: Env, guard: AddressGuard): ModelPort | undefined {
  const base = env['LUOSHI_MODEL_URL'] ?? '';
  const name = env['LUOSHI_MODEL'] ?? '';
  if (base === '' || name === '') return undefined;
  const key = env['LUOSHI_MODEL_KEY'] ?? '';
  const url = `${base.replace(/\/+$/, '')}/chat/completions`;
  return {
    name,
    async ask(system, words) {
      const messages = [
        { role: 'system', content: system },
        { role: 'user', content: words },
      ];
      const answer = await postPinnedText({
        url,
        guard,
        body: JSON.stringify({ model: name, temperature: 0, messages }),
        headers: key === '' ? {} : { authorization: `Bearer ${key}` },
        timeoutMs: TIMEOUT_MS,
        maxAnswer: MAX_ANSWER,
      });
      if (answer.status !== 200) throw new ModelFault(`the model answered ${answer.status}`);
      return contentOf(answer.text);
    },
  };
}

function contentOf(text: string): string {
  try {
    const answer = JSON.parse(text) as {
      choices?: readonly { message?: { content?: unknown } }[];
    };
    const content = answer.choices?.[0]?.message?.content;
    if (typeof content === 'string') return content;
  } catch {
    // falls through: what is not JSON is no answer
  }
  throw new ModelFault('the model did not answer in the form of chat completions');
}
