import { setImmediate as turn } from 'node:timers/promises';
import { MINUTE_MS } from '../src/core/time.ts';
import type { Rig } from './rig.ts';
import { benchFolder, percentile, rig } from './rig.ts';

/** Opens an incident whose ladder does not run: what fills a database. */
const QUIET = 'start slow printer --playbook unclear-trouble --sev 4 --no-page --new';
const LOUD = 'start phones send callers in a loop --sev 2 --new';
const BATCH = 250;

async function fill(bench: Rig, many: number, words = QUIET) {
  for (let from = 0; from < many; from += BATCH)
    await Promise.all(Array.from({ length: Math.min(BATCH, many - from) }, () => bench.say(words)));
}

/** Words in → reply on disk, and → first page handed over, while so many other incidents are open. */
export async function benchWords(open: number, samples = 300): Promise<Record<string, number>> {
  await using bench = await rig();
  await fill(bench, open);
  await bench.engine.start();
  await bench.engine.drain();
  const replies: number[] = [];
  const pages: number[] = [];
  const notes: number[] = [];
  for (let n = 0; n < samples; n += 1) {
    const { promise: paged, resolve } = Promise.withResolvers<number>();
    bench.onPage = (_person, ms) => resolve(ms);
    const from = performance.now();
    const { incident } = await bench.say(LOUD);
    replies.push(performance.now() - from);
    pages.push((await paged) - from);
    bench.onPage = () => undefined;
    const before = performance.now();
    await bench.say(`note ${incident ?? ''} the carrier says area fault`);
    notes.push(performance.now() - before);
    await bench.say(`lead ${incident ?? ''}`);
    await bench.say(`cancel ${incident ?? ''} bench`);
    await turn();
  }
  return {
    start_reply_p50_ms: round(percentile(replies, 50)),
    start_reply_p99_ms: round(percentile(replies, 99)),
    start_page_p50_ms: round(percentile(pages, 50)),
    start_page_p99_ms: round(percentile(pages, 99)),
    note_reply_p50_ms: round(percentile(notes, 50)),
    note_reply_p99_ms: round(percentile(notes, 99)),
  };
}

/** Real incidents, all overdue at once after an outage: events decided and flushed a second until nothing is due. */
export async function benchOutage(many = 2_000): Promise<Record<string, number>> {
  await using bench = await rig();
  await fill(bench, many, LOUD);
  await bench.engine.drain();
  let events = 0;
  let pages = 0;
  bench.onPage = () => (pages += 1);
  bench.onNotice = (notice) => {
    if (notice.kind === 'appended') events += notice.events.length;
  };
  bench.leap(120 * MINUTE_MS);
  const from = performance.now();
  await bench.engine.drain();
  const ms = performance.now() - from;
  return { incidents: many, events, pages, seconds: round(ms / 1000), events_per_s: Math.round((events / ms) * 1000) };
}

/** A Muster that was away: 10,000 open incidents, 500 of them overdue; from opening the file to the first overdue page. */
export async function benchStartUp(open = 10_000, overdue = 500): Promise<Record<string, number>> {
  const folder = benchFolder();
  const first = await rig({ folder });
  await fill(first, open - overdue);
  await fill(first, overdue, LOUD);
  await first.engine.drain();
  await first.engine.stop();
  await first.store.close();
  const from = performance.now();
  await using second = await rig({ folder });
  second.leap(10 * MINUTE_MS);
  const { promise: paged, resolve } = Promise.withResolvers<number>();
  second.onPage = (_person, ms) => resolve(ms);
  await second.engine.start();
  const firstPage = (await paged) - from;
  const rebuild = performance.now();
  await second.engine.rebuild();
  return {
    first_overdue_page_ms: Math.round(firstPage),
    rebuild_per_s: Math.round((open / (performance.now() - rebuild)) * 1000),
  };
}

/** An incident with so many events: folding it from the first one. */
export async function benchFold(events = 10_000): Promise<Record<string, number>> {
  await using bench = await rig();
  const { incident } = await bench.say('start phones send callers in a loop --no-page');
  const stream = incident ?? '';
  for (let from = 0; from < events; from += BATCH)
    await Promise.all(Array.from({ length: BATCH }, (_, n) => bench.say(`note ${stream} line ${from + n}`)));
  const started = performance.now();
  const { version } = await bench.engine.audit().then(() => bench.engine.read(stream));
  return { events: version, fold_ms: round(performance.now() - started) };
}

export function benchMemory(): Record<string, number> {
  return { rss_mb: Math.round(process.memoryUsage().rss / 1_048_576) };
}

const round = (value: number) => Math.round(value * 100) / 100;
