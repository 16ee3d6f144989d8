import { html } from 'hono/html';
import type { me } from '#contract/account.ts';
import type { listEntries } from '#contract/entry.ts';
import type { myWork } from '#contract/my-work.ts';
import type { Parsed } from '#contract/operation.ts';
import { dueWords } from './due-words.ts';
import { type Html, type Look, page } from './layout.ts';
import { stateTag } from './state-tag.ts';

type Work = Parsed<(typeof myWork)['output']>;
type Me = Parsed<(typeof me)['output']>;
type List = Parsed<(typeof listEntries)['output']>;
type Row = List['items'][number];

const GROUPS = ['returned', 'accept', 'review', 'deliver', 'check', 'decide', 'assign'] as const;
type Group = (typeof GROUPS)[number];

/** 我的事项: what waits for me, group by group, the overdue first. */
export function workPage(look: Look, who: Me, work: Work): Html {
  const { w } = look;
  const total = GROUPS.reduce((sum, group) => sum + work.counts[group], 0);
  const over = work.items.filter((item) => item.overdue).length;
  return page(look, {
    title: w.page.work,
    body: html`<h1>${w.list.hello(who.name)}</h1>
      <p class="who">
        ${who.posts.map((post) => html`<span>${post.unitName} ${post.name}${post.acting ? html` · ${w.page.acting}` : ''}</span>`)}
      </p>
      ${
        total === 0
          ? html`<p class="notice good">${w.list.none}</p>
              <p>${w.ask.mendLead}</p>
              <p><a class="button" href="/m/mend">${w.page.mend}</a></p>`
          : html`<p class="lead">
              ${w.list.total(total)}${work.items.length < total ? html`<br />${w.list.first(work.items.length)}` : ''}${over > 0 ? html`<br /><strong class="late">${w.list.overdue(over)}</strong>` : ''}
            </p>`
      }
      ${GROUPS.map((group) => groupHtml(look, group, work))}`,
  });
}

function groupHtml(look: Look, group: Group, work: Work): Html | string {
  const rows = work.items.filter((item) => item.waitsFor === group);
  if (rows.length === 0) return '';
  const sorted = rows.toSorted((a, b) => Number(b.overdue) - Number(a.overdue));
  const { w } = look;
  return html`<section aria-labelledby="g-${group}">
    <h2 id="g-${group}">${w.group[group]} <span class="count">${work.counts[group]}</span></h2>
    <ul class="cards">
      ${sorted.map((row) => card(look, row, w.go[group]))}
    </ul>
  </section>`;
}

/** One entry as a card that is a single large link. */
function card(look: Look, row: Row, go?: string): Html {
  const { w } = look;
  return html`<li>
    <a class="card" href="/m/e/${row.id}">
      <strong class="title">${row.title}</strong>
      <span class="meta"
        >${stateTag(look, row)} ${row.isKey ? html`<span class="tag key">${w.list.key}</span>` : ''}
        <span class="${row.overdue ? 'late' : 'due'}">${dueWords(row, look)}</span></span
      >
      <span class="meta"
        ><span class="no">${row.no}</span
        >${go === undefined ? '' : html`<span class="go">${go} ›</span>`}</span
      >
    </a>
  </li>`;
}

/** What the ledger is searched by on a phone. */
export interface Search {
  readonly text: string;
  readonly mine: boolean;
}

/** 查台账: found entries, one page after another. */
export function listPage(look: Look, search: Search, found: List): Html {
  const { w } = look;
  const terms = new URLSearchParams({
    ...(search.text === '' ? {} : { text: search.text }),
    ...(search.mine ? { mine: 'true' } : {}),
  });
  const next = new URLSearchParams(terms);
  if (found.next !== undefined) next.set('after', found.next);
  return page(look, {
    title: w.page.all,
    body: html`<h1>${w.page.all}</h1>
      <form method="get" action="/m/list" role="search" class="search">
        <div class="field">
          <label for="text">${w.list.find}</label>
          <input id="text" name="text" type="search" maxlength="100" value="${search.text}" />
        </div>
        <label class="choice"
          ><input type="checkbox" name="mine" value="true" ${search.mine ? 'checked' : ''} /><span
            >${w.list.mineOnly}</span
          ></label
        >
        <button class="button">${w.list.findButton}</button>
      </form>
      <p class="row">
        <span>${w.list.found(found.items.length)}</span>
        <a href="/print/entries?${terms.toString()}">${w.page.print}</a>
      </p>
      ${
        found.items.length === 0
          ? html`<p class="notice">${w.list.nothing}</p>`
          : html`<ul class="cards">
              ${found.items.map((row) => card(look, row))}
            </ul>`
      }
      ${found.next === undefined ? '' : html`<p><a class="button" href="/m/list?${next.toString()}">${w.list.more}</a></p>`}`,
  });
}
