import type { AdjustableClock } from './adapters/clock/adjustable/adjustable-clock.ts';
import type { TimeControl } from './adapters/web/parts.ts';
import type { Instant } from './core/time.ts';
import type { Engine } from './engine/engine.ts';
import type { Store } from './ports/store.ts';

/** Hours at which something is due, in one leap; beyond them it ends early, at an hour that it says. */
const MOST_HOURS = 2_000;

type Parts = {
  readonly clock: AdjustableClock;
  readonly engine: Pick<Engine, 'drain'>;
  readonly store: Store;
  /** Told after each change. */
  readonly changed: () => void;
};

/** What a person may do to the clock of the incidents, where nobody real is reached. */
export function timeControlOf({ clock, engine, store, changed }: Parts): TimeControl {
  let last: Promise<unknown> = Promise.resolve();

  /** From one hour at which something is due to the next, so that each thing happens at its own and none comes late. */
  async function goTo(target: Instant): Promise<Instant> {
    let before: Instant | undefined;
    for (let hours = 0; hours < MOST_HOURS && clock.now() < target; hours += 1) {
      await engine.drain();
      const due = await store.nextDue();
      // Still due after it was worked: the store takes nothing, and what is due cannot be done.
      if (due !== undefined && due === before) break;
      before = due;
      clock.skipTo(due === undefined || due > target ? target : due);
    }
    await engine.drain();
    return clock.now();
  }

  return {
    setSpeed(speed) {
      clock.setSpeed(speed);
      changed();
    },
    goTo(target) {
      const mine = last.then(() => goTo(target));
      last = mine.catch(() => undefined);
      return mine.finally(changed);
    },
    async nextDue(incidents) {
      const now = clock.now();
      const agendas = await Promise.all(incidents.map((id) => store.agenda(id)));
      const hours = agendas.flatMap((rows, n) =>
        rows.flatMap(({ at }) => {
          const incident = incidents[n];
          return incident !== undefined && at > now ? [{ at, incident }] : [];
        }),
      );
      return hours.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
    },
  };
}
