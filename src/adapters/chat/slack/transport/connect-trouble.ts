import { webApi } from '@slack/bolt';
import { SECOND_MS } from '../../../../core/time.ts';
import { withoutSecrets } from './bolt-log.ts';

/**
 * Why a connection could not be opened. `refused`: Slack says no, and a person has to change something; `limited`: later, at
 * the hour Slack named; `broken`: the network, or Slack's own illness.
 */
export type ConnectTrouble =
  | { readonly kind: 'refused'; readonly code: string; readonly say: string }
  | { readonly kind: 'limited'; readonly retryAfterMs: number; readonly say: string }
  | { readonly kind: 'broken'; readonly say: string };

/** Answers of Slack that mean that Slack is ill, not that we are wrong (platforms A.9, E.1). */
const ILLNESS = ['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'];

const NEW_TOKEN =
  'Make one under Basic Information, App-Level Tokens, with the scope connections:write, and set SLACK_APP_TOKEN to it.';
const WHAT_TO_DO: ReadonlyMap<string, string> = new Map([
  ['invalid_auth', `Slack does not know the app token. ${NEW_TOKEN}`],
  ['not_authed', `Slack saw no app token. ${NEW_TOKEN}`],
  ['token_revoked', `The app token was revoked. ${NEW_TOKEN}`],
  ['token_expired', `The app token has expired. ${NEW_TOKEN}`],
  ['not_allowed_token_type', `SLACK_APP_TOKEN holds a token of another kind; it begins with xapp-. ${NEW_TOKEN}`],
  ['missing_scope', `The app token may not open connections. ${NEW_TOKEN}`],
  ['account_inactive', 'The workspace or the app behind the app token is switched off. Ask an administrator of Slack.'],
  ['team_disabled', 'The workspace is switched off. Ask an administrator of Slack.'],
  [
    'user_removed_from_team',
    'Whoever made the app has left the workspace. Ask an administrator of Slack to take it over.',
  ],
  ['access_denied', 'An administrator of Slack has not allowed the app. Ask one to approve it.'],
  ['no_permission', 'An administrator of Slack has not allowed the app. Ask one to approve it.'],
]);

/** Reads whatever the socket client threw; it throws `undefined` when the connection closed before Slack said hello. */
export function connectTrouble(thrown: unknown): ConnectTrouble {
  if (thrown instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'limited', retryAfterMs: thrown.retryAfter * SECOND_MS, say: 'Slack asks us to wait a moment.' };
  }
  if (thrown instanceof webApi.WebAPIPlatformError) {
    const code = thrown.data.error;
    // A proxy's page in the place of an answer arrives as an error whose name is the page (platforms G.7).
    if (!/^[a-z_]{1,60}$/.test(code)) return { kind: 'broken', say: 'Something else than Slack answered.' };
    if (ILLNESS.includes(code)) return { kind: 'broken', say: `Slack is not well: ${code}.` };
    const say = WHAT_TO_DO.get(code) ?? `Slack refuses the connection: ${code}. Look at the app's settings in Slack.`;
    return { kind: 'refused', code, say };
  }
  if (thrown instanceof webApi.WebAPIHTTPError) return { kind: 'broken', say: `Slack answered ${thrown.statusCode}.` };
  const cause = thrown instanceof Error ? rootOf(thrown) : undefined;
  if (cause === undefined) return { kind: 'broken', say: 'The connection closed before Slack said hello.' };
  return { kind: 'broken', say: `Slack cannot be reached: ${withoutSecrets(cause).slice(0, 200)}.` };
}

/** `fetch failed` says nothing; what lies under it does. */
function rootOf(error: Error): string {
  let at = error;
  for (let depth = 0; depth < 5 && at.cause instanceof Error; depth += 1) at = at.cause;
  return 'code' in at && typeof at.code === 'string' ? at.code : at.message;
}
