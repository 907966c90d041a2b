import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import type { Card } from '../../../../../src/core/card.ts';
import { situation } from '../../../../../src/core/incident/cards.ts';
import { readersZone } from '../../../../../src/core/marked-time.ts';
import { cardMessage } from '../../../../../src/adapters/chat/slack/draw/card-blocks.ts';
import {
  answerBlock,
  answersOf,
  formModal,
  readFormMetadata,
} from '../../../../../src/adapters/chat/slack/draw/form-modal.ts';
import { min, phones } from '../../../../scenarios/support.ts';
import { brokenRules, textsOf, wordsOf } from './slack-rules.ts';

const drawn = (shown: Card) => cardMessage(shown, { userOf: () => undefined, more: 'https://muster.example/' });
const seen = (blocks: readonly KnownBlock[]) => textsOf(blocks).join('');

describe('the cards of a real incident', () => {
  test('are whole in Slack: nothing left out, every button there', async () => {
    const told = await phones();
    const lines = [
      'ack',
      'next',
      'steps',
      'who',
      'timeline',
      'help',
      'note *all* <!here> & fine',
      'blocked',
      'situation staff',
      'handoff',
      'list',
      'plan',
    ];
    for (const line of lines) {
      const { card: shown } = await told.say(line, 'marcus');
      const { blocks, text } = drawn(shown);
      expect(brokenRules(blocks, { most: 50 }), line).toEqual([]);
      expect(seen(blocks), line).not.toContain('more in Muster');
      expect(wordsOf(blocks), line).toEqual(expect.arrayContaining(shown.buttons.map(({ words }) => words)));
      expect(text, line).not.toMatch(/[<>]/);
    }
  });

  test('show the situation, with each reader’s own hours and the first answer in colour', async () => {
    const told = await phones();
    await told.pass(min(1));
    const reading = { at: told.clock.now(), zone: readersZone('America/Detroit') };
    const { blocks } = drawn(situation(await told.incident(), reading));
    expect(seen(blocks)).toMatch(/⚠️ INC-1 sev2 .*: phones send callers in a loop/);
    expect(seen(blocks)).toMatch(/Who has it: Nobody yet\. Paging Marcus/);
    expect(JSON.stringify(blocks)).toMatch(
      /"type":"date","timestamp":\d{10},"format":"\{time\}","fallback":"\d\d:\d\d EST"/,
    );
    expect(blocks.at(-1)).toMatchObject({ elements: [{ style: 'primary', value: 'ack INC-1' }, {}, {}, {}, {}] });
  });

  test('ask in a modal, and its answers do what typing would', async () => {
    const told = await phones();
    await told.say('ack', 'marcus');
    const { card: asking } = await told.say('situation', 'marcus');
    const modal = formModal(asking, { here: 'INC-1' });
    const form = asking.blocks.find((block) => block.kind === 'form');
    const values = Object.fromEntries(
      (form?.fields ?? []).map((field, n) => [answerBlock(n, field), n === 0 ? 'staff' : 'on paper forms by 18:30']),
    );
    const metadata = readFormMetadata(modal?.private_metadata ?? '');
    const line = answersOf(values, { words: metadata?.words ?? '' });
    const { ok, card: done } = await told.say(line, 'marcus');
    expect(ok).toBe(true);
    expect(done.title).toContain('on paper forms');
    expect(seen(drawn(done).blocks)).toContain('18:30');
  });
});
