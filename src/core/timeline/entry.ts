import type { Book } from '../book.ts';
import type { IncidentEvent } from '../incident/events.ts';
import type { Instant } from '../time.ts';

/** An event of an incident as the store gives it back; its version is its number in the stream, from 1. */
export type Kept = IncidentEvent & { readonly version?: number };

/** What the timeline, the measures and the postmortem are made of: the plan at that time, and what happened, in order. */
export type Told = { readonly book: Book; readonly events: readonly Kept[] };

/** The kinds of domain 5.1, and `change`: something about the incident itself or about Muster's own work changed. */
export const KINDS = ['observed', 'decision', 'action', 'message', 'page', 'clock', 'note', 'change'] as const;
export type Kind = (typeof KINDS)[number];

export type TimelineEntry = {
  /** When it happened; for what was found out later, the moment it is about. */
  readonly at: Instant;
  /** A name, or a role where roles are asked for; `Muster` for what nobody pressed a button for. */
  readonly by: string;
  readonly kind: Kind;
  /** One line of plain words; what people wrote is in it as they wrote it, so it must be escaped before it is shown. */
  readonly text: string;
  /** The number of the event that says so, from 1. */
  readonly source: number;
  /** Plumbing, which tells nothing about the incident itself: shown to whoever asks for everything. */
  readonly detail: boolean;
};

/** What one event has to say; `at` is left out when it is the event's own hour, `detail` when it is none. */
export type Said = { readonly kind: Kind; readonly text: string; readonly at?: Instant; readonly detail?: true };
export const says = (kind: Kind, text: string): readonly Said[] => [{ kind, text }];
export const saysDetail = (kind: Kind, text: string): readonly Said[] => [{ kind, text, detail: true }];
