import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { MEDIA } from '../../../core/media.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { PageMessage, Pager } from '../../../ports/pager.ts';
import { readPhone, type Phone } from './phone.ts';

/** How many messages are kept at hand; the file keeps all. */
const KEPT = 5_000;
const MARK = 'EXERCISE';
/** The name of the pager whose phones do not exist. */
export const SIMULATED = 'simulated';

export interface SimulatedPager extends Pager {
  /** What arrived on the simulated phones, oldest first; the newest 5,000. The same key sent twice stands here twice. */
  list(): readonly Phone[];
}

type Parts = {
  readonly file?: string;
  readonly clock: Clock;
  /** Other processes have the same file: what they write there is shown here too. */
  readonly shared?: boolean;
};

/**
 * Phones that do not exist: every message is accepted and can be looked at. With a `file`, each is one line of JSON there
 * before it counts as accepted, so that a killed process leaves what was handed over, and the next one reads it back.
 */
export function simulatedPager({ file, clock, shared = false }: Parts): SimulatedPager {
  const tail = file !== undefined && shared ? tailOf(file) : undefined;
  let phones = file === undefined ? [] : tail === undefined ? readBack(file) : [...tail()];
  let count = 0;

  const add = (more: readonly Phone[]) => {
    phones.push(...more);
    if (phones.length > 2 * KEPT) phones = phones.slice(-KEPT);
  };
  const keep = (phone: Phone) => {
    const line = `${JSON.stringify(phone)}\n`;
    // What another process was writing when it was killed is a line of its own then.
    if (file !== undefined) appendFileSync(file, shared ? `\n${line}` : line, { mode: 0o600 });
    if (tail === undefined) add([phone]);
  };

  return {
    name: SIMULATED,
    media: MEDIA,
    send: async (message, signal) => {
      signal.throwIfAborted();
      if (message.to.trim() === '') {
        return {
          outcome: 'failed',
          reason: `the plan has no ${message.medium} address for ${message.person}`,
          permanent: true,
        };
      }
      const { person, medium, to, incident, key } = message;
      keep({
        person,
        medium,
        to,
        text: marked(message, message.text),
        subject: marked(message, message.subject),
        at: clock.now(),
        incident,
        key,
      });
      return { outcome: 'accepted', reference: `simulated-${(count += 1)}` };
    },
    list() {
      if (tail !== undefined) add(tail());
      return phones.slice(-KEPT);
    },
  };
}

const marked = ({ drill }: PageMessage, said: string) => (drill && !said.startsWith(MARK) ? `${MARK} ${said}` : said);

/** What was written to the file since it was asked last; the end of a line that is being written comes with the next time. */
function tailOf(file: string): () => readonly Phone[] {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let from = 0;
  return () => {
    const size = existsSync(file) ? statSync(file).size : 0;
    if (size <= from) return [];
    const bytes = Buffer.alloc(size - from);
    const place = openSync(file, 'r');
    try {
      readSync(place, bytes, 0, bytes.length, from);
    } finally {
      closeSync(place);
    }
    const whole = bytes.lastIndexOf('\n') + 1;
    from += whole;
    return bytes
      .toString('utf8', 0, whole)
      .split('\n')
      .map(readPhone)
      .filter((phone) => phone !== undefined);
  };
}

/** A line torn by a kill is passed over, and ended, so that the next message stands on a line of its own. */
function readBack(file: string): Phone[] {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  return text
    .split('\n')
    .map(readPhone)
    .filter((phone) => phone !== undefined)
    .slice(-KEPT);
}
