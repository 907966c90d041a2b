import { describe, expect, it } from 'vitest';
import { systemId, whoId } from '../../../src/core/ids.ts';
import type { Medium } from '../../../src/core/media.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import { whoToPage } from '../../../src/core/people.ts';
import { mediaDown, waysAsked, whyThisOrder } from '../../../src/core/plan/media-down.ts';
import { instant } from '../../../src/core/time.ts';
import { lakeshore, minimal } from './plan-of.ts';

const down = (failed: readonly string[], plan = lakeshore) => Object.fromEntries(mediaDown(plan, failed.map(systemId)));
const ask = (failed: readonly string[]) => ({
  at: instant('2026-11-24T17:00:00Z'),
  wakes: true,
  live: NO_OVERRIDES,
  holders: {},
  without: [],
  failed: failed.map(systemId),
});
const ways = (failed: readonly string[], who = 'marcus') =>
  whoToPage(lakeshore, [whoId(who)], ask(failed)).reach[0]?.ways ?? [];
const media = (all: readonly { readonly medium: Medium }[]) => all.map(({ medium }) => medium);

describe('a medium hangs on what it needs', () => {
  it.each<readonly [string, readonly string[], Readonly<Partial<Record<Medium, string>>>]>([
    ['itself', ['teams'], { chat: 'Microsoft Teams' }],
    ['what that needs', ['identity'], { chat: 'Sign-in and MFA', email: 'Sign-in and MFA' }],
    ['one of two media', ['m365-mail'], { email: 'E-mail' }],
    ['one of several that are failed', ['m365-mail', 'teams'], { chat: 'Microsoft Teams', email: 'E-mail' }],
    ['one internet of two: the other is left', ['internet-hq'], {}],
    ['both of them', ['internet-hq', 'internet-lte'], { desk: 'Fibre internet, Grand Rapids' }],
    ['power, whatever the batteries', ['power-hq'], { desk: 'Power, Grand Rapids office' }],
    ['nothing that failed', ['files', 'pm-app'], {}],
    ['nothing at all', [], {}],
    ['a system that the plan does not know', ['constructor'], {}],
  ])('%s', (_, failed, expected) => {
    expect(down(failed)).toEqual(expected);
  });

  it('and on nothing where the plan does not say what media need', () => {
    expect(down(['identity'], minimal)).toEqual({});
  });
});

describe('the ways to a person', () => {
  it.each<readonly [readonly string[], readonly Medium[]]>([
    [[], ['chat', 'sms', 'call', 'call', 'email']],
    [['identity'], ['sms', 'call', 'call', 'chat', 'email']],
    [['m365-mail'], ['chat', 'sms', 'call', 'call', 'email']],
    [['teams'], ['sms', 'call', 'call', 'email', 'chat']],
    [['pbx'], ['chat', 'sms', 'call', 'call', 'email']],
  ])('with %j failed are tried in the order %j', (failed, order) => {
    expect(media(ways(failed))).toEqual(order);
  });

  it.each<readonly [string, readonly Medium[], readonly string[], readonly Medium[]]>([
    ['are as the level asks', ['chat', 'sms', 'call'], [], ['chat', 'sms', 'call', 'call']],
    ['keep what is down for the end', ['chat', 'sms'], ['identity'], ['sms', 'chat']],
    ['are all, when what the level asks for is down', ['chat'], ['identity'], ['sms', 'call', 'call', 'chat', 'email']],
    ['are all, when the person has none of those', ['desk'], ['teams'], ['sms', 'call', 'call', 'email', 'chat']],
  ])('%s', (_, by, failed, order) => {
    expect(media(waysAsked(ways(failed), by))).toEqual(order);
  });

  it('keep the order of the level when everything is down: nothing is left out', () => {
    const own = [
      { medium: 'chat', hangsOn: 'Sign-in' },
      { medium: 'email', hangsOn: 'Sign-in' },
    ] as const;
    expect(media(waysAsked(own, ['email', 'chat']))).toEqual(['email', 'chat']);
    expect(whyThisOrder(own)).toBe('');
  });

  it('are told with the reason', () => {
    expect(whyThisOrder(ways(['teams']))).toBe('by SMS first: chat needs Microsoft Teams, which is down');
    expect(whyThisOrder(ways([]))).toBe('');
  });
});
