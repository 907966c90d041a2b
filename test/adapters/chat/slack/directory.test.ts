import { describe, expect, test } from 'vitest';
import type { Called, CallOptions } from '../../../../src/adapters/chat/slack/api/called.ts';
import { refused } from '../../../../src/adapters/chat/slack/api/called.ts';
import type { SlackApi } from '../../../../src/adapters/chat/slack/api/api.ts';
import { directoryOf } from '../../../../src/adapters/chat/slack/directory.ts';
import type { Book } from '../../../../src/core/book.ts';
import { instant, MINUTE_MS } from '../../../../src/core/time.ts';
import { book } from '../../../support/clinic.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

type User = { readonly id: string; readonly [field: string]: unknown };

/** A Slack of a few accounts, and how often each method was asked. */
function office(users: readonly User[], reach: Readonly<Record<string, Book['plan']['people'][string]['reach']>>) {
  const accounts = new Map(users.map((user) => [user.id, user]));
  const asked: string[] = [];
  const emailOf = (user: User) => (user['profile'] as { readonly email?: string } | undefined)?.email;
  const answers: Readonly<Record<string, (args: Readonly<Record<string, string>>) => Called<unknown>>> = {
    'users.list': () => ({ ok: true, value: { members: [...accounts.values()] } }),
    'users.info': ({ user = '' }) => {
      const found = accounts.get(user);
      return found === undefined ? refused('user_not_found') : { ok: true, value: { user: found } };
    },
    'users.lookupByEmail': ({ email }) => {
      const found = [...accounts.values()].find((user) => emailOf(user)?.toLowerCase() === email);
      return found === undefined ? refused('users_not_found') : { ok: true, value: { user: found } };
    },
  };
  const call = (method: string, args: unknown, _options: CallOptions) => {
    asked.push(method);
    return Promise.resolve(answers[method]?.(args as Record<string, string>) ?? refused('unknown_method'));
  };
  const people = Object.fromEntries(
    Object.entries(reach).map(([id, ways]) => [
      id,
      { ...book.plan.people['fay'], name: `${id} of the plan`, reach: ways },
    ]),
  ) as Book['plan']['people'];
  const clock = virtualClock(instant('2026-11-22T09:00:00Z'));
  const plan = { ...book, plan: { ...book.plan, people } };
  const directory = directoryOf({
    api: { call } as unknown as SlackApi,
    clock,
    book: () => plan,
    teams: () => ['T1'],
  });
  return { directory, clock, asked, hire: (user: User) => void accounts.set(user.id, user) };
}

const email = (to: string) => [{ medium: 'email', to, outside: false }] as const;
const chat = (to: string) => [{ medium: 'chat', to, outside: false }] as const;
const ann: User = { id: 'U0ANN', team_id: 'T1', real_name: 'Ann in Slack', profile: { email: 'Ann@Firm.example' } };

describe('who somebody in Slack is', () => {
  test('the person with their confirmed address, whatever they call themselves', async () => {
    const { directory } = office([ann], { ann: email('ann@firm.example') });
    expect(await directory.whoIs('T1', 'U0ANN')).toEqual({ known: true, person: 'ann', name: 'Ann in Slack' });
  });

  test.each([
    ['an address that is not confirmed', { ...ann, is_email_confirmed: false }],
    ['an account that is switched off', { ...ann, deleted: true }],
    ['a bot', { ...ann, is_bot: true }],
    ['somebody of another workspace', { ...ann, team_id: 'T2' }],
    ['a stranger', { ...ann, is_stranger: true }],
  ])('nobody of the plan: %s', async (_what, user) => {
    const { directory } = office([user], { ann: email('ann@firm.example') });
    expect(await directory.whoIs('T1', 'U0ANN')).toMatchObject({ known: true, person: null });
  });

  test('two people of the plan with one address are neither of them', async () => {
    const { directory } = office([ann], { ann: email('ann@firm.example'), bob: email('ann@firm.example') });
    expect(await directory.whoIs('T1', 'U0ANN')).toMatchObject({ person: null });
  });

  test('an account that Slack does not know is somebody, and not a question for later', async () => {
    const { directory } = office([], {});
    expect(await directory.whoIs('T1', 'U0GONE')).toMatchObject({ known: true, person: null });
  });
});

describe('whom to write to', () => {
  test('a colleague who joined after the list was read is looked up before a page is given up', async () => {
    const { directory, hire } = office([], { ann: email('ann@firm.example') });
    await directory.read('T1');
    hire(ann);
    expect(await directory.find('ann')).toMatchObject({ user: 'U0ANN' });
  });

  test('who is not found is not looked up at every try, and is found a minute after they came', async () => {
    const { directory, clock, asked, hire } = office([], { ann: email('ann@firm.example') });
    for (let tries = 0; tries < 5; tries += 1) expect(await directory.find('ann')).toBeUndefined();
    expect(asked).toEqual(['users.lookupByEmail']);
    hire(ann);
    await clock.advance(MINUTE_MS);
    expect(await directory.find('ann')).toMatchObject({ user: 'U0ANN' });
  });

  test('an account that the plan names and that is switched off is nobody to write to', async () => {
    const { directory } = office([{ ...ann, deleted: true }], { ann: chat('U0ANN') });
    expect(directory.accountOf('ann')).toMatchObject({ user: 'U0ANN' });
    await directory.read('T1');
    expect(directory.accountOf('ann')).toBeUndefined();
    expect(directory.missing(['ann'])).toEqual(['ann']);
  });
});
