import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { type PlanLoad, loadPlan } from './load.ts';

const LOOK_EVERY_MS = 2_000;
/** An editor writes in several goes (empty, write, rename): wait until the files have stood still for so long. */
const SETTLE_MS = 150;

export type PlanWatch = { readonly stop: () => void };

/**
 * Tells of every edit of a plan, a file or a folder: the new load result, broken ones too; the caller keeps the last good plan.
 * Files whose content says the same tell nothing. The operating system's notices make it quick; a look at the files every
 * two seconds makes it sure (network drives, mounted volumes). Keeps no process alive.
 */
export function watchPlan(path: string, onChange: (load: PlanLoad) => void): PlanWatch {
  let seen = stamp(path);
  let told = sayingOf(loadPlan(path));
  let settling: NodeJS.Timeout | undefined;
  let notices: FSWatcher | undefined;

  const look = () => {
    if (settling === undefined && stamp(path) !== seen) settle();
  };
  const settle = () => {
    const before = stamp(path);
    settling = setTimeout(() => {
      settling = undefined;
      const now = stamp(path);
      if (now !== before) return settle();
      seen = now;
      const load = loadPlan(path);
      const saying = sayingOf(load);
      if (saying === told) return undefined;
      told = saying;
      onChange(load);
      return undefined;
    }, SETTLE_MS).unref();
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  try {
    notices = watch(isFolder(path) ? path : dirname(path), { persistent: false }, look);
    notices.on('error', () => notices?.close());
  } catch {
    // No notices here: the timer looks all the same.
  }
  return {
    stop: () => {
      clearInterval(timer);
      clearTimeout(settling);
      notices?.close();
    },
  };
}

/** What a load says, to tell an edit from a touched file: the plan's hash, or its problems. */
const sayingOf = (load: PlanLoad) => (load.ok ? load.hash : JSON.stringify(load.problems));

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Changes whenever a file of the plan does: names, sizes, times of writing. */
function stamp(path: string): string {
  try {
    const files = isFolder(path)
      ? readdirSync(path)
          .toSorted()
          .map((name) => join(path, name))
      : [path];
    return files.map((file) => stampOf(file)).join('\n');
  } catch {
    return 'unreadable';
  }
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? `${file} missing` : `${file} ${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
