import type { Group } from '../../../core/alerts/group.ts';
import type { Beats } from '../../../core/alerts/heartbeats.ts';
import type { Book } from '../../../core/book.ts';
import { isWorse } from '../../../core/book.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import { isLive } from '../../../core/incident/lifecycle.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { shortTime } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { RefusedPlan } from '../parts.ts';
import type { KeptReply } from '../replies.ts';
import type { MediumHealth } from '../media-health.ts';
import { replyHtml, wordsBox } from './card-html.ts';
import { heartbeatList, proposedList } from './home-alerts.ts';
import { openItem, overItem } from './home-items.ts';
import { standing } from './home-standing.ts';
import type { Frame } from './layout.ts';
import { page } from './layout.ts';
import { startForm } from './start-form.ts';

const MOST_OPEN = 100;
const MOST_OVER = 10;

export type HomeParts = {
  readonly frame: Frame;
  readonly person: PersonId;
  readonly reading: Reading;
  /** Those that this person may know of, newest first. */
  readonly incidents: readonly Incident[];
  readonly book: Book;
  readonly isSample: boolean;
  readonly refused: RefusedPlan | null;
  readonly missing: readonly string[];
  readonly media: readonly MediumHealth[];
  readonly proposals: readonly Group[];
  readonly heartbeats: readonly Beats[];
  readonly reply: KeptReply | undefined;
  /** Whether phones can be let ring. */
  readonly canRing: boolean;
};

/** The list of what is open, the box to start one, and how Muster and the plan stand. */
export function homePage(parts: HomeParts): string {
  const { frame, reading, incidents, isSample, reply, canRing } = parts;
  const forms = { formToken: frame.formToken };
  const live = incidents.filter(isLive).toSorted(worstFirst);
  const over = incidents.filter((one) => !isLive(one)).slice(0, MOST_OVER);
  const more = live.length - MOST_OPEN;
  // What somebody is being called for goes before what may become something.
  const proposed = proposedList(parts.proposals, { book: parts.book, reading, forms });
  const body = html`<h1>${live.length === 0 ? 'Nothing is open' : `${live.length} open`}</h1>
    ${isSample ? html`<p class="banner" id="sample"><strong>[!] Sample plan.</strong> The firm and its people are made up. Write your own plan (ten lines are enough) and set MUSTER_PLAN to its path.</p>` : false}
    ${replyHtml(reply, forms, { back: '/' })} ${live.some(isWanted) ? false : proposed}
    <ul class="incidents" id="open">
      ${live.slice(0, MOST_OPEN).map((one) => openItem(one, parts))}
    </ul>
    ${live.some(isWanted) ? proposed : false}
    ${more > 0 ? html`<p>… and ${more} more: <code>list</code> shows them.</p>` : false}
    <div class="columns">
      <div>
        <div class="panel">${startForm(forms)}</div>
        ${wordsBox('Or any words', { hint: 'help', said: reply }, forms)} ${overList(over, reading)}
      </div>
      <div>${standing(parts)} ${heartbeatList(parts.heartbeats, reading)}</div>
    </div>
    ${canRing ? html`<p><a href="/me/push">Let this phone ring</a></p>` : false}
    <p class="asof">As of ${shortTime(reading.at, reading.zone, reading.at)}.</p>`;
  return page({ title: 'Incidents', body, frame, styles: ['incident', 'home'], scripts: ['words'], wide: true });
}

const overList = (over: readonly Incident[], reading: Reading): Html =>
  over.length === 0
    ? html``
    : html`<section class="panel">
        <h2>The last that are over</h2>
        <ul class="bare over" id="over">
          ${over.map((one) => overItem(one, reading))}
        </ul>
      </section>`;

const isWanted = ({ escalation: { status } }: Incident) => status === 'exhausted' || status === 'paging';

/** What nobody has comes first, then the worst, then the newest; the list came newest first. */
function worstFirst(a: Incident, b: Incident): number {
  if (isWanted(a) !== isWanted(b)) return isWanted(a) ? -1 : 1;
  const [one, other] = [a.lifecycle.severity, b.lifecycle.severity];
  return one === other ? 0 : isWorse(one, other) ? -1 : 1;
}
