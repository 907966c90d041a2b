import type { IncidentId, PersonId } from '../ids.ts';
import type { PageMessage } from '../message.ts';
import type { Instant } from '../time.ts';

/** What an incident may owe the world. */
export type Effect =
  | { readonly kind: 'page'; readonly page: string; readonly attempt: number; readonly message: PageMessage }
  | RoomEffect
  | { readonly kind: 'postmortem'; readonly incident: IncidentId; readonly attempt: number; readonly revision: number }
  | {
      readonly kind: 'hook';
      readonly incident: IncidentId;
      readonly step: number;
      readonly run: number;
      readonly name: string;
      /** Stays the same for every repeat of one attempt, so that the other side can tell a repeat. */
      readonly idempotencyKey: string;
      readonly dry: boolean;
    };

type OfRoom = { readonly incident: IncidentId; readonly platform: string; readonly attempt: number };
type InRoom = OfRoom & {
  /** The room, as its platform named it. */
  readonly room: string;
};

/** What is owed to a place to talk, one platform at a time. References are the platform's own words. */
export type RoomEffect =
  | (OfRoom & {
      readonly kind: 'channel';
      readonly title: string;
      readonly private: boolean;
      readonly drill: boolean;
      readonly declaredAt: Instant;
    })
  /** Accepted with `UPTO REFERENCE`: the number of the last event that is on the card, and the message. */
  | (InRoom & { readonly kind: 'card' })
  /** Accepted with the message, or nothing where there is no channel for it. */
  | (InRoom & { readonly kind: 'announce' })
  /** Accepted with the message. */
  | (InRoom & { readonly kind: 'stepCard'; readonly step: number })
  /** Accepted with one sentence about whoever could not be brought in, or nothing. */
  | (InRoom & { readonly kind: 'invite'; readonly people: readonly PersonId[] })
  /** Says what happened after event number `after`. Accepted with `UPTO LATEMS`. */
  | (InRoom & { readonly kind: 'tell'; readonly after: number })
  | (InRoom & { readonly kind: 'share'; readonly revision: number })
  /** `announced`: the message to take away as well, of an incident that is private now; empty where there is none. */
  | (InRoom & { readonly kind: 'archive'; readonly announced?: string });

/** Waits between attempts of one page, in ms; the last one goes on for ever (reliability 47). */
const PAGE_RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000, 300_000] as const;
/** How long to wait before attempt `attempt + 1`, in ms, attempts counting from 1. Never gives up. */
export const retryMs = (attempt: number) => PAGE_RETRY_MS[Math.min(attempt, PAGE_RETRY_MS.length) - 1] ?? 300_000;
