import type { FunctionId, Hash, IncidentId, PersonId, PlaybookId, PolicyId, SeverityId, SystemId } from '../ids.ts';
import type { Medium } from '../media.ts';
import type { StepEvent } from '../playbook/events.ts';
import type { Instant } from '../time.ts';
import type { RoomEvent } from './room-events.ts';
import type { Side } from './situation.ts';

/** Who did it: a person of the plan, somebody the plan does not know, or Muster itself. */
export type By = PersonId | `guest:${string}` | 'muster';
export const MUSTER = 'muster';
export const isPerson = (by: string) => by !== MUSTER && !by.startsWith('guest:');

/** One way to reach one person, planned for an instant; `until` is set while quiet hours hold it back. */
export type PlannedPage = {
  readonly person: string;
  readonly name: string;
  readonly medium: Medium;
  readonly to: string;
  readonly at: Instant;
  readonly heldUntil: Instant | null;
  /** Why this person, in plain words: "tech lead", "it-primary, on call until Mon 08:00". */
  readonly via: string;
};
export type NotPaged = { readonly who: string; readonly why: string };

/**
 * What somebody is called for by name, so that it can be their next action and not only the text of a page. `join`: to help.
 * `role`: to take it over; `handed` when its holder gives it away. `step`: steps of a role whose holder `of` has given no sign
 * of life; `tried` are those who were looked for with this call. `nobody`: whoever leads is told that nobody answered for them.
 */
export type Asks =
  | { readonly what: 'join' }
  | { readonly what: 'role'; readonly role: string; readonly from: PersonId | null; readonly handed: boolean }
  | {
      readonly what: 'step';
      readonly steps: readonly number[];
      readonly role: string;
      readonly of: PersonId;
      readonly tried: readonly string[];
    }
  | { readonly what: 'nobody'; readonly steps: readonly number[]; readonly of: PersonId };

type Paging = {
  readonly pages: readonly PlannedPage[];
  readonly notPaged: readonly NotPaged[];
};

