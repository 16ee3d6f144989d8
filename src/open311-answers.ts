import type { Context } from 'hono';
import type * as open311 from '#contract/open311.ts';
import type { Parsed } from '#contract/operation.ts';
import { SUBJECTS, type Subject } from '#domain/voice/voice.ts';
import { langOf } from '#platform/http-problem.ts';
import { writeXml, type XmlValue } from '#platform/xml-writer.ts';
import { citizenEn } from '#web/words/citizen-en.ts';
import { citizenZh } from '#web/words/citizen-zh.ts';

export type Listed = Parsed<(typeof open311.listRequests)['output']>['items'][number];

/** `S26-1.json` → `S26-1` */
export function nameIn(c: Context): string {
  return (c.req.param('file') ?? '').replace(/\.(json|xml)$/, '');
}

export function isJson(c: Context): boolean {
  return c.req.path.endsWith('.json');
}

/** A JSON answer is the list itself; an XML one has each item in an element of its own. */
export function list(c: Context, name: string, items: readonly XmlValue[]): XmlValue {
  return isJson(c) ? items : { [name]: items };
}

export function answered(
  c: Context,
  root: string,
  value: XmlValue,
  type = 'text/xml; charset=utf-8',
  status: 200 | 400 | 403 | 404 | 429 | 500 | 503 = 200,
): Response {
  const headers = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' };
  if (isJson(c)) return c.json(value, status, headers);
  return c.body(writeXml(root, value), status, { ...headers, 'content-type': type });
}

/** Errors are lists, `[{code, description}]`, whatever their number. */
export function failed(
  c: Context,
  status: 400 | 403 | 404 | 429 | 500 | 503,
  description: string,
): Response {
  const error = { code: status, description };
  return answered(c, 'errors', list(c, 'error', [error]), undefined, status);
}

/** The times of GeoReport have an offset; ours is that of the whole country. */
export function moment(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00');
}

export function wordsOf(c: Context): typeof citizenZh {
  return langOf(c.req.raw) === 'en' ? citizenEn : citizenZh;
}

export function discovery(origin: string): XmlValue {
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: `${origin}/open311/v2`,
    changeset: '2026-11-22T00:00:00+08:00',
    type: 'production',
    formats: ['text/xml', 'application/json'],
  };
  return {
    changeset: endpoint.changeset,
    contact: `${origin}/say`,
    key_service: `${origin}/account`,
    endpoints: [endpoint],
  };
}

export function service(c: Context, code: Subject): { readonly [name: string]: XmlValue } {
  const name = wordsOf(c).subject[code];
  return {
    service_code: code,
    service_name: name,
    description: name,
    metadata: false,
    type: 'blackbox',
    keywords: name,
    group: '',
  };
}

export function definition(c: Context): Response {
  const code = SUBJECTS.find((subject) => subject === nameIn(c));
  if (code === undefined) return failed(c, 404, 'service_code was not found');
  return answered(c, 'service_definition', { service_code: code, attributes: [] });
}

/** A description of GeoReport v2 has at most so many characters. */
const LONGEST = 4000;

export function request(c: Context, it: Listed): XmlValue {
  const w = wordsOf(c);
  const latest = it.notes.at(-1);
  const said = latest === undefined ? undefined : noteWords(c, latest);
  return {
    service_request_id: it.no,
    status: it.status,
    status_notes: said ?? null,
    service_name: w.subject[it.service],
    service_code: it.service,
    description: Array.from(`${it.title}\n${it.words}`).slice(0, LONGEST).join(''),
    agency_responsible: it.unit ?? null,
    service_notice: null,
    requested_datetime: moment(it.publishedAt),
    updated_datetime: moment(it.updatedAt),
    expected_datetime: it.dueOn === undefined ? null : `${it.dueOn}T23:59:59+08:00`,
    address: null,
    address_id: null,
    zipcode: null,
    lat: null,
    long: null,
    media_url: null,
  };
}

export function noteWords(c: Context, note: Listed['notes'][number]): string {
  const said: Readonly<Record<string, string>> = wordsOf(c).step;
  return [note.unit, said[note.step] ?? note.step].filter(Boolean).join(' ');
}
