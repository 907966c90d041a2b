import { plusMs } from '../../../core/time.ts';
import type { Chores } from '../../../ports/chores.ts';
import type { Clock } from '../../../ports/clock.ts';

/** The chores of the only process there is. `onError` is told what a chore threw. */
export function inProcessChores(clock: Clock, onError: (name: string, fault: unknown) => void): Chores {
  return {
    every(name, ms, work) {
      let memory: string | undefined;
      let cancel = () => {};
      let ended = false;
      let last: Promise<void> = Promise.resolve();

      const once = async () => {
        try {
          memory = await work(memory);
        } catch (fault) {
          onError(name, fault);
        }
        if (!ended) cancel = clock.ring(plusMs(clock.now(), ms), begin);
      };
      const begin = () => void (last = once());
      begin();
      return async () => {
        ended = true;
        cancel();
        await last;
      };
    },
  };
}
