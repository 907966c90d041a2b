import type { IncidentId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';

const MOST_KEPT = 500;

/** Something that was said on somebody's handset, and what Muster answered. */
export type Said = {
  /** Of the form that was sent: pressed twice, it stands here once. */
  readonly delivery: string;
  readonly person: string;
  /** Null: it named no incident, and only whoever wrote it sees that. */
  readonly incident: IncidentId | null;
  /** Who sat at the wall. */
  readonly by: string;
  readonly words: string;
  readonly at: Instant;
  readonly ok: boolean;
  readonly reply: string;
};

export interface SaidOnPhones {
  keep(said: Said): void;
  /** Oldest first. */
  list(): readonly Said[];
}

/** The newest, in memory: after a restart the handsets are without them; what came of them is in the incidents. */
export function saidOnPhones(): SaidOnPhones {
  let kept: readonly Said[] = [];
  return {
    keep(said) {
      if (!kept.some(({ delivery }) => delivery === said.delivery)) kept = [...kept, said].slice(-MOST_KEPT);
    },
    list: () => kept,
  };
}
