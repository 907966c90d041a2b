import type { Aggregate, Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import type { By } from '../incident/events.ts';
import type { PersonId } from '../ids.ts';
import type { Override } from '../oncall.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, msBetween } from '../time.ts';

/** The plan's own life, one stream for each plan: what was adopted, what was refused, who stands in for whom. */
export const UPKEEP = 'PLAN';

export type UpkeepChange =
  | { readonly type: 'planAdopted'; readonly planHash: string; readonly version: string }
  | { readonly type: 'planRefused'; readonly problems: number; readonly first: string }
  | {
      readonly type: 'overrideSet';
      readonly schedule: string;
      readonly who: PersonId;
      readonly from: Instant;
      readonly to: Instant;
      readonly why: string;
    };

export type UpkeepCommand =
  | { readonly type: 'adopt'; readonly planHash: string; readonly version: string }
  | { readonly type: 'refusePlan'; readonly problems: number; readonly first: string }
  | ({ readonly type: 'override' } & Omit<Extract<UpkeepChange, { type: 'overrideSet' }>, 'type'>);

export type Upkeep = {
  readonly planHash: string | null;
  readonly adoptedAt: Instant | null;
  /** The last edit of the plan, when it was refused and the one before stays in force. */
  readonly refused: { readonly problems: number; readonly first: string; readonly at: Instant } | null;
  readonly overrides: readonly (Override & { readonly by: By })[];
};

const begin: Upkeep = { planHash: null, adoptedAt: null, refused: null, overrides: [] };

function evolve(state: Upkeep, event: UpkeepChange & { readonly at: Instant; readonly by: By }): Upkeep {
  switch (event.type) {
    case 'planAdopted':
      return { ...state, planHash: event.planHash, adoptedAt: event.at, refused: null };
    case 'planRefused':
      return { ...state, refused: { problems: event.problems, first: event.first, at: event.at } };
    case 'overrideSet': {
      const { schedule, who, from, to, why, by } = event;
      const current = state.overrides.filter((other) => other.to > event.at);
      return { ...state, overrides: [...current, { schedule, who, from, to, why, by }] };
    }
    default:
      return state;
  }
}

/** Somebody stands in for days or weeks. Longer is a slip of the year, or a change that belongs into the plan. */
const LONGEST_OVERRIDE_DAYS = 90;

function decide(state: Upkeep, command: UpkeepCommand, { at }: Moment): Decision<UpkeepChange> {
  switch (command.type) {
    case 'adopt': {
      const known = state.planHash === command.planHash && state.refused === null;
      return known ? decided() : decided({ ...command, type: 'planAdopted' });
    }
    case 'refusePlan':
      return state.refused?.first === command.first ? decided() : decided({ ...command, type: 'planRefused' });
    case 'override':
      if (command.from >= command.to)
        return refuse('override-empty', 'An override must end after it begins: … until 18:00.');
      if (msBetween(at, command.to) > LONGEST_OVERRIDE_DAYS * DAY_MS)
        return refuse(
          'override-too-long',
          `That ends on ${command.to.slice(0, 10)}, more than ${LONGEST_OVERRIDE_DAYS} days from now. Say a nearer end, as in "until 18:00" or "for 2w"; what shall stay so belongs into the plan's schedule.`,
        );
      return decided({ ...command, type: 'overrideSet' });
    default:
      return command satisfies never;
  }
}

export const upkeep: Aggregate<Upkeep, UpkeepChange, UpkeepCommand, { readonly kind: string }> = {
  prefixes: [UPKEEP],
  begin,
  pins: () => undefined,
  evolve,
  decide,
  live: () => false,
  deadlines: () => [],
  outstanding: () => [],
  pass: () => [],
  intend: () => [],
  settle: () => [],
};
