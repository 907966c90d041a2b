import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
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

/**
 * Phones that do not exist: every message is accepted and can be looked at. With a `file`, each is one line of JSON there
 * before it counts as accepted, so that a killed process leaves what was handed over, and the next one reads it back.
 */
export function simulatedPager({ file, clock }: { readonly file?: string; readonly clock: Clock }): SimulatedPager {
  let phones = file === undefined ? [] : readBack(file);
  let count = 0;

  const keep = (phone: Phone) => {
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(phone)}\n`, { mode: 0o600 });
    phones.push(phone);
    if (phones.length > 2 * KEPT) phones = phones.slice(-KEPT);
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
    list: () => phones.slice(-KEPT),
  };
}

const marked = ({ drill }: PageMessage, said: string) => (drill && !said.startsWith(MARK) ? `${MARK} ${said}` : said);

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
