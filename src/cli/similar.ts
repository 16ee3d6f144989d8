import type { Message, MessageText } from '#domain/alike/pair/message.ts';
import { compareMessages } from '#domain/alike/pair/compare.ts';
import { countPlaces, readMessage, wordsOf } from '#domain/alike/pair/message.ts';
import { PlaceNames } from '#domain/alike/places/place-names.ts';
import { weightsFrom } from '#domain/alike/near/weights.ts';
import {
  BadInput,
  option,
  readJsonLines,
  TERMINAL,
  textField,
  withSentences,
} from './json-lines.ts';
import type { Output } from './json-lines.ts';

const USAGE = '用法：luoshi similar --pairs 文件.jsonl　Usage: luoshi similar --pairs FILE.jsonl';

/**
 * `luoshi similar --pairs FILE.jsonl`: each line `{"a":{"title","body"?,"place"?},"b":{…}}` comes back
 * with `score` (0 to 1), `decision` (`link`, `suggest`, `different`) and the `rule` that decided. What
 * is rare is judged by the messages of the file itself.
 */
export async function similarCommand(args: string[], io: Output): Promise<number> {
  const file = option(args, 'pairs');
  if (file === undefined) {
    io.err(USAGE);
    return 1;
  }
  return withSentences(io, async () => {
    const lines = await readJsonLines(file);
    const texts = lines.map((line, at) => ({
      line,
      a: messageText(line['a'], file, at + 1),
      b: messageText(line['b'], file, at + 1),
    }));
    const names = new PlaceNames();
    for (const { a, b } of texts) for (const text of [a, b]) countPlaces(text, names);
    const known = names.table(undefined);
    const pairs = texts.map(({ line, a, b }) => ({
      line,
      a: readMessage(a, known),
      b: readMessage(b, known),
    }));
    const weights = weightsFrom(wholeTexts(pairs));
    for (const { line, a, b } of pairs) {
      const { score, decision, rule, place } = compareMessages(a, b, weights);
      io.out(
        JSON.stringify({ ...line, score: Number(score.toFixed(4)), decision, rule, places: place }),
      );
    }
    return 0;
  });
}

function* wholeTexts(pairs: Iterable<{ a: Message; b: Message }>): Generator<Uint32Array> {
  for (const { a, b } of pairs) yield* [wordsOf(a), wordsOf(b)];
}

function messageText(side: unknown, file: string, number: number): MessageText {
  if (typeof side === 'string') return { title: side };
  if (typeof side !== 'object' || side === null) {
    throw new BadInput(
      `${file} 第 ${number} 个对象缺少 a 或 b`,
      `object ${number} of ${file} lacks "a" or "b"`,
    );
  }
  const fields = side as Record<string, unknown>;
  return {
    title: textField(fields, ['title', 'heading']) ?? '',
    body: textField(fields, ['body', 'text', 'content', 'detail']),
    place: textField(fields, ['place', 'location', 'address']),
  };
}

if (import.meta.main) process.exitCode = await similarCommand(process.argv.slice(2), TERMINAL);
