import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as open311 from '#contract/open311.ts';
import type { Operation } from '#contract/operation.ts';
import { SUBJECTS } from '#domain/voice/voice.ts';
import { langOf } from '#platform/http-problem.ts';
import type { XmlValue } from '#platform/xml-writer.ts';
import type { Handle } from './lite/call.ts';
import { FormFault, readForm } from './lite/form.ts';
import {
  answered,
  definition,
  discovery,
  failed,
  isJson,
  list,
  type Listed,
  moment,
  nameIn,
  noteWords,
  request,
  service,
  wordsOf,
} from './open311-answers.ts';

/**
 * Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/) over our own operations: XML and JSON, with the
 * extensions `servicerequestupdates` (FixMyStreet's) and `notes` (Chicago's). A personal token is the API key.
 */
export function open311Site({
  api,
  now,
}: {
  readonly api: Handle;
  readonly now: () => Date;
}): Hono {
  const app = new Hono();
  const site = { api, now };
  app.get('/open311/:file{discovery\\.(json|xml)}', (c) =>
    answered(c, 'discovery', discovery(new URL(c.req.url).origin), 'text/xml'),
  );
  const v2 = '/open311/v2';
  app.get(`${v2}/:file{services\\.(json|xml)}`, (c) =>
    answered(
      c,
      'services',
      list(
        c,
        'service',
        SUBJECTS.map((code) => service(c, code)),
      ),
    ),
  );
  app.get(`${v2}/services/:file`, (c) => definition(c));
  app.get(`${v2}/:file{requests\\.(json|xml)}`, (c) => requests(c, site));
  app.get(`${v2}/requests/:file`, (c) => requests(c, site, nameIn(c)));
  app.post(
    `${v2}/:file{requests\\.(json|xml)}`,
    bodyLimit({
      maxSize: 100_000,
      onError: (c) => failed(c, 400, 'the body is larger than 100 kB'),
    }),
    (c) => take(c, site),
  );
  app.get(`${v2}/tokens/:file`, (c) => token(c, site));
  app.get(`${v2}/:file{servicerequestupdates\\.(json|xml)}`, (c) => updates(c, site));
  app.all('/open311/*', (c) => failed(c, 404, 'there is nothing here'));
  return app;
}

interface Site {
  readonly api: Handle;
  readonly now: () => Date;
}

type Fields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

