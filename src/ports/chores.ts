/** Work that comes again and again. It is given what it returned the last time, on whichever replica that was. */
export type Chore = (memory: string | undefined) => Promise<string | undefined>;

/**
 * Work that one replica does for all of them, like reading a calendar. Promises, held by the contract:
 * - A chore is done at once when it is due, and again so many ms after it has ended; never twice at the same time while whoever
 *   does it is alive. A replica that is lost in the middle of it is stood in for.
 * - What a chore throws goes to the log; it comes again after the same time, and is given the memory of the last success.
 */
export interface Chores {
  /** Begins to do it. Call what is returned to end it: it resolves when work under way has ended. */
  every(name: string, ms: number, work: Chore): () => Promise<void>;
}
