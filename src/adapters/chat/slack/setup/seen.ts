import type { Instant } from '../../../../core/time.ts';
import type { IncidentsChannel } from '../settings.ts';
import type { Feature } from './scopes.ts';

/** What was seen of Slack at one moment, as plain data; `setup/look.ts` gathers it, `setup/findings.ts` says what it means. */
export type Seen = {
  readonly at: Instant;
  /** The firm's zone, for hours in sentences. */
  readonly zone: string;
  readonly by: 'socket' | 'http' | 'oauth';
  readonly rooms: 'channel' | 'thread';
  readonly wants: readonly Feature[];
  readonly incidents: IncidentsChannel | undefined;
  /** Slack as a whole; undefined: it answers. */
  readonly down: { readonly since: Instant } | undefined;
  /** Socket Mode's connection; undefined: it stands, or there is none. `code`: what Slack said when it refused. */
  readonly socket: { readonly since: Instant; readonly code?: string } | undefined;
  readonly teams: readonly SeenTeam[];
  readonly people: SeenPeople;
};

export type SeenTeam = {
  /** As the workspace calls itself. */
  readonly name: string;
  readonly token: Token;
  /** Those that Slack says the token has; undefined: it did not say. */
  readonly scopes: readonly string[] | undefined;
  /** How Muster stands to the incidents channel there; undefined: not known, or none is set. */
  readonly incidents: Place | undefined;
  /** The name by which the workspace knows the bot, without `@`. */
  readonly bot: string;
};

/** `unknown`: Slack could not be asked. `uninstalled`: the workspace took Muster out. */
export type Token = 'works' | 'unknown' | 'uninstalled' | { readonly code: string };

/** `not seen`: Muster is in no channel of that name; whether there is one it cannot tell. */
export type Place = 'member' | 'not a member' | 'not found' | 'not seen' | 'archived';

/** Names of people of the plan who may be paged and have no account in any workspace; none while nobody could look. */
export type SeenPeople = {
  readonly notFound: readonly string[];
  /** Nor does the plan have an address by which one could be found. */
  readonly noAddress: readonly string[];
};
