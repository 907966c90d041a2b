import type { Stretch } from './uptime.ts';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { readPhone } from '../../src/adapters/pagers/simulated/phone.ts';
import type { Handed } from './history.ts';

/** How often the phones are looked at, in ms: so exactly is known when a page was handed over. */
const LOOK_EVERY_MS = 20;

type Place = { readonly replica: number; readonly file: string; read: number; rest: string };

/** So long without a look, in ms, is no chance. */
const STARVED_MS = 250;

/** Watches the simulated phones of all replicas by this process's own clock, whatever a replica writes about the time. */
export function watchPhones(replicas: readonly { readonly n: number; readonly data: string }[]) {
  const places: Place[] = replicas.map(({ n, data }) => ({
    replica: n,
    file: join(data, 'phones.jsonl'),
    read: 0,
    rest: '',
  }));
  const handed: Handed[] = [];
  let looked = Date.now();
  let worstGapMs = 0;
  const starved: Stretch[] = [];

  function look() {
    const now = Date.now();
    worstGapMs = Math.max(worstGapMs, now - looked);
    if (now - looked > STARVED_MS) starved.push({ from: looked, to: now });
    for (const place of places)
      for (const line of linesOf(place)) {
        const phone = readPhone(line);
        if (phone !== undefined) handed.push({ replica: place.replica, key: phone.key, after: looked, before: now });
      }
    looked = now;
  }
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    /** What reached the phones so far, in the order in which it was seen. */
    handed(): readonly Handed[] {
      look();
      return handed;
    },
    /** The longest time between two looks, in ms: how long this process itself had to wait for the processor. */
    worstGapMs: () => worstGapMs,
    /**
     * When even this process, which does next to nothing, was not given the processor: then the replicas were not either, and a
     * machine that is busy with something else says nothing about Muster.
     */
    starved: (): readonly Stretch[] => starved,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** Whole lines that were added since the last look; a torn one is not handed over until it is whole. */
function linesOf(place: Place): readonly string[] {
  if (!existsSync(place.file)) return [];
  const handle = openSync(place.file, 'r');
  try {
    const size = fstatSync(handle).size;
    if (size <= place.read) return [];
    const bytes = Buffer.alloc(size - place.read);
    readSync(handle, bytes, 0, bytes.length, place.read);
    place.read = size;
    const lines = (place.rest + bytes.toString()).split('\n');
    place.rest = lines.pop() ?? '';
    return lines;
  } finally {
    closeSync(handle);
  }
}
