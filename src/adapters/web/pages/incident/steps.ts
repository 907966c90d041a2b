import { nameOf, roleName } from '../../../../core/book.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import { playbookTitle } from '../../../../core/incident/cards.ts';
import { inListOrder } from '../../../../core/playbook/list-order.ts';
import { isLive } from '../../../../core/incident/lifecycle.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { buttonsFor } from '../../../../core/playbook/buttons.ts';
import type { Entry } from '../../../../core/playbook/run.ts';
import { isGroup, isLive as isOpen, isOver, roleOf, textOf } from '../../../../core/playbook/run.ts';
import { inWords, msBetween, plusMs, spanMs } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { FormParts } from '../card-html.ts';
import { buttonsHtml } from '../card-html.ts';
import { due, moment } from '../moment.ts';

type Around = { readonly reading: Reading; readonly forms: FormParts };

/** The playbook: what is open stands out with its buttons, what is over is short, what comes is there to be read. */
export function stepsList(incident: Incident, around: Around): Html {
  const entries = inListOrder(incident.steps.run).filter((entry) => !isGroup(entry));
  const done = entries.filter(isOver).length;
  const title = playbookTitle(incident);
  return html`<section class="panel" id="steps">
    <h2>Steps: <span dir="auto">${title}</span> <span class="tag">${done} of ${entries.length} over</span></h2>
    <ol class="bare steps">
      ${entries.map((entry) => stepItem(incident, entry, around))}
    </ol>
  </section>`;
}

function stepItem(incident: Incident, entry: Entry, { reading, forms }: Around): Html {
  const open = isOpen(entry) && isLive(incident);
  const buttons = open
    ? buttonsFor(entry).map((one) => ({ ...one, words: here(one.words, incident.lifecycle.id) }))
    : [];
  return html`<li id="step-${entry.n}" class="step state-${entry.state.replaceAll(' ', '-')}">
    <p class="what"><span class="n">${entry.n}</span> <span dir="auto">${textOf(entry.step)}</span></p>
    <p class="faint">
      ${stateTag(entry, open)} ${whose(incident, entry)}${planned(entry, open, reading)}${taken(entry, reading)}
    </p>
    ${entry.reason === null ? false : html`<p class="text" dir="auto">${reasonLabel(entry)}: ${entry.reason}</p>`}
    ${entry.note === null ? false : html`<p class="text" dir="auto">${entry.note}</p>`} ${open ? details(entry) : false}
    ${buttonsHtml(buttons, forms)}
  </li>`;
}

const SIGNS: Readonly<Record<Entry['state'], readonly [tone: string, say: string]>> = {
  waiting: ['', 'not yet'],
  ready: ['warn', 'open'],
  doing: ['warn', 'under way'],
  stuck: ['alarm', 'STUCK'],
  done: ['good', 'done'],
  skipped: ['', 'left out'],
  'not possible': ['', 'not possible'],
  superseded: ['', 'not needed'],
};

function stateTag({ state }: Entry, open: boolean): Html {
  const [tone, say] = !open && !OVER.has(state) ? (['', 'left open'] as const) : SIGNS[state];
  return html`<span class="tag ${tone}">${say}</span>`;
}

const OVER: ReadonlySet<Entry['state']> = new Set(['waiting', 'done', 'skipped', 'not possible', 'superseded']);

const reasonLabel = ({ state }: Entry) => (state === 'stuck' ? 'Stuck because' : 'Because');

function whose(incident: Incident, entry: Entry): string {
  const role = roleOf(entry);
  if (role === 'bot') return 'Muster';
  const holder = entry.owner ?? incident.roles.holders[role];
  return holder === undefined ? roleName(role) : `${roleName(role)} (${nameOf(incident.book, holder)})`;
}

/** How long it may take, and by when, while it is open. */
// oxlint-disable-next-line max-params -- the step, whether it still runs, and when it is read
function planned(entry: Entry, open: boolean, reading: Reading): Html {
  if (entry.step.takes === undefined) return html``;
  const ms = spanMs(entry.step.takes) + entry.extraMs;
  const from = entry.startedAt ?? entry.readyAt;
  if (!open || from === null) return html` · planned ${inWords(ms)}`;
  const by = plusMs(from, ms);
  return by < reading.at
    ? html` · planned ${inWords(ms)}, <span class="tag alarm">over since</span> ${due(by, reading)}`
    : html` · planned ${inWords(ms)}, until ${due(by, reading)}`;
}

function taken({ startedAt, endedAt }: Entry, reading: Reading): Html {
  if (endedAt === null) return startedAt === null ? html`` : html` · since ${moment(startedAt, reading)}`;
  const long = startedAt === null ? '' : `, took ${inWords(msBetween(startedAt, endedAt))}`;
  return html` · ${moment(endedAt, reading)}${long}`;
}

/** How to do it, and what to write down: open at once, for nobody should have to look for it. */
function details({ step, kept }: Entry): Html {
  const how = step.how ?? [];
  const keep = step.keep ?? [];
  return html`${
    how.length === 0
      ? false
      : html`<details open>
          <summary>How</summary>
          <ol>
            ${how.map((one) => html`<li dir="auto">${one}</li>`)}
          </ol>
        </details>`
  }
  ${step.note === undefined ? false : html`<p class="text" dir="auto">${step.note}</p>`}
  ${keep.length === 0 ? false : html`<p class="faint">Write down: ${keep.join(', ')}${kept.length === 0 ? '' : ` (so far: ${kept.join(', ')})`}</p>`}`;
}

/** `done 3` → `done INC-42 3`. */
const here = (words: string, id: string) => words.replace(/^(\S+)(.*)$/, `$1 ${id}$2`);
