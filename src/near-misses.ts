import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { limiterOf } from './adapters/web/sign-in/limiter.ts';
import type { NearMissState } from './core/nearmiss/state.ts';
import { NEAR_MISSES } from './core/nearmiss/near-misses.ts';
import type { Receipt } from './core/nearmiss/receipt.ts';
import { WORDS_IN_A_RECEIPT, WORDS_TO_CHOOSE_FROM, readReceipt, receiptOf } from './core/nearmiss/receipt.ts';
import { checkReport, textProblem } from './core/nearmiss/report.ts';
import { CODE_UNKNOWN, CODE_UNKNOWN_HERE, beforeForm } from './core/nearmiss/honest-words.ts';
import { scrub } from './core/nearmiss/scrub.ts';
import type { Mailbox, Thread } from './core/nearmiss/thread.ts';
import { mailboxOf } from './core/nearmiss/thread.ts';
import { nextBatch } from './core/nearmiss/weeks.ts';
import type { Plan } from './core/plan/schema.ts';
import type { Instant } from './core/time.ts';
import { MINUTE_MS, plusMs } from './core/time.ts';
import type { Engine } from './engine/engine.ts';
import { batchesOf } from './near-miss-batch.ts';
import type { MessageParts } from './near-miss-messages.ts';
import { tellUrgent } from './near-miss-messages.ts';
import type { Waiting } from './near-miss-queue.ts';
import { nearMissQueue } from './near-miss-queue.ts';
import { receiversDesk } from './near-miss-desk.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { NearMissVault, NearMisses, Refused } from './ports/near-misses.ts';

export type NearMissParts = MessageParts & {
  readonly engine: Pick<Engine, 'handle' | 'read'>;
  readonly vault: NearMissVault;
  /** The clock of the incidents: days and weeks are counted on it. */
  readonly clock: Clock;
  /** The wall's: too many in a minute are too many whatever speed time has. */
  readonly wall: Clock;
  readonly log: Log;
  readonly secret: string;
  /** Other processes take reports too, and share the vault; false unless said otherwise. */
  readonly shared?: boolean;
  /** Of the book in force: the version of the plan that a decision was made on. */
  readonly planVersion: () => string;
};

export interface NearMissLife extends NearMisses {
  /** Takes up what a crash left, and begins to ring for the daily batch. */
  start(): Promise<void>;
  /** Writes what waits in memory; after it nothing rings. */
  stop(): Promise<void>;
}

/**
 * How much everybody together may do. Nobody is told from anybody else: that would need an address, and none is looked at
 * (domain 5.5). A code cannot be guessed in the lifetime of a firm at this pace.
 */
const LOOKS = { most: 60, withinMs: MINUTE_MS } as const;
const REPORTS = { most: 120, withinMs: 10 * MINUTE_MS } as const;
/** By then every process has written its own, in ms. */
const TOGETHER_AFTER_MS = MINUTE_MS;
const TOO_MANY: Refused = {
  refused: {
    code: 'too-many',
    say: 'Too many people are using this at once, or somebody is trying out codes. Nothing was kept; try again in a few minutes.',
  },
};

