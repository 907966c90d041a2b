import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Phone } from '../adapters/pagers/simulated/phone.ts';
import { readPhone } from '../adapters/pagers/simulated/phone.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { loadPlan } from '../adapters/plan/load.ts';
import { SAMPLE_PLAN } from '../config.ts';
import { shortTime } from '../core/time.ts';
import type { Io, Word } from './word.ts';
import { FINE, no } from './word.ts';

const MOST_SHOWN = 50;
const LOOK_EVERY_MS = 500;

export const phones: Word = {
  summary: 'What arrived on the simulated phones; --follow: go on, until Ctrl+C',
  usage: 'phones [--follow]',
  options: {
    follow: { type: 'boolean', says: 'go on showing what arrives, until Ctrl-C' },
  },
  takes: [0, 0],
  async run(given) {
    const { config, flags, io } = given;
    const file = join(config.data, 'phones.jsonl');
    const all = read(file);
    const load = loadPlan(config.plan ?? SAMPLE_PLAN);
    const show = showIn(load.ok ? load.plan.plan.timezone : 'UTC', io);
    for (const phone of all.slice(-MOST_SHOWN)) show(phone);
    if (flags['follow'] !== true) return all.length > 0 ? FINE : no(given, 'Nothing has arrived yet.', FINE);
    return follow(file, all.length, show);
  },
};

/** Until the process is ended. The system's notices make it quick, a look each half second makes it sure. */
async function follow(file: string, from: number, show: (phone: Phone) => void): Promise<number> {
  let seen = from;
  const look = () => {
    const fresh = read(file).slice(seen);
    seen += fresh.length;
    for (const phone of fresh) show(phone);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const notices = existsSync(file) ? watch(file, look) : undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
  await promise;
  clearInterval(timer);
  notices?.close();
  return FINE;
}

const read = (file: string): readonly Phone[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .map(readPhone)
        .filter((phone) => phone !== undefined)
    : [];

/** In the company's zone; in UTC when the plan cannot be read just now. */
const showIn =
  (zone: string, io: Io) =>
  ({ at, person, medium, to, text }: Phone): void => {
    io.out(`${shortTime(at, zone, systemClock().now())}  ${person}  ${medium} ${to}`);
    for (const line of text.split('\n')) io.out(`    ${line}`);
  };
