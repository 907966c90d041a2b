import type { Book } from '../book.ts';
import type { FunctionId, IncidentId, PersonId, PlaybookId, PolicyId, SeverityId, SystemId } from '../ids.ts';
import type { Fact } from '../alerts/events.ts';
import type { Instant } from '../time.ts';
import type { Asks } from './events.ts';
import type { Side } from './situation.ts';
import type { StepOrder } from './step-order.ts';

/** What somebody wants an incident to do. It already holds what the decision needs; people and things are resolved. */
export type IncidentCommand =
  | {
      readonly type: 'declare';
      readonly id: IncidentId;
      readonly title: string;
      readonly kind: 'real' | 'drill';
      readonly severity: SeverityId;
      readonly private: boolean;
      readonly functions: readonly FunctionId[];
      readonly systems: readonly SystemId[];
      readonly playbook: PlaybookId;
      readonly policy: PolicyId;
      readonly impactStartedAt: Instant | null;
      readonly reporter: string;
      readonly paging: boolean;
      readonly because: string;
      /** The chat platforms that mirror it; the console alone when left out. */
      readonly rooms?: readonly string[];
      readonly book: Book;
    }
  | { readonly type: 'acknowledge'; readonly person: PersonId }
  | { readonly type: 'decline'; readonly person: PersonId; readonly why: string }
  | { readonly type: 'askHelp'; readonly person: PersonId; readonly why: string }
  | { readonly type: 'page'; readonly targets: readonly string[]; readonly why: string; readonly asks?: Asks }
  | { readonly type: 'escalate'; readonly why: string }
  | { readonly type: 'takeRole'; readonly role: string; readonly person: PersonId; readonly why: string }
  | { readonly type: 'setSeverity'; readonly to: SeverityId; readonly why: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'decideSomething'; readonly text: string }
  | { readonly type: 'update'; readonly text: string; readonly nextAt: Instant | null }
  | {
      readonly type: 'publish';
      readonly audience: string;
      readonly text: string;
      readonly nextAt: Instant | null;
      readonly last: boolean;
    }
  | {
      readonly type: 'sayOf';
      readonly side: Side;
      readonly text: string;
      readonly owner: PersonId | null;
      readonly againAt: Instant | null;
    }
  | { readonly type: 'moveImpact'; readonly to: Instant; readonly why: string }
  | { readonly type: 'setHit'; readonly functions: readonly FunctionId[]; readonly systems: readonly SystemId[] }
  | { readonly type: 'makePrivate'; readonly why: string }
  | { readonly type: 'adoptPlan'; readonly book: Book }
  | {
      readonly type: 'restore';
      readonly function: FunctionId | null;
      readonly restoredAt: Instant | null;
      readonly note: string;
    }
  | { readonly type: 'close'; readonly note: string; readonly anyway: boolean }
  | { readonly type: 'reopen'; readonly why: string; readonly person: PersonId }
  | { readonly type: 'cancel'; readonly why: string }
  | { readonly type: 'startWorkaround'; readonly function: FunctionId; readonly note: string }
  | { readonly type: 'endWorkaround'; readonly function: FunctionId; readonly note: string }
  | { readonly type: 'noteRecoveryPoint'; readonly system: SystemId; readonly newest: Instant }
  | {
      readonly type: 'decideClock';
      readonly clock: string;
      readonly answer: 'starts' | 'not yet' | 'does not apply';
      readonly startedAt: Instant | null;
      readonly why: string;
    }
  | {
      readonly type: 'addAction';
      readonly what: string;
      readonly owner: PersonId;
      readonly due: string;
      readonly verify: string;
    }
  | { readonly type: 'finishAction'; readonly n: number; readonly note: string }
  | { readonly type: 'verifyAction'; readonly n: number; readonly how: string }
  | { readonly type: 'writePostmortem' }
  | { readonly type: 'editPostmortem'; readonly section: string }
  | { readonly type: 'join'; readonly person: PersonId }
  /** Somebody came into a room or left it, as its platform says. */
  | {
      readonly type: 'enterRoom' | 'leaveRoom';
      readonly platform: string;
      readonly person: PersonId | null;
      readonly name: string;
    }
  /** Nothing can be said in the room any more, or it can again. */
  | { readonly type: 'loseRoom'; readonly platform: string; readonly why: string }
  | { readonly type: 'findRoom'; readonly platform: string }
  | {
      readonly type: 'noteAlerts';
      readonly source: string;
      readonly group: string;
      readonly facts: readonly Fact[];
    }
  /** What a provider reports later about a page that it took over. */
  | {
      readonly type: 'reportDelivery';
      /** Who says so; one that did not take it over in the end says nothing about it. */
      readonly provider: string;
      readonly page: string;
      readonly attempt: number;
      readonly result: 'delivered' | 'undelivered';
      readonly reason: string;
      readonly permanent: boolean;
    }
  | { readonly type: 'step'; readonly order: StepOrder };

export type CommandOf<Type extends IncidentCommand['type']> = Extract<IncidentCommand, { readonly type: Type }>;
