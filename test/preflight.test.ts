import { expect, it } from 'vitest';
import { NO_OVERRIDES } from '../src/core/oncall.ts';
import { HOUR_MS, SECOND_MS, instant } from '../src/core/time.ts';
import type { Provider } from '../src/ports/media.ts';
import { preflightOf } from '../src/preflight.ts';
import { planWith } from './support/clinic.ts';
import { virtualClock } from './support/virtual-clock.ts';

type Asked = Pick<Provider, 'name' | 'check'>;
const AT = instant('2026-11-20T21:40:00Z');
const PHONES = { name: 'simulated', media: ['sms', 'call'] } as const;

function world(...providers: readonly Asked[]) {
  return worldOf([PHONES], providers);
}
function worldOf(pagers: Parameters<typeof preflightOf>[0]['pagers'], providers: readonly Asked[] = []) {
  const wall = virtualClock(AT);
  const plan = planWith((raw) => ({ ...raw, incident_bot: { test_pages: { at: 'Tue 10:00' } } }));
  const preflight = preflightOf({
    providers,
    pagers,
    plan: () => plan,
    live: async () => NO_OVERRIDES,
    now: async () => AT,
    wall,
  });
  return { wall, preflight };
}
const refused: Asked = {
  name: 'twilio',
  check: async () => ['Twilio refuses the credentials: look at TWILIO_AUTH_TOKEN.'],
};
const hangs: Asked = { name: 'smtp', check: () => new Promise(() => undefined) };
const breaks: Asked = { name: 'push', check: () => Promise.reject(new Error('no route')) };

it('says what each provider says of itself, in front of what the plan lacks', async () => {
  const { preflight } = world(refused);
  await preflight.refresh();
  const [first, ...rest] = await preflight.look();
  expect(first).toEqual({ level: 'error', say: 'Twilio refuses the credentials: look at TWILIO_AUTH_TOKEN.' });
  expect(rest.map(({ level, say }) => [level, say.slice(0, 60)])).toEqual([
    ['error', 'Nobody real is reached: pages go to simulated phones.'],
    ['warn', expect.any(String)],
  ]);
  expect(preflight.problems()).toEqual(['Twilio refuses the credentials: look at TWILIO_AUTH_TOKEN.']);
});

it('waits ten seconds for one that hangs, and says so; one that breaks is said too, and neither hides another', async () => {
  const { preflight, wall } = world(hangs, breaks, refused);
  preflight.start();
  await wall.advance(9 * SECOND_MS);
  expect(preflight.problems()).toEqual([]);
  await wall.advance(1 * SECOND_MS);
  expect(preflight.problems()).toEqual([
    'smtp did not answer within 10 s: pages by it may not leave.',
    'push could not be asked: no route.',
    'Twilio refuses the credentials: look at TWILIO_AUTH_TOKEN.',
  ]);
  preflight.stop();
});

it('asks again every hour until it is stopped', async () => {
  let times = 0;
  const { preflight, wall } = world({
    name: 'twilio',
    check: async () => ((times += 1) === 1 ? ['The balance is used up.'] : []),
  });
  preflight.start();
  await wall.settle();
  expect(preflight.problems()).toEqual(['The balance is used up.']);
  await wall.advance(HOUR_MS);
  expect(preflight.problems()).toEqual([]);
  preflight.stop();
  await wall.advance(5 * HOUR_MS);
  expect(times).toBe(2);
});

it('names what goes to simulated phones beside real ones, and the levels that nobody real can be rung by', async () => {
  const { preflight } = worldOf([{ name: 'smtp', media: ['email', 'chat'] }, PHONES]);
  const found = await preflight.look();
  expect(found).toContainEqual({
    level: 'warn',
    say: 'SMS and call go to simulated phones (MUSTER_SIMULATE=yes): nobody real is reached by them.',
  });
  expect(found.map(({ say }) => say)).toContain(
    'Nobody of level 1 of `default` can be rung: nothing real carries SMS and call to them, and what is carried does not ring.',
  );
  expect(found.some(({ say }) => say.startsWith('Nothing carries'))).toBe(false);
});
