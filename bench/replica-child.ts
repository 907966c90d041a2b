import { readConfig } from '../src/config.ts';
import { personId } from '../src/core/ids.ts';
import { openMuster } from '../src/muster.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { lateness } from './rig.ts';

/** What the bench says to a replica, one at a time; each is answered. */
export type ReplicaOrder =
  | { readonly say: 'start' }
  /** Declares so many incidents whose ladder does not run, and so many that page. */
  | { readonly say: 'fill'; readonly quiet: number; readonly loud: number }
  /** For so long, in ms, so many people work at once: each declares an incident, adds to it, takes it and ends it. */
  | { readonly say: 'work'; readonly ms: number; readonly people: number }
  | { readonly say: 'stop' };

export type ReplicaAnswer =
  | { readonly done: Readonly<Record<string, number>> }
  /** The first page since the replica was begun. */
  | { readonly paged: true }
  | { readonly failed: string };

const BATCH = 100;
const QUIET = 'start slow printer --playbook unclear-trouble --sev 4 --no-page --new';
const LOUD = 'start phones send callers in a loop --sev 2 --new';

/** One whole Muster of a cluster; its settings come with the environment, its orders from the process that began it. */
const read = readConfig(process.env);
if (!read.ok) throw new Error(read.say);
const muster = await openMuster(read.config, quietLog());
let pages = 0;
muster.listen((notice) => {
  if (notice.kind !== 'performed' || notice.effect !== 'page') return;
  pages += 1;
  if (pages === 1) answer({ paged: true });
});

const marcus = { id: personId('marcus'), name: 'Marcus', by: personId('marcus') };
const say = (words: string) => muster.say({ words, speaker: marcus });

process.on('message', (order: ReplicaOrder) => {
  void obey(order).then(
    (done) => answer({ done }),
    (error: unknown) => answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
answer({ done: {} });

function answer(given: ReplicaAnswer) {
  process.send?.(given);
}

async function obey(order: ReplicaOrder): Promise<Readonly<Record<string, number>>> {
  switch (order.say) {
    case 'start':
      await muster.start();
      return {};
    case 'fill':
      for (let from = 0; from < order.quiet; from += BATCH)
        await Promise.all(Array.from({ length: Math.min(BATCH, order.quiet - from) }, () => say(QUIET)));
      for (let from = 0; from < order.loud; from += BATCH)
        await Promise.all(Array.from({ length: Math.min(BATCH, order.loud - from) }, () => say(LOUD)));
      await muster.engine.drain();
      return {};
    case 'work':
      return worked(order.ms, order.people);
    case 'stop':
      await muster.stop();
      return {};
  }
}

async function worked(ms: number, people: number): Promise<Readonly<Record<string, number>>> {
  const until = performance.now() + ms;
  const took: number[] = [];
  const pagesBefore = pages;
  const timed = async (words: string) => {
    const from = performance.now();
    const reply = await say(words);
    took.push(performance.now() - from);
    return reply;
  };
  const one = async () => {
    while (performance.now() < until) {
      const id = (await timed(LOUD)).incident ?? '';
      for (const words of [`note ${id} area fault`, `ack ${id}`, `cancel ${id} bench`]) await timed(words);
    }
  };
  await Promise.all(Array.from({ length: people }, one));
  const { p50, p99 } = lateness(took);
  return { commands: took.length, pages: pages - pagesBefore, p50, p99 };
}
