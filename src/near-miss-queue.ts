import type { Report } from './core/nearmiss/report.ts';

/** A report that nobody has written down yet. */
export type Waiting = {
  readonly id: string;
  /** HMAC of its receipt code. */
  readonly receipt: string;
  readonly report: Report;
  /** What the reporter added since. */
  readonly letters: readonly string[];
};

/**
 * What came in since the last batch, in this process's memory and nowhere else: nothing here knows an hour, and a crash loses it.
 * That is said before the form (domain 5.5, no. 4).
 */
export interface NearMissQueue {
  add(waiting: Waiting): void;
  /** A letter to a report that waits here too, or to one that was written before; by the report's id. */
  addLetter(id: string, text: string): void;
  find(receipt: string): Waiting | undefined;
  /** The letters that wait for a report. */
  lettersTo(id: string): readonly string[];
  isFull(): boolean;
  /** Everything, to be written; `done` lets go of it, and of nothing that came in meanwhile. */
  take(): {
    readonly reports: readonly Waiting[];
    readonly letters: ReadonlyMap<string, readonly string[]>;
    readonly done: () => void;
  };
}

/** Whoever fills the memory of Muster shall not stop it from paging. */
const MOST = 500;

export function nearMissQueue(): NearMissQueue {
  let reports: readonly Waiting[] = [];
  let letters: readonly { readonly id: string; readonly text: string }[] = [];
  return {
    add(waiting) {
      reports = [...reports, waiting];
    },
    addLetter(id, text) {
      const isHere = reports.some((one) => one.id === id);
      if (isHere) reports = reports.map((one) => (one.id === id ? { ...one, letters: [...one.letters, text] } : one));
      else letters = [...letters, { id, text }];
    },
    find: (receipt) => reports.find((one) => one.receipt === receipt),
    lettersTo: (id) => letters.filter((one) => one.id === id).map(({ text }) => text),
    isFull: () => reports.length + letters.length >= MOST,
    take() {
      const [taken, written] = [reports, letters];
      return {
        reports: taken,
        letters: new Map(
          [...Map.groupBy(written, ({ id }) => id)].map(([id, all]) => [id, all.map(({ text }) => text)]),
        ),
        done() {
          reports = reports.filter((one) => !taken.includes(one));
          letters = letters.filter((one) => !written.includes(one));
        },
      };
    },
  };
}
