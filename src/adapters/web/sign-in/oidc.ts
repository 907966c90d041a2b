import type { Configuration, IDToken, UserInfoResponse } from 'openid-client';
import type { Instant } from '../../../core/time.ts';
import { HOUR_MS, plusMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';

/** How each call to the identity provider ends at the latest: nobody waits longer for a door that may be shut. */
const ANSWERS_WITHIN_MS = 5_000;
/** Its addresses may change; its keys are read again whenever an unknown one signs. */
const KNOWN_FOR_MS = HOUR_MS;

export type OidcSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that holds the e-mail address by which the plan knows a person. */
  readonly claim: string;
  readonly answersWithinMs?: number;
};

/** What belongs to one sign-in and comes back with it. */
export type Round = { readonly state: string; readonly nonce: string; readonly verifier: string };

export type Identified =
  | { readonly ok: true; readonly email: string }
  /** `down`: the provider does not answer. `no`: it, or a check of what it said, refused. `unverified`, `nothing`: the claim. */
  | { readonly ok: false; readonly why: 'down' | 'no' | 'unverified' | 'nothing'; readonly reason: string };

export interface Oidc {
  /** Where a browser goes to sign in with the provider; undefined with a reason while that does not answer. */
  begin(
    back: string,
    round: Round,
  ): Promise<{ readonly ok: true; readonly to: string } | Extract<Identified, { ok: false }>>;
  /** Who came back, from the whole address to which the provider sent the browser. */
  end(came: URL, round: Round): Promise<Identified>;
}

/**
 * Sign-in with an OpenID provider: authorization code with PKCE, state and nonce. Nothing is asked of the provider before
 * somebody signs in with it, and what failed is tried again at the next time: Muster starts and works without it. The library
 * is loaded then too.
 */
export function oidcOf(settings: OidcSettings, clock: Clock): Oidc {
  const { answersWithinMs = ANSWERS_WITHIN_MS } = settings;
  let known: { readonly found: Promise<Configuration>; readonly until: Instant } | undefined;

  function discovered(): Promise<Configuration> {
    if (known === undefined || known.until <= clock.now()) {
      const found = discover(settings, answersWithinMs);
      known = { found, until: plusMs(clock.now(), KNOWN_FOR_MS) };
      found.catch(() => (known = undefined));
    }
    return known.found;
  }

  return {
    async begin(back, { state, nonce, verifier }) {
      try {
        const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import('openid-client');
        const to = buildAuthorizationUrl(await discovered(), {
          redirect_uri: back,
          scope: 'openid email profile',
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return { ok: true, to: to.href };
      } catch (fault) {
        return failed(fault);
      }
    },
    async end(came, { state, nonce, verifier }) {
      try {
        const { authorizationCodeGrant, fetchUserInfo } = await import('openid-client');
        const provider = await discovered();
        const tokens = await authorizationCodeGrant(provider, came, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) return { ok: false, why: 'no', reason: 'no ID token came' };
        if (claims[settings.claim] !== undefined || provider.serverMetadata().userinfo_endpoint === undefined)
          return emailIn(claims, settings.claim);
        return emailIn(await fetchUserInfo(provider, tokens.access_token, claims.sub), settings.claim);
      } catch (fault) {
        return failed(fault);
      }
    },
  };
}

async function discover(settings: OidcSettings, answersWithinMs: number): Promise<Configuration> {
  const { allowInsecureRequests, discovery } = await import('openid-client');
  const issuer = new URL(settings.issuer);
  return discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
    timeout: answersWithinMs / 1_000,
    // The settings allow `http:` for this very machine only.
    execute: issuer.protocol === 'http:' ? [allowInsecureRequests] : [],
  });
}

/** An address that the provider says nobody has proved to own could be anybody's. */
function emailIn(claims: IDToken | UserInfoResponse, claim: string): Identified {
  const email = claims[claim];
  if (typeof email !== 'string' || email.trim() === '')
    return { ok: false, why: 'nothing', reason: `the provider says no "${claim}"` };
  // Some providers write a text in the place of the truth value.
  const proved: unknown = claims['email_verified'];
  if (proved === false || proved === 'false')
    return { ok: false, why: 'unverified', reason: 'the provider has not verified the address' };
  return { ok: true, email };
}

/** Whether it could not be asked or said no; what the library's errors carry beside their message may be secret. */
function failed(fault: unknown): Extract<Identified, { ok: false }> {
  const all = causesOf(fault);
  const isDown = all.some(
    ({ name, message, code, status }) =>
      message === 'fetch failed' ||
      name === 'TimeoutError' ||
      code === 'OAUTH_TIMEOUT' ||
      /^E(?!RR_)[A-Z_]+$|^UND_/.test(code) ||
      status >= 500,
  );
  const reason = all.map(({ code, message }) => `${message}${code === '' ? '' : ` (${code})`}`).join(': ');
  return { ok: false, why: isDown ? 'down' : 'no', reason: reason.slice(0, 300) };
}

type Cause = { readonly name: string; readonly message: string; readonly code: string; readonly status: number };

function causesOf(fault: unknown): readonly Cause[] {
  if (fault instanceof Response) return [{ name: '', message: `HTTP ${fault.status}`, code: '', status: fault.status }];
  if (!(fault instanceof Error)) return [];
  const code: unknown = Reflect.get(fault, 'code');
  const one = { name: fault.name, message: fault.message, code: typeof code === 'string' ? code : '', status: 0 };
  return [one, ...causesOf(fault.cause)];
}