export function nearMissesOf(parts: NearMissParts): NearMissLife {
  const { engine, vault, clock, wall, log, secret, shared = false } = parts;
  const queue = nearMissQueue();
  const batches = batchesOf({ engine, vault, queue, plan: parts.plan });
  const [looks, takes] = [limiterOf(wall, LOOKS), limiterOf(wall, REPORTS)];
  const key = createHmac('sha256', secret).update('muster near-miss receipt 1').digest();
  const hashOf = (receipt: Receipt) => createHmac('sha256', key).update(receipt).digest('base64url');
  let cancel = () => {};
  let running = false;

  async function find(code: string): Promise<Found | Refused> {
    if (looks.count('all')) return TOO_MANY;
    const receipt = readReceipt(code);
    const hash = receipt === undefined ? '' : hashOf(receipt);
    const waiting = queue.find(hash);
    if (waiting !== undefined) return { id: waiting.id, mailbox: waitingMailbox(waiting) };
    const { all } = (await engine.read(NEAR_MISSES)).state as NearMissState;
    const one = Object.values(all).find((each) => each.receipt === hash);
    const threads = await vault.read();
    const written = [...threads.values()].find(({ facts }) => facts.receipt === hash);
    const id = one?.id ?? written?.facts.id;
    if (id === undefined) return { refused: { code: 'no-such-code', say: shared ? CODE_UNKNOWN_HERE : CODE_UNKNOWN } };
    const mailbox = one === undefined ? keptMailbox(written) : mailboxOf(one, threads.get(id));
    const unsent = queue.lettersTo(id).map((text) => ({ from: 'reporter', when: NOT_YET, text }) as const);
    return { id, mailbox: { ...mailbox, letters: [...mailbox.letters, ...unsent] } };
  }

  /**
   * With several processes each of them writes its own reports at the hour, and a minute later whoever is first puts all of them
   * on record at once: else the log would say which report came in at which of them. For the same reason they all bear the hour.
   */
  async function round(hour: Instant) {
    if (!shared) {
      const at = clock.now();
      await batches.keep(at);
      await batches.record();
      return batches.tidy(at);
    }
    await batches.keep(hour);
    const { promise: later, resolve } = Promise.withResolvers<void>();
    cancel = clock.ring(plusMs(clock.now(), TOGETHER_AFTER_MS), resolve);
    await later;
    await batches.record();
    await batches.tidy(hour);
  }
  const nextHour = () => nextBatch(clock.now(), parts.plan().plan.timezone);
  const safely = (work: Promise<void>) =>
    work.catch((fault: unknown) =>
      log.error(
        { reason: String(fault) },
        'the near misses could not be written; they stay in memory until the next try',
      ),
    );
  function ringNext() {
    const hour = nextHour();
    cancel = clock.ring(hour, () => {
      void safely(round(hour)).finally(() => running && ringNext());
    });
  }

  return {
    ...receiversDesk(parts),
    webForm: () => parts.plan().near_miss.web_form,
    before: (door) => beforeForm(parts.plan(), door),
    preview: (text) => scrub(text, parts.plan()),
    async report(given) {
      const checked = checkReport(given, parts.plan());
      if ('refused' in checked) return checked;
      if (queue.isFull() || takes.count('all')) return TOO_MANY;
      const receipt = receiptOf(Array.from({ length: WORDS_IN_A_RECEIPT }, () => randomInt(WORDS_TO_CHOOSE_FROM)));
      queue.add({
        id: randomBytes(12).toString('hex'),
        receipt: hashOf(receipt),
        report: checked.report,
        letters: [],
      });
      if (!given.urgent) return { receipt };
      // The report is taken, and its code must be shown whatever broke; that nobody was reached is said, and logged nowhere.
      const nobody = { reached: 0, of: parts.plan().near_miss.receives.length };
      return { receipt, told: await tellUrgent(parts, checked.report).catch(() => nobody) };
    },
    async mailbox(code) {
      const found = await find(code);
      return 'refused' in found ? found : found.mailbox;
    },
    async reply(code, text) {
      const found = await find(code);
      if ('refused' in found) return found;
      const problem = replyProblem(text, found.mailbox, parts.plan());
      if (problem !== undefined) return { refused: problem };
      if (queue.isFull() || takes.count('all')) return TOO_MANY;
      const clean = scrub(text, parts.plan()).scrubbed;
      queue.addLetter(found.id, clean);
      const letter = { from: 'reporter', when: NOT_YET, text: clean } as const;
      return { ...found.mailbox, asks: false, letters: [...found.mailbox.letters, letter] };
    },
    async start() {
      running = true;
      if (!shared) await safely(batches.record());
      ringNext();
    },
    async stop() {
      running = false;
      cancel();
      await safely(shared ? keepForLater() : batches.keep(clock.now()).then(() => batches.record()));
    },
  };

  /** Not on record: a process that stops alone would say which reports were its own. The next batch of any takes them up. */
  async function keepForLater() {
    await batches.keep(nextHour());
    await batches.record('letters');
  }
}

type Found = { readonly id: string; readonly mailbox: Mailbox };

/** Stands where a letter's week will. */
const NOT_YET = 'waits for the next batch';

const waitingMailbox = ({ report, letters }: Waiting): Mailbox => ({
  state: 'waiting',
  status: 'received',
  week: null,
  replyBy: null,
  asks: false,
  what: report.texts.what,
  letters: letters.map((text) => ({ from: 'reporter', when: NOT_YET, text })),
  changes: [],
});

/** Written, and not on record yet: nobody has read it. */
const keptMailbox = (thread: Thread | undefined): Mailbox => ({
  state: 'waiting',
  status: 'received',
  week: thread?.facts.week ?? null,
  replyBy: null,
  asks: false,
  what: thread?.texts.what ?? '',
  letters: thread?.letters ?? [],
  changes: [],
});

function replyProblem(text: string, mailbox: Mailbox, plan: Plan) {
  if (mailbox.state === 'deleted')
    return {
      code: 'deleted',
      say: 'This talk was deleted 90 days after its end. Send a new report if there is more to say.',
    };
  if (text.trim() === '') return { code: 'empty', say: 'Write something first.' };
  return textProblem(text, plan);
}
