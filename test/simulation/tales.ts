import { MINUTE_MS, SECOND_MS } from '../../src/core/time.ts';
import { failForGood, failForNow } from '../support/scripted-pager.ts';
import type { Pages } from './books.ts';
import { SHORT } from './books.ts';
import type { Lived, Tale } from './lives.ts';

/** A short story, and what must have come of it whatever died on the way. */
export type Told = Tale & {
  readonly name: string;
  /** The sample plan, where it is not said. */
  readonly book?: Pages;
  readonly came: (lived: Lived) => readonly string[];
};

const has = (lived: Lived, type: string) => lived.events.some((event) => event.type === type);
const reached = ({ world }: Lived, person: string, medium?: string) =>
  world.pager.sent.some((page) => page.person === person && (medium === undefined || page.medium === medium));
const unless = (held: boolean, problem: string) => (held ? [] : [problem]);

/** The stories whose every crash point is tried. All begin on Friday at 16:40, with Marcus and Priya on call. */
export const TALES: readonly Told[] = [
  {
    name: 'somebody starts, somebody answers',
    async tell({ say, pass }) {
      await say('start the phones are dead --sev 2', 'owen');
      await pass(90 * SECOND_MS);
      await say('ack INC-1', 'marcus');
      await pass(4 * MINUTE_MS);
    },
    came: (lived) => [
      ...unless(reached(lived, 'marcus') && reached(lived, 'priya'), 'the people on call were not both paged'),
      ...unless(has(lived, 'acknowledged'), 'the answer is not on record'),
      ...unless(!has(lived, 'exhausted'), 'it was exhausted although somebody had it'),
    ],
  },
  {
    name: 'nobody answers until everything is used up, and the alarm repeats',
    book: SHORT,
    async tell({ say, pass }) {
      await say('start the phones are dead --sev 2', 'dana');
      await pass(23 * MINUTE_MS);
      await say('ack INC-1', 'sam');
    },
    came: (lived) => [
      ...unless(
        ['0.0', '0.1'].every((group) =>
          lived.events.some((event) => event.type === 'levelPaged' && `${event.round}.${event.level}` === group),
        ),
        'a level was left out',
      ),
      ...unless(lived.events.filter((event) => event.type === 'exhausted').length >= 2, 'the alarm did not repeat'),
    ],
  },
  {
    name: 'the first one cannot, and the next in turn is paged',
    async tell({ say, pass }) {
      await say('start the phones are dead --sev 2', 'owen');
      await pass(20 * SECOND_MS);
      await say('cant INC-1 on a train', 'marcus');
      await pass(MINUTE_MS);
      await say('ack INC-1', 'ivy');
      await pass(MINUTE_MS);
    },
    came: (lived) => [
      ...unless(has(lived, 'declined'), 'the no is not on record'),
      ...unless(reached(lived, 'ivy'), 'the next in turn was not paged'),
    ],
  },
  {
    name: 'a medium fails and the next one is used',
    async tell({ say, pass, pager }) {
      pager.script({ person: 'marcus', medium: 'chat' }, failForGood);
      pager.script({ person: 'priya', medium: 'chat' }, failForNow, failForNow, failForNow);
      await say('start the phones are dead --sev 2', 'owen');
      await pass(95 * SECOND_MS);
      await say('ack INC-1', 'priya');
    },
    came: (lived) =>
      unless(
        reached(lived, 'marcus', 'sms') && reached(lived, 'priya', 'sms'),
        'the text messages did not go out before their hour',
      ),
  },
  {
    name: 'a step runs automation that must never run twice unasked',
    async tell({ say, pass, events }) {
      await say('start the portal is down --playbook portal-at-once', 'owen');
      await say('ack INC-1', 'marcus');
      await pass(3 * MINUTE_MS);
      const doubt = events().some((event) => event.type === 'hookInDoubt');
      if (doubt) await say('done INC-1 1 looked, it has run', 'marcus');
      await pass(MINUTE_MS);
    },
    came: (lived) => [
      ...unless(lived.world.hooks.length <= 1, `the hook was called ${lived.world.hooks.length} times`),
      ...unless(has(lived, 'hookReturned') || has(lived, 'hookInDoubt'), 'nobody knows what became of the hook'),
      ...unless(has(lived, 'stepDone'), 'the step never ended'),
      ...unless(lived.deaths > 0 || has(lived, 'hookReturned'), 'it was in doubt although nothing died'),
    ],
  },
  {
    name: 'it is closed, and the postmortem is written',
    async tell({ say, pass }) {
      await say('start the phones are dead --sev 2', 'owen');
      await say('ack INC-1', 'priya');
      await say('restored INC-1', 'priya');
      await say('close INC-1 --anyway', 'priya');
      await pass(3 * MINUTE_MS);
    },
    came: (lived) => [
      ...unless(has(lived, 'closed'), 'it is not closed'),
      ...unless(
        lived.events.filter(({ type }) => type === 'postmortemWritten').length === 1,
        'there is not one postmortem',
      ),
    ],
  },
  {
    name: 'somebody stands in, and is the one who is paged',
    async tell({ say, pass }) {
      await say('override it-primary ivy for 8h', 'marcus');
      await say('start the phones are dead --sev 2', 'owen');
      await pass(MINUTE_MS);
      await say('ack INC-1', 'ivy');
    },
    came: (lived) => [
      ...unless(reached(lived, 'ivy'), 'who stands in was not paged'),
      ...unless(!reached(lived, 'marcus'), 'who handed over was paged all the same'),
    ],
  },
];
