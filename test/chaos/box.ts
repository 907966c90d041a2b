import { existsSync, readFileSync } from 'node:fs';

const PRESSURE = '/proc/pressure/cpu';

/** For how many ms, since the machine was started, something had to wait for a processor; undefined where Linux does not tell. */
function waitedMs(): number | undefined {
  const found = existsSync(PRESSURE) ? /some .*total=(\d+)/.exec(readFileSync(PRESSURE, 'utf8'))?.[1] : undefined;
  return found === undefined ? undefined : Number(found) / 1_000;
}

/** Begins to watch the machine; called, it says in what part of the time since then something had to wait for a processor. */
export function watchBox(): () => number | undefined {
  const before = waitedMs();
  const begun = performance.now();
  return () => {
    const now = waitedMs();
    return before === undefined || now === undefined ? undefined : (now - before) / (performance.now() - begun);
  };
}
