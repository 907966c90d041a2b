import { createEmulator } from 'emulate';
import { describe, expect, it, test } from 'vitest';
import { slackApi } from '../../../../../src/adapters/chat/slack/api/api.ts';
import { limited, refused } from '../../../../../src/adapters/chat/slack/api/called.ts';
import type { ModalParts, PreviewPress } from '../../../../../src/adapters/chat/slack/modals/modals.ts';
import { isPreview, modalsOf } from '../../../../../src/adapters/chat/slack/modals/modals.ts';
import { featuresOf, scopesFor } from '../../../../../src/adapters/chat/slack/setup/scopes.ts';
import { readDelivery } from '../../../../../src/adapters/chat/slack/transport/read-delivery.ts';
import type { AnswerTo } from '../../../../../src/adapters/chat/slack/words/answers.ts';
import { momentsOf } from '../../../../../src/adapters/chat/slack/words/moments.ts';
import type { FormValues } from '../../../../../src/adapters/chat/slack/draw/form-modal.ts';
import { START_BLOCKS } from '../../../../../src/adapters/chat/slack/words/start-words.ts';
import { card } from '../../../../../src/core/card.ts';
import { quietLog } from '../../../../support/quiet-log.ts';
import { press } from '../../../../support/slack-requests.ts';
import { story } from '../../../../support/story.ts';
import { textsOf } from '../draw/slack-rules.ts';
import { listening, OWEN, TEAM, wordsWorld } from '../words/words-world.ts';

const TO: AnswerTo = { delivery: 'd1', team: TEAM, user: OWEN, channel: 'C1', thread: null };
const ASKS = card('Note', {
  blocks: [{ kind: 'form', words: 'note INC-1', fields: [{ name: 'text', label: 'What happened?' }] }],
});

async function world() {
  const told = await story();
  const parts = wordsWorld(told);
  return { told, ...parts, modals: modalsOf(parts) };
}

describe('a modal', () => {
  test('for a start shows who will be paged for these words, at this hour', async () => {
    const { api, modals, moments } = await world();
    moments.keep('d1', { triggerId: 't1' });
    expect(await modals.open({ start: { text: 'phones send callers in a loop', channel: 'C1' } }, TO)).toBe(true);
    const [opened, ...others] = api.calls;
    expect(others).toEqual([]);
    expect(opened).toMatchObject({
      method: 'views.open',
      args: { trigger_id: 't1', view: { callback_id: 'start', private_metadata: '{"channel":"C1"}' } },
      options: { priority: 'answer', team: TEAM, maxWaitMs: 2_000 },
    });
    const seen = textsOf(opened?.args).join('\n');
    expect(seen).toContain('because you wrote "phones send callers" and "loop"');
    expect(seen).toContain('First: Marcus Feld by chat, then SMS, then call; Priya Raman by');
    expect(seen).toContain('Not found in Slack, so reached by their other ways only: Lena Hartog');
  });

  test('for a card asks what the card asks', async () => {
    const { api, modals, moments } = await world();
    moments.keep('d1', { triggerId: 't1' });
    expect(await modals.open({ card: ASKS, at: { here: 'INC-1', channel: 'C1' } }, TO)).toBe(true);
    expect(api.calls[0]).toMatchObject({
      args: {
        view: { callback_id: 'words', private_metadata: '{"here":"INC-1","channel":"C1","words":"note INC-1"}' },
      },
    });
  });

  it.each([
    ['the moment has passed', async ({ told }: Awaited<ReturnType<typeof world>>) => told.clock.advance(3_000)],
    [
      'Slack refuses',
      async ({ api }: Awaited<ReturnType<typeof world>>) =>
        api.answer('views.open', () => refused('expired_trigger_id')),
    ],
    [
      'Slack has no time',
      async ({ api }: Awaited<ReturnType<typeof world>>) => api.answer('views.open', () => limited(1_000)),
    ],
  ])('is none when %s', async (_when, happens) => {
    const all = await world();
    all.moments.keep('d1', { triggerId: 't1' });
    await happens(all);
    expect(await all.modals.open({ start: { text: '', channel: null } }, TO)).toBe(false);
  });

  test('is opened once for one press, and none for words that came without one', async () => {
    const { api, modals, moments } = await world();
    moments.keep('d1', { triggerId: 't1' });
    const start = { start: { text: '', channel: null } } as const;
    expect(await modals.open(start, TO)).toBe(true);
    expect(await modals.open(start, TO)).toBe(false);
    expect(await modals.open(start, { ...TO, delivery: 'd2' })).toBe(false);
    expect(api.calls.length).toBe(1);
  });

  test('is none for a card that asks nothing, and the moment is left for another one', async () => {
    const { modals, moments } = await world();
    moments.keep('d1', { triggerId: 't1' });
    expect(await modals.open({ card: card('Noted.'), at: {} }, TO)).toBe(false);
    expect(moments.triggerId('d1')).toBe('t1');
  });

  test('for a start opens also when nobody can say who will be paged', async () => {
    const all = await world();
    const host = { ...all.host, live: () => Promise.reject(new Error('the disk is full')) };
    all.moments.keep('d1', { triggerId: 't1' });
    expect(await modalsOf({ ...all, host }).open({ start: { text: 'x', channel: null } }, TO)).toBe(true);
    expect(textsOf(all.api.calls[0]?.args).join('\n')).toContain('Starting works all the same.');
  });
});

