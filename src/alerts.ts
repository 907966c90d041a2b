import { mailAlert } from './adapters/intake/mail.ts';
import type { AlertMail } from './adapters/intake/mail.ts';
import type { Outcome } from './core/aggregate.ts';
import type { Alert } from './core/alerts/alert.ts';
import { declarationOf, firstPeople, tellingOf } from './core/alerts/declaration.ts';
import type { AlertEffect, OpenIncident } from './core/alerts/events.ts';
import type { Group } from './core/alerts/group.ts';
import type { Judged } from './core/alerts/rules.ts';
import { foldingOf, judge, kindOf } from './core/alerts/rules.ts';
import type { AlertSourceState } from './core/alerts/source.ts';
import { alertStream } from './core/alerts/source.ts';
import type { Book } from './core/book.ts';
import { incidentId } from './core/ids.ts';
import { MUSTER } from './core/incident/events.ts';
import { isLive } from './core/incident/lifecycle.ts';
import type { Incident } from './core/incident/state.ts';
import type { Live } from './core/oncall.ts';
import { SECOND_MS } from './core/time.ts';
import { proposalNote } from './proposals.ts';
import type { Engine } from './engine/engine.ts';
import type { TellPerson } from './ports/notices.ts';
import type { Performer } from './ports/performer.ts';
import type { Store } from './ports/store.ts';

type Parts = {
  readonly engine: () => Pick<Engine, 'handle' | 'read'>;
  readonly store: Pick<Store, 'openStreams' | 'nextNumber' | 'now'>;
  readonly book: () => Book;
  readonly live: () => Promise<Live>;
  /** The chat platforms that mirror a new incident. */
  readonly rooms: readonly string[];
  /** Left out: a proposal is seen on the console only. */
  readonly tell?: TellPerson;
  /** Where people open the console; left out when only this machine has it. */
  readonly consoleUrl?: string | undefined;
};
type EffectOf<Kind extends AlertEffect['kind']> = Extract<AlertEffect, { readonly kind: Kind }>;

export interface Alerting {
  /**
   * Takes alerts in; resolves when they are kept. What several deliveries of one source bring at the same moment is kept as one.
   * `delivery`: the source's own name of it; the same one twice is one. Rejects only when the store fails.
   */
  take(source: string, alerts: readonly Alert[], delivery?: string): Promise<void>;
  /** A mail of a monitor. False when the plan has no source of that name, or it says nothing. */
  mail(mail: AlertMail, source?: string): Promise<boolean>;
  readonly performers: { readonly [Kind in AlertEffect['kind']]: Performer<EffectOf<Kind>> };
}

