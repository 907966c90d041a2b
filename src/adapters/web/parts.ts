import type { Lane, Outcome, Postponed } from '../../core/aggregate.ts';
import type { Group } from '../../core/alerts/group.ts';
import type { Beats } from '../../core/alerts/heartbeats.ts';
import type { Book } from '../../core/book.ts';
import type { IncidentId, PersonId } from '../../core/ids.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import type { Incident } from '../../core/incident/state.ts';
import type { Completion } from '../../core/words/completions.ts';
import type { Medium } from '../../core/media.ts';
import type { PageMessage } from '../../core/message.ts';
import type { PartEdit, PartEdited } from '../../core/postmortem/edit.ts';
import type { Override } from '../../core/oncall.ts';
import type { Reachability } from '../../core/reach/proofs.ts';
import type { Instant } from '../../core/time.ts';
import type { ReplicaStand } from '../../ports/replica.ts';
import type { AnswerLinks } from '../../ports/answers.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Reply, Said } from '../../ports/door.ts';
import type { NearMisses } from '../../ports/near-misses.ts';
import type { PushSubscriptions } from '../../ports/push-subscriptions.ts';
import type { Log } from '../../ports/log.ts';
import type { Link, Store } from '../../ports/store.ts';
import type { WebDoor } from '../../ports/web-door.ts';
import type { OidcSettings } from './sign-in/oidc.ts';
import type { PackKeeper } from './pack/pack-keeper.ts';
import type { RecoveryCodes } from './sign-in/recovery-codes.ts';
import type { Spent } from './sign-in/spent.ts';

/** A message on a simulated phone. */
export type WebPhone = {
  readonly person: string;
  readonly medium: Medium;
  readonly to: string;
  readonly text: string;
  readonly at: Instant;
  readonly incident: string;
  /** Of the attempt: `INC-42/page/1.0/ann/sms/2`. */
  readonly key: string;
  /** Of an e-mail; the first line of the text elsewhere. */
  readonly subject: string;
};

/** What a person may do to the clock of the incidents; only where nobody real is reached. */
export interface TimeControl {
  /** 0 is a pause. Throws when the change cannot be kept; then nothing has changed. */
  setSpeed(speed: number): void;
  /** Lets time go on to a later instant at once; what is due on the way is done, each at its own hour. Answers the instant reached. */
  goTo(at: Instant): Promise<Instant>;
  /** The next hour at which something is due in one of these incidents. */
  nextDue(
    incidents: readonly IncidentId[],
  ): Promise<{ readonly at: Instant; readonly incident: IncidentId } | undefined>;
}

/** What the engine tells, as far as metrics, health and live pages are made of it. */
export type WebNotice =
  | { readonly kind: 'appended'; readonly stream: string; readonly events: readonly unknown[] }
  | { readonly kind: 'heard'; readonly stream: string }
  | { readonly kind: 'late'; readonly lane: Lane; readonly ms: number }
  | { readonly kind: 'performed'; readonly key: string; readonly effect: string; readonly outcome: string }
  | { readonly kind: 'ill'; readonly stream: string }
  | { readonly kind: 'repaired'; readonly stream: string }
  | { readonly kind: 'fault'; readonly where: string }
  /** Somebody changed how the clock of the incidents runs. */
  | { readonly kind: 'swept' | 'audited' | 'time changed' };

/** The last edit of the plan, when it was refused. */
export type RefusedPlan = { readonly problems: number; readonly first: string; readonly at: Instant };

/** What became of an edit. `failed`: the file could not be written, and is as it was. */
export type WebEdited =
  | Exclude<PartEdited, { readonly outcome: 'saved' }>
  | { readonly outcome: 'saved' }
  | { readonly outcome: 'failed'; readonly say: string };

/** Since when the plan in force is in force, and who stands in for whom by word. */
export type PlanLife = { readonly adoptedAt: Instant | null; readonly overrides: readonly Override[] };

