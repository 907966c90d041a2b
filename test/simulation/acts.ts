import type { Medium } from '../../src/core/media.ts';
import { HOUR_MS, MINUTE_MS, msBetween, SECOND_MS } from '../../src/core/time.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import type { Reply } from '../../src/ports/door.ts';
import type { PagerAnswer } from '../support/scripted-pager.ts';
import { accept, acceptLate, breakDown, failForGood, failForNow, hang, loseReply } from '../support/scripted-pager.ts';
import { EDITED, LAKESHORE } from './books.ts';
import type { Line } from './people.ts';
import { line, startLine } from './people.ts';
import type { Process } from './process.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';
import { unlessMade } from './world.ts';

/** A simulation under way. `old` are words from earlier cards; `pressed` the deliveries that were answered, with the answer. */
export type UnderWay = {
  readonly world: World;
  readonly random: Random;
  readonly old: string[];
  /** Incidents as they were after the last step. */
  readonly states: ReadonlyMap<string, Incident>;
  readonly pressed: Map<string, string>;
  crashes: number;
  /** Several processes with whatever befalls one among others. */
  readonly isFleet: boolean;
};

const MOST_INCIDENTS = 3;
const MOST_OLD = 60;

/** Lets one thing happen, drawn by lot, and says what it was. What breaks a promise at once goes into `wrong`. */
export async function act(life: UnderWay, wrong: string[]): Promise<string> {
  const { world, random } = life;
  await world.pass(random.between(211, 9_973));
  await raise(life);
  const known = life.states.size;
  if (known === 0) return speak(life, wrong, startLine(random, peopleOf(world)));
  return random.weighted<() => Promise<string>>([
    [12, () => wait(life)],
    [16, () => say(life, wrong)],
    [known < MOST_INCIDENTS ? 1.5 : 0.1, () => speak(life, wrong, startLine(random, peopleOf(world)))],
    [3, () => race(life, wrong)],
    [2, () => pressAgain(life, wrong)],
    [3, () => provider(life)],
    [1.5, () => crash(life, wrong)],
    [0.7, () => outage(life)],
    [0.7, () => edit(life)],
    [0.7, () => sleepOfTheMachine(life)],
    [1, () => audit(life)],
    [life.isFleet ? 6 : 0, () => freeze(life, wrong)],
  ])();
}

const peopleOf = (world: World) => Object.keys(world.book().plan.people);
const alive = ({ world }: UnderWay) => world.processes.filter(({ awake }) => awake);

/** Somebody starts what died: at once, or the others go on for a while. */
async function raise(life: UnderWay): Promise<void> {
  for (const [place, { life: one }] of life.world.processes.entries())
    if (!one.alive && (alive(life).length === 0 || life.random.chance(0.5))) {
      await life.world.begin(place);
      await life.world.pass(SECOND_MS);
    }
  // Where all stand still, people wait.
  while (alive(life).length === 0) await life.world.pass(5 * SECOND_MS);
}

async function wait({ world, random }: UnderWay): Promise<string> {
  const next = await world.store.nextDue();
  const until = next === undefined ? MINUTE_MS : Math.max(0, msBetween(world.clock.now(), next));
  const ms = random.weighted([
    [5, Math.min(until, 6 * HOUR_MS)],
    [4, random.between(1, 90) * SECOND_MS],
    [4, random.between(1, 12) * MINUTE_MS],
    [1, random.between(12, 70) * MINUTE_MS],
    [0.15, random.between(2, 30) * HOUR_MS],
  ]);
  await world.pass(ms);
  return `${Math.round(ms / SECOND_MS)} s pass`;
}

function lineOf({ world, random, states, old }: UnderWay): Line {
  const incidents = [...states.values()];
  const newest = incidents.at(-1);
  const incident = newest !== undefined && random.chance(0.7) ? newest : random.pick(incidents);
  return line(random, incident, { people: peopleOf(world), old });
}

async function say(life: UnderWay, wrong: string[]): Promise<string> {
  return speak(life, wrong, lineOf(life));
}

