import type { AlertsRead } from '../core/alerts/alert.ts';
import type { AlertSource } from '../core/plan/schema.ts';

/** What a monitor delivered, its body read as JSON or as the fields of a form; it may hold anything. */
export type AlertDelivery = {
  /** The name of the source, which every alert carries. */
  readonly source: string;
  readonly body: unknown;
  /** What the plan says of the source; undefined when it says nothing. */
  readonly rules: AlertSource | undefined;
};

/** A delivery may have an id of its own: the same one twice is one. */
export type AlertsTaken = AlertsRead & { readonly delivery?: string };

/** Reads one kind of source. Never throws for what was delivered: it answers with a sentence, and nothing is changed then. */
export type ReadAlerts = (delivered: AlertDelivery) => AlertsTaken | Promise<AlertsTaken>;
