import type { Finding } from './findings.ts';
import type { Seen, SeenTeam } from './seen.ts';
import { named, where } from './team-words.ts';

const AGAIN = 'install the app again under "Install App" and put its new bot token into SLACK_BOT_TOKEN';
const COPY =
  'copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" into SLACK_BOT_TOKEN and start Muster again';

/** What Slack says of a bot token that it does not take; `next`: what to do about it. */
const REFUSED: Readonly<Record<string, { readonly is: string; readonly next: string }>> = {
  invalid_auth: { is: 'Slack does not know SLACK_BOT_TOKEN', next: COPY },
  not_authed: { is: 'SLACK_BOT_TOKEN did not arrive at Slack', next: COPY },
  not_allowed_token_type: { is: 'SLACK_BOT_TOKEN is the wrong kind of token', next: COPY },
  token_expired: {
    is: 'SLACK_BOT_TOKEN has expired',
    next: 'make a new Slack app from "npx muster slack manifest", whose tokens stay',
  },
  token_revoked: { is: 'SLACK_BOT_TOKEN was revoked', next: AGAIN },
  account_inactive: { is: 'The Slack app was taken out of its workspace', next: AGAIN },
  team_access_not_granted: { is: 'The workspace has not allowed Muster', next: 'ask its owner to approve the app' },
  org_login_required: {
    is: 'The workspace is just being moved into an organisation',
    next: 'wait until the move is over, Muster goes on trying',
  },
};

/** What is wrong with the token of a workspace, if anything is. */
export function tokenFinding(seen: Seen, team: SeenTeam): Finding | undefined {
  const { token } = team;
  if (token === 'works' || token === 'unknown') return undefined;
  if (token !== 'uninstalled' && token.code.startsWith('http_'))
    return error(
      `Something between Muster and Slack refuses its calls (${token.code.replace('_', ' ')}): look at the proxy and the firewall.`,
    );
  if (seen.by === 'oauth') {
    const how = token === 'uninstalled' ? '' : ` (${token.code})`;
    return error(
      `The workspace ${named(team.name)} has taken Muster out or revoked its token${how}: "npx muster slack install" prints a link with which it is installed there again.`,
    );
  }
  if (token === 'uninstalled') return error(`The Slack app was taken out of ${named(team.name)}: ${AGAIN}.`);
  const refused = Object.hasOwn(REFUSED, token.code) ? REFUSED[token.code] : undefined;
  if (refused !== undefined) return error(`${refused.is}${where(seen, team)} (${token.code}): ${refused.next}.`);
  return error(`Slack does not take SLACK_BOT_TOKEN${where(seen, team)} (${token.code.slice(0, 60)}): ${COPY}.`);
}

const error = (say: string): Finding => ({ level: 'error', say });
