import { randomBytes } from 'node:crypto';
import { addressOf } from './address.ts';
import type { Config } from './config.ts';
import type { Outcome, Postponed } from './core/aggregate.ts';
import type { PageMessage } from './core/message.ts';
import { aboutName } from './core/nearmiss/about.ts';
import type { NearMissEffect } from './core/nearmiss/near-misses.ts';
import type { Report } from './core/nearmiss/report.ts';
import type { Reached } from './core/people.ts';
import { whoToPage } from './core/people.ts';
import type { Live } from './core/oncall.ts';
import type { Plan } from './core/plan/schema.ts';
import type { Instant } from './core/time.ts';
import type { Sender } from './engine/paging.ts';
import type { Performer } from './ports/performer.ts';

/** Stands in a message about near misses where a page names its incident. */
const NEAR_MISS = 'near-miss';

export type MessageParts = {
  readonly plan: () => Plan;
  readonly live: () => Promise<Live>;
  readonly now: () => Instant;
  readonly send: (message: PageMessage) => Promise<Outcome | Postponed>;
  /** Where the console is, without a slash at its end. */
  readonly address: () => string;
};

type Around = Pick<MessageParts, 'plan' | 'live' | 'now'> & {
  readonly config: Parameters<typeof addressOf>[0] & Pick<Config, 'publicUrl'>;
  readonly sender: Sender;
};

/** By the same ways as pages, without being one: nothing about a message stands in the engine's record. */
export function messagePartsOf({ config, sender, ...parts }: Around): MessageParts {
  return {
    ...parts,
    address: () => (config.publicUrl ?? addressOf(config)).replace(/\/$/, ''),
    send: (message) => sender.send(message, AbortSignal.timeout(sender.timeoutMs)),
  };
}

type Text = { readonly subject: string; readonly text: string };

/** The scrubbed text to every receiver at once, by the first of their ways that takes it. Nothing about it is logged. */
export async function tellUrgent(
  parts: MessageParts,
  report: Report,
): Promise<{ readonly reached: number; readonly of: number }> {
  const plan = parts.plan();
  const { what, stopped, help } = report.texts;
  const about = aboutName(report.about, plan);
  const text = [
    `Near miss, said to be urgent (about: ${about}). ${what}`,
    `What stopped it: ${stopped}`,
    ...(help === '' ? [] : [`What would help: ${help}`]),
    'Who reported it is not known. Answer in the console once it is there.',
  ].join('\n');
  const sent = await tellAll(parts, { subject: 'Urgent near miss', text }, (ways) => ways);
  return { reached: sent.filter((outcome) => outcome.outcome === 'accepted').length, of: sent.length };
}

const QUIET_MEDIA: readonly string[] = ['email', 'chat', 'push'];

/** Receivers hear that something waits for them; what it is stands in the console. */
export const receiversPerformer = (parts: MessageParts): Performer<NearMissEffect> => ({
  timeoutMs: 30_000,
  async perform({ about, count }): Promise<Outcome> {
    const where = `${parts.address()}/near-misses`;
    const text =
      about === 'new'
        ? {
            subject: 'Near misses came in',
            text: `Muster: ${count === 1 ? 'a near miss waits' : `${count} near misses wait`} for you to read: ${where}`,
          }
        : {
            subject: 'A near miss waits for its answer',
            text: `Muster: a near miss was not answered within the promised time. Its reporter looks for an answer: ${where}`,
          };
    const sent = await tellAll(parts, text, quietly);
    if (sent.some((outcome) => outcome.outcome === 'accepted')) return { outcome: 'accepted', reference: 'told' };
    return { outcome: 'failed', reason: 'no receiver could be told', permanent: false };
  },
});

type Ways = Reached['ways'];

/** By mail or chat if there is one, else by SMS; nobody is called for what can wait. */
function quietly(ways: Ways): Ways {
  const quiet = ways.filter(({ medium }) => QUIET_MEDIA.includes(medium));
  return quiet.length > 0 ? quiet : ways.filter(({ medium }) => medium === 'sms');
}

/** One outcome for each receiver. */
async function tellAll(
  parts: MessageParts,
  text: Text,
  choose: (ways: Ways) => Ways,
): Promise<readonly (Outcome | Postponed)[]> {
  const plan = parts.plan();
  const ask = { at: parts.now(), wakes: true, live: await parts.live(), holders: {}, without: [] };
  const { reach } = whoToPage(plan, plan.near_miss.receives, ask);
  return Promise.all(reach.map((receiver) => tellOne(parts, text, { ...receiver, ways: choose(receiver.ways) })));
}

async function tellOne(parts: MessageParts, text: Text, { person, ways }: Reached) {
  const key = `${NEAR_MISS}/${randomBytes(9).toString('base64url')}`;
  let last: Outcome | Postponed = { outcome: 'failed', reason: 'the plan has no such way', permanent: true };
  for (const [i, { medium, to }] of ways.entries()) {
    last = await parts.send({ ...text, key: `${key}/${i}`, incident: NEAR_MISS, person, medium, to, drill: false });
    if (last.outcome === 'accepted') return last;
  }
  return last;
}
