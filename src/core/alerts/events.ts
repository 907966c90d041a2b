import type { IncidentId } from '../ids.ts';
import type { By } from '../incident/events.ts';
import type { Instant } from '../time.ts';
import type { Alert } from './alert.ts';
import type { Folding, Hit, Judged } from './rules.ts';

/** One trouble of a source, as far as it is kept: its title only among the first of a group. */
export type Item = { readonly key: string; readonly state: Alert['state']; readonly title: string };

/** What came into a group with one delivery. `more` were only counted: the group has too many to tell apart. */
type Came = { readonly items: readonly Item[]; readonly more: number };

/** Everything that can have happened to the alerts of one source. */
export type AlertChange =
  /** Nobody has looked yet: an incident is proposed. At `pageAt` it is opened without anybody; null is never. */
  | ({
      readonly type: 'proposed';
      readonly proposal: string;
      readonly source: string;
      readonly title: string;
      readonly text: string;
      readonly link: string | null;
      readonly hit: Hit;
      readonly pageAt: Instant | null;
      readonly withinMs: number;
    } & Came)
  /** It is about a system of an incident that is open already: facts for it, no proposal. */
  | ({
      readonly type: 'joined';
      readonly incident: IncidentId;
      readonly source: string;
      readonly title: string;
      readonly hit: Hit;
      readonly withinMs: number;
    } & Came)
  /** More of the same group. `hit` and `pageAt` stand where these alerts made it wider, worse or sooner. */
  | ({ readonly type: 'folded'; readonly group: string; readonly hit?: Hit; readonly pageAt?: Instant } & Came)
  /** It was said again; written at most once a minute. */
  | { readonly type: 'repeated'; readonly group: string }
  /** The source itself says that it is over, and nobody has said anything: the proposal ends. */
  | { readonly type: 'cleared'; readonly proposal: string }
  /** A person says that it is one: it is opened now, under this number. */
  | { readonly type: 'confirmed'; readonly proposal: string; readonly incident: IncidentId; readonly who: By }
  /** Nobody said anything in time: it is opened under this number, which is kept first so that a crash opens no second one. */
  | { readonly type: 'reserved'; readonly proposal: string; readonly incident: IncidentId }
  | { readonly type: 'opened'; readonly proposal: string; readonly incident: IncidentId }
  | { readonly type: 'notOpened'; readonly proposal: string; readonly reason: string }
  | { readonly type: 'dismissed'; readonly proposal: string; readonly who: By; readonly why: string }
  /** Whoever is on call was told of the proposal. */
  | { readonly type: 'told'; readonly proposal: string; readonly people: readonly string[] }
  | { readonly type: 'notTold'; readonly proposal: string; readonly reason: string }
  /** The facts up to this number stand on the incident's timeline. */
  | { readonly type: 'noted'; readonly group: string; readonly upTo: number }
  | { readonly type: 'notNoted'; readonly group: string; readonly reason: string }
  /** Their incidents are over, or nothing was heard of them for long. */
  | { readonly type: 'ended'; readonly groups: readonly string[] };

/** A real incident that is not closed. A private one names no systems: nothing joins it by itself. */
export type OpenIncident = {
  readonly id: IncidentId;
  readonly systems: readonly string[];
  /** False when it counts as restored: nobody is paged for it then, so what breaks again is new. */
  readonly open: boolean;
};

export type AlertCommand =
  | {
      readonly type: 'take';
      readonly source: string;
      readonly alerts: readonly Judged[];
      readonly folding: Folding;
      readonly open: readonly OpenIncident[];
      /** The number of a proposal, should there be one; null: refused with `number-missing` if there is. */
      readonly proposal: string | null;
    }
  | { readonly type: 'confirm'; readonly proposal: string; readonly incident: IncidentId; readonly who: By }
  | { readonly type: 'reserve'; readonly proposal: string; readonly incident: IncidentId }
  | { readonly type: 'dismiss'; readonly proposal: string; readonly who: By; readonly why: string };

/** One line for an incident's timeline. `n` counts up within its group, so that a line is written once. */
export type Fact = {
  readonly n: number;
  /** Empty when it is about several. */
  readonly key: string;
  readonly state: Alert['state'];
  readonly title: string;
  readonly count: number;
  /** The source says that all of it is over. */
  readonly all: boolean;
};

export type AlertEffect =
  | { readonly kind: 'tellProposal'; readonly source: string; readonly proposal: string }
  | { readonly kind: 'openProposal'; readonly source: string; readonly proposal: string }
  | {
      readonly kind: 'noteAlerts';
      readonly incident: IncidentId;
      readonly source: string;
      readonly group: string;
      readonly facts: readonly Fact[];
    };
