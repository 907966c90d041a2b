import type { Outcome, Postponed } from '../core/aggregate.ts';
import type { Effect } from '../core/incident/effects.ts';
import { plusMs, SECOND_MS } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Lost } from '../core/message.ts';
import type { PageMessage, Pager } from '../ports/pager.ts';
import type { Performer } from '../ports/performer.ts';
import { reasonOf } from './notice.ts';

/** Looked at once more, and dropped: its key is no longer in the state. */
const NOT_OWED: Postponed = { outcome: 'postponed', afterMs: 0, reason: 'nobody needs it any more' };

type PageEffect = Extract<Effect, { readonly kind: 'page' }>;
/** How long one provider may take before the next one is tried beside it, in ms; the last one has as long. */
const OVERTAKEN_AFTER_MS = 10 * SECOND_MS;
/** How long one attempt may take in all, in ms: shorter than the lease under which it is worked. */
const TIMEOUT_MS = 25 * SECOND_MS;

/** Sends one message by whatever carries its medium. Never rejects. */
export type Sender = {
  /** How long one message may take, in ms. */
  readonly timeoutMs: number;
  send(message: PageMessage, signal: AbortSignal, isOwed?: IsOwed): Promise<Outcome | Postponed>;
};

/**
 * Hands a message to the first pager that carries its medium to its address; when that one fails, to the next. One that says
 * nothing for 10 s is overtaken: the next begins beside it, and the first that takes the message over ends the others. It may so
 * arrive twice, and never because of it not at all.
 */
export function senderOf(pagers: readonly Pager[], clock: Clock): Sender {
  return {
    timeoutMs: TIMEOUT_MS,
    send(message, signal, isOwed = async () => true) {
      const able = pagers.filter(({ media, takes }) => media.includes(message.medium) && (takes?.(message.to) ?? true));
      if (able.length === 0) return failed(`nothing is set up for ${message.medium}`);
      const hopeful = inTurn(able, message.lost ?? []);
      if (hopeful.length === 0) return failed('no provider can deliver it');
      return raced(hopeful, { message, signal, clock, isOwed });
    },
  };
}

/** Sends the pages of incidents. */
export const pagePerformer = ({ timeoutMs, send }: Sender, isOwed?: IsOwed): Performer<PageEffect> => ({
  timeoutMs,
  perform: ({ message }, signal) => send(message, signal, isOwed),
});

/** Whether a message is still to be sent: the state is looked at again before every further provider. */
type IsOwed = (message: PageMessage) => Promise<boolean>;
const failed = (reason: string) => Promise.resolve<Outcome>({ outcome: 'failed', reason, permanent: true });

/** Who lost an earlier attempt comes last; who said never, not again. */
function inTurn(able: readonly Pager[], lost: readonly Lost[]): readonly Pager[] {
  const by = ({ name }: Pager) => lost.filter(({ provider }) => provider === name);
  const left = able.filter((pager) => !by(pager).some(({ permanent }) => permanent));
  return [...left.filter((pager) => by(pager).length === 0), ...left.filter((pager) => by(pager).length > 0)];
}

type Sending = {
  readonly message: PageMessage;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly isOwed: IsOwed;
};

/** The first `accepted`; else, once each has had its time, what leaves most hope. */
function raced(able: readonly Pager[], { message, signal, clock, isOwed }: Sending): Promise<Outcome | Postponed> {
  const { promise, resolve } = Promise.withResolvers<Outcome | Postponed>();
  const over = new AbortController();
  const calls = AbortSignal.any([signal, over.signal]);
  const outcomes = new Map<Pager, Outcome>();
  let newest = -1;
  let cancel = () => {};

  function end(outcome: Outcome | Postponed) {
    cancel();
    resolve(outcome);
    over.abort(new Error('the page was taken over, or given up'));
  }

  function again() {
    cancel();
    newest += 1;
    const pager = able[newest];
    if (pager === undefined) return end(mostHopeful([...outcomes.values()]));
    const { patienceMs = OVERTAKEN_AFTER_MS } = pager;
    cancel = clock.ring(plusMs(clock.now(), patienceMs), () => {
      const reason = `${pager.name}: no answer within ${patienceMs / SECOND_MS} s`;
      outcomes.set(pager, { outcome: 'unknown', reason });
      void further();
    });
    void attempt(pager, message, calls).then((outcome) => {
      if (outcome.outcome === 'accepted') return end(outcome);
      outcomes.set(pager, outcome);
      if (able[newest] === pager) void further();
    });
  }

  /** Somebody may have answered while the last one was asked. */
  async function further() {
    cancel();
    const before = newest;
    const stillOwed = newest + 1 >= able.length || (await isOwed(message).catch(() => true));
    if (!stillOwed) end(NOT_OWED);
    else if (newest === before) again();
  }

  again();
  return promise;
}

/** What may have been sent is tried again, and so is what failed for now: one provider's no is not another's. */
function mostHopeful(outcomes: readonly Outcome[]): Outcome {
  const hope = (outcome: Outcome) => (outcome.outcome === 'failed' ? (outcome.permanent ? 0 : 1) : 2);
  return outcomes.reduce((best, outcome) => (hope(outcome) >= hope(best) ? outcome : best));
}

async function attempt(pager: Pager, message: PageMessage, signal: AbortSignal): Promise<Outcome> {
  try {
    const sent = await pager.send(message, signal);
    return sent.outcome === 'accepted'
      ? { ...sent, by: pager.name }
      : { ...sent, reason: `${pager.name}: ${sent.reason}` };
  } catch (error) {
    return { outcome: 'unknown', reason: `${pager.name}: ${reasonOf(error)}` };
  }
}
