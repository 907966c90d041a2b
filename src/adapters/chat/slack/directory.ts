import type { Book } from '../../../core/book.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import { fromMs, MINUTE_MS, msBetween, SECOND_MS } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SlackApi } from './api/api.ts';
import { emailsOf, linksOf } from './links.ts';

/** One account as Slack knows it. */
export type Account = {
  readonly team: string;
  readonly user: string;
  readonly name: string;
  readonly email: string | null;
  /** A person of this workspace who can be spoken to: no bot, not deactivated, no guest of another firm's workspace. */
  readonly isOne: boolean;
};

export type Who =
  | { readonly known: true; readonly person: PersonId | null; readonly name: string }
  /** Slack does not tell just now. */
  | { readonly known: false };

/**
 * Who is who: an account belongs to the person of the plan who names it (`slack: U012AB`), or whose e-mail address it carries
 * in Slack. Two people with one address are nobody: an unknown user is never taken for somebody else.
 */
export interface Directory {
  whoIs(team: string, user: string): Promise<Who>;
  /** The account to speak to this person with, as far as is known without asking; the team they were found in first wins. */
  accountOf(person: string, team?: string): Account | undefined;
  /** The same, asking Slack when it is not known yet; `unsure` when Slack does not tell just now. */
  find(person: string, team?: string): Promise<Account | 'unsure' | undefined>;
  /** People of the plan without an account; undefined while nobody could look. */
  missing(people: readonly string[]): readonly string[] | undefined;
  /** Reads all accounts of a workspace. False when Slack does not answer. */
  read(team: string): Promise<boolean>;
  /** Something about this account changed: it is asked for again, and meanwhile is what it was. */
  forget(team: string, user: string): void;
}

type Parts = {
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly book: () => Book;
  readonly teams: () => readonly string[];
};

/** How long what Slack said of an account is believed without asking again. */
const FRESH_MS = 30 * MINUTE_MS;
/** Words wait no longer for who somebody is; then what was known before counts. */
const ASK_MS = 2 * SECOND_MS;
/** Who was not found is looked for again after so long. */
const VAIN_MS = MINUTE_MS;
const MOST_PAGES = 50;
const ACCOUNT = /^[UW][A-Z0-9]{2,20}$/;

