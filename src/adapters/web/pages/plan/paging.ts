import { severityIds } from '../../../../core/book.ts';
import type { PersonId } from '../../../../core/ids.ts';
import { policyId, severityId } from '../../../../core/ids.ts';
import type { Live } from '../../../../core/oncall.ts';
import type { Severity } from '../../../../core/plan/schema.ts';
import { entry } from '../../../../core/plan/schema.ts';
import { whoNow } from '../../../../core/plan/who-now.ts';
import type { Instant } from '../../../../core/time.ts';
import { dayAndTime, zoneName } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import type { Asked } from './asked-moment.ts';
import { onCallSection } from './on-call.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { policySection } from './policy.ts';
import { spanWords } from './span-words.ts';

export type PagingView = PlanView & {
  /** The swaps made by word since the plan was written. */
  readonly live: Live;
  readonly asked: Asked;
  readonly severity: string;
  /** Where a calendar program finds the turns of a person or a schedule. */
  readonly feed: (who: string) => string | undefined;
  readonly person: PersonId;
};

const USUAL = 'sev2';

/** The severity that the address names, else a usual one that wakes people. */
export function severityFor({ book }: Pick<PlanView, 'book'>, asked: string): string {
  const known = severityIds(book);
  return [asked, USUAL].find((id) => known.includes(id)) ?? known[0] ?? USUAL;
}

/** `/plan/paging`: who is on call, and whom each policy would page, now or at another moment. */
export function pagingPage(view: PagingView): string {
  const { book, asked, severity, live } = view;
  const when = asked.isNow ? 'now' : `at ${dayAndTime(asked.at, view.reading.zone)}`;
  const about = entry(book.plan.severities, severity);
  const policies = Object.entries(book.plan.escalation).map(([id, policy]) => {
    const found = whoNow(book, { policy: policyId(id), severity: severityId(severity), at: asked.at, live });
    return policySection(view, { id, policy, found });
  });
  const body = html`<h1>Who would be paged ${when}</h1>
    ${asked.problem === undefined ? '' : html`<p class="banner"><strong>[!]</strong> ${asked.problem}</p>`}
    ${chooser(view)}
    <p>${sentence(severity, about)}</p>
    ${onCallSection(view)} ${policies} ${severitiesSection(view)}
    <p class="asof">As of ${timeHtml(view, view.reading.at)}.</p>`;
  return planPage(view, { title: `Who is paged ${when}`, section: '/plan/paging', body, live: true });
}

function sentence(id: string, about: Severity | undefined): string {
  if (about === undefined) return '';
  const sleep = about.wake
    ? 'It wakes people: quiet hours give way.'
    : 'It wakes nobody: quiet hours hold pages back until they end.';
  const undecided =
    about.decide_within === undefined || about.if_undecided === undefined
      ? ''
      : ` Undecided after ${spanWords(about.decide_within)} it becomes ${about.if_undecided}, and is paged like that.`;
  return `For an incident of ${id} ${about.name}, as long as nobody answers. ${sleep}${undecided}`;
}

function chooser({ book, asked, severity }: PagingView): Html {
  const zone = book.plan.plan.timezone;
  return html`<form method="get" action="/plan/paging" class="choose screen-only">
    <div class="row">
      <label for="at"
        >At, in ${zone} (${zoneName(asked.at, zone)})
        <input id="at" type="datetime-local" name="at" value="${asked.typed}" />
      </label>
      <label for="severity"
        >Severity
        <select id="severity" name="severity">
          ${severityIds(book).map(
            (id) =>
              html`<option value="${id}" ${id === severity ? html`selected` : ''}>
                ${id} ${book.plan.severities[id]?.name ?? ''}
              </option>`,
          )}
        </select>
      </label>
      <button>Show</button>
    </div>
    ${asked.isNow ? '' : html`<p><a href="/plan/paging?severity=${encodeURIComponent(severity)}">Back to now</a></p>`}
  </form>`;
}

export const timeHtml = ({ reading }: Pick<PlanView, 'reading'>, at: Instant): Html =>
  html`<time datetime="${at}">${dayAndTime(at, reading.zone)}</time>`;

function severitiesSection({ book }: PagingView): Html {
  const rows = severityIds(book).map((id) => {
    const it = book.plan.severities[id];
    if (it === undefined) return { cells: [id] };
    return {
      id: `severity-${id}`,
      cells: [
        `${id} ${it.name}`,
        it.means,
        it.wake ? 'yes' : 'no',
        spanWords(it.ack),
        spanWords(it.update_every),
        it.postmortem,
      ],
    };
  });
  return html`<section id="severities">
    <h2>Severities</h2>
    ${table(['Severity', 'Means', 'Wakes people', 'Time to answer', 'Update every', 'Postmortem'], rows)}
  </section>`;
}
