import { roleName } from '../../../../core/book.ts';
import { COMMANDER, audiencesOf, plain, textOf } from '../../../../core/playbook/run.ts';
import type { Playbook, Step } from '../../../../core/playbook/schema.ts';
import { BOT, entry } from '../../../../core/plan/schema.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { facts, given, listed, playbookAddress, whoLink } from './names.ts';
import type { PlanView } from './plan-page.ts';
import { spanWords } from './span-words.ts';

/** Who does a step, how long it takes, by when it is done, and what to do when it does not work. */
export function stepFacts(view: PlanView, playbook: Playbook, step: Step): Html {
  const { book } = view;
  const isGroup = step.together !== undefined && step.who === undefined;
  const people = (ids: readonly string[]) => listed(ids.map((id) => whoLink(book, id)));
  return facts([
    ['Who', isGroup ? undefined : whoDoes(view, step.who ?? COMMANDER)],
    ['Takes', given(step.takes, spanWords)],
    ['Done by', given(step.by, byWords)],
    ['Enough', given(step.enough, (n) => `${n} of these`)],
    ['Send', given(step.say, ({ template }) => `the ${plain(template)} message to ${audiences(step)}`)],
    ['Bring in', given(step.page, people)],
    ['Clocks', given(step.clock, (all) => (all === 'all' ? 'all legal and contract clocks' : all.join(', ')))],
    ['Wait', waitWords(step)],
    ['Muster runs', step.run],
    ['Go through', given(step.use, (id) => playbookLink(view, id, step.return === true))],
    ['Order', given(step.use_order, orderLink)],
    ['Again until', given(step.repeat_until, factWords)],
    ['Stop at', given(step.stop_at, byWords)],
    ['Reminder', given(step.reminder, ({ after, say }) => `after ${spanWords(after)}: ${say}`)],
    ['Keep', given(step.keep, (all) => all.join('; '))],
    ['If stuck', ifStuck(view, playbook, step)],
    ['Then', given(step.then, (id) => stepLink(playbook, id))],
  ]);
}

const audiences = (step: Step) => audiencesOf(step).map(plain).join(' or ');

/** `money.money-gone` → `money is money gone`. */
export const factWords = (fact: string) => plain(fact.replaceAll('.', ' is '));

const orderLink = (order: NonNullable<Step['use_order']>): Html =>
  html`<a href="/plan/order">recovery order</a>${order === 'recovery' ? '' : ', backwards'}`;

function waitWords({ wait, until }: Step): string | undefined {
  if (wait === undefined || wait === 'event') return until;
  return until === undefined ? spanWords(wait) : `${spanWords(wait)}, ${until}`;
}

/** The role, and who holds it by the plan. */
function whoDoes({ book }: PlanView, role: string): Html {
  const holder = entry(book.plan.roles, role)?.who;
  if (role === BOT || holder === BOT) return html`Muster`;
  if (holder === undefined) return html`${roleName(role)}`;
  return html`${roleName(role)} (${whoLink(book, holder)})`;
}

const byWords = (by: string): string => {
  if (by === 'latest-start') return 'the latest start that still meets the RTO';
  if (by.startsWith('+')) return `${spanWords(by.slice(1))} after the start`;
  const [, clock = '', share = ''] = /^(rto|mtd) (\d+)%$/.exec(by) ?? [];
  return clock === '' ? spanWords(by) : `${share} % of the ${clock.toUpperCase()}`;
};

/** A step of this playbook by its number and its own words, so that it is found on paper too. */
export function stepLink(playbook: Playbook, id: string): Html {
  const all = playbook.steps.flatMap((step, i) => [
    { step, number: `${i + 1}` },
    ...(step.together ?? []).map((part, k) => ({ step: part, number: `${i + 1}.${k + 1}` })),
  ]);
  const found = all.find(({ step }) => step.id === id);
  if (found === undefined) return html`${plain(id)}`;
  return html`<a href="#step-${id}">step ${found.number}: ${found.step.title ?? textOf(found.step)}</a>`;
}

export function playbookLink({ book }: PlanView, id: string, comesBack: boolean): Html {
  const found = entry(book.playbooks, id);
  const name =
    found === undefined ? html`${plain(id)}` : html`<a href="${playbookAddress(id)}"><bdi>${found.title}</bdi></a>`;
  return html`${name}${comesBack ? ', then come back' : ''}`;
}

function ifStuck(view: PlanView, playbook: Playbook, { if_stuck: way }: Step): Html | undefined {
  if (way === undefined) return undefined;
  const parts = [
    given(way.do, (what) => html`${what}`),
    given(way.page, (ids) => html`bring in ${listed(ids.map((id) => whoLink(view.book, id)))}`),
    given(way.goto, (id) => html`go on with ${stepLink(playbook, id)}`),
  ].filter((part) => part !== undefined);
  return html`${stuckAfter(way.after)}${parts.map((part, i) => html`${i === 0 ? '' : '; '}${part}`)}`;
}

function stuckAfter(after: string | undefined): string {
  if (after === undefined) return '';
  return after === 'system.rto' ? "after the system's RTO: " : `after ${spanWords(after)}: `;
}