/** Everything that the web server needs of Muster. The composition hands it over; nothing here knows the engine. */
export interface WebParts {
  /** Signs links, sessions and tokens. */
  readonly secret: string;
  readonly version: string;
  /** The time on the wall, never accelerated: sign-in links, sessions and health are judged by it. */
  readonly wall: Clock;
  readonly log: Log;
  /** Address under which people reach the console, when it is another than the one listened on. */
  readonly publicUrl: string | undefined;
  /** Addresses and networks of proxies on other machines, which say where a request comes from. */
  readonly proxies: readonly string[];
  readonly doors: readonly WebDoor[];
  readonly isSample: boolean;
  /** Pages go to simulated phones only. */
  readonly isSimulated: boolean;
  /** Some pages go to simulated phones, maybe beside real ones: there is a wall of them. */
  readonly hasPhones: boolean;
  /** How many times faster than the wall's the clock of the incidents runs now; 0 while it stands. */
  clockSpeed(): number;
  /** Undefined where the clock runs as it does. */
  readonly time: TimeControl | undefined;
  /** The one door. Throws only when the world behind it fails. */
  say(said: Said): Promise<Reply>;
  /** Hears what the engine does until the returned function is called. */
  listen(hear: (notice: WebNotice) => void): () => void;
  /** The clock that incidents run by; it may be accelerated. Rejects when the store does not answer. */
  now(): Promise<Instant>;
  book(): Book;
  refusedPlan(): Promise<RefusedPlan | null>;
  planLife(): Promise<PlanLife>;
  /** Which ways to people are proved and which failed. */
  reach(): Promise<Reachability>;
  /** The path of the calendar feed of a person or a schedule: whoever has it can read those turns. */
  feedPath?(who: string): string;
  /** What is not set up yet, one sentence each. */
  missing(): readonly string[];
  /** How this process stands among several; undefined where it is alone. */
  readonly replica: ReplicaStand | undefined;
  incident(id: IncidentId): Promise<Incident | undefined>;
  /** How many events the incident has: what was made from the same number is still right. */
  versionOf(id: IncidentId): Promise<number>;
  /** Whatever is open, and the newest of the others; newest first, private ones too. */
  incidents(): Promise<readonly Incident[]>;
  events(id: IncidentId): Promise<readonly IncidentEvent[]>;
  /** What happened, byte for byte as it is kept, with its chain; to be verified elsewhere. */
  chain(id: IncidentId): Promise<readonly Link[]>;
  /** Makes a copy of the database in the data folder and answers with its path; not there where the database is no file. */
  readonly copy?: (() => Promise<string>) | undefined;
  /** Incidents that alerts propose and nobody has answered yet, as this person may see them; oldest first. */
  proposals(person: PersonId): Promise<readonly Group[]>;
  /** What must report again and again, in the order of the plan. */
  heartbeats(): Promise<readonly Beats[]>;
  /** The break-glass pack: made now, and as a file. */
  readonly pack: PackKeeper;
  /** The postmortem as Markdown, once it was written. */
  postmortem(id: IncidentId): Promise<string | undefined>;
  /** Puts what this person wrote into one part of the postmortem, and on record that they did. */
  editPostmortem(id: IncidentId, person: PersonId, edit: PartEdit): Promise<WebEdited>;
  /** What this person may say there, the likeliest first; without an incident, anywhere. */
  completions(person: PersonId, incident: Incident | undefined): Promise<readonly Completion[]>;
  /** Oldest first. */
  phones(): readonly WebPhone[];
  /** The file that keeps which sessions were ended, so that signed out stays signed out; unused where `spent` is there. */
  readonly endedSessions: string;
  /** What was used up or ended, where several processes have to know it; else each remembers its own. */
  readonly spent?: Spent | undefined;
  /** Where the last replies lie, when the next page may be asked of another process. */
  readonly repliesShelf?: Pick<Store, 'text' | 'putText'> | undefined;
  /** Sends a short message that is no page, by the same ways as pages. Never rejects. */
  send(message: PageMessage): Promise<Outcome | Postponed>;
  /** Where this person signs in, once, within 15 minutes; for a message that nobody else can read. */
  signInLinkFor(person: PersonId, to?: string): string;
  readonly nearMisses: NearMisses;
  /** The browsers that ring for people; undefined where that is not switched on. */
  readonly push: PushSubscriptions | undefined;
  /** Answers by a link in a message. */
  readonly answers: AnswerLinks;
  readonly recovery: RecoveryCodes;
  /** The firm's identity provider, where there is one. */
  readonly oidc: OidcSettings | undefined;
}