export function alertsOf(parts: Parts): Alerting {
  const { engine, store, book } = parts;
  const waiting = new Map<string, { readonly alerts: Alert[]; readonly kept: Promise<void> }>();
  const running = new Map<string, Promise<void>>();

  /** Those that come while one is being kept are kept together as the next one: a storm of a thousand is a few writes. */
  async function takeTogether(source: string, alerts: readonly Alert[]): Promise<void> {
    const next = waiting.get(source);
    if (next !== undefined) {
      next.alerts.push(...alerts);
      return next.kept;
    }
    const before = running.get(source);
    if (before === undefined) return run(source, takeNow(source, alerts));
    const all = [...alerts];
    const kept = before
      .catch(() => undefined)
      .then(() => {
        waiting.delete(source);
        return run(source, takeNow(source, all));
      });
    waiting.set(source, { alerts: all, kept });
    return kept;
  }

  function run(source: string, work: Promise<void>): Promise<void> {
    running.set(source, work);
    return work.finally(() => {
      if (running.get(source) === work) running.delete(source);
    });
  }

  async function takeNow(source: string, alerts: readonly Alert[], delivery?: string): Promise<void> {
    const { plan } = book();
    const judged = alerts.flatMap((alert) => judge(plan, alert) ?? []);
    const folding = foldingOf(plan, source);
    // One topic or one mailing list may lead to two sources: each counts what it was sent.
    const id = delivery === undefined ? undefined : `alert ${source} ${delivery}`;
    const parcels = folding.fold === 'key' ? judged.map((one) => [one]) : [judged];
    for (const [nth, parcel] of parcels.entries())
      if (parcel.length > 0) await takeParcel(source, parcel, id === undefined ? undefined : `${id} ${nth}`);
  }

  async function takeParcel(source: string, alerts: readonly Judged[], delivery: string | undefined): Promise<void> {
    let proposal: string | null = null;
    const open = await openIncidents();
    const folding = foldingOf(book().plan, source);
    for (;;) {
      const handled = await engine().handle({
        stream: alertStream(source),
        command: { type: 'take', source, alerts, folding, open, proposal },
        by: MUSTER,
        ...(delivery === undefined ? {} : { delivery }),
        reply: () => '',
      });
      if (handled.ok) return;
      if (proposal !== null) throw new Error(handled.refusal.say);
      proposal = `AL-${await store.nextNumber('AL')}`;
    }
  }

  async function openIncidents(): Promise<readonly OpenIncident[]> {
    const streams = (await store.openStreams()).map(({ stream }) => stream).filter((one) => one.startsWith('INC-'));
    const all = await Promise.all(streams.map(async (stream) => (await engine().read(stream)).state as Incident));
    return all.filter(isLive).map(({ lifecycle }) => ({
      id: lifecycle.id,
      systems: lifecycle.private ? [] : lifecycle.systems,
      open: lifecycle.phase === 'open',
    }));
  }

  const groupOf = async (source: string, id: string): Promise<Group | undefined> => {
    const { groups } = (await engine().read(alertStream(source))).state as AlertSourceState;
    return Object.hasOwn(groups, id) ? groups[id] : undefined;
  };

  /** The group with the number under which it is opened; the number is kept before anything is opened under it. */
  async function withNumber(source: string, proposal: string): Promise<Group | undefined> {
    const group = await groupOf(source, proposal);
    if (group === undefined || group.stage !== 'proposed') return group?.stage === 'opening' ? group : undefined;
    const incident = incidentId('real', await store.nextNumber('INC'));
    const command = { type: 'reserve', proposal, incident } as const;
    await engine().handle({ stream: alertStream(source), command, by: MUSTER, reply: () => '' });
    return withNumber(source, proposal);
  }

  async function open({ source, proposal }: EffectOf<'openProposal'>): Promise<Outcome> {
    const group = await withNumber(source, proposal);
    if (group === undefined || group.reserved === null)
      return { outcome: 'failed', reason: 'nobody asks for it any more', permanent: true };
    const command = declarationOf(group, group.reserved, { book: book(), rooms: parts.rooms, at: await store.now() });
    const by = group.confirmedBy ?? MUSTER;
    const handled = await engine().handle({ stream: group.reserved, command, by, reply: () => '' });
    // A run that did not live to say so has opened it.
    if (handled.ok || handled.refusal.code === 'already-declared')
      return { outcome: 'accepted', reference: group.reserved };
    return { outcome: 'failed', reason: handled.refusal.say, permanent: false };
  }

  async function tellOf({ source, proposal }: EffectOf<'tellProposal'>): Promise<Outcome> {
    const group = await groupOf(source, proposal);
    const { tell } = parts;
    if (group === undefined || group.stage !== 'proposed' || tell === undefined)
      return { outcome: 'accepted', reference: '' };
    const { consoleUrl, rooms } = parts;
    const asked = { book: book(), at: await store.now(), live: await parts.live(), consoleUrl, rooms };
    const people = firstPeople(group, asked);
    for (const person of people)
      await tell({ person, key: proposalNote(proposal, person), ...tellingOf(group, asked), now: true });
    return { outcome: 'accepted', reference: people.join(' ') };
  }

  async function note({ incident, source, group, facts }: EffectOf<'noteAlerts'>): Promise<Outcome> {
    const command = { type: 'noteAlerts', source, group, facts } as const;
    const handled = await engine().handle({ stream: incident, command, by: MUSTER, reply: () => '' });
    if (handled.ok) return { outcome: 'accepted', reference: incident };
    return { outcome: 'failed', reason: handled.refusal.say, permanent: false };
  }

  const timeoutMs = 30 * SECOND_MS;
  return {
    take: (source, alerts, delivery) =>
      alerts.length === 0
        ? Promise.resolve()
        : delivery === undefined
          ? takeTogether(source, alerts)
          : takeNow(source, alerts, delivery),
    async mail(mail, source = 'mail') {
      const read = mailAlert(mail, source);
      if (kindOf(book().plan, source) !== 'mail' || !read.ok) return false;
      await takeNow(source, read.alerts, mail.messageId === '' ? undefined : `mail ${mail.messageId}`.slice(0, 200));
      return true;
    },
    performers: {
      openProposal: { timeoutMs, perform: open },
      tellProposal: { timeoutMs, perform: tellOf },
      noteAlerts: { timeoutMs, perform: note },
    },
  };
}