interface Asked {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

/** Ask the open API, in this process, as who holds the API key. */
async function ask(
  c: Context,
  { api }: Site,
  op: Operation,
  input: Fields,
  key?: string,
): Promise<Asked> {
  const url = new URL(`/api/v1${op.path}`, c.req.url);
  const headers = new Headers({ 'accept-language': langOf(c.req.raw) });
  const from = c.req.header('x-forwarded-for');
  if (from !== undefined) headers.set('x-forwarded-for', from);
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  let body: string | undefined;
  if (op.method === 'GET') {
    for (const [name, value] of Object.entries(input)) {
      if (url.pathname.includes(`{${name}}`) || url.pathname.includes(`%7B${name}%7D`))
        url.pathname = url.pathname.replace(/%7B\w+%7D/, encodeURIComponent(String(value)));
      else
        for (const one of [value].flat())
          if (one !== undefined) url.searchParams.append(name, String(one));
    }
  } else {
    headers.set('content-type', 'application/json');
    body = JSON.stringify(input);
  }
  const sent = new Request(url, {
    method: op.method,
    headers,
    ...(body !== undefined && { body }),
  });
  const response = await api(sent, c.env);
  return { ok: response.ok, status: response.status, body: await response.json() };
}

/** A refusal of the API in the words of GeoReport: 400, 403 for the key, 404, 429, or ours to mend. */
function refused(c: Context, { status, body }: Asked): Response {
  const { title = '' } = body as { title?: string };
  if (status === 401 || status === 403) return failed(c, 403, `api_key: ${title}`);
  if (status === 404 || status === 429 || status === 503) return failed(c, status, title);
  return failed(c, status >= 500 ? 500 : 400, title);
}

const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i;

/** The filters of a GET as the API takes them; `service_request_id` goes before all others. */
function filterOf(c: Context, no: string | undefined): Fields | string {
  const field = (name: string): string | undefined => c.req.query(name)?.trim() || undefined;
  const many = (name: string): string[] | undefined =>
    field(name)
      ?.split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const ids = no === undefined ? many('service_request_id')?.slice(0, 50) : [no];
  const page = { page: field('page') ?? 1, limit: field('page_size') ?? 1000, notes: true };
  if (ids !== undefined) return { no: ids, ...page };
  const dates: Record<string, string> = {};
  for (const [name, as] of [
    ['start_date', 'from'],
    ['end_date', 'to'],
  ] as const) {
    const value = field(name)?.replace(' ', '+');
    if (value === undefined) continue;
    if (!DATE.test(value) || Number.isNaN(Date.parse(value)))
      return `${name} must be a W3C date and time, such as 2026-05-01T00:00:00+08:00`;
    dates[as] = new Date(value).toISOString();
  }
  return { service: many('service_code'), status: many('status'), ...dates, ...page };
}

async function found(c: Context, site: Site, no?: string): Promise<readonly Listed[] | Response> {
  const filter = filterOf(c, no);
  if (typeof filter === 'string') return failed(c, 400, filter);
  const asked = await ask(c, site, open311.listRequests, filter);
  if (!asked.ok) return refused(c, asked);
  const { items } = asked.body as { items: readonly Listed[] };
  if (no !== undefined && items.length === 0)
    return failed(c, 404, 'service_request_id was not found');
  return items;
}

async function requests(c: Context, site: Site, no?: string): Promise<Response> {
  const items = await found(c, site, no);
  if (items instanceof Response) return items;
  const withNotes = c.req.query('extensions') === 'true';
  const told = items.map((it) => {
    const shown = request(c, it) as { readonly [name: string]: XmlValue };
    if (!withNotes) return shown;
    const notes = it.notes.map((note) => ({
      datetime: moment(note.at),
      summary: noteWords(c, note),
      type: note.step,
    }));
    return { ...shown, extended_attributes: { notes: isJson(c) ? notes : { note: notes } } };
  });
  return answered(c, 'service_requests', list(c, 'request', told));
}

/** What was done, so that another system can follow: what is later than `start_date`, the oldest first. */
async function updates(c: Context, site: Site): Promise<Response> {
  const items = await found(c, site);
  if (items instanceof Response) return items;
  const told = items
    .flatMap((it) => it.notes.map((note) => ({ it, note })))
    .toSorted((a, b) => a.note.at.localeCompare(b.note.at))
    .map(({ it, note }) => ({
      update_id: note.id,
      service_request_id: it.no,
      status: note.status,
      updated_datetime: moment(note.at),
      description: noteWords(c, note),
      media_url: null,
    }));
  return answered(c, 'service_request_updates', list(c, 'request_update', told));
}

async function token(c: Context, site: Site): Promise<Response> {
  const asked = await ask(c, site, open311.findRequest, { token: nameIn(c) });
  if (!asked.ok) return refused(c, asked);
  const { token: same, no } = asked.body as { token: string; no?: string };
  const told = { service_request_id: no ?? null, token: same };
  return answered(c, 'service_requests', list(c, 'request', [told]));
}

/** A request comes in as a form. Where and what go to the voice, who to the vault; the code goes back alone. */
async function take(c: Context, site: Site): Promise<Response> {
  const form = await readForm(c.req.raw).catch((error: unknown) => {
    if (error instanceof FormFault) return undefined;
    throw error;
  });
  if (form === undefined) return failed(c, 400, 'the body is not a form');
  const field = (name: string): string => form.typed[name]?.at(-1)?.trim() ?? '';
  const key = field('api_key') || c.req.query('api_key');
  if (key === undefined || key === '') return failed(c, 403, 'api_key was not given');
  if (field('service_code') === '') return failed(c, 400, 'service_code was not given');
  if (!SUBJECTS.some((subject) => subject === field('service_code')))
    return failed(c, 404, 'service_code was not found');
  const point = [field('lat'), field('long')].filter((part) => /^-?\d+(\.\d+)?$/.test(part));
  const place = [
    field('address_string'),
    field('address_id'),
    point.length === 2 ? point.join(', ') : '',
  ].filter((part) => part !== '');
  if (place.length === 0)
    return failed(c, 400, 'lat and long, address_string or address_id was not given');
  const picture = field('media_url');
  const sender = c.req.header('idempotency-key');
  const asked = await ask(
    c,
    site,
    open311.takeRequest,
    {
      service: field('service_code'),
      words: `${field('description')}${picture === '' ? '' : `\n（图片地址：${picture}）`}`,
      place: place.join(' ').slice(0, 200),
      name: `${field('last_name')}${field('first_name')}`.slice(0, 60),
      contact: [field('phone'), field('email')].filter(Boolean).join(' ').slice(0, 120),
      ...(sender !== undefined && { key: sender.slice(0, 200) }),
    },
    key,
  );
  if (!asked.ok) return refused(c, asked);
  const { token: made, code } = asked.body as { token: string; code: string };
  const notice = wordsOf(c).receipt;
  const told = {
    token: made,
    service_notice: `${notice.code} ${code} ${new URL('/follow', c.req.url).href}`,
    account_id: null,
  };
  return answered(c, 'service_requests', list(c, 'request', [told]));
}
