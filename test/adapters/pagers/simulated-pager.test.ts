import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { simulatedPager } from '../../../src/adapters/pagers/simulated/simulated-pager.ts';
import { MEDIA } from '../../../src/core/media.ts';
import { instant, plusMs } from '../../../src/core/time.ts';
import { page, pagerContract } from '../../contracts/pager.contract.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');
const live = () => new AbortController().signal;

pagerContract('simulated phones', async () => {
  const pager = simulatedPager({ clock: virtualClock(START) });
  return {
    pager,
    addressFor: () => '+13135550101',
    sent: async () => pager.list(),
    [Symbol.asyncDispose]: async () => undefined,
  };
});

pagerContract('simulated phones that several processes share', async () => {
  const folder = tempFolder();
  const parts = { file: folder.file('phones.jsonl'), clock: virtualClock(START), shared: true };
  const looked = simulatedPager(parts);
  return {
    pager: simulatedPager(parts),
    addressFor: () => '+13135550101',
    sent: async () => looked.list(),
    [Symbol.asyncDispose]: async () => folder[Symbol.dispose](),
  };
});

it('shows at each of several processes what arrived by any of them, once, and what was there before', async () => {
  using folder = tempFolder();
  const parts = { file: folder.file('shared/phones.jsonl'), clock: virtualClock(START), shared: true };
  const one = simulatedPager(parts);
  await one.send(page({ text: 'by the first' }), live());
  // Another one was killed in the middle of a line.
  appendFileSync(parts.file, '{"person":"ann","medi');
  const other = simulatedPager(parts);
  await other.send(page({ text: 'by the other' }), live());
  await one.send(page({ text: 'by the first again' }), live());
  const texts = ['by the first', 'by the other', 'by the first again'];
  for (const each of [one, other, simulatedPager(parts)])
    expect([each.list().map(({ text }) => text), each.list().length]).toEqual([texts, 3]);
  // A Muster that has the folder for itself again reads the same.
  expect(simulatedPager({ file: parts.file, clock: parts.clock }).list()).toHaveLength(3);
});

it('shows who was paged how, when and about what, oldest first', async () => {
  const clock = virtualClock(START);
  const pager = simulatedPager({ clock });
  expect(pager.media).toEqual(MEDIA);
  await pager.send(page({ text: 'first' }), live());
  await clock.advance(60_000);
  await pager.send(page({ text: 'second', person: 'ben', medium: 'email', to: 'ben@example.test' }), live());
  const { incident, key, subject } = page();
  expect(pager.list()).toEqual([
    { person: 'ann', medium: 'sms', to: '+13135550101', text: 'first', subject, at: START, incident, key },
    {
      person: 'ben',
      medium: 'email',
      to: 'ben@example.test',
      text: 'second',
      subject,
      at: plusMs(START, 60_000),
      incident,
      key,
    },
  ]);
});

it('shows a page that was sent twice, twice', async () => {
  const pager = simulatedPager({ clock: virtualClock(START) });
  await pager.send(page(), live());
  await pager.send(page(), live());
  expect(pager.list()).toHaveLength(2);
});

it('says no for good when the plan has no address', async () => {
  const pager = simulatedPager({ clock: virtualClock(START) });
  const outcome = await pager.send(page({ to: ' ' }), live());
  expect(outcome).toEqual({ outcome: 'failed', reason: 'the plan has no sms address for ann', permanent: true });
  expect(pager.list()).toEqual([]);
});

it('keeps the newest 5,000 at hand', async () => {
  const pager = simulatedPager({ clock: virtualClock(START) });
  for (let n = 1; n <= 10_500; n += 1) await pager.send(page({ text: String(n) }), live());
  expect(pager.list()).toHaveLength(5_000);
  expect([pager.list()[0]?.text, pager.list().at(-1)?.text]).toEqual(['5501', '10500']);
});

it('finds the messages again after a restart', async () => {
  using folder = tempFolder();
  const file = folder.file('new/phones.jsonl');
  const clock = virtualClock(START);
  const first = simulatedPager({ file, clock });
  for (const text of ['one', 'zwei 🔥\nlines', 'three']) await first.send(page({ text }), live());
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(3);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(simulatedPager({ file, clock }).list()).toEqual(first.list());
});

it('passes over a last line torn by a kill, and over lines that are not its own, and goes on after them', async () => {
  using folder = tempFolder();
  const file = folder.file('phones.jsonl');
  const clock = virtualClock(START);
  await simulatedPager({ file, clock }).send(page({ text: 'whole' }), live());
  appendFileSync(file, 'null\n17\n{"person":"ann"}\n');
  appendFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
  const second = simulatedPager({ file, clock });
  expect(second.list().map(({ text }) => text)).toEqual(['whole']);
  await second.send(page({ text: 'after' }), live());
  expect(
    simulatedPager({ file, clock })
      .list()
      .map(({ text }) => text),
  ).toEqual(['whole', 'after']);
});

it('throws, and shows nothing, when the file cannot be written', async () => {
  using folder = tempFolder();
  const file = folder.file('phones.jsonl');
  const pager = simulatedPager({ file, clock: virtualClock(START) });
  mkdirSync(file);
  await expect(pager.send(page(), live())).rejects.toThrow();
  expect(pager.list()).toEqual([]);
});

it('starts with an empty file', () => {
  using folder = tempFolder();
  const file = folder.file('phones.jsonl');
  writeFileSync(file, '');
  expect(simulatedPager({ file, clock: virtualClock(START) }).list()).toEqual([]);
});

it('takes the first line for the subject of a message that was kept without one', () => {
  using folder = tempFolder();
  const file = folder.file('phones.jsonl');
  const { person, medium, to, incident, key } = page();
  writeFileSync(
    file,
    `${JSON.stringify({ person, medium, to, text: 'INC-1: down\nmore', at: START, incident, key })}\n`,
  );
  expect(simulatedPager({ file, clock: virtualClock(START) }).list()[0]?.subject).toBe('INC-1: down');
});
