import { fromNow, shortTime } from '../../../../core/time.ts';
import { APP_TOKEN_SCOPE } from './scopes.ts';
import { scopeFindings } from './scope-findings.ts';
import type { Seen, SeenTeam } from './seen.ts';
import { where } from './team-words.ts';
import { tokenFinding } from './token-findings.ts';

/**
 * Something about Slack that is not as it should be: one sentence that names the next thing to do. `error`: something that an
 * incident needs does not work; `warn`: it works less well.
 */
export type Finding = { readonly level: 'error' | 'warn'; readonly say: string };

const MOST_NAMES = 5;

/** Everything that is wrong with Slack or not set up yet, the most urgent first. */
export function slackFindings(seen: Seen): readonly Finding[] {
  const { down } = seen;
  // Nothing else could be seen then, and nothing else matters.
  if (down !== undefined)
    return [
      error(
        `Slack has not answered since ${since(seen, down.since)}: work in the console; other media page as ever, and Slack is told when it is back.`,
      ),
    ];
  const teams = seen.teams.filter(({ token }) => token === 'works' || token === 'unknown');
  return [
    ...nobody(seen),
    ...seen.teams.flatMap((team) => tokenFinding(seen, team) ?? []),
    ...socketFinding(seen),
    ...teams.flatMap((team) => scopeFindings(seen, team, 'required')),
    ...teams.flatMap((team) => placeFinding(seen, team)),
    ...peopleFindings(seen),
    ...teams.flatMap((team) => scopeFindings(seen, team, 'nicety')),
  ];
}

const error = (say: string): Finding => ({ level: 'error', say });
const warn = (say: string): Finding => ({ level: 'warn', say });
const since = ({ at, zone }: Seen, then: Seen['at']) => `${shortTime(then, zone, at)} (${fromNow(then, at)})`;

const nobody = ({ by, teams }: Seen): readonly Finding[] =>
  by === 'oauth' && teams.length === 0
    ? [
        error(
          `No workspace has installed Muster yet: say "npx muster slack install", open the link that it prints and allow it.`,
        ),
      ]
    : [];

/** Codes with which Slack refuses an app-level token for good (platforms A.9). */
const WRONG_APP_TOKEN = ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'not_allowed_token_type'];
const MAKE_ONE = `make a new one under "Basic Information", "App-Level Tokens", with the scope ${APP_TOKEN_SCOPE}, and start Muster with it`;

function socketFinding(seen: Seen): readonly Finding[] {
  const { by, socket } = seen;
  if (by !== 'socket' || socket === undefined) return [];
  const { code } = socket;
  if (code === 'missing_scope')
    return [error(`SLACK_APP_TOKEN lacks the scope ${APP_TOKEN_SCOPE}, so nothing from Slack arrives: ${MAKE_ONE}.`)];
  if (code !== undefined && WRONG_APP_TOKEN.includes(code))
    return [error(`Slack does not take SLACK_APP_TOKEN (${code}), so nothing from Slack arrives: ${MAKE_ONE}.`)];
  if (code === 'account_inactive')
    return [error('The Slack app was taken out of its workspace: install it again under "Install App".')];
  const said = code === undefined ? '' : ` (${code})`;
  return [
    error(
      `Nothing from Slack has arrived since ${since(seen, socket.since)}, for the connection is closed${said}: Muster goes on trying; see whether this machine may reach wss-primary.slack.com on port 443.`,
    ),
  ];
}

function placeFinding(seen: Seen, team: SeenTeam): readonly Finding[] {
  const { incidents: channel, rooms } = seen;
  if (channel === undefined) return [];
  const place = channel.by === 'name' ? `#${channel.name}` : channel.id;
  const at = where(seen, team);
  // In thread mode an incident has nowhere to live without it; else nobody is told but those who are paged.
  const found = rooms === 'thread' ? error : warn;
  const invite = `invite it with /invite @${team.bot} in ${channel.by === 'name' ? place : 'that channel'}`;
  switch (team.incidents) {
    case undefined:
    case 'member':
      return [];
    case 'not a member':
      return [found(`Muster is not in the incidents channel ${place}${at}: ${invite}.`)];
    case 'not seen':
      return [found(`Muster is in no channel ${place}${at}: make it if there is none, then ${invite}.`)];
    case 'not found':
      return [
        found(
          `Slack knows no channel ${place}${at}, or it is a private one without Muster: put right SLACK_INCIDENTS_CHANNEL, or ${invite}.`,
        ),
      ];
    case 'archived':
      return [
        found(
          `The incidents channel ${place}${at} is archived: unarchive it, or name another one in SLACK_INCIDENTS_CHANNEL.`,
        ),
      ];
    default:
      return team.incidents satisfies never;
  }
}

function peopleFindings({ people: { notFound, noAddress } }: Seen): readonly Finding[] {
  const one = notFound.length === 1;
  return [
    ...(notFound.length === 0
      ? []
      : [
          warn(
            `${names(notFound)} may be paged and ${one ? 'has' : 'have'} no account in Slack by the e-mail ${one ? 'address' : 'addresses'} of the plan: put right the plan, or invite them to Slack.`,
          ),
        ]),
    ...(noAddress.length === 0
      ? []
      : [
          warn(
            `${names(noAddress)} may be paged and cannot be found in Slack: add their e-mail ${noAddress.length === 1 ? 'address' : 'addresses'} to the plan.`,
          ),
        ]),
  ];
}

/** `Ann, Bob and Cyd`; of many the first few, and how many more. */
function names(all: readonly string[]): string {
  const shown = all.length > MOST_NAMES ? all.slice(0, MOST_NAMES) : all.slice(0, -1);
  const last = all.length > MOST_NAMES ? `${all.length - MOST_NAMES} more` : (all.at(-1) ?? '');
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
