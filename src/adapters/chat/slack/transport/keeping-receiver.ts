import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { type Instant, plusMs } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Log } from '../../../../ports/log.ts';
import type { Delivery, FormEnvelope } from './envelope.ts';
import { refusalOf } from './not-kept.ts';
import { type OwnUser, readDelivery } from './read-delivery.ts';

export type KeepParts = {
  /** Keeps it durably; the same id twice is one. Rejects when it cannot. */
  keep(delivery: Delivery): Promise<void>;
  /** Told after the acknowledgement, while the trigger still lives. May take its time; what it throws is logged. */
  taken(delivery: Delivery): void | Promise<void>;
  /** Pure: what is wrong in a form, by block id. Such a form is shown again and not kept. */
  checkForm?(form: FormEnvelope): Readonly<Record<string, string>> | undefined;
  /** The answer to a form that is never kept; undefined for one that is to be kept like any other. Never rejects. */
  answerForm?(form: FormEnvelope): Promise<object | undefined>;
  /** Told of a press or a shortcut that could not be kept, with what to say: Slack itself only shows a sign beside the button. */
  notKept?(delivery: Delivery, say: string): void;
  readonly ownUser?: OwnUser;
  readonly clock: Clock;
  readonly log: Log;
  /** Where people find the console; it stands in what is said when nothing can be kept. */
  readonly consoleUrl: string;
  /** How long keeping may take before Slack is told that it did not work; Slack itself waits 3 s. */
  readonly keepWithinMs?: number;
};

/** How many of each since the start. `again` counts what Slack says it delivers once more. */
export type Counts = Readonly<Record<Counted, number>>;
export type Counted = 'kept' | 'keptLate' | 'ignored' | 'malformed' | 'wrongForm' | 'notKept' | 'again';

export interface KeepingReceiver extends Receiver {
  counts(): Counts;
}

/** The delivery is not kept and is not to be acknowledged; to a receiver, for that is how Bolt's are told. */
export class NotKept extends Error {
  override name = 'NotKept';
}

const KEEP_WITHIN_MS = 2_500;

/**
 * A receiver of Bolt's that keeps what comes in before Bolt sees it: Bolt acknowledges an event before any listener runs
 * (reliability 0.5). Keep, acknowledge, tell: in this order, and never an acknowledgement of what is not kept.
 */
export function keepingReceiver(inner: Receiver, parts: KeepParts): KeepingReceiver {
  const counts = { kept: 0, keptLate: 0, ignored: 0, malformed: 0, wrongForm: 0, notKept: 0, again: 0 };
  const count = (what: Counted) => void (counts[what] += 1);
  return {
    init(app) {
      const processEvent = (event: ReceiverEvent) => receive(event, { app, parts, count });
      // All that a receiver does with an App is to hand it events (bolt 5.1.0, receivers/*.js).
      const watched: App = Object.create(app, { processEvent: { value: processEvent } });
      inner.init(watched);
    },
    start: (...given) => inner.start(...given),
    stop: (...given) => inner.stop(...given),
    counts: () => ({ ...counts }),
  };
}

type Desk = { readonly app: App; readonly parts: KeepParts; readonly count: (what: Counted) => void };

/** Rejects with `NotKept` only. */
async function receive(event: ReceiverEvent, desk: Desk): Promise<void> {
  const { parts, count } = desk;
  if (event.retryNum !== undefined) count('again');
  const read = readDelivery(event.body, parts.ownUser);
  if (typeof read === 'string') {
    count(read);
    if (read === 'malformed') parts.log.warn({ type: kindOf(event.body) }, 'Slack sent something that cannot be read');
    return answer(event, parts.log);
  }
  const errors = read.body.kind === 'form' ? errorsIn(read.body, parts) : undefined;
  if (errors !== undefined) {
    count('wrongForm');
    return answer(event, parts.log, { response_action: 'errors', errors });
  }
  const own = read.body.kind === 'form' ? await parts.answerForm?.(read.body) : undefined;
  if (own !== undefined) return answer(event, parts.log, own);
  const kept = await keptInTime(read, desk);
  if (kept !== 'kept') return refuse(event, read, { ...desk, kept });
  count('kept');
  await handOver(event, desk);
  tell(read, parts);
}

