import { loadPlan } from './adapters/plan/load.ts';
import { watchPlan } from './adapters/plan/watch.ts';
import { loadPlaybooks } from './adapters/playbooks/load.ts';
import { OWN_PLAYBOOKS, SAMPLE_PLAN } from './config.ts';
import type { Config } from './config.ts';
import type { Book } from './core/book.ts';
import { MUSTER } from './core/incident/events.ts';
import { checkPlaybooks } from './core/playbook/check.ts';
import type { UpkeepCommand, Upkeep } from './core/upkeep/upkeep.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Books } from './engine/books.ts';
import type { Engine } from './engine/engine.ts';

/** The plan in force. A broken edit keeps the last good one, and says so wherever a person looks. */
export interface Plans {
  book(): Book;
  /** Why the plan's files were refused when they were read last, and the plan before them stays in force; undefined when not. */
  refused(): string | undefined;
  readonly isSample: boolean;
  /** Takes over the plan that another process adopted last. Rejects when the store fails. */
  follow(): Promise<void>;
  stop(): void;
}

/** What is wrong with a plan or its playbooks, a line each, the file and place in front. */
export type Loaded =
  | { readonly ok: true; readonly book: Omit<Book, 'hash'> }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads plan and playbooks from their files and holds them against each other. */
export function loadBook(config: Pick<Config, 'plan' | 'playbooks'>): Loaded {
  const plan = loadPlan(config.plan ?? SAMPLE_PLAN);
  const playbooks = loadPlaybooks(config.playbooks ?? OWN_PLAYBOOKS);
  const problems = [...(plan.ok ? [] : plan.problems), ...(playbooks.ok ? [] : playbooks.problems)];
  if (!plan.ok || !playbooks.ok)
    return {
      ok: false,
      problems: problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
    };
  const crossed = checkPlaybooks(playbooks.playbooks, { plan: plan.plan }).filter(({ level }) => level === 'error');
  if (crossed.length > 0)
    return { ok: false, problems: crossed.map(({ playbook, message }) => `playbook ${playbook}: ${message}`) };
  return { ok: true, book: { plan: plan.plan, playbooks: playbooks.playbooks } };
}

type Parts = {
  readonly config: Config;
  readonly engine: Engine;
  readonly books: Books;
  readonly onChange: (say: string, ok: boolean) => void;
};

/**
 * Opens the plan at start and watches its files. When it is broken at start, the plan of the last run stands in; when there
 * is none, it throws with every problem. Where several processes share a store, the plan adopted last is in force in all of them,
 * whoever adopted it: files say something when they are edited or a process starts, and at no other time.
 */
export async function openPlans({ config, engine, books, onChange }: Parts): Promise<Plans> {
  const first = loadBook(config);
  const own = config.plan === undefined && first.ok ? await ownPlan(engine, books, first.book) : undefined;
  if (own !== undefined)
    onChange(
      `MUSTER_PLAN is not set here: the plan of ${own.plan.plan.company}, which was adopted before, stays in force, and its files are not watched`,
      false,
    );
  let current = own ?? (first.ok ? await books.keep(first.book) : await lastGood(engine, books, first.problems));
  if (own === undefined)
    await record(
      engine,
      first.ok
        ? { type: 'adopt', planHash: current.hash, version: current.plan.plan.version ?? '' }
        : refusal(first.problems),
    );

  let refused = first.ok ? undefined : first.problems[0];
  if (refused !== undefined)
    onChange(`the plan was refused, the one of the last run stays in force: ${refused}`, false);

  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: what is in force is never set back by a look that began before an edit. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const follow = async () => {
    const { planHash } = (await engine.read(UPKEEP)).state as Upkeep;
    if (planHash === null || planHash === String(current.hash)) return;
    current = await books.open(planHash);
    onChange(`the plan that another process adopted is in force: ${planHash.slice(0, 12)}`, true);
  };
  const reload = async () => {
    const loaded = loadBook(config);
    refused = loaded.ok ? undefined : loaded.problems[0];
    if (loaded.ok) {
      current = await books.keep(loaded.book);
      await record(engine, { type: 'adopt', planHash: current.hash, version: current.plan.plan.version ?? '' });
      onChange(`the plan was read again: ${current.hash.slice(0, 12)}`, true);
    } else {
      await record(engine, refusal(loaded.problems));
      onChange(`the edited plan was refused, the one before stays in force: ${loaded.problems[0] ?? ''}`, false);
    }
  };
  const files = own === undefined ? [config.plan ?? SAMPLE_PLAN, config.playbooks ?? OWN_PLAYBOOKS] : [];
  const watches = files.map((path) =>
    watchPlan(path, () => void inTurn(reload).catch((error: unknown) => onChange(String(error), false))),
  );
  return {
    book: () => current,
    refused: () => refused,
    isSample: config.plan === undefined && own === undefined,
    follow: () => inTurn(follow),
    stop: () => watches.forEach((watch) => watch.stop()),
  };
}

/** The made-up plan never takes the place of one that a firm has adopted: a start without MUSTER_PLAN is a slip then. */
async function ownPlan(engine: Engine, books: Books, sample: Omit<Book, 'hash'>): Promise<Book | undefined> {
  const { planHash } = (await engine.read(UPKEEP)).state as Upkeep;
  const adopted = planHash === null ? undefined : await books.open(planHash);
  return adopted?.plan.plan.company === sample.plan.plan.company ? undefined : adopted;
}

const refusal = (problems: readonly string[]): UpkeepCommand => ({
  type: 'refusePlan',
  problems: problems.length,
  first: problems[0] ?? '',
});

async function record(engine: Engine, command: UpkeepCommand) {
  await engine.handle({ stream: UPKEEP, command, by: MUSTER, reply: () => '' });
}

async function lastGood(engine: Engine, books: Books, problems: readonly string[]): Promise<Book> {
  const { planHash } = (await engine.read(UPKEEP)).state as Upkeep;
  if (planHash === null) throw new PlanFault(problems);
  return books.open(planHash);
}

/** The plan cannot be used, and there is no earlier one to stand in. */
export class PlanFault extends Error {
  override name = 'PlanFault';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The plan cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}
