import type { IncidentId } from '../ids.ts';
import type { PageMessage } from '../message.ts';

/** What an incident may owe the world. */
export type Effect =
  | { readonly kind: 'page'; readonly page: string; readonly attempt: number; readonly message: PageMessage }
  | {
      readonly kind: 'channel';
      readonly incident: IncidentId;
      readonly attempt: number;
      readonly title: string;
      readonly private: boolean;
      readonly drill: boolean;
    }
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

/** Waits between attempts of one page, in ms; the last one goes on for ever (reliability 47). */
const PAGE_RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000, 300_000] as const;
/** How long to wait before attempt `attempt + 1`, in ms, attempts counting from 1. Never gives up. */
export const retryMs = (attempt: number) => PAGE_RETRY_MS[Math.min(attempt, PAGE_RETRY_MS.length) - 1] ?? 300_000;
