import { expect, it } from 'vitest';
import { hash } from '../src/core/ids.ts';
import { hookToken } from '../src/hook-tokens.ts';
import { monitorsOf } from '../src/monitors.ts';
import { FUNCTIONS, HEAD, planOf } from './core/plan/plan-of.ts';
import { quietLog } from './support/quiet-log.ts';
import { virtualClock } from './support/virtual-clock.ts';
import { instant } from '../src/core/time.ts';

const SECRET = 'a secret of sixteen and more';
const PLAN = planOf(`${HEAD}
people: { ann: { name: Ann, reach: [ { email: ann@example.com } ] } }
${FUNCTIONS}
alerts: { ups: { kind: mail }, prometheus: { kind: alertmanager } }
escalation: { default: [ann] }
`);

it('a token opens to mail only when it is of a source that is told by mail, in small letters or not', () => {
  const clock = virtualClock(instant('2026-11-20T14:05:00.000Z'));
  const never = () => {
    throw new Error('nothing is asked for');
  };
  const monitors = monitorsOf({
    engine: never,
    store: new Proxy({} as Parameters<typeof monitorsOf>[0]['store'], { get: never }),
    book: () => ({ hash: hash('0'), plan: PLAN, playbooks: {} }),
    live: never,
    rooms: [],
    clock,
    wall: clock,
    secret: SECRET,
    log: quietLog(),
  });
  const token = hookToken(SECRET, 'ups');
  for (const given of [token, token.toLowerCase(), token.toUpperCase()]) expect(monitors.knowsMail(given)).toBe(true);
  for (const given of [
    '',
    'x',
    `${token}x`,
    token.slice(1),
    hookToken(SECRET, 'prometheus'),
    hookToken('other', 'ups'),
  ])
    expect(monitors.knowsMail(given)).toBe(false);
});
