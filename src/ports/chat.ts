import type { Outcome, Postponed } from '../core/aggregate.ts';
import type { Book } from '../core/book.ts';
import type { IncidentId, PersonId } from '../core/ids.ts';
import type { IncidentCommand } from '../core/incident/commands.ts';
import type { RoomEffect } from '../core/incident/effects.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import type { Incident } from '../core/incident/state.ts';
import type { Live } from '../core/oncall.ts';
import type { Instant } from '../core/time.ts';
import type { Clock } from './clock.ts';
import type { Reply, Said } from './door.ts';
import type { Helm } from './helm.ts';
import type { Log } from './log.ts';
import type { NearMisses } from './near-misses.ts';
import type { Pager } from './pager.ts';
import type { Performer } from './performer.ts';

export type RoomEffectOf<Kind extends RoomEffect['kind']> = Extract<RoomEffect, { readonly kind: Kind }>;

/**
 * What a platform does for an incident's room; each is an effect that the incident owes. Promises: what is busy or away is
 * `postponed`, never `failed`; `failed` means that it is of no use to try again (except `channel`, which is tried for ever);
 * doing one twice does no harm that is worse than a message said twice.
 */
export type RoomPerformers = { readonly [Kind in RoomEffect['kind']]: Performer<RoomEffectOf<Kind>> };

/** One chat platform: a mirror of the incidents, a way in for words, and one of the media that pages go by. */
export interface Chat {
  /** `slack`, `teams`: the name that `declared.rooms` and deliveries carry. */
  readonly platform: string;
  readonly rooms: RoomPerformers;
  readonly pager: Pager;
  /** Works what was delivered, once it is kept. Throws when it has to be tried again. */
  deliver(body: unknown, delivery: string): Promise<Outcome | Postponed>;
  /** The incident has changed: what people see of it is brought up to date soon. Never throws. */
  follow(id: IncidentId): void;
  /** Another process put something on the shelf, or took it away. Never throws. */
  shelfChanged?(): void;
  /** What is wrong with it or not set up yet, one sentence each, the most urgent first. */
  missing(): readonly string[];
  /** Begins to listen, and resolves at once: a platform that is away is connected to when it is back. */
  start(): Promise<void>;
  /** Resolves within two seconds. */
  stop(): Promise<void>;
}

/** A few texts that must survive a restart; whoever puts them there has sealed them. */
export interface Shelf {
  put(key: string, text: string, name: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
  remove(key: string): Promise<void>;
  /** In the order in which the keys were first put there. */
  list(): Promise<readonly { readonly key: string; readonly name: string }[]>;
}

/** What a chat platform asks of Muster. The composition hands it over. */
export interface ChatHost {
  /** The time on the wall: limits, retries and health go by it. */
  readonly clock: Clock;
  readonly log: Log;
  /** Where people reach the console, without a slash at the end. */
  consoleUrl(): string;
  /** Other processes work with the same store and the same platform: what is remembered in memory may be old. */
  readonly shared: boolean;
  /** Whether this one keeps what people see up to date. */
  readonly helm: Helm;
  /** Seals what must not be read in the store. */
  readonly secret: string;
  /** The one door. Rejects only when the world behind it fails. */
  say(said: Said): Promise<Reply>;
  /** Keeps a delivery; resolves when it is on disk. Known ids are kept already. */
  keep(id: string, body: unknown): Promise<void>;
  /** Puts on record what the platform itself says. Refusals are swallowed: the incident may be over. */
  record(id: IncidentId, command: IncidentCommand, delivery?: string): Promise<void>;
  book(): Book;
  /** The store's clock. */
  now(): Promise<Instant>;
  live(): Promise<Live>;
  incident(id: IncidentId): Promise<Incident | undefined>;
  /** With a number above `after`, in order. */
  events(id: IncidentId, after?: number): Promise<readonly IncidentEvent[]>;
  /** What goes on, newest first; private ones too. */
  open(): Promise<readonly Incident[]>;
  /** The newest incidents with a room on this platform, over or not; for finding whose channel it is. */
  recent(most: number): Promise<readonly Incident[]>;
  readonly shelf: Shelf;
  nearMisses(): NearMisses;
  postmortem(id: IncidentId): Promise<string | undefined>;
  /** The words that this person may say; for home and help. */
  missing(): readonly string[];
  /** A sign-in link that leads to this page of the console, for a message that nobody else can read. */
  signInLinkFor(person: PersonId, to?: string): string;
}
