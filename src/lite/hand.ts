import * as contract from '#contract/hand-over.ts';
import { newId } from '#platform/ids.ts';
import { handDonePage, handOverPage, handPage } from '#web/lite/hand-page.ts';
import { ApiRefused } from './call.ts';
import { readForm } from './form.ts';
import { show, statusOf, type Visit } from './visit.ts';

const MOST = 6;

/** 扫码交接: the page a phone opens from the code on the desk. */
export async function showHand(v: Visit): Promise<Response> {
  return await handForm(v, wordOf(v), newId(), undefined);
}

/** The photos of the form, one after the other; the first takes the link. */
export async function sendHand(v: Visit): Promise<Response> {
  const word = wordOf(v);
  const sent = await readForm(v.c.req.raw);
  const form = sent.typed['form']?.[0] ?? '';
  const photos = sent.photos.slice(0, MOST);
  const { w } = v.look;
  if (photos.length === 0) return await handForm(v, word, newId(), w.hand.none);
  let done = 0;
  try {
    for (const file of photos) {
      const name = file.name === '' ? 'photo' : file.name;
      await v.api.call(contract.uploadByHandOver, { word, form, name, at: done }, { file });
      done += 1;
    }
    return await show(v, handDonePage(v.look, done));
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    // What came through stays; a link nothing was sent by is still good.
    if (done > 0) return await show(v, handDonePage(v.look, done));
    if (error.code === 'link-over') return await show(v, handOverPage(v.look, error.message), 403);
    return await handForm(v, word, newId(), error.message, statusOf(error));
  }
}

function wordOf(v: Visit): string {
  return v.c.req.param('word') ?? '';
}

async function handForm(
  v: Visit,
  word: string,
  form: string,
  fault: string | undefined,
  status: Parameters<typeof show>[2] = fault === undefined ? 200 : 422,
): Promise<Response> {
  try {
    const { no, title } = await v.api.call(contract.openHandOver, { word });
    return await show(v, handPage(v.look, { word, no, title, form, fault }), status);
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    return await show(v, handOverPage(v.look, error.message), 403);
  }
}
