import type { Owed, Settled } from '../aggregate.ts';
import type { Instant } from '../time.ts';
import { fromMs, plusMs } from '../time.ts';
import type { Effect } from './effects.ts';
import { retryMs } from './effects.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { isLive } from './lifecycle.ts';
import type { Facet, Incident } from './state.ts';

/** The incident's place to talk. It is owed from the first moment, and nothing waits for it. */
export type Channel = {
  readonly platform: string | null;
  readonly reference: string | null;
  readonly attempt: number;
  readonly at: Instant;
};

const begin: Channel = { platform: null, reference: null, attempt: 1, at: fromMs(0) };

function evolve(slice: Channel, event: IncidentEvent): Channel {
  switch (event.type) {
    case 'declared':
      return { ...begin, at: event.at };
    case 'channelOpened':
      return { ...slice, platform: event.platform, reference: event.reference };
    case 'channelFailed':
      return { ...slice, attempt: event.attempt + 1, at: plusMs(event.at, retryMs(event.attempt)) };
    default:
      return slice;
  }
}

function outstanding(incident: Incident): readonly Owed<Effect>[] {
  const { channel, lifecycle } = incident;
  if (channel.reference !== null || !isLive(incident)) return [];
  const { title, kind } = lifecycle;
  return [
    {
      key: `${lifecycle.id}/channel/${channel.attempt}`,
      at: channel.at,
      lane: 'room',
      class: 'find or make',
      effect: {
        kind: 'channel',
        incident: lifecycle.id,
        attempt: channel.attempt,
        title,
        private: lifecycle.private,
        drill: kind === 'drill',
      },
    },
  ];
}

function settle(_incident: Incident, owed: Owed<Effect>, { outcome }: Settled): readonly IncidentChange[] {
  if (owed.effect.kind !== 'channel') return [];
  if (outcome.outcome !== 'accepted')
    return [{ type: 'channelFailed', attempt: owed.effect.attempt, reason: outcome.reason }];
  const [platform = 'console', ...reference] = outcome.reference.split(' ');
  return [{ type: 'channelOpened', platform, reference: reference.join(' ') }];
}

export const channel: Facet<Channel> = { begin, evolve, outstanding, settle };
