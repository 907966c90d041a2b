import type { Reading } from '../../../../core/incident/cards.ts';
import type { Page } from '../../../../core/incident/page.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { due, moment } from '../moment.ts';

const MOST_PAGES = 100;
const UNDER_WAY: ReadonlySet<Page['state']> = new Set(['queued', 'held', 'sent']);

/** Who is being paged now, by what, since when and until when; what became of the earlier pages is behind a fold. */
export function pagingPanel({ escalation }: Incident, reading: Reading): Html {
  const { pages, status, notPaged } = escalation;
  const isPaging = status === 'paging' || status === 'exhausted';
  const now = isPaging ? pages.filter((page) => UNDER_WAY.has(page.state)) : [];
  const over = pages.filter((page) => !now.includes(page));
  if (pages.length === 0 && notPaged.length === 0) return html``;
  return html`<section class="panel" id="paging">
    <h2>${isPaging ? 'Being paged now' : 'Pages'}</h2>
    ${isPaging && now.length === 0 ? html`<p>No page is under way at this moment; the next follows by itself.</p>` : false}
    <ul class="bare pages">
      ${now.map((page) => pageItem(page, reading))}
    </ul>
    ${notPaged.length === 0 ? false : html`<p class="faint">Not paged: ${notPaged.map(({ why }) => why).join('; ')}</p>`}
    ${
      over.length === 0
        ? false
        : html`<details id="pages-over">
            <summary>${over.length} earlier ${over.length === 1 ? 'page' : 'pages'}</summary>
            <ul class="bare pages">
              ${newestFirst(over)
                .slice(0, MOST_PAGES)
                .map((page) => pageItem(page, reading))}
            </ul>
          </details>`
    }
  </section>`;
}

const newestFirst = (pages: readonly Page[]) =>
  pages.toSorted((a, b) => ((a.sentAt ?? a.at) < (b.sentAt ?? b.at) ? 1 : -1));

const SIGNS: Readonly<Record<Page['state'], readonly [tone: string, say: string]>> = {
  queued: ['', 'goes out'],
  held: ['', 'held by quiet hours'],
  sent: ['warn', 'waiting for an answer'],
  failed: ['alarm', 'FAILED'],
  acknowledged: ['good', 'has it'],
  declined: ['', "can't"],
  'timed out': ['', 'no answer'],
  superseded: ['', 'not needed any more'],
};

function pageItem(page: Page, reading: Reading): Html {
  const [tone, say] = SIGNS[page.state];
  const as = page.level === null ? page.via : `level ${page.level + 1}, round ${(page.round ?? 0) + 1}: ${page.via}`;
  const when =
    page.state === 'held' || (page.state === 'queued' && page.at > reading.at)
      ? due(page.at, reading)
      : html`${page.sentAt === null ? 'since' : 'sent'} ${moment(page.sentAt ?? page.at, reading)}`;
  return html`<li id="${page.key.replaceAll(/[^\w-]/g, '-')}">
    <span dir="auto">${page.name}</span> by ${page.medium} <span class="tag ${tone}">${say}</span>
    <span class="faint"
      >${when}${page.attempt > 1 ? `, attempt ${page.attempt}` : ''}, <span dir="auto">${as}</span></span
    >
    ${page.reason === null ? false : html`<span class="faint" dir="auto">: ${page.reason}</span>`}
  </li>`;
}
