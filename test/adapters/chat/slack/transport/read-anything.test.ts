import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../../../../src/adapters/chat/slack/transport/read-delivery.ts';
import {
  command,
  direct,
  event,
  mention,
  messageAction,
  press,
  stamp,
  submission,
} from '../../../../support/slack-requests.ts';

const bodyOf = (given: unknown) => {
  const read = readDelivery(given);
  return typeof read === 'string' ? read : read.body;
};
const idOf = (given: unknown) => {
  const read = readDelivery(given);
  return typeof read === 'string' ? read : read.id;
};

describe('anything at all', () => {
  const real = [command(), press(), submission({ what: { x: { value: 'a' } } }), messageAction(), mention(), direct()];
  const SAFE_ID = /^[A-Za-z0-9._-]{1,150}$/;
  const nasty = fc.oneof(
    fc.anything({ maxDepth: 3 }),
    fc.constantFrom(
      null,
      '',
      '__proto__',
      'x'.repeat(100_000),
      -0,
      Number.NaN,
      [],
      {},
      '\uD800',
      '<!channel>',
      'constructor',
    ),
    fc.constantFrom('event_callback', 'block_actions', 'view_submission', 'message_action'),
  );
  const key = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'type', 'event', 'view', 'actions', 'user', 'team'),
    fc.string(),
  );

  /** A real body in which one thing, somewhere, is something else. */
  const bent = fc
    .tuple(fc.constantFrom(...real), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), nasty)
    .map(([body, path, value]) => bend(body, path, value));

  it('is read without a fault, under a safe name, small, and without a token', () => {
    const hostile = fc.oneof(nasty, fc.dictionary(key, nasty), bent);
    fc.assert(
      fc.property(hostile, (given) => {
        const read = readDelivery(given);
        if (typeof read === 'string') return;
        expect(read.id).toMatch(SAFE_ID);
        const text = JSON.stringify(read.body);
        expect(text.length).toBeLessThan(3_000_000);
        expect(text).not.toMatch(/gIkuvaNzQIHg97ATvDxqgjtO|hooks\.slack\.com|trigger_id|response_url/);
      }),
      { numRuns: 20_000 },
    );
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('does not change what other objects are', () => {
    const text = JSON.stringify(submission({})).replace(
      '"values":{}',
      '"values":{"__proto__":{"x":{"value":"a"}},"constructor":{"x":{"value":"b"}},"ok":{"x":{"value":"c"}}}',
    );
    const body = bodyOf(JSON.parse(text.replace(/^\{/, '{"__proto__":{"polluted":true},')));
    expect(body).toMatchObject({ values: { ok: 'c' } });
    expect(Object.keys((body as { values: object }).values)).toEqual(['ok']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('a text of a megabyte is cut with a mark, and never through a character', () => {
    const read = bodyOf(command({ text: `x${'😀'.repeat(300_000)}` })) as { text: string };
    expect(read.text).toMatch(/ …$/);
    expect(read.text.length).toBeLessThanOrEqual(12_000);
    expect(read.text.isWellFormed()).toBe(true);
  });

  it.each([
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { type: 'event_callback' },
    { type: 'nonsense' },
    { payload: '{' },
    { event: null, type: 'event_callback' },
    { ...press(), actions: [] },
    { ...press(), actions: [null] },
    { ...command(), team_id: '../../x' },
    { ...command(), trigger_id: '', response_url: '' },
    { ...submission({}), view: null },
    event({ type: 'app_mention' }),
    event({ type: 'message', channel: 'D1', channel_type: 'im', text: 'x', ts: stamp() }),
  ])('calls malformed what Slack would never send: %j', (given) => {
    expect(bodyOf(given)).toBe('malformed');
  });

  it('tells two commands apart by the address of their answer when there is no trigger', () => {
    const at = (responseUrl: string) => idOf(command({ trigger_id: '', response_url: responseUrl }));
    expect(at('https://hooks.slack.com/a')).toMatch(SAFE_ID);
    expect(at('https://hooks.slack.com/a')).not.toBe(at('https://hooks.slack.com/b'));
  });
});

/** Follows the path as far as there are objects, and puts the value at its end. */
function bend(body: object, path: readonly number[], value: unknown): unknown {
  const copy = structuredClone(body) as Record<string, unknown>;
  let at = copy;
  for (const [depth, step] of path.entries()) {
    const keys = Object.keys(at);
    const name = keys[step % Math.max(1, keys.length)];
    if (name === undefined) break;
    const next = at[name];
    if (depth === path.length - 1 || typeof next !== 'object' || next === null) {
      at[name] = value;
      break;
    }
    at = next as Record<string, unknown>;
  }
  return copy;
}
