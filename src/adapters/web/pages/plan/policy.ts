import { nameOf } from '../../../../core/book.ts';
import type { NotPaged, PlannedPage } from '../../../../core/incident/events.ts';
import { ALARM_EVERY } from '../../../../core/incident/escalation.ts';
import type { Policy } from '../../../../core/plan/schema.ts';
import type { Rung, WhoNow } from '../../../../core/plan/who-now.ts';
import { inWords, msBetween, shortTime } from '../../../../core/time.ts';
import type { Instant } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import { listed, playbookAddress, whoLink } from './names.ts';
import type { PagingView } from './paging.ts';
import { spanWords } from './span-words.ts';

type Parts = { readonly id: string; readonly policy: Policy; readonly found: WhoNow };

/** One escalation policy, climbed from the asked moment on as if nobody answered. */
export function policySection(view: PagingView, { id, policy, found }: Parts): Html {
  const [first, ...others] = rounds(found.rungs);
  return html`<section id="policy-${id}">
    <h2>Policy ${id}</h2>
    ${usedBy(view, id)}
    <ol class="ladder">
      ${(first ?? []).map((rung) => rungHtml(view, rung))} ${others.map((round, n) => laterRound(view, round, n + 2))}
      ${alarmHtml(view, policy, found)}
    </ol>
    <p class="faint">
      Whoever answers ends it. Then Muster asks again when nothing was noted for ${spanWords(policy.check_back)}.
    </p>
  </section>`;
}

/** The ladder's rounds, first to last. */
function rounds(rungs: readonly Rung[]): readonly (readonly Rung[])[] {
  const numbers = [...new Set(rungs.map(({ round }) => round))];
  return numbers.map((number) => rungs.filter(({ round }) => round === number));
}

function usedBy({ book }: PagingView, id: string): Html {
  const named = Object.entries(book.playbooks).filter(([, it]) => it.policy === id);
  if (id === 'default' && named.length === 0) return html`<p>For every incident whose playbook names no other.</p>`;
  if (named.length === 0) return html`<p class="faint">No playbook names it.</p>`;
  const links = named.map(([playbook, it]) => html`<a href="${playbookAddress(playbook)}"><bdi>${it.title}</bdi></a>`);
  return html`<p>For ${id === 'default' ? 'incidents whose playbook names no other, and ' : ''}${listed(links)}.</p>`;
}

const clock = (view: PagingView, at: Instant): Html =>
  html`<time datetime="${at}">${shortTime(at, view.reading.zone, view.reading.at)}</time>`;

function rungHtml(view: PagingView, rung: Rung): Html {
  const after = msBetween(view.asked.at, rung.at);
  const when = after === 0 ? html`at once` : html`after ${inWords(after)}, at ${clock(view, rung.at)}`;
  const isEmpty = rung.pages.every((page) => page.heldUntil !== null);
  return html`<li class="panel">
    <h3>Level ${rung.level + 1}, ${when}</h3>
    ${pagesTable(view, rung.pages, rung.at)} ${notPaged(view, rung.notPaged)}
    ${
      isEmpty
        ? html`<p><strong class="alarm">[!!] This level reaches nobody then.</strong> Muster goes on at once.</p>`
        : html`<p class="faint">They have ${inWords(rung.waitMs)} to answer.</p>`
    }
  </li>`;
}

/** Each person in a row: why they, and by which media after how long. */
function pagesTable(view: PagingView, pages: readonly PlannedPage[], from: Instant): Html {
  const people = [...new Set(pages.map(({ person }) => person))];
  if (people.length === 0) return html``;
  const rows = people.map((person) => {
    const own = pages.filter((page) => page.person === person);
    const until = own[0]?.heldUntil ?? null;
    const asleep =
      until === null ? '' : html`<strong class="warn">[!] quiet hours: not before ${clock(view, until)}.</strong> `;
    return {
      cells: [whoLink(view.book, person), own[0]?.via ?? '', html`${asleep}${byWhat(own, until ?? from)}`],
    };
  });
  return table(['Who', 'Why', 'By'], rows);
}

const MEDIA = { chat: 'chat', sms: 'SMS', call: 'call', desk: 'desk phone', email: 'e-mail', push: 'push' } as const;

const byWhat = (pages: readonly PlannedPage[], from: Instant): string =>
  pages
    .map(({ medium, at }) => {
      const after = msBetween(from, at);
      return `${MEDIA[medium]} ${after <= 0 ? 'at once' : `after ${inWords(after)}`}`;
    })
    .join(', ');

const notPaged = ({ book }: PagingView, all: readonly NotPaged[]): Html =>
  html`${all.map(({ who, why }) => html`<p><strong class="warn">[!]</strong> Not paged: <bdi>${nameOf(book, who)}</bdi>. ${why}.</p>`)}`;

function laterRound(view: PagingView, rungs: readonly Rung[], number: number): Html {
  const [first] = rungs;
  if (first === undefined) return html``;
  return html`<li>
    <details>
      <summary>Round ${number}: all levels again, from ${clock(view, first.at)}</summary>
      <ol class="ladder">
        ${rungs.map((rung) => rungHtml(view, rung))}
      </ol>
    </details>
  </li>`;
}

function alarmHtml(view: PagingView, policy: Policy, { alarm }: WhoNow): Html {
  if (alarm === undefined)
    return html`<li class="panel">
      <h3>And then</h3>
      <p>It goes on until the quiet hours are over and somebody has answered.</p>
    </li>`;
  const after = inWords(msBetween(view.asked.at, alarm.at));
  const whom = policy.if_nobody === undefined ? 'everyone with a phone' : 'those whom the plan names for that';
  return html`<li class="panel">
    <h3>If nobody has answered after ${after}, at ${clock(view, alarm.at)}</h3>
    <p>An alarm to ${whom}, again every ${spanWords(ALARM_EVERY)} until somebody has it: <q>${alarm.say}</q></p>
    ${pagesTable(view, alarm.pages, alarm.at)} ${notPaged(view, alarm.notPaged)}
  </li>`;
}
