import type { Lane } from '../core/aggregate.ts';

/** What the engine tells whoever watches it: logs, metrics and live pages are made of these. */
export type Notice =
  | {
      readonly kind: 'appended';
      readonly stream: string;
      readonly version: number;
      readonly events: readonly unknown[];
    }
  /** Another process appended to this stream. What follows from it there is that process's to do; what is shown here is old. */
  | { readonly kind: 'heard'; readonly stream: string; readonly version: number }
  /** A piece of work began so many ms after its hour. */
  | { readonly kind: 'late'; readonly lane: Lane; readonly ms: number }
  | {
      readonly kind: 'performed';
      readonly stream: string;
      readonly key: string;
      readonly effect: string;
      readonly outcome: string;
      readonly reason?: string;
    }
  /** An event of this stream cannot be understood: the incident is quarantined, its other facets go on. */
  | { readonly kind: 'ill'; readonly stream: string; readonly reason: string }
  | {
      readonly kind: 'repaired';
      readonly stream: string;
      readonly missing: readonly string[];
      readonly extra: readonly string[];
    }
  /** The world behind the engine failed; the work is tried again. */
  | { readonly kind: 'fault'; readonly where: string; readonly reason: string }
  | { readonly kind: 'swept' }
  | { readonly kind: 'audited'; readonly streams: number };

export type Notify = (notice: Notice) => void;
export const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
