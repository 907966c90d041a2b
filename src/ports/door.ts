import type { Card } from '../core/card.ts';
import type { IncidentId, PersonId } from '../core/ids.ts';
import type { By } from '../core/incident/events.ts';
import type { Medium } from '../core/media.ts';

/** Somebody who says something; `id` is null for people whom the plan does not know. */
export type Speaker = { readonly id: PersonId | null; readonly name: string; readonly by: By };

/** A way that an answer came by: the medium, and the address as the plan writes it. */
export type Via = { readonly medium: Medium; readonly to: string };

/** One line of words, wherever it came from. The adapter has made sure who says it. */
export type Said = {
  readonly words: string;
  /** The words come with `&lt; &gt; &amp;`, as a platform writes what people typed. */
  readonly entities?: boolean;
  readonly speaker: Speaker;
  /** The incident whose channel or page this was said in. */
  readonly here?: IncidentId;
  /** The way by which it came back, where Muster can tell: it proves that this way reaches the person. */
  readonly via?: Via;
  /** Unique id of the click or message; the same one twice is one event and gets the same answer. */
  readonly delivery?: string;
};

export type Reply = {
  readonly ok: boolean;
  readonly card: Card;
  readonly code: string;
  readonly incident: IncidentId | null;
};