function errorsIn(form: FormEnvelope, { checkForm, log }: KeepParts): Readonly<Record<string, string>> | undefined {
  try {
    const errors = checkForm?.(form);
    return errors !== undefined && Object.keys(errors).length > 0 ? errors : undefined;
  } catch (cause) {
    log.error({ reason: String(cause) }, 'a form could not be checked, and is taken as it is');
    return undefined;
  }
}

export type KeptInTime = 'kept' | 'failed' | 'slow';

function keptInTime(delivery: Delivery, { parts, count }: Desk): Promise<KeptInTime> {
  const { clock, log } = parts;
  const { id } = delivery;
  return new Promise((resolve) => {
    let isLate = false;
    const until: Instant = plusMs(clock.now(), parts.keepWithinMs ?? KEEP_WITHIN_MS);
    const cancel = clock.ring(until, () => {
      isLate = true;
      resolve('slow');
    });
    const keeping = async () => {
      try {
        await parts.keep(delivery);
        resolve('kept');
        if (isLate) count('keptLate');
        if (isLate) log.warn({ delivery: id }, 'a delivery was kept after Slack was told that it was not');
      } catch (cause) {
        resolve('failed');
        log.error({ delivery: id, reason: String(cause) }, 'a delivery of Slack could not be kept');
      } finally {
        cancel();
      }
    };
    void keeping();
  });
}

/** Says that it did not work, where Slack has a way to say it; where it has none, stays silent so that Slack tries again. */
async function refuse(
  event: ReceiverEvent,
  delivery: Delivery,
  { parts, count, kept }: Desk & { readonly kept: 'failed' | 'slow' },
): Promise<void> {
  count('notKept');
  const { say, response } = refusalOf(delivery.body, kept, parts.consoleUrl);
  parts.log.warn({ delivery: delivery.id, kept }, 'a delivery of Slack was not acknowledged as kept');
  if (response !== undefined) return answer(event, parts.log, response);
  try {
    parts.notKept?.(delivery, say);
  } catch (cause) {
    parts.log.error({ reason: String(cause) }, 'nobody could be told that something was not kept');
  }
  throw new NotKept(`the delivery ${delivery.id} is not kept`);
}

/** Bolt acknowledges; where it does not, whatever the reason, we do: what is kept is acknowledged. */
async function handOver(event: ReceiverEvent, { app, parts }: Desk): Promise<void> {
  let isAnswered = false;
  const ack = (response?: unknown) => {
    isAnswered = true;
    return answer(event, parts.log, response);
  };
  try {
    await app.processEvent({ ...event, ack });
  } catch (cause) {
    parts.log.error({ reason: String(cause) }, 'Bolt could not work on what Slack sent');
  }
  if (!isAnswered) await ack();
}

/** Acknowledges. A connection that has gone meanwhile is no fault: what is kept is kept. */
async function answer(event: ReceiverEvent, log: Log, response?: unknown): Promise<void> {
  try {
    await event.ack(response);
  } catch (cause) {
    log.warn({ reason: String(cause) }, 'Slack could not be answered');
  }
}

function tell(delivery: Delivery, { taken, log }: KeepParts): void {
  const failed = (cause: unknown) =>
    log.error({ delivery: delivery.id, reason: String(cause) }, 'what followed a delivery of Slack failed');
  try {
    Promise.resolve(taken(delivery)).catch(failed);
  } catch (cause) {
    failed(cause);
  }
}

/** The kind of an unreadable thing, for the log: a short word of Slack's or nothing. */
function kindOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('type' in body)) return 'none';
  return typeof body.type === 'string' && /^\w{1,40}$/.test(body.type) ? body.type : 'none';
}