/** Says it, remembers its buttons as old cards, and lets what follows happen. */
async function speak(life: UnderWay, wrong: string[], { words, as }: Line): Promise<string> {
  const reply = await press(life, wrong, { words, as, process: life.random.pick(alive(life)) });
  await life.world.settle();
  return `${as}: ${words} → ${said(reply)}`;
}

const said = (reply: Reply | undefined) =>
  reply === undefined ? 'no answer, it died' : `${reply.code}: ${reply.card.title}`;

type Press = Line & { readonly process: Process; readonly delivery?: string };

/** Each press has a delivery of its own, as a click has. What was answered with "done" must be on record by then. */
async function press(
  life: UnderWay,
  wrong: string[],
  { words, as, process, delivery }: Press,
): Promise<Reply | undefined> {
  const { world, pressed, old } = life;
  const id = delivery ?? `d${pressed.size + 1}-${world.clock.now()}`;
  if (!pressed.has(id)) pressed.set(id, '');
  const late = (reply: Reply) => void answered(life, wrong, { id, words, reply });
  const reply = await world.say(process, { words, as, delivery: id }, late).catch(unlessMade);
  if (reply !== undefined) {
    await answered(life, wrong, { id, words, reply });
    old.push(...reply.card.buttons.map((button) => button.words));
    if (old.length > MOST_OLD) old.splice(0, old.length - MOST_OLD);
    return reply;
  }
  // Who gets no answer presses again, and a chat platform delivers again what nobody took: wherever somebody listens.
  const others = alive(life);
  if (!life.isFleet || others.length === 0 || !life.random.chance(0.6)) return undefined;
  return press(life, wrong, { words, as, process: life.random.pick(others), delivery: id });
}

type Answered = { readonly id: string; readonly words: string; readonly reply: Reply };

async function answered({ world, pressed }: UnderWay, wrong: string[], { id, words, reply }: Answered): Promise<void> {
  const kept = (await world.store.delivered(id)) !== undefined;
  const changed = world.ledger.deliveries.has(id);
  if (reply.code === 'done' && changed && !kept)
    wrong.push(`what was answered is kept: ${id} (${words}) is not on record`);
  const text = JSON.stringify(reply);
  const before = pressed.get(id) ?? '';
  if (before !== '' && changed && before !== text) wrong.push(`a delivery gets one answer: ${id} (${words}) got two`);
  if (changed) pressed.set(id, text);
}

/** Two people speak in the same moment in which something falls due; or one presses twice. */
async function race(life: UnderWay, wrong: string[]): Promise<string> {
  const { world, random } = life;
  const first = lineOf(life);
  const second = random.chance(0.4) ? first : lineOf(life);
  const next = await world.store.nextDue();
  if (next !== undefined && random.chance(0.7))
    await world.clock.advance(Math.min(10 * MINUTE_MS, Math.max(0, msBetween(world.clock.now(), next))));
  const delivery =
    second === first && random.chance(0.7) ? `twice-${world.clock.now()}-${life.pressed.size}` : undefined;
  if (random.chance(0.5)) for (const { kick } of world.processes) kick();
  // Whoever was about to die may have died of what fell due just now.
  if (alive(life).length === 0) await raise(life);
  // Both are chosen before either is spoken to: the first may die of what it hears.
  const both = [first, second].map((said) => ({ ...said, process: random.pick(alive(life)) }));
  await Promise.all(
    both.map((said) => press(life, wrong, { ...said, ...(delivery === undefined ? {} : { delivery }) })),
  );
  await world.settle();
  return `at once: ${first.as}: ${first.words} | ${second.as}: ${second.words}`;
}

