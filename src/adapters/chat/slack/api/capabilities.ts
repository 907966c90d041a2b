import type { Log } from '../../../../ports/log.ts';
import { refused, type Called, type Failure } from './called.ts';
import { factsOf, type Method, type Nicety } from './methods.ts';
import { isOfTheWorkspace, sayOf } from './refusals.ts';

/** What Muster does without in a workspace, and why. */
export type Missing = { readonly nicety: Nicety; readonly team: string; readonly code: string; readonly say: string };

/** The niceties that Slack refused for good. They are not tried again, and nothing fails for want of them. */
export interface Capabilities {
  has(nicety: Nicety, team: string): boolean;
  list(): readonly Missing[];
  /** Tries all of them again, of one workspace or of all: the app may have been installed again. */
  again(team?: string): void;
}

export interface CapabilityWatch extends Capabilities {
  /** The refusal that would come anyway; undefined when the call may go out. */
  refusal(method: Method, team: string, channel: string): Failure | undefined;
  heard(
    called: Called<unknown>,
    call: { readonly method: Method; readonly team: string; readonly channel: string },
  ): void;
}

type Refused = Missing & { readonly needed: string | undefined; readonly everywhere: boolean };

const MOST_KEPT = 1_000;
const EVERYWHERE = '*';
/** Scopes for one kind of channel: what is refused in a private one may well be allowed in the others. */
const ONE_KIND = /^(?:groups|im|mpim):/;

export function capabilityWatch(log: Log): CapabilityWatch {
  const kept = new Map<string, Refused>();
  const nameOf = (nicety: Nicety, team: string, channel: string) => `${team} ${nicety} ${channel}`;
  const find = (nicety: Nicety, team: string, channel: string) =>
    kept.get(nameOf(nicety, team, EVERYWHERE)) ?? kept.get(nameOf(nicety, team, channel));

  const keep = (name: string, found: Refused) => {
    const isNew = ![...kept.values()].some(
      ({ nicety, team, everywhere }) =>
        nicety === found.nicety && team === found.team && everywhere === found.everywhere,
    );
    kept.set(name, found);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    if (!isNew) return;
    const { nicety, team, code, needed, say } = found;
    log.warn({ nicety, team, code, needed, say }, 'Slack refuses a nicety: Muster goes on without it');
  };

  return {
    has: (nicety, team) => !kept.has(nameOf(nicety, team, EVERYWHERE)),
    list: () =>
      [...kept.values()]
        .filter(({ everywhere }) => everywhere)
        .map(({ nicety, team, code, say }) => ({ nicety, team, code, say })),
    again: (team) => {
      for (const [name, found] of kept) if (team === undefined || found.team === team) kept.delete(name);
    },
    refusal: (method, team, channel) => {
      const { nicety } = factsOf(method);
      const found = nicety === undefined ? undefined : find(nicety, team, channel);
      return found === undefined ? undefined : refused(found.code, found.needed);
    },
    heard: (called, { method, team, channel }) => {
      const { nicety } = factsOf(method);
      if (nicety === undefined || called.ok || called.kind !== 'refused' || !isOfTheWorkspace(called.code)) return;
      const { code, needed } = called;
      const everywhere = needed === undefined || !needed.split(/[,|]/).every((scope) => ONE_KIND.test(scope.trim()));
      const name = nameOf(nicety, team, everywhere ? EVERYWHERE : channel);
      keep(name, { nicety, team, code, needed, say: sayOf(code, needed), everywhere });
    },
  };
}
