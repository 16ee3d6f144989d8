import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import type { openCollection } from '#contract/collection.ts';
import type { Parsed } from '#contract/operation.ts';
import { type CitizenLook, citizenPage, dayWords } from './citizen-layout.ts';

type Html = ReturnType<typeof html>;

/** 意见箱海报: one sheet of A4 to hang over a box; scanned, or typed where there is no camera. */
export function posterPage(
  look: CitizenLook,
  asked: Parsed<(typeof openCollection)['output']>,
  where: URL,
): Html {
  const { w } = look;
  // Our own address alone goes in, and what comes out is a drawing of squares.
  const code = raw(renderSVG(where.href, { ecc: 'M', border: 2 }));
  return citizenPage(
    look,
    asked.topic,
    html`<p class="hint screen-only">${w.collect.print}</p>
      <div class="poster">
        <h1>${asked.topic}</h1>
        ${asked.words === '' ? '' : html`<p class="what">${asked.words}</p>`}
        <div class="qr" role="img" aria-label="${w.collect.poster}">${code}</div>
        <p class="scan">${w.collect.poster}</p>
        <p>${w.collect.typed} <strong>${where.host}${where.pathname}${where.search}</strong></p>
        <p>${w.collect.box}</p>
        <p>
          ${w.collect.window(asked.unit, dayWords(look, asked.fromOn), dayWords(look, asked.toOn))}
          ${w.collect.voluntary} ${w.collect.slow}。
        </p>
      </div>`,
  );
}