/** The same click is delivered again, minutes or hours later, at whatever process is there. */
async function pressAgain(life: UnderWay, wrong: string[]): Promise<string> {
  const { world, random, pressed } = life;
  const known = [...pressed].filter(([id, answer]) => answer !== '' && world.ledger.deliveries.has(id));
  if (known.length === 0) return 'nothing was pressed yet';
  const [delivery] = random.pick(known);
  const events = () => [...world.ledger.accounts.values()].reduce((sum, account) => sum + account.events.length, 0);
  const before = events();
  await press(life, wrong, {
    words: 'note this must not be heard',
    as: random.pick(peopleOf(world)),
    process: random.pick(alive(life)),
    delivery,
  });
  if (events() !== before) wrong.push(`a delivery is one event: ${delivery} changed something when it came again`);
  return `${delivery} is delivered again`;
}

async function provider({ world, random }: UnderWay): Promise<string> {
  const whom = random.weighted<{ person?: string; medium?: Medium }>([
    [3, { person: random.pick(peopleOf(world)) }],
    [3, { medium: random.pick<Medium>(['sms', 'call', 'chat']) }],
    [1, {}],
  ]);
  const one = (): PagerAnswer =>
    random.weighted([
      [5, accept],
      [2, failForNow],
      [1, failForGood],
      [1, breakDown],
      [1, loseReply],
      [1, hang],
      [1, acceptLate(random.between(1, 15) * SECOND_MS)],
    ]);
  const answers = [one(), one(), random.chance(0.6) ? accept : one()];
  world.pager.script(whom, ...answers);
  return `provider for ${JSON.stringify(whom)}: ${answers.map(({ answer }) => answer).join(', ')}`;
}

/** A process dies at some point of whatever it does next. */
async function crash(life: UnderWay, wrong: string[]): Promise<string> {
  const process = life.random.pick(alive(life));
  process.life.dieAt(life.random.between(0, 40));
  const did = life.random.chance(0.6) ? await say(life, wrong) : await wait(life);
  if (!process.life.alive) life.crashes += 1;
  return `${process.life.alive ? 'about to die' : 'died'} in: ${did}`;
}

/** Nobody runs for a while. */
async function outage(life: UnderWay): Promise<string> {
  for (const { life: one } of life.world.processes) one.kill();
  life.crashes += 1;
  const minutes = life.random.pick([1, 10, 120, 600]);
  await life.world.pass(minutes * MINUTE_MS);
  await raise(life);
  return `nobody ran for ${minutes} min`;
}

async function edit({ world, random }: UnderWay): Promise<string> {
  if (random.chance(0.3)) {
    await world.upkeep({ type: 'refusePlan', problems: 1, first: `line ${random.between(1, 99)}` });
    return 'an edit of the plan was refused';
  }
  await world.setBook(random.pick([EDITED, LAKESHORE]));
  return 'the plan was edited';
}

/** The machine sleeps and wakes: the clock jumps while the process lives. */
async function sleepOfTheMachine({ world, random }: UnderWay): Promise<string> {
  const minutes = random.pick([1, 30, 120]);
  world.clock.jump(minutes * MINUTE_MS);
  await world.settle();
  return `the machine slept ${minutes} min`;
}

async function audit({ world, random }: UnderWay): Promise<string> {
  const process = random.pick(world.processes.filter(({ awake }) => awake));
  await process.unlessGone(process.engine.audit()).catch(unlessMade);
  await world.settle();
  return 'the auditor looks';
}

/** A process stands still somewhere in what it does next: for a moment, or past every lease that it has. */
async function freeze(life: UnderWay, wrong: string[]): Promise<string> {
  const { world, random } = life;
  const process = random.pick(alive(life));
  const ms = random.weighted([
    [4, random.between(1_500, 5_000)],
    [5, random.between(30, 90) * SECOND_MS],
    [2, random.between(2, 10) * MINUTE_MS],
  ]);
  world.freeze(process, { at: random.between(0, 60), ms });
  const did = random.chance(0.5)
    ? await say(life, wrong)
    : random.chance(0.5)
      ? await race(life, wrong)
      : await wait(life);
  return `${process.life.frozen ? `stood still for ${ms} ms` : 'may stand still'} in: ${did}`;
}
