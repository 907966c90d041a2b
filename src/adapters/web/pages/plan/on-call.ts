import { nameOf } from '../../../../core/book.ts';
import type { Live, Shift } from '../../../../core/oncall.ts';
import { onCall } from '../../../../core/oncall.ts';
import { absence } from '../../../../core/plan/presence.ts';
import { layersOf } from '../../../../core/plan/schedule.ts';
import type { Plan, Schedule } from '../../../../core/plan/schema.ts';
import type { Instant } from '../../../../core/time.ts';
import { dayAndTime, fromNow } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { PagingView } from './paging.ts';
import { spanWords } from './span-words.ts';

/** Turns to come that are listed for each schedule. */
const MOST_TURNS = 6;

/** Who is on call in each schedule, until when, and who comes next; and who is away. */
export function onCallSection(view: PagingView): Html {
  const all = Object.keys(view.book.plan.schedules);
  return html`<section id="on-call">
    <h2>On call</h2>
    ${
      all.length === 0
        ? html`<p>The plan has no schedules: its policies name people and roles.</p>`
        : html`<div class="panels">${all.map((id) => schedulePanel(view, id))}</div>`
    }
    ${awayHtml(view)} ${feedHtml(view, view.person, 'Your own turns')}
  </section>`;
}

/** A role that passes to a cover names only the cover, so this says whose place they take. */
function awayHtml({ book, asked, reading }: PagingView): Html {
  const gone = Object.values(book.plan.people).flatMap((person) => {
    const away = absence(person, asked.at);
    if (away === undefined) return [];
    const cover = away.entry.cover === undefined ? 'nobody covers' : `${nameOf(book, away.entry.cover)} covers`;
    return [`${person.name} is away until ${dayAndTime(away.to, reading.zone)}, ${cover}.`];
  });
  if (gone.length === 0) return html`<p class="faint">Nobody is away.</p>`;
  return html`<ul>
    ${gone.map((say) => html`<li dir="auto">${say}</li>`)}
  </ul>`;
}

function schedulePanel(view: PagingView, id: string): Html {
  const { book, asked, live } = view;
  const [now, ...later] = turns(book.plan, id, { at: asked.at, live });
  const it = book.plan.schedules[id];
  return html`<section class="panel" id="schedule-${id}">
    <h3>${id}</h3>
    ${now === undefined ? '' : turnHtml(view, now, asked.isNow ? 'Now' : 'Then')}
    ${now === undefined ? '' : nextHtml(view, now, later)}
    ${
      later.length === 0
        ? ''
        : html`<details>
            <summary>The next turns</summary>
            <ol>
              ${later.map((turn) => html`<li>${holder(view, turn)} from ${timeIn(view, turn.from)}</li>`)}
            </ol>
          </details>`
    }
    <p class="faint">${it === undefined ? '' : `${changesOf(it)}, by the clocks of ${it.timezone}.`}</p>
    ${feedHtml(view, id, 'These turns')}
  </section>`;
}

/** Whoever has the address can read these turns, so the page says that. */
function feedHtml({ feed, book }: PagingView, who: string, what: string): Html {
  const path = feed(who);
  if (path === undefined) return html``;
  return html`<p class="faint">
    ${what} in a calendar program: subscribe to <a href="${path}">the feed of ${nameOf(book, who)}</a>. Whoever has its
    address can read them.
  </p>`;
}

function changesOf(it: Schedule): string {
  const all = layersOf(it).map(({ name, rotate, only }) => {
    const every = `changes every ${spanWords(rotate.every)}`;
    return `${name === undefined ? '' : `${name}: `}${every}${only === undefined ? '' : ` (${only.text})`}`;
  });
  const said = all.join('; ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** The turn of this instant and those after it; a turn ends with its hand-over or when another stands in. */
export function turns(plan: Plan, id: string, asked: { readonly at: Instant; readonly live: Live }): readonly Shift[] {
  const all: Shift[] = [];
  let from = asked.at;
  while (all.length < MOST_TURNS) {
    const now = onCall(plan, id, { at: from, live: asked.live });
    all.push({ ...now, from });
    from = now.until;
  }
  return all;
}

function turnHtml(view: PagingView, turn: Shift, label: string): Html {
  const { asked } = view;
  const soon = asked.isNow ? html`, <span data-from-now="${turn.until}">${fromNow(turn.until, asked.at)}</span>` : '';
  return html`<p>
      <strong>${label}:</strong> ${holder(view, turn)}${turn.person === undefined ? ',' : ''} until the hand-over at
      ${timeIn(view, turn.until)}${soon}
    </p>
    ${reason(turn)}`;
}

const reason = ({ person, why }: Shift): Html =>
  person === undefined || why.endsWith("'s turn") ? html`` : html`<p class="faint">${why}</p>`;

/** Who takes over; where somebody keeps it over a hand-over, who comes after them. */
function nextHtml(view: PagingView, now: Shift, later: readonly Shift[]): Html {
  const [next] = later;
  const other = later.find(({ person }) => person !== now.person);
  if (next === undefined) return html``;
  if (other === undefined)
    return html`<p><strong>Next:</strong> ${holder(view, next)} again; nobody else has a turn soon.</p>`;
  const kept = other === next ? '' : html`${holder(view, next)} again, then `;
  return html`<p><strong>Next:</strong> ${kept}${holder(view, other)} from ${timeIn(view, other.from)}</p>
    ${reason(other)}`;
}

const holder = ({ book }: PagingView, { person, why }: Shift): Html =>
  person === undefined
    ? html`<strong class="alarm">[!!] nobody is on call: ${why}</strong>`
    : html`<a href="/plan/people#person-${person}"><bdi>${nameOf(book, person)}</bdi></a>`;

const timeIn = ({ reading }: PagingView, at: Instant): Html =>
  html`<time datetime="${at}">${dayAndTime(at, reading.zone)}</time>`;
