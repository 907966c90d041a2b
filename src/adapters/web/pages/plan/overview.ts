import { nameOf } from '../../../../core/book.ts';
import type { Finding } from '../../../../core/plan/finding.ts';
import { countInWords } from '../../../../core/plan/print.ts';
import { entry } from '../../../../core/plan/schema.ts';
import { dateOf, fromNow, plusSpan, shortTime } from '../../../../core/time.ts';
import type { Instant } from '../../../../core/time.ts';
import { plainInstant } from '../../../../core/wall.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { RefusedPlan } from '../../parts.ts';
import { functionsTable, peakNow } from './functions.ts';
import { facts, functionLink, given, listed, systemLink, whoLink } from './names.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { dayWords, spanWords } from './span-words.ts';
import { rtoNow, tooSlow } from './too-slow.ts';

export type OverviewView = PlanView & {
  readonly isSample: boolean;
  readonly refused: RefusedPlan | null;
  readonly loadedAt: Instant | null;
  readonly findings: readonly Finding[];
};

/** `/plan`: whose plan this is, whether it is sound, and its functions at a glance. */
export function overviewPage(view: OverviewView): string {
  const { plan } = view.book.plan;
  const body = html`<h1>Continuity plan of <bdi>${plan.company}</bdi></h1>
    ${view.isSample ? sampleBanner : ''} ${refusedCard(view)} ${peakNow(view)}
    <section class="panel" id="about">
      <h2>This plan</h2>
      ${about(view)}
    </section>
    ${functionsTable(view)} ${findingsSection(view)} ${timesSection(view)} ${gapsSection(view)} ${fallbackSection(view)}
    <p class="asof">As of ${shortTime(view.reading.at, view.reading.zone, view.reading.at)}.</p>`;
  return planPage(view, { title: `Plan of ${plan.company}`, section: '/plan', body, live: true });
}

const sampleBanner = html`<p class="banner">
  <strong>[!]</strong> This is the sample plan of a made-up firm. Write your own (ten lines are enough) and set
  MUSTER_PLAN to its path.
</p>`;

function refusedCard({ refused, reading }: OverviewView): Html {
  if (refused === null) return html``;
  const more = refused.problems - 1;
  return html`<section class="card alarm" id="refused">
    <h2><strong>[!!]</strong> The last edit was refused</h2>
    <p>
      <time datetime="${refused.at}">${shortTime(refused.at, reading.zone, reading.at)}</time>,
      <span data-from-now="${refused.at}">${fromNow(refused.at, reading.at)}</span>. What you read here is the plan
      before that edit; it stays in force until the edit is mended.
    </p>
    <p class="text" dir="auto">${refused.first}</p>
    ${more > 0 ? html`<p>And ${more} more: <code>npx muster plan check</code> shows ${more === 1 ? 'both' : 'all'}.</p>` : ''}
  </section>`;
}

function about({ book, loadedAt, reading }: OverviewView): Html {
  const { plan, people, functions, systems, vendors } = book.plan;
  const due = reviewDue(plan.reviewed, plan.review_every, plan.timezone);
  return facts([
    ['Version', plan.version ?? 'not given'],
    [
      'In force since',
      loadedAt === null
        ? undefined
        : html`<time datetime="${loadedAt}">${shortTime(loadedAt, reading.zone, reading.at)}</time>,
            <span data-from-now="${loadedAt}">${fromNow(loadedAt, reading.at)}</span>`,
    ],
    ['Hash', html`<code>${book.hash.slice(0, 12)}</code>`],
    ['Kept true by', whoLink(book, plan.owner)],
    ['Signed off by', given(plan.approved_by, (id) => whoLink(book, id))],
    [
      'Last reviewed',
      plan.reviewed === undefined
        ? html`<strong class="warn">[!] not on record</strong>`
        : dayWords(plan.reviewed, reading.at, plan.timezone),
    ],
    [
      'Next review',
      due === undefined
        ? `every ${spanWords(plan.review_every)}`
        : html`${due < dateOf(reading.at, plan.timezone) ? html`<strong class="warn">[!] overdue:</strong> ` : ''}${dayWords(due, reading.at, plan.timezone)}`,
    ],
    ['Its clocks', plan.timezone],
    [
      'It holds',
      [
        counted(functions, 'function'),
        counted(systems, 'system'),
        counted(people, 'person', 'people'),
        counted(vendors, 'vendor'),
        counted(book.playbooks, 'playbook'),
      ].join(', '),
    ],
  ]);
}

