import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../../../src/adapters/stores/memory/memory-store.ts';
import { compose } from '../../../../../src/compose.ts';
import { StoreFault } from '../../../../../src/ports/store.ts';
import type { Store } from '../../../../../src/ports/store.ts';
import { quietLog } from '../../../../support/quiet-log.ts';
import { behindSlack } from '../../../../support/slack-behind.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { answered, lastOf, PHONES, sentSince, situationOf } from './told.ts';

type Machine = SlackWorld & {
  /** From now on this machine does not reach the database. */
  cut(): void;
};

/** Two machines of one Muster, with one store, one Slack and one clock. `idle`: the other one works nothing of its own accord. */
async function twoMachines({ idle = false }: { readonly idle?: boolean } = {}) {
  const behind = await behindSlack();
  let store: (Store & AsyncDisposable) | undefined;
  async function machine(parts: Parameters<typeof slackWorld>[0], over: Partial<Store> = {}): Promise<Machine> {
    let isCut = false;
    const world = await slackWorld({
      ...parts,
      behind,
      settings: { MUSTER_SECRET: 'the secret that all machines have' },
      async open(config, clock) {
        store ??= memoryStore(clock);
        const reached: Store = { ...store, ...over, close: async () => undefined };
        const own = new Proxy(reached, {
          get: (of, name) =>
            isCut && name !== 'listen' && name !== 'close'
              ? () => Promise.reject(new StoreFault('The database is out of reach.'))
              : Reflect.get(of, name),
        });
        return compose(config, quietLog(), {
          clock,
          wall: clock,
          store: { ...methodsOf(own), setAside: () => [] },
          shared: true,
          problems: [],
        });
      },
    });
    return Object.assign(world, { cut: () => void (isCut = true) });
  }
  const one = await machine({});
  const other = await machine({ clock: one.clock }, idle ? { claim: async () => [] } : {});
  return {
    one,
    other,
    async [Symbol.asyncDispose]() {
      await other[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
      await behind.close();
    },
  };
}

/** Each method asked for anew at every call, so that a store can be cut off later. */
const methodsOf = (store: Store): Store =>
  Object.fromEntries(
    Object.keys(store).map((name) => [
      name,
      (...given: readonly unknown[]): unknown => (Reflect.get(store, name) as (...all: unknown[]) => unknown)(...given),
    ]),
  ) as unknown as Store;

const lying = async (world: SlackWorld, channel: string) =>
  (await world.behind.web.chat.scheduledMessages.list({ channel })).scheduled_messages ?? [];

describe('Slack and a Muster of several machines', () => {
  test('sees one channel, one card and one last word, whatever is said at whichever machine', async () => {
    await using both = await twoMachines();
    const { one, other } = both;
    await one.slash('bob', PHONES);
    await other.slash('ann', 'ack');
    await one.slash('cleo', 'note the vendor was called');
    await one.wait(4);
    const room = await one.room();
    const cards = (await one.messages(room)).filter(({ text }) => text.includes('Who has it'));
    expect(cards).toHaveLength(1);
    expect(await situationOf(one)).toContain('Ann Berg');
    expect((await one.messages(room)).filter(({ text }) => text.includes('the vendor was called'))).toHaveLength(1);
    expect(await lying(one, room)).toHaveLength(1);
    expect((await one.directs('ann')).filter(({ text }) => text.includes('INC-1'))).toHaveLength(1);
  });

  test('is drawn on by one of them only', async () => {
    await using both = await twoMachines();
    const { one, other } = both;
    await one.slash('bob', PHONES);
    const before = one.slack.asked().length;
    await other.slash('ann', 'ack');
    const updates = sentSince(one, before, 'chat.update').map(({ args }) => JSON.stringify(args));
    expect(updates.length).toBeGreaterThan(0);
    expect(new Set(updates).size).toBe(updates.length);
  });

  test('keeps a card that is right when the machine that drew it is cut off, and the last word moves on', async () => {
    await using both = await twoMachines();
    const { one, other } = both;
    await one.slash('bob', PHONES);
    const room = await one.room();
    one.cut();
    await other.slash('ann', 'ack');
    await other.wait(1);
    expect(await situationOf(other)).toContain('Ann Berg');
    expect(await lying(other, room)).toHaveLength(1);
    await other.slash('cleo', 'close --anyway wrong alarm');
    await other.wait(1);
    expect(await lying(other, room)).toEqual([]);
  });

  test('is told of an incident’s end by another machine when the one that drew died at that moment', async () => {
    await using both = await twoMachines();
    const { one, other } = both;
    await one.slash('bob', PHONES);
    await one.slash('ann', 'ack');
    const room = await one.room();
    one.cut();
    await other.slash('cleo', 'close --anyway wrong alarm');
    await other.wait(1.5);
    expect(await situationOf(other)).toContain('closed 16:40');
    expect(await lying(other, room)).toEqual([]);
  });

  test('gets its answer unseen by others, and its form, from whichever machine works what was delivered', async () => {
    await using both = await twoMachines({ idle: true });
    const { other } = both;
    await other.slash('bob', PHONES);
    const before = other.slack.asked().length;
    await other.slash('bob', 'status INC-1');
    expect(answered(other)).toContain('INC-1');
    await other.slash('bob', 'start');
    expect(sentSince(other, before, 'views.open')).toHaveLength(1);
    expect(sentSince(other, before, 'chat.postEphemeral')).toEqual([]);
  });

  test('is understood in a room that another machine has opened', async () => {
    await using both = await twoMachines();
    const { one, other } = both;
    await one.slash('bob', PHONES);
    await one.slash('bob', 'start the printer burns');
    const room = await one.room('INC-2');
    await other.slash('ann', 'ack', room);
    const had = await Promise.all(['INC-1', 'INC-2'].map(async (id) => (await one.events(id)).map(({ type }) => type)));
    expect(had.map((types) => types.includes('acknowledged'))).toEqual([false, true]);
  });

  test('is answered once to a delivery that it sends again to the other machine', async () => {
    await using both = await twoMachines();
    const { one, other } = both;
    await one.slash('bob', PHONES);
    const card = await lastOf(one.messages(await one.room()));
    expect(card).toBeDefined();
    const request = one.slashOf('ann', 'note said once');
    await one.send(request);
    await one.settle();
    await other.send(request);
    await one.settle();
    expect((await one.events()).filter((event) => JSON.stringify(event).includes('said once'))).toHaveLength(1);
  });
});
