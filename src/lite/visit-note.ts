import { me } from '#contract/account.ts';
import { recordVisit } from '#contract/visit.ts';
import { newId } from '#platform/ids.ts';
import { faultsOf } from '#web/lite/field.ts';
import { visitDonePage, visitFields, visitPage, visitWords } from '#web/lite/visit-page.ts';
import { ApiRefused } from './call.ts';
import type { SentForm } from './form.ts';
import { show, statusOf, type Visit } from './visit.ts';

export async function showVisitNote(v: Visit): Promise<Response> {
  // Nobody writes a note before he has signed in: it would be lost on the way.
  await v.api.call(me, {});
  const typed = { kind: ['village'], outcome: ['voice'] };
  return await show(v, visitPage(v.look, { typed, faults: [], key: newId() }));
}

/** 记下走访: the same form twice is one note, and shows the same code. */
export async function sendVisitNote(v: Visit, { typed }: SentForm): Promise<Response> {
  const one = (name: string): string => typed[name]?.[0]?.trim() ?? '';
  const key = one('key') === '' ? newId() : one('key');
  const faults = faultsOf(visitFields(visitWords(v.look)), typed, 0, v.look.w);
  if (faults.length > 0) return await show(v, visitPage(v.look, { typed, faults, key }), 422);
  try {
    const made = await v.api.call(recordVisit, {
      key,
      kind: one('kind'),
      raised: one('raised'),
      help: one('help'),
      place: one('place'),
      outcome: one('outcome'),
      settled: one('outcome') === 'settled' ? one('settled') : '',
      contact: one('contact'),
    });
    return await show(v, visitDonePage(v.look, made));
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code === 'not-signed-in') throw error;
    const said = error.message;
    return await show(v, visitPage(v.look, { typed, faults: [], key, said }), statusOf(error));
  }
}
