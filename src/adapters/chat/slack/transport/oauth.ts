import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExpressReceiver, type Installation } from '@slack/bolt';
import type { Router } from 'express';
import express from 'express';
import type { Log } from '../../../../ports/log.ts';
import { boltLog } from './bolt-log.ts';
import { type Installations, InstallationRefusal } from './installations.ts';
import { beginPage, donePage, failedPage, type OAuthPage, plainOAuthPage, refusedPage } from './oauth-pages.ts';
import { derived } from './seal.ts';

export type OAuthParts = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** MUSTER_SECRET; what signs the state is made of it. */
  readonly secret: string;
  /** `https://muster.example.org`: where Slack sends the browser back to. */
  readonly publicUrl: string;
  /** Of the bot. */
  readonly scopes: readonly string[];
  readonly installations: Installations;
  readonly log: Log;
  readonly apiUrl?: string;
  /** Slack's consent page, unless Slack is somewhere else. */
  readonly authorizationUrl?: string;
  /** Whether whoever holds this browser may connect a workspace to this Muster. */
  mayInstall(req: IncomingMessage): Promise<{ readonly ok: true } | { readonly ok: false; readonly say: string }>;
  onInstalled?(team: { readonly id: string; readonly name: string }): void;
  /** Draws a page; a bare one where nobody does. */
  page?(page: OAuthPage): string;
};

const INSTALL_PATH = '/slack/install';
const REDIRECT_PATH = '/slack/oauth_redirect';
const STATE_LIVES_S = 600;
const ANSWER_WITHIN_MS = 10_000;

/** `GET /slack/install` and `GET /slack/oauth_redirect`, by Bolt's own installer; to be mounted at the root. */
export function oauthRoutes(parts: OAuthParts): Router {
  const { page = plainOAuthPage, log } = parts;
  const send = (res: ServerResponse, status: number, what: OAuthPage) => {
    // The address that Slack sends people back to holds a code.
    const headers = { 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' };
    res.writeHead(status, headers).end(page(what));
  };
  const router = express.Router();
  new ExpressReceiver({
    router,
    // Events come by a receiver of their own; this one has no address for them.
    endpoints: {},
    signingSecret: '',
    signatureVerification: false,
    clientId: parts.clientId,
    clientSecret: parts.clientSecret,
    stateSecret: derived(parts.secret, 'muster slack oauth state 1', 32).toString('base64url'),
    scopes: [...parts.scopes],
    redirectUri: `${parts.publicUrl.replace(/\/+$/, '')}${REDIRECT_PATH}`,
    installationStore: parts.installations.store,
    logger: boltLog(log),
    installerOptions: {
      installPath: INSTALL_PATH,
      redirectUriPath: REDIRECT_PATH,
      stateCookieExpirationSeconds: STATE_LIVES_S,
      ...(parts.authorizationUrl === undefined ? {} : { authorizationUrl: parts.authorizationUrl }),
      clientOptions: {
        ...(parts.apiUrl === undefined ? {} : { slackApiUrl: parts.apiUrl }),
        retryConfig: { retries: 0 },
        timeout: ANSWER_WITHIN_MS,
        rejectRateLimitedCalls: true,
      },
      renderHtmlForInstallPath: (url) => page(beginPage(url)),
      installPathOptions: {
        beforeRedirection: async (req, res) => {
          const may = await parts.mayInstall(req);
          if (!may.ok) send(res, 403, refusedPage(may.say));
          return may.ok;
        },
      },
      callbackOptions: {
        // oxlint-disable-next-line max-params -- Slack's installer calls it with four
        success: (installation, _options, _req, res) => {
          const team = teamOf(installation);
          log.info({ team: team.id }, 'Muster was installed in a Slack workspace');
          parts.onInstalled?.(team);
          send(res, 200, donePage(team));
        },
        // oxlint-disable-next-line max-params -- Slack's installer calls it with four
        failure: (error, _options, _req, res) => {
          const { status, page: what } = failedPage(error.code, sayOf(error));
          send(res, status, what);
        },
      },
    },
  });
  return router;
}

const sayOf = (error: Error) => (error instanceof InstallationRefusal ? error.message : undefined);
const teamOf = ({ team }: Installation) => ({ id: team?.id ?? '', name: team?.name ?? team?.id ?? '' });
