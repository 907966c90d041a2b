import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { button } from '../../../../../src/core/card.ts';
import type { Home } from '../../../../../src/adapters/chat/slack/draw/home-view.ts';
import { homeView } from '../../../../../src/adapters/chat/slack/draw/home-view.ts';
import { buttons, tones, words } from './hostile.ts';
import { brokenRules, textsOf, wordsOf } from './slack-rules.ts';

const QUIET: Home = { mine: [], open: [], onCall: [], missing: [] };
const blocksOf = (home: Home) => homeView(home).blocks as readonly KnownBlock[];

describe('the home of somebody in Slack', () => {
  test('when all is quiet offers to start an incident and to report a near miss', () => {
    const blocks = blocksOf(QUIET);
    expect(wordsOf(blocks)).toEqual(['start', 'nearmiss']);
    expect(textsOf(blocks)).toEqual([
      'Start an incident',
      'Report a near miss',
      'What you have to do',
      'Nothing for you until somebody asks you.',
      'Open incidents',
      'None.',
      'On call now',
      'The plan has no schedules.',
    ]);
  });

  test('says what to do with its buttons, what is open and who is on call', () => {
    const blocks = blocksOf({
      mine: [
        {
          incident: 'INC-1 Phones are dead',
          text: 'Call the carrier.',
          due: '14:40 EST, in 22 min',
          buttons: [button('Done', 'done INC-1 1')],
        },
      ],
      open: [
        {
          title: 'INC-1 Phones are dead',
          tone: 'alarm',
          who: 'Nobody has it',
          buttons: [button("I've got it", 'ack INC-1')],
        },
      ],
      onCall: [{ schedule: 'IT', who: 'Marcus Reed until Mon 08:00 EST' }],
      missing: ['Say who takes over for Marcus.'],
      consoleUrl: 'https://muster.example/',
    });
    expect(wordsOf(blocks)).toEqual(['start', 'nearmiss', 'done INC-1 1', 'ack INC-1']);
    const seen = textsOf(blocks).join('\n');
    expect(seen).toContain('Call the carrier.\n\n\nDue 14:40 EST, in 22 min');
    expect(seen).toContain('🚨 ALARM: INC-1 Phones are dead');
    expect(seen).toContain('IT\n: Marcus Reed until Mon 08:00 EST');
    expect(seen).toContain('Still missing\nSay who takes over for Marcus.');
    expect(JSON.stringify(blocks)).toContain('"url":"https://muster.example/"');
  });

  test('says how many more there are', () => {
    const item = { incident: 'INC-1', text: 'x', due: '', buttons: [] };
    const seen = textsOf(blocksOf({ ...QUIET, mine: Array.from({ length: 15 }, () => item) })).join('\n');
    expect(seen).toContain('… and 3 more in Muster.');
  });

  test('is a view that Slack takes, whatever is in it', () => {
    const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 20 });
    const homes = fc.record({
      mine: some(fc.record({ incident: words, text: words, due: words, buttons: some(buttons) })),
      open: some(fc.record({ title: words, tone: tones, who: words, buttons: some(buttons) })),
      onCall: some(fc.record({ schedule: words, who: words })),
      missing: some(words),
      consoleUrl: fc.constant('https://muster.example/'),
    });
    fc.assert(
      fc.property(homes, (home) => {
        const blocks = blocksOf(home);
        expect(brokenRules(blocks, { most: 100 })).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(blocks))).toBeLessThanOrEqual(250_000);
        expect(wordsOf(blocks).slice(0, 2)).toEqual(['start', 'nearmiss']);
      }),
      { numRuns: 60 },
    );
  });
});