export function directoryOf({ api, clock, book, teams }: Parts): Directory {
  const accounts = new Map<string, Account & { readonly at: Instant }>();
  const lists = new Set<string>();
  /** Who was looked for in vain, and when. */
  const vain = new Map<string, Instant>();
  const links = linksOf(book, () => accounts.values());
  const key = (team: string, user: string) => `${team}/${user}`;
  const since = (at: Instant) => msBetween(at, clock.now());

  function keep(team: string, raw: RawUser): Account | undefined {
    if (raw.id === undefined) return undefined;
    const account = { ...accountFrom(team, { ...raw, id: raw.id }), at: clock.now() };
    const before = accounts.get(key(team, raw.id));
    accounts.set(key(team, raw.id), account);
    if (before?.email !== account.email || before.isOne !== account.isOne) links.changed();
    return account;
  }

  /** `nobody`: Slack says that there is no such account, or that it is not ours to see. */
  async function ask(team: string, user: string): Promise<Account | 'nobody' | undefined> {
    const known = accounts.get(key(team, user));
    if (known !== undefined && since(known.at) < FRESH_MS) return known;
    // Whoever is known does not wait long for news of themselves.
    const soon = known === undefined ? {} : { signal: AbortSignal.timeout(ASK_MS) };
    const got = await api.call('users.info', { user }, { priority: 'answer', team, maxWaitMs: ASK_MS, ...soon });
    if (got.ok) return keep(team, got.value.user ?? {});
    return known ?? (got.kind === 'refused' && isOfNobody(got.code) ? 'nobody' : undefined);
  }

  /** By the account that the plan names, and by each address. False when Slack did not answer all of it. */
  async function lookedFor(
    { reach }: Pick<Book['plan']['people'][string], 'reach'>,
    homes: readonly string[],
  ): Promise<boolean> {
    const named = reach.filter(({ medium, to }) => medium === 'chat' && ACCOUNT.test(to)).map(({ to }) => to);
    let isSure = homes.length > 0;
    for (const home of homes) {
      for (const user of named) isSure = (await ask(home, user)) !== undefined && isSure;
      for (const email of emailsOf({ reach })) {
        const got = await api.call('users.lookupByEmail', { email }, { priority: 'page', team: home });
        if (got.ok) keep(home, got.value.user ?? {});
        else if (got.kind !== 'refused') isSure = false;
      }
    }
    return isSure;
  }

  const directory: Directory = {
    async whoIs(team, user) {
      const account = await ask(team, user);
      if (account === undefined) return { known: false };
      if (account === 'nobody') return { known: true, person: null, name: 'somebody in Slack' };
      return { known: true, person: links.personOf(account), name: account.name };
    },
    accountOf(person, team) {
      const known = links.accountsOf(person).find((account) => team === undefined || account.team === team);
      const named = book().plan.people[person]?.reach.find(({ medium, to }) => medium === 'chat' && ACCOUNT.test(to));
      const home = team ?? teams()[0];
      if (known !== undefined || named === undefined || home === undefined) return known;
      // One that is switched off, or that Slack did not list, is nobody to speak to; `find` asks for it.
      const seen = accounts.get(key(home, named.to));
      if (seen?.isOne === false || (seen === undefined && lists.has(home))) return undefined;
      return { team: home, user: named.to, name: person, email: null, isOne: true };
    },
    async find(person, team) {
      const known = directory.accountOf(person, team);
      const one = book().plan.people[person];
      if (known !== undefined || one === undefined) return known;
      const lately = vain.get(person);
      if (lately !== undefined && since(lately) < VAIN_MS) return undefined;
      const isSure = await lookedFor(one, team === undefined ? teams() : [team]);
      const found = directory.accountOf(person, team);
      if (found === undefined && isSure) vain.set(person, clock.now());
      return found ?? (isSure ? undefined : 'unsure');
    },
    missing(people) {
      if (lists.size === 0) return undefined;
      return people.filter((person) => directory.accountOf(person) === undefined);
    },
    async read(team) {
      let cursor = '';
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const more = cursor === '' ? {} : { cursor };
        const got = await api.call('users.list', { limit: 500, ...more }, { priority: 'nicety', team });
        if (!got.ok) return false;
        for (const raw of got.value.members ?? []) keep(team, raw);
        cursor = got.value.response_metadata?.next_cursor ?? '';
        if (cursor === '') break;
      }
      lists.add(team);
      vain.clear();
      return true;
    },
    forget(team, user) {
      const known = accounts.get(key(team, user));
      if (known !== undefined) accounts.set(key(team, user), { ...known, at: fromMs(0) });
      vain.clear();
      // A new colleague, a new address, an account that was switched off: asked for now, before somebody is paged.
      void ask(team, user);
    },
  };
  return directory;
}

type RawUser = {
  readonly id?: string;
  readonly team_id?: string;
  readonly name?: string;
  readonly real_name?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_stranger?: boolean;
  readonly is_email_confirmed?: boolean;
  readonly profile?: { readonly email?: string; readonly real_name?: string; readonly display_name?: string };
};

function accountFrom(team: string, raw: RawUser & { readonly id: string }): Account {
  const { profile = {} } = raw;
  const isHere = raw.is_stranger !== true && (raw.team_id === undefined || raw.team_id === team);
  const isOne = isHere && raw.deleted !== true && raw.is_bot !== true && raw.id !== 'USLACKBOT';
  const email = raw.is_email_confirmed === false ? null : (profile.email?.trim().toLowerCase() ?? null);
  return { team, user: raw.id, name: raw.real_name ?? profile.real_name ?? raw.name ?? 'somebody', email, isOne };
}

/** Slack's words for an account that does not exist, or that this workspace may not see. */
const isOfNobody = (code: string) =>
  code === 'user_not_found' || code === 'user_not_visible' || code === 'users_not_found';
