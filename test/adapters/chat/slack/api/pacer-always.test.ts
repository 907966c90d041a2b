import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRIORITIES } from '../../../../../src/adapters/chat/slack/api/called.ts';
import { factsOf, type Method } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import { minuteBucket } from '../../../../../src/adapters/chat/slack/api/bucket.ts';
import { type AskedCall, pacerWorld, type Start } from './pacer-world.ts';

const MINUTE_MS = 60_000;

/** The most of them that any span of time holds. */
const mostWithin = (times: readonly number[], spanMs: number) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + spanMs).length));

const request = fc.record({
  afterMs: fc.integer({ min: 0, max: 3_000 }),
  method: fc.constantFrom<Method[]>('chat.postMessage', 'chat.update', 'conversations.create', 'views.open'),
  channel: fc.constantFrom('C1', 'C2', 'C3'),
  priority: fc.constantFrom(...PRIORITIES),
  coalesce: fc.option(fc.constantFrom('card', 'topic'), { nil: undefined }),
  maxWaitMs: fc.integer({ min: 0, max: 20_000 }),
  plan: fc.record({
    ms: fc.integer({ min: 0, max: 8_000 }),
    tooMany: fc.array(fc.integer({ min: 1_000, max: 30_000 }), { maxLength: 2 }),
  }),
});
type Asked = AskedCall & { readonly afterMs: number };

describe('a bucket', () => {
  it('lets no more through in any minute than it is told', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 240 }),
        fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 200, maxLength: 400 }),
        (perMinute, gaps) => {
          const bucket = minuteBucket(perMinute);
          const passed: number[] = [];
          let nowMs = 0;
          for (const gap of gaps) {
            nowMs += gap;
            if (bucket.waitMs(nowMs) > 0) continue;
            bucket.take(nowMs);
            passed.push(nowMs);
          }
          expect(mostWithin(passed, MINUTE_MS)).toBeLessThanOrEqual(perMinute);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('whatever is asked, and whatever Slack answers', () => {
  /** Asks all of it, at its hours, and lets everything end. */
  async function played(requests: readonly Asked[]) {
    const world = pacerWorld();
    for (const [index, { afterMs, ...call }] of requests.entries()) {
      await world.clock.advance(afterMs);
      void world.run(String(index), call);
    }
    await world.clock.advance(5 * MINUTE_MS);
    return world;
  }

  it('every call is answered in its time, and Slack’s limits are kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 60 }), async (requests) => {
        const { answers, answeredAt, starts, pace } = await played(requests);
        expect(answers.size).toBe(requests.length);
        expect(pace.load().waiting).toBe(0);

        let askedMs = 0;
        for (const [index, { afterMs, maxWaitMs, plan, priority }] of requests.entries()) {
          askedMs += afterMs;
          const tries = starts.filter(({ name }) => name === String(index)).length;
          const latest = askedMs + (priority === 'page' ? 0 : maxWaitMs) + plan.ms * Math.max(1, tries);
          expect(answeredAt.get(String(index))).toBeLessThanOrEqual(latest + 1);
        }
        const paced = (start: Start) => requests[Number(start.name)]?.priority !== 'page';
        for (const method of ['conversations.create', 'chat.update', 'views.open'] as const) {
          const times = starts
            .filter((start) => requests[Number(start.name)]?.method === method && paced(start))
            .map(({ atMs }) => atMs);
          expect(mostWithin(times, MINUTE_MS)).toBeLessThanOrEqual(factsOf(method).perMinute);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a page leaves at the moment it is asked for, or is told at once that its own person is limited', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 40 }), async (requests) => {
        const { starts, answers, answeredAt } = await played(requests);
        let askedMs = 0;
        for (const [index, { afterMs, priority }] of requests.entries()) {
          askedMs += afterMs;
          if (priority !== 'page') continue;
          const name = String(index);
          const start = starts.find((each) => each.name === name);
          if (start !== undefined) expect(start.atMs).toBe(askedMs);
          else expect([answers.get(name), answeredAt.get(name)]).toMatchObject([{ kind: 'limited' }, askedMs]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a 429 in one channel never delays another', async () => {
    const quiet = request.map((call) => ({ ...call, method: 'chat.postMessage' as const, coalesce: undefined }));
    await fc.assert(
      fc.asyncProperty(fc.array(quiet, { maxLength: 25 }), async (requests) => {
        const healthy = requests.map((call) => ({ ...call, plan: { ms: call.plan.ms } }));
        const ill = requests.map((call) => (call.channel === 'C1' ? call : { ...call, plan: { ms: call.plan.ms } }));
        const others = (starts: readonly Start[]) =>
          starts.filter(({ name }) => requests[Number(name)]?.channel !== 'C1');
        expect(others((await played(ill)).starts)).toEqual(others((await played(healthy)).starts));
      }),
      { numRuns: 25 },
    );
  });
});
