import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivatePostgres } from '../test/support/postgres.ts';
import { privatePostgres } from '../test/support/postgres.ts';
import { round } from './beside.ts';
import type { Found, Line } from './found.ts';
import { barPlot, type Bars } from './plot.ts';
import type { ReplicaAnswer, ReplicaOrder } from './replica-child.ts';
import { benchFolder } from './rig.ts';

const SECRET = 'the secret of the bench of replicas';

/** Whole Musters on one PostgreSQL, one after the other: how much they take in together. */
export async function benchReplicas(ms = 8_000, people = 16, most = 3): Promise<Found> {
  const lines: Line[] = [];
  const bars: Bars[] = [];
  for (let many = 1; many <= most; many += 1) {
    await using postgres = await privatePostgres();
    const replicas = await Promise.all(Array.from({ length: many }, () => replica(postgres)));
    for (const each of replicas) await each.order({ say: 'start' });
    const done = await Promise.all(replicas.map((each) => each.order({ say: 'work', ms, people })));
    for (const each of replicas) await each.end();
    const sum = (what: string) => done.reduce((all, figures) => all + (figures[what] ?? 0), 0);
    const [commands, pages] = [sum('commands'), sum('pages')].map((count) => Math.round((count / ms) * 1_000));
    const who = `${many} ${many === 1 ? 'replica' : 'replicas'}`;
    lines.push({
      who,
      settings: `${people} people at each`,
      kind: 'own',
      figures: {
        commands_per_s: commands ?? 0,
        pages_per_s: pages ?? 0,
        reply_p50_ms: round(Math.max(...done.map(({ p50 }) => p50 ?? 0))),
        reply_p99_ms: round(Math.max(...done.map(({ p99 }) => p99 ?? 0))),
      },
    });
    bars.push(
      { label: `${who}: commands a second`, kind: 'own', value: commands ?? 0 },
      { label: `${who}: pages a second`, kind: 'other', value: pages ?? 0 },
    );
  }
  return { lines, plots: { 'replicas.svg': barPlot('Replicas on one PostgreSQL, all on one machine', bars) } };
}

/** A cluster that was away for ten minutes, with so many open incidents, some of them overdue. */
export async function benchRestart(open = 5_000, overdue = 500): Promise<Found> {
  await using postgres = await privatePostgres();
  const before = await replica(postgres);
  await before.order({ say: 'fill', quiet: open - overdue, loud: overdue });
  await before.end();
  await postgres.run(
    'insert into clock (wall, told, speed) values (clock_timestamp(), clock_timestamp(), 1) on conflict (one) do nothing',
  );
  await postgres.run("update clock set told = told + interval '10 minutes'");
  const begun = performance.now();
  const after = await replica(postgres);
  const opened = performance.now() - begun;
  const paged = after.paged.then(() => performance.now() - begun);
  await after.order({ say: 'start' });
  const first = await paged;
  await after.end();
  const figures = { open, overdue, opened_ms: Math.round(opened), first_overdue_page_ms: Math.round(first) };
  const documented: Line = {
    who: 'Grafana OnCall',
    settings: 'its auditor looks every 13 min, with 5 min of grace',
    kind: 'model',
    figures: { first_overdue_page_ms: 'up to 1,080,000' },
  };
  return {
    lines: [{ who: 'Muster on PostgreSQL', settings: 'a new process', kind: 'own', figures }, documented],
    plots: {},
  };
}

interface Replica {
  order(order: ReplicaOrder): Promise<Readonly<Record<string, number>>>;
  readonly paged: Promise<void>;
  end(): Promise<void>;
}

/** Resolves when its Muster is open. */
async function replica(postgres: PrivatePostgres): Promise<Replica> {
  const folder = benchFolder();
  const child = fork(join(import.meta.dirname, 'replica-child.ts'), [], {
    env: {
      ...process.env,
      DATABASE_URL: postgres.url,
      MUSTER_SECRET: SECRET,
      MUSTER_DATA: folder,
      MUSTER_LOG: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { promise: paged, resolve } = Promise.withResolvers<void>();
  child.on('message', (answer: ReplicaAnswer) => 'paged' in answer && resolve());
  await next(child);
  const order = async (given: ReplicaOrder) => {
    const answered = next(child);
    child.send(given);
    return answered;
  };
  return {
    order,
    paged,
    async end() {
      await order({ say: 'stop' });
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function next(child: ChildProcess): Promise<Readonly<Record<string, number>>> {
  const { promise, resolve, reject } = Promise.withResolvers<Readonly<Record<string, number>>>();
  const exit = () => reject(new Error('a replica ended'));
  const hear = (answer: ReplicaAnswer) => {
    if ('paged' in answer) return;
    child.off('exit', exit);
    child.off('message', hear);
    if ('done' in answer) resolve(answer.done);
    else reject(new Error(answer.failed));
  };
  child.once('exit', exit);
  child.on('message', hear);
  return promise;
}
