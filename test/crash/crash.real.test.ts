import { randomInt } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { msBetween, plusMs } from '../../src/core/time.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { PhoneLine, Said, Victim } from './victim.ts';
import { SCALE, victim } from './victim.ts';

/** Kills in all; the two lanes share them. `MUSTER_KILLS=1000` for a long night. */
const KILLS = Number(process.env['MUSTER_KILLS'] ?? 60);
const LANES = 2;
const PEOPLE = ['marcus', 'priya', 'nina', 'lena', 'ivy', 'owen'];
const STARTS = [
  'phones send callers in a loop',
  'the files have funny names',
  'nobody can sign in',
  'something odd',
  'card machine declines everybody',
];

type Lane = { readonly said: Said[]; readonly incidents: Set<string>; readonly kills: number[] };

const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[randomInt(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** What somebody might say now: a start now and then, else a word about one of the incidents. */
function something({ said, incidents }: Lane): Said {
  const n = said.length;
  const about = incidents.size === 0 || (incidents.size < 12 && randomInt(5) === 0) ? '' : pick([...incidents]);
  const words = pick([
    `note ${about} line-${n}`,
    `note ${about} line-${n}`,
    `ack ${about}`,
    `cant ${about}`,
    `doing ${about} 1`,
    `done ${about} 1`,
    `update ${about} still on it`,
    `page ${about} @nina`,
  ]);
  const start = `start ${pick(STARTS)} --new`;
  return { delivery: `d-${n}`, words: about === '' ? start : words, as: pick(PEOPLE), answer: undefined, about };
}

async function talk(one: Victim, lane: Lane) {
  for (;;) {
    const said = something(lane);
    lane.said.push(said);
    const reply = await one.say(said);
    if (reply === undefined) return;
    if (reply.incident !== null) lane.incidents.add(reply.incident);
  }
}

/** Lives, talks and dies so often; what was not answered is said again in the next life, under the same delivery id. */
async function livesAndDies(one: Victim, lane: Lane, kills: number) {
  for (let n = 0; n < kills; n += 1) {
    const early = randomInt(12) === 0;
    const living = one.live();
    if (early) await after(randomInt(600));
    else {
      expect(await living).toBe(true);
      const talking = Promise.all([talk(one, lane), talk(one, lane)]);
      await after(randomInt(400));
      await one.kill();
      await talking;
    }
    await one.kill();
    lane.kills.push(Date.parse(one.now()));
  }
}

const textOf = (event: IncidentEvent) => (event.type === 'noted' ? event.text : '');

describe('the real process, killed at random moments', () => {
  it.concurrent.each(Array.from({ length: LANES }, (_, n) => n))(
    `keeps every acknowledged word, loses no page and meets every deadline (lane %i of ${LANES}, ${KILLS} kills in all)`,
    { timeout: 20 * 60_000 },
    async () => {
      using folder = tempFolder();
      const one = await victim(folder.path);
      const lane: Lane = { said: [], incidents: new Set(), kills: [] };
      await livesAndDies(one, lane, Math.ceil(KILLS / LANES));
      expect(await one.live()).toBe(true);

      await sayAllAgain(one, lane);
      const stories = new Map(
        await Promise.all([...lane.incidents].map(async (id) => [id, await one.events(id)] as const)),
      );
      everyWordCountsOnce(lane, [...stories.values()].flat());
      everyPageWasHandedOver(stories, one.phones());
      noPageTwiceWithoutAKill(lane, one.phones());
      for (const [id, story] of stories) expect(pagedAfterAnswer(id, story, one.phones())).toEqual([]);

      // After the last start nothing stays overdue.
      await settled(one, [...lane.incidents]);
      await one.kill();
    },
  );
});

/** What was acknowledged gets the same answer again; what was not is said again, under the same id. */
async function sayAllAgain(one: Victim, lane: Lane) {
  for (const said of lane.said) {
    const before = said.answer;
    await one.say(said);
    if (before !== undefined && codeOf(before) === 'done') expect(said.answer).toBe(before);
  }
}

const codeOf = (answer: string | undefined) => (JSON.parse(answer ?? '{}') as { readonly code?: string }).code;

function everyWordCountsOnce({ said }: Lane, events: readonly IncidentEvent[]) {
  const lines = Map.groupBy(events, textOf);
  for (const { words, delivery, answer } of said) {
    const line = /line-\d+$/.exec(words)?.[0];
    if (line !== undefined && codeOf(answer) === 'done')
      expect(lines.get(line), `${delivery}: ${words}`).toHaveLength(1);
  }
}

type Stories = ReadonlyMap<string, readonly IncidentEvent[]>;

function everyPageWasHandedOver(stories: Stories, lines: readonly PhoneLine[]) {
  const handed = new Set(lines.map(({ key }) => key));
  for (const [id, story] of stories)
    for (const event of story)
      if (event.type === 'pageSent') expect(handed, event.page).toContain(`${id}/${event.page}/${event.attempt}`);
}

function noPageTwiceWithoutAKill({ kills }: Lane, lines: readonly PhoneLine[]) {
  for (const [key, copies] of Map.groupBy(lines, (line) => line.key))
    for (const [n, copy] of copies.slice(1).entries()) {
      const from = Date.parse(copies[n]?.at ?? '') - SCALE * 1_000;
      const between = kills.some((at) => at >= from && at <= Date.parse(copy.at) + SCALE * 1_000);
      expect(between, `${key} was sent twice without a kill`).toBe(true);
    }
}

/** How long a page that was under way at the answer may take to arrive, in the incident's ms. */
const UNDER_WAY_MS = 2_000 * SCALE;

function pagedAfterAnswer(id: string, story: readonly IncidentEvent[], lines: readonly PhoneLine[]): readonly string[] {
  const late: string[] = [];
  for (const [n, event] of story.entries()) {
    if (event.type !== 'acknowledged') continue;
    const again = story
      .slice(n)
      .find(({ type }) => ['levelPaged', 'exhausted', 'acknowledgementLapsed', 'helpAsked'].includes(type));
    const until = again?.at ?? '9999';
    for (const line of lines)
      if (
        line.key.startsWith(`${id}/page/`) &&
        /\/page\/[a\d]/.test(line.key) &&
        msBetween(event.at, line.at as typeof event.at) > UNDER_WAY_MS &&
        line.at < until
      )
        late.push(`${line.key} at ${line.at}, answered ${event.at}`);
  }
  return late;
}

type View = {
  readonly phase: string;
  readonly escalation: string;
  readonly pages: readonly { readonly state: string; readonly at: string }[];
};

/** Waits, a while at most, until every live incident has nothing owed that is long overdue. */
async function settled(one: Victim, incidents: readonly string[]) {
  const overdue = async () => {
    const limit = plusMs(one.now(), -10 * 1_000 * SCALE);
    const views = (await Promise.all(incidents.map((id) => one.get(`/api/v1/incidents/${id}`)))) as readonly View[];
    return views.filter(({ pages }) => pages.some(({ state, at }) => state === 'queued' && at < limit));
  };
  const deadline = Date.now() + 20_000;
  while ((await overdue()).length > 0 && Date.now() < deadline) await after(50);
  expect(await overdue()).toEqual([]);
}
