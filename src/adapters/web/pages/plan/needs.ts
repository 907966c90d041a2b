import type { Book } from '../../../../core/book.ts';
import { systemsNeeded } from '../../../../core/plan/depends.ts';
import type { BusinessFunction, Need, System } from '../../../../core/plan/schema.ts';
import { entry } from '../../../../core/plan/schema.ts';
import type { Span } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import { listed, systemLink } from './names.ts';
import { spanWords } from './span-words.ts';
import { isTooSlow } from './too-slow.ts';

/** What something names itself, in words: `Hosted phone system`, `one of Fibre or LTE`. */
export function needHtml(book: Book, need: Need): Html {
  const note = need.note === undefined ? '' : ` (${need.note})`;
  if ('any' in need) {
    const names = need.any.map((id) => systemLink(book, id));
    return names.length === 1 ? html`${names}${note}` : html`one of ${listed(names)}${note}`;
  }
  const lasts = need.survives === undefined ? '' : `, can do without for ${spanWords(need.survives)}`;
  const worse = need.kind === 'degraded' ? ', goes on worse without it' : '';
  return html`${systemLink(book, need.system)}${worse}${lasts}${note}`;
}

export const needsList = (book: Book, needs: readonly Need[] | undefined): Html =>
  needs === undefined
    ? html`<p class="faint">Nobody has said what it needs.</p>`
    : needs.length === 0
      ? html`<p>It needs nothing of ours.</p>`
      : html`<ul>
          ${needs.map((need) => html`<li>${needHtml(book, need)}</li>`)}
        </ul>`;

const HOW = { hard: 'cannot do without', any: 'another of its group will do', degraded: 'goes on worse' } as const;

/** Everything that it hangs on, directly or through others, and whether that can be back in time for it. */
export function hangsOn(book: Book, it: BusinessFunction | System, rto: Span | undefined = it.rto): Html {
  const { plan } = book;
  const needed = systemsNeeded(plan, it);
  if (needed.length === 0) return html``;
  const rows = needed.map((one) => {
    const { system, kind, through } = one;
    const takes = entry(plan.systems, system)?.restore_time;
    return {
      cells: [
        systemLink(book, system),
        HOW[kind],
        through.length === 0 ? 'directly' : html`through ${listed(through.map((id) => systemLink(book, id)))}`,
        takes === undefined
          ? 'not said'
          : isTooSlow(one, { plan, rto })
            ? html`<strong class="warn">[!] ${spanWords(takes)}: longer than the RTO</strong>`
            : spanWords(takes),
      ],
    };
  });
  return html`<section id="hangs-on">
    <h2>Everything it hangs on</h2>
    ${table(['System', 'How', 'Why', 'To restore it takes'], rows)}
  </section>`;
}