const counted = (all: object, one: string, more = `${one}s`) => {
  const n = Object.keys(all).length;
  return `${n} ${n === 1 ? one : more}`;
};

/** The day on which the plan is to be read through again; undefined where that needs a calendar of business days. */
function reviewDue(reviewed: string | undefined, every: PlanEvery, zone: string): string | undefined {
  if (reviewed === undefined || every.includes('bd')) return undefined;
  return dateOf(plusSpan(plainInstant(reviewed, zone), every, zone), zone);
}
type PlanEvery = OverviewView['book']['plan']['plan']['review_every'];

const WORD = { error: '[!!] Error', warn: '[!] Warning', info: 'Note' } as const;

function findingsSection({ findings }: OverviewView): Html {
  return html`<section id="findings">
    <h2>What plan check says: ${countInWords(findings)}</h2>
    ${
      findings.length === 0
        ? html`<p>It found nothing. The other pages mark with [!] what is missing, untested or too slow.</p>`
        : html`<ul class="bare">
            ${findings.map(
              ({ rule, level, path, message, suggestion }) =>
                html`<li class="card ${level === 'error' ? 'alarm' : level === 'warn' ? 'warn' : 'plain'}">
                  <p><strong>${WORD[level]} ${rule}</strong> <code>${path}</code></p>
                  <p>${message}</p>
                  ${suggestion === undefined ? '' : html`<p>What to do: ${suggestion}</p>`}
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

/** What the pages of functions and of the recovery order mark, counted here. */
function timesSection(view: OverviewView): Html {
  const { book } = view;
  const slow = tooSlow(book.plan, rtoNow(view));
  if (slow.length === 0) return html``;
  const many = slow.length === 1 ? '1 function' : `${slow.length} functions`;
  return html`<section id="times">
    <h2>Times that do not fit: ${many}</h2>
    <p>
      A system that it cannot do without takes longer to restore than it may be out. Restore that sooner, find another
      way meanwhile, or accept a longer RTO.
    </p>
    <ul class="bare">
      ${slow.map(
        ({ function: id, rto, systems }) =>
          html`<li class="card warn">
            <strong>[!]</strong> ${functionLink(book, id)}, back within ${spanWords(rto)}:
            ${listed(systems.map((system) => html`${systemLink(book, system)} takes ${takes(book, system)}`))}
          </li>`,
      )}
    </ul>
  </section>`;
}

const takes = ({ plan }: OverviewView['book'], system: string) =>
  spanWords(entry(plan.systems, system)?.restore_time ?? 'not said');

function gapsSection({ book, reading }: OverviewView): Html {
  const gaps = book.plan.plan.accepted_gaps;
  if (gaps.length === 0) return html``;
  return html`<section id="gaps">
    <h2>Known gaps, accepted for a time</h2>
    <ul>
      ${gaps.map(
        ({ rule, item, why, by, until }) =>
          html`<li>
            ${rule}${item === undefined ? '' : `, ${item}`}: ${why}. ${nameOf(book, by)} accepts it until
            ${dayWords(until, reading.at, book.plan.plan.timezone)}.
          </li>`,
      )}
    </ul>
  </section>`;
}

/** What works when the company's own chat, or Muster, does not. */
function fallbackSection({ book }: OverviewView): Html {
  const { out_of_band: outside, fallback, offline_pack: pack } = book.plan.incident_bot;
  const sites = Object.values(book.plan.sites).filter((site) => site.fallback !== undefined);
  if (outside === undefined && fallback.length === 0 && pack === undefined && sites.length === 0) return html``;
  return html`<section class="panel" id="fallback">
    <h2>When chat, Muster or the office is not there</h2>
    ${facts([
      ['Reach people by', fallback.join(', ')],
      ['Phone bridge', outside?.bridge],
      ['Group outside', outside?.group],
      ['Printed pack with', given(pack, ({ holders }) => holders.map((id) => nameOf(book, id)).join(', '))],
      ...sites.map((site) => [`Instead of ${site.name}`, site.fallback] as const),
    ])}
  </section>`;
}
