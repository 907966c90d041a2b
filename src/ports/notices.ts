import type { PersonId } from '../core/ids.ts';

/** Something that somebody should know and that wakes nobody: a hand-over, a number that does not work, a gap next week. */
export type Note = {
  readonly person: PersonId;
  /** Names it for ever, no colon: the same one twice is one. */
  readonly key: string;
  readonly subject: string;
  /** Plain and complete; several for one person within ten minutes travel as one message. */
  readonly text: string;
  /**
   * It is of use only within minutes: it is gathered with no others and leaves at once, alone, under its own subject. Still
   * never in quiet hours, and never as a call.
   */
  readonly now?: true;
};

/** Kept before it resolves; sent outside the person's quiet hours, never as a call. Rejects only when the store fails. */
export type TellPerson = (note: Note) => Promise<void>;
