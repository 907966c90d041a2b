import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MEDIA, type Medium } from '../src/core/media.ts';
import type { PageMessage, Pager, PagerOutcome } from '../src/ports/pager.ts';
import type { Rig } from './rig.ts';
import { benchFolder, percentile, rig } from './rig.ts';

/** How long a provider takes over each message, in ms: an ocean and a queue. */
const LATENCY_MS = 50;
const BATCH = 250;

const taken: PagerOutcome = { outcome: 'accepted', reference: 'bench' };
const busy: PagerOutcome = { outcome: 'failed', reason: '503', permanent: false };

const NUMBER = '"+43 1 555 01#"';
/** An address of each medium, `#` being a number of two digits. */
const ADDRESSES: Readonly<Record<Medium, string>> = {
  chat: 'p#',
  sms: NUMBER,
  call: NUMBER,
  desk: NUMBER,
  email: 'p#@bench.example',
  push: 'ntfy:p#',
};

type Heard = (message: PageMessage, ms: number) => void;

function provider(medium: Medium, heard: Heard, answer: (signal: AbortSignal) => Promise<PagerOutcome>): Pager {
  const send = (message: PageMessage, signal: AbortSignal) => {
    heard(message, performance.now());
    return answer(signal);
  };
  return { name: `bench ${medium}`, media: [medium], send };
}

/** A plan without quiet hours, so that the hour of the run changes nothing: each of these people, at one level, all at once. */
function planFile(folder: string, people: Readonly<Record<string, readonly Medium[]>>): string {
  const ids = Object.keys(people);
  const to = (medium: Medium, n: number) => ADDRESSES[medium].replace('#', String(10 + n));
  const blocks = ids.map(
    (id, n) =>
      `  ${id}: { name: ${id}, reach: [ ${people[id]?.map((one) => `{ ${one}: ${to(one, n)} }`).join(', ') ?? ''} ] }`,
  );
  const file = join(folder, 'bench.plan.yaml');
  const text = [
    'plan: { company: Bench, timezone: UTC, owner: marcus }',
    'people:',
    '  marcus: { name: Marcus, reach: [ { call: "+43 1 555 0100" } ] }',
    ...blocks,
    'functions: { reception: { name: Reception, rto: 4h } }',
    `escalation: { default: { levels: [ { page: [${ids.join(', ')}] } ], if_nobody: { page: [marcus] } } }`,
  ];
  writeFileSync(file, text.join('\n'));
  return file;
}

const SEVERITIES = [1, 2, 3, 4];

/**
 * So many pages due at the same instant, at five providers that take 50 ms for each: until each page was first handed over. The
 * worst are served first: the last of sev1 (p99) goes before half of sev4 (p50).
 */
export async function benchPagesAtOnce(pages = 10_000): Promise<Record<string, number>> {
  const folder = benchFolder();
  const five = MEDIA.filter((medium) => medium !== 'desk');
  const sent: { readonly incident: string; readonly ms: number }[] = [];
  const heard: Heard = ({ incident }, ms) => void sent.push({ incident, ms });
  const slow = () => wait(LATENCY_MS, taken);
  const plan = planFile(folder, Object.fromEntries(five.map((medium, n) => [`p${n}`, [medium]])));
  await using bench = await rig({ folder, plan, pagers: five.map((medium) => provider(medium, heard, slow)) });
  const severities = await declare(bench, Math.ceil(pages / five.length));
  const from = performance.now();
  await bench.engine.drain();
  const all = (severity?: number) =>
    sent.flatMap(({ incident, ms }) =>
      severity === undefined || severities.get(incident) === severity ? [ms - from] : [],
    );
  return {
    pages: sent.length,
    p50_ms: Math.round(percentile(all(), 50)),
    p99_ms: Math.round(percentile(all(), 99)),
    sev1_p99_ms: Math.round(percentile(all(1), 99)),
    sev4_p50_ms: Math.round(percentile(all(4), 50)),
    pages_per_s: Math.round((sent.length / Math.max(...all())) * 1_000),
  };
}

/** Incidents of every severity by turns, their pages owed and not yet begun. Answers with the severity of each. */
async function declare(bench: Rig, many: number): Promise<ReadonlyMap<string, number>> {
  const severities = new Map<string, number>();
  for (let from = 0; from < many; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, many - from) }, async (_, n) => {
      const severity = SEVERITIES[n % SEVERITIES.length] ?? 1;
      const { incident } = await bench.say(`start the roof leaks --sev ${severity} --new`);
      severities.set(incident ?? '', severity);
    });
    await Promise.all(batch);
  }
  return severities;
}

/** The first provider is down in each of its ways: from its answer, or from its silence, until the person's next way is under way. */
export async function benchProviderDown(samples = 200, hangs = 20): Promise<Record<string, number>> {
  const [busyMs, refusedMs, silentMs] = [
    await nextWay(samples, () => wait(LATENCY_MS, busy)),
    await nextWay(samples, async () => {
      await wait(1);
      throw new Error('connect ECONNREFUSED');
    }),
    hangs === 0 ? [] : await nextWay(hangs, silent),
  ];
  const silence = silentMs.length === 0 ? {} : { silent_p99_ms: Math.round(percentile(silentMs, 99)) };
  return {
    busy_p50_ms: round(percentile(busyMs, 50) - LATENCY_MS),
    busy_p99_ms: round(percentile(busyMs, 99) - LATENCY_MS),
    refused_p50_ms: round(percentile(refusedMs, 50)),
    refused_p99_ms: round(percentile(refusedMs, 99)),
    ...silence,
  };
}

const silent = (signal: AbortSignal) =>
  new Promise<PagerOutcome>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

/** From the first way's being asked until the second is, in ms, one incident after the other; those that hang side by side. */
async function nextWay(
  samples: number,
  answer: (signal: AbortSignal) => Promise<PagerOutcome>,
): Promise<readonly number[]> {
  const folder = benchFolder();
  const asked = new Map<string, number>();
  const took = new Map<string, number>();
  const arrived = new Map<string, () => void>();
  const first = provider('chat', ({ incident }, ms) => asked.has(incident) || asked.set(incident, ms), answer);
  const second = provider(
    'sms',
    ({ incident }, ms) => {
      if (!took.has(incident)) took.set(incident, ms - (asked.get(incident) ?? ms));
      arrived.get(incident)?.();
    },
    () => Promise.resolve(taken),
  );
  await using bench = await rig({ folder, plan: planFile(folder, { ann: ['chat', 'sms'] }), pagers: [first, second] });
  await bench.engine.start();
  const one = async () => {
    const { incident: id } = await bench.say('start the roof leaks --sev 2 --new');
    const incident = id ?? '';
    const { promise, resolve } = Promise.withResolvers<void>();
    arrived.set(incident, resolve);
    if (!took.has(incident)) await promise;
    await bench.say(`cancel ${incident} bench`);
  };
  if (answer === silent) await Promise.all(Array.from({ length: samples }, one));
  else for (let n = 0; n < samples; n += 1) await one();
  return [...took.values()];
}

const round = (value: number) => Math.round(value * 100) / 100;
