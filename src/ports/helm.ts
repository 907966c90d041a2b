/**
 * Who of several processes does what only one shall do as it goes on: keep what a chat platform shows up to date. Nothing that
 * must happen depends on it: two may think for a moment that it is theirs, and for some seconds it may be nobody's.
 */
export interface Helm {
  /** Whether it is this process's now. */
  mine(): boolean;
  /** Called whenever it has become this process's: what it remembers of the world may be old by then. */
  onTaken(hear: () => void): void;
}

/** Of a process that has the store for itself. */
export const ONLY_HAND: Helm = { mine: () => true, onTaken: () => undefined };
