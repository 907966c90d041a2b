import { SIMULATED } from './adapters/pagers/simulated/simulated-pager.ts';
import type { Medium } from './core/media.ts';
import type { Live } from './core/oncall.ts';
import type { Preflighted } from './core/plan/preflight.ts';
import { preflightPlan } from './core/plan/preflight.ts';
import type { Plan, Way } from './core/plan/schema.ts';
import { HOUR_MS, type Instant, SECOND_MS, plusMs } from './core/time.ts';
import { reasonOf } from './engine/notice.ts';
import type { Clock } from './ports/clock.ts';
import type { Provider } from './ports/media.ts';
import type { Pager } from './ports/pager.ts';
import { mediaSimulated, simulatedWords } from './pagers.ts';

const ASK_EVERY_MS = HOUR_MS;
/** A provider that does not say in this time how it is would not send a page in time either. */
const ANSWERS_WITHIN_MS = 10 * SECOND_MS;

type Parts = {
  readonly providers: readonly Pick<Provider, 'name' | 'check'>[];
  readonly pagers: readonly Pick<Pager, 'name' | 'media' | 'takes'>[];
  readonly plan: () => Plan;
  readonly live: () => Promise<Live>;
  /** The clock of the incidents. */
  readonly now: () => Promise<Instant>;
  /** The time on the wall: providers are asked by it. */
  readonly wall: Clock;
};

/** What would not work if something happened now: said before it is needed. */
export interface Preflight {
  /** Of the plan, looked at now; of the providers, as they said last. The worst first. */
  look(): Promise<readonly Preflighted[]>;
  /** The errors alone, as they were found last: for pages that cannot wait. */
  problems(): readonly string[];
  /** Asks every provider, at most ten seconds each, and looks at the plan; one that hangs or breaks is itself a finding. */
  refresh(): Promise<void>;
  /** Refreshes now and every hour until it is stopped. */
  start(): void;
  stop(): void;
}

export function preflightOf({ providers, pagers, plan, live, now, wall }: Parts): Preflight {
  let said: readonly Preflighted[] = [];
  let last: readonly Preflighted[] = [];
  let cancel = () => {};
  let running = false;
  const real = pagers.filter(({ name, media }) => name !== SIMULATED && media.length > 0);
  const carries = ({ medium, to }: Pick<Way, 'medium' | 'to'>) =>
    real.some(({ media, takes }) => media.includes(medium) && (takes?.(to) ?? true));
  const carried = real.length === 0 ? undefined : carries;
  /** What simulated phones keep from everybody real. An error, but for people who ask: `missing` says the same by itself. */
  const notReal = (simulated: readonly Medium[]): readonly Preflighted[] =>
    real.length === 0
      ? [{ level: 'error', say: 'Nobody real is reached: pages go to simulated phones.' }]
      : simulatedWords(simulated).map((say) => ({ level: 'warn', say }));

  async function look(): Promise<readonly Preflighted[]> {
    const { reach } = await live();
    const simulated = mediaSimulated(plan(), pagers);
    const found = preflightPlan(plan(), { at: await now(), carried, reach, simulated }).map(
      ({ level, message }): Preflighted => ({ level, say: message }),
    );
    last = [...said, ...found];
    return [...said, ...notReal(simulated), ...found];
  }
  async function refresh() {
    const answers = await Promise.all(providers.map((provider) => asked(provider, wall)));
    said = answers.flat().map((say) => ({ level: 'error', say }));
    await look();
  }
  function round() {
    // What cannot be looked at now is looked at in an hour; the word "preflight" looks by itself.
    void refresh().catch(() => undefined);
    cancel = wall.ring(plusMs(wall.now(), ASK_EVERY_MS), () => running && round());
  }
  return {
    look,
    refresh,
    problems: () => last.filter(({ level }) => level === 'error').map(({ say }) => say),
    start() {
      running = true;
      round();
    },
    stop() {
      running = false;
      cancel();
    },
  };
}

async function asked({ name, check }: Pick<Provider, 'name' | 'check'>, wall: Clock): Promise<readonly string[]> {
  const timer = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<readonly string[]>();
  const cancel = wall.ring(plusMs(wall.now(), ANSWERS_WITHIN_MS), () => {
    timer.abort(new Error('took too long'));
    resolve([`${name} did not answer within ${ANSWERS_WITHIN_MS / SECOND_MS} s: pages by it may not leave.`]);
  });
  try {
    return await Promise.race([check(timer.signal), late]);
  } catch (fault) {
    return [`${name} could not be asked: ${reasonOf(fault)}.`];
  } finally {
    cancel();
  }
}
