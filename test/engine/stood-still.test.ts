import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/core/time.ts';
import type { Performers } from '../../src/engine/perform.ts';
import { LAKESHORE_IN_SHORT } from '../simulation/books.ts';
import { twiceIn } from '../simulation/fleet-rules.ts';
import type { Process } from '../simulation/process.ts';
import type { Turmoil } from '../simulation/turmoil.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World, WorldParts } from '../simulation/world.ts';
import type { Claim } from '../../src/ports/store.ts';
import type { PagerAnswer } from '../support/scripted-pager.ts';
import { accept, failForGood, failForNow, loseReply } from '../support/scripted-pager.ts';
import { sampleBook } from '../support/story.ts';

/** Longer than a lease. */
const LONG_MS = 70 * SECOND_MS;
/** Long enough to be taken for gone, and shorter than a provider may take. */
const SHORT_MS = 5 * SECOND_MS;

/** Nothing befalls the process but what the test says. */
function quiet(): Turmoil {
  const claims = new Set<Claim>();
  return {
    claims,
    turn: () => undefined,
    store: (inner) => ({
      ...inner,
      async claim(ask) {
        const found = await inner.claim(ask);
        for (const claim of found) claims.add(claim);
        return found;
      },
    }),
  };
}

async function two(parts: Partial<WorldParts> = {}): Promise<{ world: World; first: Process; second: Process }> {
  const world = await beginWorld({ book: sampleBook, processes: 2, turmoil: quiet, ...parts });
  const [first, second] = world.processes;
  if (first === undefined || second === undefined) throw new Error('nobody lives');
  return { world, first, second };
}
const events = async (world: World) => (await world.store.read('INC-1')).map(({ body }) => body as IncidentEvent);
const about = (story: readonly IncidentEvent[], person: string) =>
  story.flatMap((event) =>
    (event.type === 'pageSent' || event.type === 'pageFailed') && event.page.includes(`/${person}/chat`)
      ? [`${event.type} ${event.attempt}`]
      : [],
  );
const START = 'start phones send callers in a loop';

/** The first process hands Marcus's page over and stands still; the second one makes the same attempt when the lease is over. */
async function bothPage(ms: number, ...answers: readonly PagerAnswer[]) {
  let still = false;
  const one = await two({
    onPage({ person }) {
      if (still || person !== 'marcus') return;
      still = true;
      one.world.freeze(one.first, { at: 0, ms });
    },
    takeOver: ms < LONG_MS,
  });
  one.world.pager.script({ person: 'marcus', medium: 'chat' }, ...answers);
  await one.world.say(one.first, { words: START, as: 'owen' });
  await one.world.pass(3 * MINUTE_MS);
  return { ...one, story: await events(one.world) };
}

describe('a page that two processes made, because the first stood still past its lease', () => {
  it('went out twice, and is on record once', async () => {
    const { world, story } = await bothPage(LONG_MS, accept);
    expect(world.pager.sent.filter(({ key }) => key === 'INC-1/page/0.0/marcus/chat/1')).toHaveLength(2);
    expect(about(story, 'marcus')).toEqual(['pageSent 1']);
  });

  it('is not called failed afterwards by the one that never heard the answer', async () => {
    const { story } = await bothPage(LONG_MS, loseReply, accept);
    expect(about(story, 'marcus')).toEqual(['pageSent 1']);
  });

  it('counts one failure as one', async () => {
    const { story } = await bothPage(LONG_MS, failForNow, failForNow, accept);
    expect(about(story, 'marcus')).toEqual(['pageFailed 1', 'pageSent 2']);
  });

  it('ends what is tried again once it turns out that the first had rung', async () => {
    const { world, story } = await bothPage(SHORT_MS, accept, failForNow);
    expect(about(story, 'marcus').at(-1)).toBe('pageSent 1');
    const asked = world.pager.asked.length;
    await world.pass(MINUTE_MS);
    expect(world.pager.asked.slice(asked).filter(({ key }) => key.includes('/0.0/marcus/chat/'))).toEqual([]);
  });

  it('has rung, even where the other had given it up for good', async () => {
    const { first, story } = await bothPage(SHORT_MS, accept, failForGood);
    expect(about(story, 'marcus')).toEqual(['pageFailed 1', 'pageSent 1']);
    const { state } = await first.engine.read('INC-1');
    expect(state).toMatchObject({
      escalation: {
        pages: expect.arrayContaining([
          expect.objectContaining({ person: 'marcus', medium: 'chat', state: 'sent' }),
        ]) as unknown,
      },
    });
  });
});

describe('wherever a process stands still for more than a lease', () => {
  const POINTS = Array.from({ length: 24 }, (_, point) => point);

  it.each(POINTS)('nobody is paged after an answer: point %i', async (point) => {
    const { world, first, second } = await two();
    await world.say(second, { words: START, as: 'owen' });
    world.freeze(first, { at: point, ms: LONG_MS });
    first.kick();
    await world.clock.settle();
    await world.say(second, { words: 'ack INC-1', as: 'priya' });
    const before = world.pager.asked.length;
    await world.pass(4 * MINUTE_MS);
    const after = world.pager.asked.slice(before).map(({ key }) => key);
    expect(after.filter((key) => !/\/page\/[cp]/.test(key))).toEqual([]);
    expect(twiceIn('INC-1', await events(world))).toEqual([]);
  });

  it.each(POINTS)('automation is not called once people were told to look: point %i', async (point) => {
    const doubted: boolean[] = [];
    const { world, first, second } = await two({
      book: LAKESHORE_IN_SHORT,
      performers: (usual) => ({
        ...usual,
        hook: {
          timeoutMs: 20_000,
          perform(effect, signal) {
            const story = world.ledger.accounts.get('INC-1')?.events ?? [];
            doubted.push(story.some(({ type }) => type === 'hookInDoubt'));
            return usual['hook']?.perform(effect, signal) ?? Promise.reject(new Error('no hook'));
          },
        },
      }),
    });
    await world.say(second, { words: 'start the portal is down --playbook portal-at-once', as: 'owen' });
    await world.say(second, { words: 'ack INC-1', as: 'marcus' });
    world.freeze(first, { at: point, ms: 3 * MINUTE_MS });
    first.kick();
    await world.pass(5 * MINUTE_MS);
    const story = await events(world);
    expect(doubted.length).toBeLessThanOrEqual(1);
    expect(doubted).not.toContain(true);
    expect(story.some(({ type }) => type === 'hookReturned' || type === 'hookInDoubt')).toBe(true);
    expect(twiceIn('INC-1', story)).toEqual([]);
  });
});

it('a message that was taken in is not worked again because one that stood still failed after another had done it', async () => {
  let calls = 0;
  const deliver: NonNullable<Performers[string]> = {
    timeoutMs: MINUTE_MS,
    async perform() {
      calls += 1;
      if (calls > 1) return { outcome: 'accepted', reference: '' };
      one.world.freeze(one.first, { at: 0, ms: SHORT_MS });
      throw new Error('cut off');
    },
  };
  const one = await two({ takeOver: true, performers: (usual) => ({ ...usual, deliver }) });
  const command = { type: 'take', id: 'd1', source: 'slack', body: {} } as const;
  await one.second.engine.handle({ stream: 'IN-1', command, by: MUSTER, reply: () => '' });
  one.first.kick();
  await one.world.pass(5 * MINUTE_MS);
  const story = (await one.world.store.read('IN-1')).map(({ body }) => (body as { readonly type: string }).type);
  expect(story).toEqual(['taken', 'worked']);
  expect(calls).toBe(2);
});
