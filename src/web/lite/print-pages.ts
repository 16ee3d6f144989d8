import { html } from 'hono/html';
import type { listEntries } from '#contract/entry.ts';
import type { Parsed } from '#contract/operation.ts';
import { sayMoment } from '#web/words/format.ts';
import { dueWords } from './due-words.ts';
import { checks, entryFacts, entryTexts, type Events, history, requests } from './entry-page.ts';
import { head, type Html, type Look } from './layout.ts';
import type { Detail } from './move-form.ts';

type Row = Parsed<(typeof listEntries)['output']>['items'][number];

interface Sheet {
  readonly cityName: string;
  readonly rows: readonly Row[];
  /** Were there more than are printed? */
  readonly cut: boolean;
  readonly asOf: string;
  /** The conditions in force, in words. */
  readonly conditions: readonly string[];
}

/** The ledger on paper: A4 across, the head of the table on every page. */
export function printedList(look: Look, sheet: Sheet): Html {
  const { w, today, lang } = look;
  return html`${head(look, w.print.title, 'paper across')}
    <body>
      <main>
        <p class="screen-only"><a href="/m/list">‹ ${w.page.back}</a> ${w.print.hint}</p>
        <h1>${sheet.cityName} ${w.print.title}</h1>
        <p class="under">
          <span>${w.print.asOf(sayMoment(sheet.asOf, today, lang))}</span>
          <span>${w.print.count(sheet.rows.length)}</span>
          ${sheet.cut ? html`<strong>${w.print.cut(sheet.rows.length)}</strong>` : ''}
          ${sheet.conditions.length === 0 ? '' : html`<span>${w.print.conditions}: ${sheet.conditions.join(' · ')}</span>`}
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col" class="n">${w.print.seq}</th>
              <th scope="col" class="no">${w.print.no}</th>
              <th scope="col">${w.print.item}</th>
              <th scope="col" class="unit">${w.print.lead}</th>
              <th scope="col" class="st">${w.print.state}</th>
              <th scope="col" class="dl">${w.print.deadline}</th>
              <th scope="col" class="n pg">${w.print.progress}</th>
            </tr>
          </thead>
          <tbody>
            ${sheet.rows.map((row, i) => printedRow(look, row, i + 1))}
          </tbody>
        </table>
      </main>
    </body>
    </html>`;
}

function printedRow(look: Look, row: Row, seq: number): Html {
  const { w } = look;
  return html`<tr>
    <td class="n">${seq}</td>
    <td class="no">${row.no}</td>
    <td>${row.isKey ? html`<b>[${w.list.key}]</b> ` : ''}${row.title}</td>
    <td>${row.lead?.name ?? w.print.nobody}</td>
    <td>${w.state[row.state]}</td>
    <td class="${row.overdue ? 'dl late' : 'dl'}">${dueWords(row, look)}</td>
    <td class="n">${row.progress === undefined ? '—' : `${row.progress}%`}</td>
  </tr>`;
}

/** 事项单: one entry on paper, upright. */
export function printedEntry(look: Look, cityName: string, entry: Detail, events: Events): Html {
  const { w } = look;
  return html`${head(look, entry.title, 'paper')}
    <body>
      <main>
        <p class="screen-only"><a href="/m/e/${entry.id}">‹ ${w.page.backTo}</a> ${w.print.hint}</p>
        <p class="under">${cityName} ${w.print.one}</p>
        <h1>${entry.title}</h1>
        <p><b>${w.item.stands}:</b> ${w.state[entry.state]} · ${dueWords(entry, look)}</p>
        ${entry.mergedInto === undefined ? '' : html`<p>${w.item.merged} ${entry.mergedInto.no} ${entry.mergedInto.title}</p>`}
        ${entryFacts(look, entry)} ${entryTexts(look, entry)} ${checks(look, entry)}
        ${requests(look, entry)}
        ${
          entry.evidence.length === 0
            ? ''
            : html`<h2>${w.item.evidence}</h2>
                <p>${entry.evidence.map((file) => file.name).join(' · ')}</p>`
        }
        ${history(look, events)}
      </main>
    </body>
    </html>`;
}