/** Everything that can have happened to an incident, steps aside. The names are the past participles of the glossary. */
export type IncidentBody =
  | {
      readonly type: 'declared';
      readonly id: IncidentId;
      readonly title: string;
      readonly kind: 'real' | 'drill';
      readonly severity: SeverityId;
      readonly private: boolean;
      readonly functions: readonly FunctionId[];
      readonly systems: readonly SystemId[];
      readonly playbook: PlaybookId;
      readonly policy: PolicyId;
      /** When it began to hurt; null while nobody said. RTO and MTD run from it, or from `firstReportedAt`. */
      readonly impactStartedAt: Instant | null;
      readonly firstReportedAt: Instant;
      /** Name of the person who said so first; not always somebody of the plan. */
      readonly reporter: string;
      readonly planHash: Hash;
      readonly paging: boolean;
      /** Why Muster took these functions and this playbook, for the card. */
      readonly because: string;
      /** The chat platforms that mirror it; missing where there is the console alone. */
      readonly rooms?: readonly string[];
    }
  | { readonly type: 'impactMoved'; readonly from: Instant | null; readonly to: Instant; readonly why: string }
  | { readonly type: 'severityChanged'; readonly from: SeverityId; readonly to: SeverityId; readonly why: string }
  | { readonly type: 'hitChanged'; readonly functions: readonly FunctionId[]; readonly systems: readonly SystemId[] }
  | { readonly type: 'madePrivate'; readonly why: string }
  | { readonly type: 'planAdopted'; readonly planHash: Hash }
  | { readonly type: 'functionRestored'; readonly function: FunctionId; readonly restoredAt: Instant }
  | { readonly type: 'restored'; readonly restoredAt: Instant; readonly note: string }
  | { readonly type: 'closed'; readonly note: string; readonly openSteps: readonly string[] }
  | { readonly type: 'reopened'; readonly why: string }
  | { readonly type: 'cancelled'; readonly why: string }
  | ({
      readonly type: 'levelPaged';
      readonly round: number;
      readonly level: number;
      /** The ladder is used up after this round. */
      readonly lastRound: number;
      readonly waitMs: number;
      readonly why: string;
      /** How much later than planned this happened, in ms; 0 when on time. */
      readonly lateMs: number;
    } & Paging)
  | ({
      readonly type: 'paged';
      readonly call: number;
      readonly why: string;
      /** Missing when they are only told something. */
      readonly asks?: Asks;
    } & Paging)
  | ({
      readonly type: 'exhausted';
      /** 1 for the first alarm, counting up as it repeats. */
      readonly alarm: number;
      readonly say: string;
      /** Lines with names and numbers, to call by hand. */
      readonly numbers: readonly string[];
    } & Paging)
  | {
      readonly type: 'pageSent';
      readonly page: string;
      readonly attempt: number;
      readonly reference: string;
      /** The provider that took it over. */
      readonly provider?: string;
    }
  | {
      readonly type: 'pageFailed';
      readonly page: string;
      readonly attempt: number;
      readonly reason: string;
      readonly permanent: boolean;
    }
  /** The phone or mailbox has it, as the provider reports. Delivered is not acknowledged. */
  | { readonly type: 'pageDelivered'; readonly page: string; readonly attempt: number }
  /** The provider took it over and then could not deliver it; `permanent`: this address will never work. */
  | {
      readonly type: 'pageUndelivered';
      readonly page: string;
      readonly attempt: number;
      readonly reason: string;
      readonly permanent: boolean;
    }
  /** No medium has taken a page since then: people are told to call by hand. */
  | {
      readonly type: 'nothingSent';
      /** 1 for the first time in this incident, counting up as it repeats. */
      readonly n: number;
      readonly since: Instant;
      /** Lines with names and numbers, to call by hand. */
      readonly numbers: readonly string[];
    }
  | { readonly type: 'acknowledged'; readonly person: PersonId; readonly again: boolean }
  | { readonly type: 'declined'; readonly person: PersonId; readonly why: string }
  | { readonly type: 'helpAsked'; readonly person: PersonId; readonly why: string }
  | ({ readonly type: 'progressAsked'; readonly ask: number } & Paging)
  | { readonly type: 'acknowledgementLapsed'; readonly people: readonly string[] }
  | {
      readonly type: 'rolesAssigned';
      readonly holders: Readonly<Record<string, PersonId>>;
      readonly gaps: readonly string[];
    }
  | {
      readonly type: 'roleAssigned';
      readonly role: string;
      readonly person: PersonId;
      readonly from: PersonId | null;
      readonly why: string;
    }
  | {
      readonly type: 'commanderSilent';
      readonly person: PersonId;
      readonly deputy: PersonId | null;
      readonly since: Instant;
    }
  | { readonly type: 'reliefProposed'; readonly role: string; readonly person: PersonId; readonly to: PersonId | null }
  | {
      readonly type: 'markPassed';
      readonly clock: 'rto' | 'mtd' | 'workaround';
      readonly of: FunctionId;
      readonly percent: number;
      /** Earlier marks that fell in the same moment (after an outage): one message says it all. */
      readonly alsoPassed: readonly number[];
      readonly lateMs: number;
    }
  | { readonly type: 'workaroundStarted'; readonly function: FunctionId; readonly note: string }
  | { readonly type: 'workaroundEnded'; readonly function: FunctionId; readonly note: string }
  | { readonly type: 'recoveryPointNoted'; readonly system: SystemId; readonly newest: Instant }
  | { readonly type: 'updatePosted'; readonly text: string; readonly nextAt: Instant }
  | { readonly type: 'updateMissed'; readonly n: number; readonly dueAt: Instant }
  /** Approved words to an audience; `nextAt` is missing in the closing ones. */
  | {
      readonly type: 'published';
      readonly audience: string;
      readonly text: string;
      readonly nextAt?: Instant;
      readonly last: boolean;
    }
  /** One line of the situation card was said anew. */
  | {
      readonly type: 'sideSaid';
      readonly side: Side;
      readonly text: string;
      readonly owner: PersonId | null;
      readonly againAt: Instant | null;
    }
  | { readonly type: 'noted'; readonly text: string }
  | { readonly type: 'decided'; readonly text: string }
  | {
      readonly type: 'clockDecided';
      readonly clock: string;
      readonly answer: 'starts' | 'not yet' | 'does not apply';
      readonly why: string;
      readonly startedAt: Instant | null;
    }
  | { readonly type: 'clockAsked'; readonly clocks: readonly string[] }
  /** What a monitor says, as a fact. `group` and `n` name the line for ever; without a key it is about `count` troubles; `all` is over. */
  | {
      readonly type: 'alertNoted';
      readonly source: string;
      readonly group: string;
      readonly n: number;
      readonly key: string;
      readonly state: 'firing' | 'resolved';
      readonly title: string;
      readonly count: number;
      readonly all: boolean;
    }
  | { readonly type: 'hookConfirmed'; readonly step: number; readonly run: number }
  | { readonly type: 'hookIntended'; readonly step: number; readonly name: string; readonly run: number }
  | {
      readonly type: 'hookReturned';
      readonly step: number;
      readonly run: number;
      readonly ok: boolean;
      readonly result: string;
      readonly dry: boolean;
    }
  | { readonly type: 'hookInDoubt'; readonly step: number; readonly run: number; readonly reason: string }
  | { readonly type: 'postmortemWritten'; readonly file: string; readonly revision: number }
  | { readonly type: 'postmortemFailed'; readonly attempt: number; readonly reason: string }
  | { readonly type: 'postmortemAsked' }
  /** A person wrote in one of the parts that are left to people; what they wrote stands in the file only. */
  | { readonly type: 'postmortemEdited'; readonly section: string }
  | { readonly type: 'reviewReminded'; readonly n: number }
  | {
      readonly type: 'actionAdded';
      readonly n: number;
      readonly what: string;
      readonly owner: PersonId;
      /** `yyyy-mm-dd`, the end of that day in the company's zone. */
      readonly due: string;
      readonly verify: string;
    }
  | { readonly type: 'actionDone'; readonly n: number; readonly note: string }
  | { readonly type: 'actionVerified'; readonly n: number; readonly how: string }
  | { readonly type: 'actionReminded'; readonly n: number; readonly reminder: number }
  /** The auditor found the agenda different from what the log asks for, and mended it. */
  | { readonly type: 'auditRepaired'; readonly missing: readonly string[]; readonly extra: readonly string[] };

export type IncidentChange = IncidentBody | RoomEvent | StepEvent;
export type Stamp = { readonly at: Instant; readonly by: By; readonly v: 1 };
export type IncidentEvent = IncidentChange & Stamp;
export type EventOf<Type extends IncidentChange['type']> = Extract<IncidentEvent, { readonly type: Type }>;
