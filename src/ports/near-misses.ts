import type { Refusal } from '../core/aggregate.ts';
import type { PersonId } from '../core/ids.ts';
import type { Category, ChangeKind, Digest, Status } from '../core/nearmiss/events.ts';
import type { Before, NearMissDoor } from '../core/nearmiss/honest-words.ts';
import type { NearMiss } from '../core/nearmiss/state.ts';
import type { Receipt } from '../core/nearmiss/receipt.ts';
import type { Report } from '../core/nearmiss/report.ts';
import type { Preview } from '../core/nearmiss/scrub.ts';
import type { Mailbox, Thread } from '../core/nearmiss/thread.ts';
import type { Trends } from '../core/nearmiss/trends.ts';

export type Refused = { readonly refused: Refusal };
export type Shelved = { readonly report: NearMiss; readonly thread: Thread | undefined };

/** Of an urgent report: how many of the receivers a message was handed over for. */
export type Reported = { readonly receipt: Receipt; readonly told?: { readonly reached: number; readonly of: number } };

/**
 * Near misses, for every door. Whoever calls the first group hands over no person, no address and no time, for there is no
 * place for them, and logs nothing of the call: not that it was made, not its fields, not its failure (domain 5.5, no. 1).
 * A failed call rejects with a `NearMissFault`, whose words hold nothing of what was reported.
 */
export interface NearMisses {
  /** Whether the plan lets people report on the web without signing in, and somebody reads it. */
  webForm(): boolean;
  /** What stands before the form. */
  before(door: NearMissDoor): Before;
  /** What would be kept of a text. Nothing is. */
  preview(text: string): Preview;
  /** Takes a report into memory. Texts must be as a preview left them. */
  report(report: Report): Promise<Reported | Refused>;
  /** What became of the report with this code. Nothing says afterwards that somebody asked. */
  mailbox(code: string): Promise<Mailbox | Refused>;
  /** Another letter of the reporter's; as a preview left it. It is written with the next batch. */
  reply(code: string, text: string): Promise<Mailbox | Refused>;

  /** For the receivers alone; anybody else is refused. */
  reports(reader: PersonId): Promise<readonly Shelved[] | Refused>;
  one(reader: PersonId, id: string): Promise<Shelved | Refused>;
  answer(reader: PersonId, id: string, answer: Answer): Promise<Refused | undefined>;
  /** Sorts, writes the lesson, or proposes a change of the plan. */
  work(reader: PersonId, id: string, work: Work): Promise<Refused | undefined>;

  /** For whoever approves the plan: what is proposed, and in which month it was reported; never the report. */
  proposals(approver: PersonId): Promise<readonly Proposal[]>;
  decide(approver: PersonId, decision: Decision): Promise<Refused | undefined>;

  isReceiver(person: PersonId): boolean;
  trends(): Promise<Trends>;
  /** Newest first. */
  digests(): Promise<readonly Digest[]>;
}

export type Answer = { readonly text: string; readonly status: Status; readonly asks: boolean };
export type Work =
  | { readonly type: 'sort'; readonly category: Category }
  | { readonly type: 'write'; readonly text: string }
  | { readonly type: 'propose'; readonly kind: ChangeKind; readonly say: string; readonly yaml: string };
export type Decision = { readonly id: string; readonly nth: number; readonly accepted: boolean; readonly why: string };
export type Proposal = {
  readonly id: string;
  readonly nth: number;
  /** `2026-05`. */
  readonly reportedIn: string;
  readonly kind: ChangeKind;
  readonly say: string;
  readonly yaml: string;
};

/**
 * Where the texts lie: all in one place that is written anew as a whole, so that neither order nor age of its parts says
 * anything, and what is taken out is gone. Rejects with a `NearMissFault` when it cannot be opened or written.
 */
export interface NearMissVault {
  /** By the id of the report; empty when there is none yet. */
  read(): Promise<ReadonlyMap<string, Thread>>;
  /**
   * Changes what is there now, whoever wrote it; nothing of what others change at the same time is lost. `make` may be called
   * again when somebody else was first, and does nothing but change the map. Kept for good when it resolves.
   */
  change(make: (threads: Map<string, Thread>) => void): Promise<void>;
}

/** The world behind the near misses failed. Its sentence can be shown to anybody. */
export class NearMissFault extends Error {
  override name = 'NearMissFault';
}
