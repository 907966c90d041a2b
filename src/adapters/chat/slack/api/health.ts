import { plusMs, SECOND_MS, type Instant } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Log } from '../../../../ports/log.ts';
import type { Called } from './called.ts';
import { isTokenFault, sayOf } from './refusals.ts';

/** `misconfigured`: Slack answers, and says that it does not know us; a person must look (platforms E.1). */
export type SlackState = 'up' | 'degraded' | 'down' | 'misconfigured';
export type Misconfigured = {
  readonly team: string;
  readonly code: string;
  readonly say: string;
  readonly since: Instant;
};
export type SlackHealth = {
  readonly state: SlackState;
  readonly since: Instant;
  /** Why it is not up, in plain words. */
  readonly say: string | undefined;
  /** The workspaces whose token does not work. */
  readonly misconfigured: readonly Misconfigured[];
};

export interface HealthWatch {
  /** Without a team: of Slack as a whole; misconfigured only when every workspace is. */
  health(team?: string): SlackHealth;
  /** Told when the state or the misconfigured workspaces are others than before. The answer ends it. */
  onChange(listener: (health: SlackHealth) => void): () => void;
  /** What became of a call that was made. */
  heard(called: Called<unknown>, team: string): void;
  /** Slack's way to us: the socket is open, or is not. */
  heardSocket(state: 'up' | 'down'): void;
  know(team: string): void;
  forget(team: string): void;
  /** The workspaces that are known, the longest silent first. */
  teams(): readonly string[];
  close(): void;
}

/** Failing for so long, with no success in between, is as good as a second failure. */
const WITHOUT_SUCCESS_MS = 10 * SECOND_MS;
/** A socket that is opened again within this is no trouble: Slack closes each of them now and then. */
const SOCKET_PATIENCE_MS = 15 * SECOND_MS;
const MOST_TEAMS = 1_000;

/** Two failures in a row are an outage, and two successes in a row its end: one of either may be chance. */
type Way = 'up' | 'failing' | 'down' | 'recovering';
const AFTER_SUCCESS: Readonly<Record<Way, Way>> = { up: 'up', failing: 'up', down: 'recovering', recovering: 'up' };
const AFTER_FAILURE: Readonly<Record<Way, Way>> = { up: 'failing', failing: 'down', down: 'down', recovering: 'down' };

type Seen = { readonly state: SlackState; readonly faults: string; readonly since: Instant };

/** Slack's health from our own evidence only: what our calls met. Too many calls (429) say nothing about it. */
export function healthWatch(clock: Clock, log: Log): HealthWatch {
  const listeners = new Set<(health: SlackHealth) => void>();
  const teams = new Map<string, Misconfigured | undefined>();
  let way: Way = 'up';
  let reason = '';
  let deafSince: Instant | undefined;
  let callOff = { failing: () => {}, socket: () => {} };
  let seen: Seen = { state: 'up', faults: '', since: clock.now() };

  const faults = () => [...teams.values()].filter((fault) => fault !== undefined);
  const isDeaf = () => deafSince !== undefined && clock.now() >= plusMs(deafSince, SOCKET_PATIENCE_MS);

  const stateOf = (isMisconfigured: boolean): SlackState => {
    if (way === 'down') return 'down';
    if (isMisconfigured) return 'misconfigured';
    return way !== 'up' || isDeaf() ? 'degraded' : 'up';
  };
  const stateOfAll = () => stateOf(teams.size > 0 && faults().length === teams.size);
  const sayFor = (state: SlackState): string | undefined => {
    if (state === 'up') return undefined;
    if (way === 'up') return 'Slack takes what Muster says, but nothing comes from Slack to Muster.';
    return way === 'recovering' ? 'Slack begins to answer again.' : `Slack does not answer (${reason}).`;
  };
  const health = (team?: string): SlackHealth => {
    const fault = team === undefined ? faults()[0] : teams.get(team);
    const state = team === undefined ? stateOfAll() : stateOf(fault !== undefined);
    const about =
      state === 'misconfigured' && fault !== undefined
        ? { since: fault.since, say: fault.say }
        : { since: seen.since, say: sayFor(state) };
    return { state, ...about, misconfigured: faults() };
  };

  const look = () => {
    const now = {
      state: stateOfAll(),
      faults: faults()
        .map(({ team, code }) => `${team} ${code}`)
        .join(),
    };
    if (now.state === seen.state && now.faults === seen.faults) return;
    seen = { ...now, since: now.state === seen.state ? seen.since : clock.now() };
    for (const listener of listeners) {
      try {
        listener(health());
      } catch (error) {
        log.error({ error }, 'something that listens to the health of Slack failed');
      }
    }
  };

  const turn = (next: Way) => {
    if (next === way) return;
    way = next;
    callOff.failing();
    if (next !== 'failing') return;
    const failing = clock.ring(plusMs(clock.now(), WITHOUT_SUCCESS_MS), () => {
      turn('down');
      look();
    });
    callOff = { ...callOff, failing };
  };

  const remember = (team: string, fault: Misconfigured | undefined) => {
    teams.delete(team);
    teams.set(team, fault);
    const [oldest] = teams.keys();
    if (teams.size > MOST_TEAMS && oldest !== undefined) teams.delete(oldest);
  };
  const faultIn = (called: Called<unknown>, team: string): Misconfigured | undefined => {
    if (called.ok || called.kind !== 'refused' || !isTokenFault(called.code)) return undefined;
    const { code, needed } = called;
    return { team, code, say: sayOf(code, needed), since: teams.get(team)?.since ?? clock.now() };
  };

  return {
    health,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    heard: (called, team) => {
      if (!called.ok && called.kind === 'broken') {
        reason = called.reason;
        remember(team, teams.get(team));
        turn(AFTER_FAILURE[way]);
      } else if (called.ok || called.kind === 'refused') {
        remember(team, faultIn(called, team));
        turn(AFTER_SUCCESS[way]);
      }
      look();
    },
    heardSocket: (state) => {
      callOff.socket();
      deafSince = state === 'up' ? undefined : (deafSince ?? clock.now());
      if (deafSince !== undefined)
        callOff = { ...callOff, socket: clock.ring(plusMs(deafSince, SOCKET_PATIENCE_MS), look) };
      look();
    },
    know: (team) => {
      if (!teams.has(team)) remember(team, undefined);
    },
    forget: (team) => {
      teams.delete(team);
      look();
    },
    teams: () => [...teams.keys()],
    close: () => {
      callOff.failing();
      callOff.socket();
      listeners.clear();
    },
  };
}
