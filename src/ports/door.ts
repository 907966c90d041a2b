import type { Card } from '../core/card.ts';
import type { IncidentId, PersonId } from '../core/ids.ts';
import type { By } from '../core/incident/events.ts';
import type { Medium } from '../core/media.ts';

/** Somebody who says something; `id` is null for people whom the plan does not know. */
export type Speaker = { readonly id: PersonId | null; readonly name: string; readonly by: By };

/** One line of words, wherever it came from. The adapter has made sure who says it. */
export type Said = {
  readonly words: string;
  /** The words come with `&lt; &gt; &amp;`, as a platform writes what people typed. */
  readonly entities?: boolean;
  readonly speaker: Speaker;
  /** The incident whose channel or page this was said in. */
  readonly here?: IncidentId;
  /** The way it came by, where it was the answer to a message sent that way: then the way reaches the speaker. */
  readonly via?: Via;
  /** Unique id of the click or message; the same one twice is one event and gets the same answer. */
  readonly delivery?: string;
};

/** A medium, and number or address as the plan writes it. */
export type Via = { readonly medium: Medium; readonly to: string };

export type Reply = {
  readonly ok: boolean;
  readonly card: Card;
  readonly code: string;
  readonly incident: IncidentId | null;
};
