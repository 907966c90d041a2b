import { describe, expect, it } from 'vitest';
import { OWN_COMMANDS } from '../../src/config.ts';
import { personId } from '../../src/core/ids.ts';
import { deskOf } from '../../src/desk.ts';
import { discoverCommands } from '../../src/discover.ts';
import { dispatcher, speakerOf } from '../../src/engine/dispatch.ts';
import { sampleBook, story } from '../support/story.ts';
import type { Story } from '../support/story.ts';

const words = await discoverCommands([OWN_COMMANDS]);
const { priya: _, ...people } = sampleBook.plan.people;
const without = { ...sampleBook, plan: { ...sampleBook.plan, people } };

/** Priya's account still is Priya's, although the plan in force no longer names her. */
async function priyaSays(told: Story, line: string) {
  const { hash } = (await told.incident()).book;
  const book = { ...without, hash };
  const desk = deskOf({
    engine: told.engine(),
    store: told.store,
    words,
    book: () => book,
    missing: () => [],
    rooms: [],
  });
  const { engine, store } = told;
  const dispatch = dispatcher({
    words,
    desk,
    engine: engine(),
    now: () => store.now(),
    delivered: (id) => store.delivered(id),
  });
  return dispatch({ words: line, speaker: speakerOf(personId('priya'), 'Priya Raman') });
}

async function paged(): Promise<Story> {
  const told = await story();
  await told.say('start phones send callers in a loop', 'owen');
  expect(told.pager.sent.map(({ person }) => person)).toContain('priya');
  return told;
}

describe('somebody whom a running incident pages and the plan in force no longer names', () => {
  it.each(['ack INC-1', 'ack', 'status INC-1', 'sev INC-1 sev1', 'cant INC-1 I have left'])(
    'can say "%s"',
    async (line) => {
      expect(await priyaSays(await paged(), line)).toMatchObject({ ok: true, incident: 'INC-1' });
    },
  );

  it.each(['list', 'plan', 'who it-primary'])(
    'cannot say "%s": that is about the firm and not about the incident',
    async (line) => {
      expect(await priyaSays(await paged(), line)).toMatchObject({ ok: false, code: 'not-allowed' });
    },
  );

  it('cannot say anything once the incident is over', async () => {
    const told = await paged();
    await told.say('cancel INC-1 a false alarm', 'nina');
    expect(await priyaSays(told, 'status INC-1')).toMatchObject({ ok: false, code: 'not-allowed' });
  });
});
