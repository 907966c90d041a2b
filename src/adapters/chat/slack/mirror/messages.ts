import type { IncidentId } from '../../../../core/ids.ts';
import { pageEnding } from '../../../../core/incident/page-ending.ts';
import { pageText } from '../../../../core/incident/page-text.ts';
import { card, text } from '../../../../core/card.ts';
import { readersZone } from '../../../../core/marked-time.ts';
import type { CardMessage } from '../draw/card-blocks.ts';
import { announcement } from '../rooms/announce.ts';
import { readMessage } from '../refs.ts';
import type { RoomParts } from '../rooms/room-parts.ts';
import type { Part, View } from './mirror.ts';

/** Slack will never let these be edited: they stay as they are. */
const FINAL = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'is_inactive',
  'channel_not_found',
  'is_archived',
]);

/** One message as it ought to look. `isNew`: posted as it is now, so that it need not be edited at once. */
type Wanted = { readonly reference: string; readonly drawn: CardMessage };

/**
 * The messages that change: the situation card, each step's card, and the pages. What is shown is edited only where it
 * differs, a card of which several changes wait only once.
 */
export function messages({ api, draw }: RoomParts): Part {
  const shown = new Map<string, string>();
  const ofIncident = new Map<IncidentId, Set<string>>();

  function wanted(view: View): readonly Wanted[] {
    return [...situationOf(view), ...announcementOf(view), ...stepsOf(view), ...pagesOf(view)];
  }

  function situationOf({ incident, at }: View): readonly Wanted[] {
    const reference = incident.rooms.open['slack']?.card ?? null;
    return reference === null ? [] : [{ reference, drawn: draw.situation(incident, at) }];
  }

  function announcementOf({ incident, at }: View): readonly Wanted[] {
    const reference = incident.rooms.open['slack']?.announced ?? '';
    return reference === '' ? [] : [{ reference, drawn: announcement(draw, incident, at) }];
  }

  function stepsOf({ incident, at }: View): readonly Wanted[] {
    return Object.entries(incident.rooms.open['slack']?.steps ?? {}).flatMap(([n, reference]) => {
      const drawn = draw.step(incident, Number(n), at);
      return drawn === undefined ? [] : [{ reference, drawn }];
    });
  }

  function pagesOf({ incident, at }: View): readonly Wanted[] {
    const zone = readersZone(incident.book.plan.plan.timezone);
    return incident.escalation.pages.flatMap((page) => {
      if (page.medium !== 'chat' || page.reference === undefined) return [];
      const ending = pageEnding(incident, page, { at, zone });
      if (ending === undefined) return [];
      const { subject } = pageText(incident, page);
      const { say, buttons } = ending;
      return [
        { reference: page.reference, drawn: draw.card(card(subject, { blocks: [text(say)], buttons }), incident) },
      ];
    });
  }

  return {
    async sync(view) {
      const id = view.incident.lifecycle.id;
      const known = ofIncident.get(id) ?? new Set<string>();
      ofIncident.set(id, known);
      const edits = wanted(view).filter(({ reference, drawn }) => shown.get(reference) !== JSON.stringify(drawn));
      const done = await Promise.all(
        edits.map(async ({ reference, drawn }) => {
          const message = readMessage(reference);
          if (message === undefined) return true;
          const { team, channel, ts } = message;
          const edited = await api.call(
            'chat.update',
            { channel, ts, ...drawn, parse: 'none', link_names: false },
            { priority: 'timer', team, coalesce: ts, maxWaitMs: 60_000 },
          );
          known.add(reference);
          const isDone = edited.ok || (edited.kind === 'refused' && FINAL.has(edited.code));
          if (isDone) shown.set(reference, JSON.stringify(drawn));
          return isDone;
        }),
      );
      return done.every(Boolean);
    },
    forget(id) {
      for (const reference of ofIncident.get(id) ?? []) shown.delete(reference);
      ofIncident.delete(id);
    },
  };
}
