import { MEDIA, type Medium } from '../../src/core/media.ts';
import { plusMs } from '../../src/core/time.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { PageMessage, Pager, PagerOutcome } from '../../src/ports/pager.ts';

/**
 * What the provider does with one message. `lost reply`: it goes out, but the call throws. `accept late`: it goes out at
 * once, the answer comes `ms` later by the clock, and is lost if the caller gave up before. `hang`: nothing goes out and
 * nothing is answered until the caller gives up.
 */
export type PagerAnswer =
  | { readonly answer: 'accept' }
  | { readonly answer: 'fail'; readonly reason: string; readonly permanent: boolean }
  | { readonly answer: 'throw'; readonly reason: string }
  | { readonly answer: 'lost reply' }
  | { readonly answer: 'hang' }
  | { readonly answer: 'accept late'; readonly ms: number };

export const accept: PagerAnswer = { answer: 'accept' };
export const failForNow: PagerAnswer = { answer: 'fail', reason: 'the provider is busy', permanent: false };
export const failForGood: PagerAnswer = { answer: 'fail', reason: 'this number does not exist', permanent: true };
export const breakDown: PagerAnswer = { answer: 'throw', reason: 'connection reset' };
export const loseReply: PagerAnswer = { answer: 'lost reply' };
export const hang: PagerAnswer = { answer: 'hang' };
export const acceptLate = (ms: number): PagerAnswer => ({ answer: 'accept late', ms });

export interface ScriptedPager extends Pager {
  /**
   * The answers to the next messages to this person by this medium (`*`: any), in order; the last one holds from then
   * on. The most exact script counts: person and medium, then person, then medium, then `*`. Without one: accept.
   */
  script(whom: { readonly person?: string; readonly medium?: Medium }, ...answers: readonly PagerAnswer[]): void;
  /** Every message that was handed to it, in order. */
  readonly asked: readonly PageMessage[];
  /** Every message that reached a phone, in order, as it left. */
  readonly sent: readonly PageMessage[];
}

export function scriptedPager(clock: Clock, media: readonly Medium[] = MEDIA): ScriptedPager {
  const scripts = new Map<string, PagerAnswer[]>();
  const asked: PageMessage[] = [];
  const sent: PageMessage[] = [];

  const answerFor = ({ person, medium }: PageMessage): PagerAnswer => {
    const names = [nameOf(person, medium), nameOf(person), nameOf('*', medium), nameOf()];
    const script = names.map((name) => scripts.get(name)).find((found) => found !== undefined) ?? [];
    return (script.length > 1 ? script.shift() : script[0]) ?? accept;
  };
  const deliver = (message: PageMessage): PagerOutcome => {
    const marked = message.drill && !message.text.startsWith('EXERCISE');
    sent.push(marked ? { ...message, text: `EXERCISE ${message.text}` } : message);
    return { outcome: 'accepted', reference: `scripted-${sent.length}` };
  };

  return {
    name: 'scripted',
    media,
    script: ({ person, medium }, ...answers) => void scripts.set(nameOf(person, medium), [...answers]),
    asked,
    sent,
    send: async (message, signal) => {
      signal.throwIfAborted();
      asked.push(message);
      const answer = answerFor(message);
      switch (answer.answer) {
        case 'accept':
          return deliver(message);
        case 'fail':
          return { outcome: 'failed', reason: answer.reason, permanent: answer.permanent };
        case 'throw':
          throw new Error(answer.reason);
        case 'lost reply':
          deliver(message);
          throw new Error('the reply was lost');
        case 'hang':
          return givenUp(signal, new Promise(() => undefined));
        case 'accept late': {
          const outcome = deliver(message);
          const late = Promise.withResolvers<PagerOutcome>();
          clock.ring(plusMs(clock.now(), answer.ms), () => late.resolve(outcome));
          return givenUp(signal, late.promise);
        }
        default:
          return answer satisfies never;
      }
    },
  };
}

const nameOf = (person = '*', medium: Medium | '*' = '*') => `${person} ${medium}`;

/** The promise, unless the signal comes first: then its reason is thrown. */
function givenUp<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const { promise: end, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  return Promise.race([promise, end]);
}