/** A change in the start modal, read from what Slack sends. */
function changed(action: object, values: Readonly<Record<string, object>> = {}): PreviewPress {
  const nested = Object.fromEntries(Object.entries(values).map(([block, element]) => [block, { x: element }]));
  const view = {
    id: 'V0START01',
    type: 'modal',
    hash: '1.abc',
    callback_id: 'start',
    private_metadata: '{"channel":"C1"}',
    state: { values: nested },
  };
  const place = { container: { type: 'view', view_id: view.id }, channel: undefined, message: undefined, view };
  const read = readDelivery(press({ value: undefined, ...action }, place));
  if (typeof read === 'string' || !isPreview(read.body)) throw new Error(`not a preview: ${JSON.stringify(read)}`);
  return read.body;
}
const typed = (value: string) => ({ [START_BLOCKS.what]: { type: 'plain_text_input', value } });
const LOOK = { action_id: 'start-preview:look', value: 'look' };

describe('a change in the start modal', () => {
  it.each([
    ['words and Enter', { action_id: 'start-preview:what', type: 'plain_text_input', value: 'cancel INC-1' }],
    [
      'several systems',
      { action_id: 'start-preview:hit', type: 'multi_static_select', selected_options: [{ value: 'system:files' }] },
    ],
    [
      'a severity',
      { action_id: 'start-preview:severity', type: 'static_select', selected_option: { value: 'is:sev1' } },
    ],
    ['the button', LOOK],
  ])('is no line of words, whatever was typed: %s', (_what, action) => {
    expect(changed(action).words).toBe('');
  });

  test('carries what is filled in so far', () => {
    const values: FormValues = { [START_BLOCKS.what]: 'x', [START_BLOCKS.more]: ['drill'] };
    const more = { [START_BLOCKS.more]: { type: 'checkboxes', selected_options: [{ value: 'drill' }] } };
    expect(changed(LOOK, { ...typed('x'), ...more }).view).toEqual({
      id: 'V0START01',
      metadata: '{"channel":"C1"}',
      values,
    });
  });

  test('shows anew who will be paged', async () => {
    const { api, modals } = await world();
    const drill = { [START_BLOCKS.more]: { type: 'checkboxes', selected_options: [{ value: 'drill' }] } };
    await modals.preview(changed(LOOK, { ...typed('files are being encrypted'), ...drill }));
    expect(api.calls).toMatchObject([
      {
        method: 'views.update',
        args: { view_id: 'V0START01', view: { callback_id: 'start', private_metadata: '{"channel":"C1"}' } },
      },
    ]);
    const seen = textsOf(api.calls[0]?.args).join('\n');
    expect(seen).toContain('EXERCISE: every page says so');
    expect(seen).toContain('How bad: sev1 Crisis.');
  });

  test('says what the plan does not have instead of failing', async () => {
    const { api, modals } = await world();
    const hit = { [START_BLOCKS.hit]: { type: 'multi_static_select', selected_options: [{ value: 'system:gone' }] } };
    await modals.preview(changed(LOOK, { ...typed('x'), ...hit }));
    expect(textsOf(api.calls[0]?.args).join('\n')).toContain('The plan has no system "gone"');
  });

  test('of many, only the newest is shown once Slack has taken the one before', async () => {
    const { api, modals } = await world();
    const { promise, resolve } = Promise.withResolvers<{ ok: true; value: object }>();
    api.answer('views.update', () => promise);
    const all = ['a', 'b', 'c', 'd'].map((word) => modals.preview(changed(LOOK, typed(word))));
    resolve({ ok: true, value: {} });
    await Promise.all(all);
    const shown = api.calls.map(({ args }) => JSON.stringify(args).match(/"initial_value":"(\w)"/)?.[1]);
    expect(shown.at(-1)).toBe('d');
    expect(shown.length).toBeLessThanOrEqual(2);
  });
});

test('Slack takes the modals: opened by a real trigger once, and drawn again (emulate, by another maker)', async () => {
  const scopes = scopesFor(featuresOf({ reactions: false })).map(({ scope }) => scope);
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'muster' }],
        tokens: [{ token: 'xoxb-test', user: 'muster', scopes }],
      },
    },
  });
  const told = await story();
  const url = `${emulator.url}/api/`;
  const api = listening(slackApi({ tokens: async () => 'xoxb-test', clock: told.clock, log: quietLog(), url }));
  try {
    const made = await fetch(`${url}views.generateTriggerId`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-test', 'content-type': 'application/json' },
      body: '{}',
    });
    const { trigger_id: triggerId } = (await made.json()) as { readonly trigger_id: string };
    const moments = momentsOf(told.clock);
    moments.keep('d1', { triggerId });
    moments.keep('d2', { triggerId });
    const parts: ModalParts = { ...wordsWorld(told), api, moments };
    const modals = modalsOf(parts);
    const start = { start: { text: 'phones send callers in a loop', channel: 'C1' } } as const;
    expect(await modals.open(start, TO)).toBe(true);
    expect(await modals.open(start, { ...TO, delivery: 'd2' })).toBe(false);
    const [opened] = api.results as readonly { readonly value: { readonly view: { readonly id: string } } }[];
    const look = changed(LOOK, typed('files are being encrypted'));
    await modals.preview({ ...look, view: { ...look.view, id: opened?.value.view.id ?? '' } });
    expect(api.results).toMatchObject([
      { ok: true, value: { view: { type: 'modal', callback_id: 'start', private_metadata: '{"channel":"C1"}' } } },
      { ok: false, kind: 'refused', code: 'exchanged_trigger_id' },
      { ok: true, value: { view: { id: opened?.value.view.id } } },
    ]);
    expect(textsOf(api.results[2]).join('\n')).toContain('How bad: sev1 Crisis.');
  } finally {
    api.close();
    await emulator.close();
  }
});
