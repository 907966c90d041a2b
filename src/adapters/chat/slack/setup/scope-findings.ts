import type { Finding } from './findings.ts';
import type { Scope } from './scopes.ts';
import { scopesFor } from './scopes.ts';
import type { Seen, SeenTeam } from './seen.ts';
import { where } from './team-words.ts';

/** With more, adding them one by one is the longer way. */
const MOST_ONE_BY_ONE = 3;

/** Scopes that the token has not got, by name, with what does not work without them. */
export function scopeFindings(seen: Seen, team: SeenTeam, need: Scope['need']): readonly Finding[] {
  const { scopes: granted } = team;
  if (granted === undefined) return [];
  const missing = scopesFor(seen.wants).filter((one) => one.need === need && !granted.includes(one.scope));
  const level = need === 'required' ? 'error' : 'warn';
  const at = where(seen, team);
  const then = seen.by === 'oauth' ? `install it${at} again` : 'install it again';
  if (missing.length > MOST_ONE_BY_ONE) {
    const names = missing.map(({ scope }) => scope).join(', ');
    return [
      {
        level,
        say: `The Slack app${at} lacks ${missing.length} scopes (${names}): paste what "npx muster slack manifest" prints under "App Manifest", and ${then}.`,
      },
    ];
  }
  return missing.map(({ scope, without }) => ({
    level,
    say: `The Slack app${at} lacks the scope ${scope}, so ${without}: add it under "OAuth & Permissions", and ${then}.`,
  }));
}
