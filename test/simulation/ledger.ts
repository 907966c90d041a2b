import type { IncidentEvent } from '../../src/core/incident/events.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Append, Store } from '../../src/ports/store.ts';

/**
 * What was appended, kept beside the store, with a plain account of whether an incident still wants people paged. It knows
 * nothing of the escalation's own state: it is the judge of it.
 */
export type Account = {
  readonly events: IncidentEvent[];
  /** `looking`: somebody has to be found. `answered`: only pages meant by name and check-backs. `over`: none. */
  wants: 'looking' | 'answered' | 'over';
  /** Since when it wants no more than it does. */
  since: Instant;
  seeking: string | null;
  /** Who has it, in the order of their answers. */
  readonly having: Set<string>;
  /** Said no, and was not asked again since. */
  readonly declined: Map<string, Instant>;
  /** Page groups asked for before the incident was over. */
  readonly ended: Set<string>;
  readonly groups: Set<string>;
  /** After how many events each group was asked for last, and each attempt of a page was known to be taken over. */
  readonly planned: Map<string, { readonly at: number; readonly by: string }>;
  readonly sentAt: Map<string, number>;
};

export interface Ledger {
  readonly store: Store;
  readonly accounts: ReadonlyMap<string, Account>;
  /** Deliveries that were appended, with how often. */
  readonly deliveries: ReadonlyMap<string, number>;
  /** Rows of the agenda by whose claim something was appended, with how often. */
  readonly decided: ReadonlyMap<string, number>;
  /** Everything that was appended since the last call, by stream. */
  takeFresh(): ReadonlyMap<string, readonly IncidentEvent[]>;
}

export function ledgerOf(inner: Store): Ledger {
  const accounts = new Map<string, Account>();
  const deliveries = new Map<string, number>();
  const decided = new Map<string, number>();
  let fresh = new Map<string, IncidentEvent[]>();

  function kept({ stream, events, delivery, claim }: Append) {
    if (delivery !== undefined) deliveries.set(delivery.id, (deliveries.get(delivery.id) ?? 0) + 1);
    if (claim !== undefined) decided.set(`${stream} ${claim.key}`, (decided.get(`${stream} ${claim.key}`) ?? 0) + 1);
    if (!/^(?:INC|EX)-/.test(stream)) return;
    const account = accounts.get(stream) ?? opened();
    accounts.set(stream, account);
    const copies = events.map((event) => JSON.parse(JSON.stringify(event)) as IncidentEvent);
    fresh.set(stream, [...(fresh.get(stream) ?? []), ...copies]);
    for (const event of copies) {
      account.events.push(event);
      settle(account, event);
    }
  }

  return {
    accounts,
    deliveries,
    decided,
    store: {
      ...inner,
      async append(batch) {
        const appended = await inner.append(batch);
        if (appended.outcome === 'appended') kept(batch);
        return appended;
      },
    },
    takeFresh() {
      const taken = fresh;
      fresh = new Map();
      return taken;
    },
  };
}

const opened = (): Account => ({
  events: [],
  wants: 'looking',
  since: '' as Instant,
  seeking: null,
  having: new Set(),
  declined: new Map(),
  ended: new Set(),
  groups: new Set(),
  planned: new Map(),
  sentAt: new Map(),
});

function settle(account: Account, event: IncidentEvent): void {
  const want = (wants: Account['wants'], seeking: string | null = null) => {
    Object.assign(account, { wants, seeking, since: event.at });
  };
  const asked = (group: string, pages: readonly { readonly person: string }[]) => {
    account.groups.add(group);
    account.ended.delete(group);
    account.planned.set(group, { at: account.events.length, by: event.by });
    for (const { person } of pages) account.declined.delete(person);
  };
  switch (event.type) {
    case 'levelPaged':
      asked(`${event.round}.${event.level}`, event.pages);
      return want('looking', account.seeking);
    case 'exhausted':
      asked(`a${event.alarm}`, event.pages);
      return want('looking', account.seeking);
    case 'paged':
      return asked(`c${event.call}`, event.pages);
    case 'progressAsked':
      return asked(`p${event.ask}`, event.pages);
    case 'pageSent':
      return void account.sentAt.set(`${event.page}/${event.attempt}`, account.events.length);
    case 'helpAsked':
      return want('looking', whoSeeks(account, event.person));
    case 'acknowledgementLapsed':
      account.having.clear();
      return want('looking');
    case 'acknowledged':
      account.having.delete(event.person);
      account.having.add(event.person);
      return account.seeking === event.person ? undefined : want('answered');
    case 'declined':
      account.having.delete(event.person);
      account.declined.set(event.person, event.at);
      if (account.seeking !== null) account.seeking = whoSeeks(account, account.seeking);
      return;
    case 'restored':
    case 'closed':
    case 'cancelled':
      for (const group of account.groups) account.ended.add(group);
      return want('over');
    case 'reopened':
      account.having.clear();
      return want('looking');
    default:
  }
}

/** Somebody who has it needs one more: the one who asked, else whoever has had it longest. */
const whoSeeks = ({ having }: Account, asked: string) => (having.has(asked) ? asked : ([...having][0] ?? null));
