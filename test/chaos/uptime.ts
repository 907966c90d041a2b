/** A stretch of the rig's time, in ms since 1970; `to` is where it ended, excluded. */
export type Stretch = { readonly from: number; readonly to: number };

/** What was up when: the rig tells every change of each part, and asks afterwards. A part that was never told of was up. */
export interface Uptime {
  down(part: string, at: number): void;
  up(part: string, at: number): void;
  isDown(part: string): boolean;
  /** When the part was down; what still is, until `now`. */
  stretches(part: string, now: number): readonly Stretch[];
  /** When Muster as a whole could not work: Postgres was down, or no replica that ran could reach it. */
  outages(replicas: readonly number[], now: number): readonly Stretch[];
}

export const POSTGRES = 'postgres';
/** Its process: started and answering, not stopped, not dead. */
export const processOf = (replica: number) => `replica ${replica}`;
/** It stands still in the middle of whatever it does (SIGSTOP). */
export const stoppedOf = (replica: number) => `replica ${replica} stopped`;
/** Its way to Postgres. */
export const linkOf = (replica: number) => `replica ${replica} to postgres`;

type Change = { readonly at: number; readonly part: string; readonly by: 1 | -1 };

/** Faults may overlap: a part is up again when it was said to be so as often as it was said to be down. */
export function uptime(): Uptime {
  const changes: Change[] = [];
  const depth = (part: string) => changes.reduce((sum, change) => (change.part === part ? sum + change.by : sum), 0);

  /** Stretches in which `isBad` holds of the parts that are down. */
  function stretchesOf(isBad: (isDown: (part: string) => boolean) => boolean, now: number): readonly Stretch[] {
    const down = new Map<string, number>();
    const found: Stretch[] = [];
    let since: number | undefined;
    for (const { at, part, by } of changes) {
      down.set(part, (down.get(part) ?? 0) + by);
      const bad = isBad((name) => (down.get(name) ?? 0) > 0);
      if (bad && since === undefined) since = at;
      if (!bad && since !== undefined) {
        found.push({ from: since, to: at });
        since = undefined;
      }
    }
    return since === undefined ? found : [...found, { from: since, to: now }];
  }

  return {
    down: (part, at) => void changes.push({ at, part, by: 1 }),
    up: (part, at) => void changes.push({ at, part, by: -1 }),
    isDown: (part) => depth(part) > 0,
    stretches: (part, now) => stretchesOf((isDown) => isDown(part), now),
    outages: (replicas, now) =>
      stretchesOf(
        (isDown) => isDown(POSTGRES) || replicas.every((n) => isDown(processOf(n)) || isDown(linkOf(n))),
        now,
      ),
  };
}
