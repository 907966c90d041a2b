import type { PagerOutcome } from '../../../ports/pager.ts';

/** What kannel and its like say of a number that no way leads to. */
const NO_WAY =
  /not routable|do not try again|(?:invalid|unknown|bad) (?:destination|number|msisdn|recipient|receiver|subscriber)/i;
/** Some gateways answer 200 to everything and say in words that it went wrong. */
const ERROR = /^\s*(?:err(?:or)?|fail(?:ed|ure)?|nack)\b/i;

/**
 * Whether the gateway took a message over. kannel answers 202 with `0: Accepted for delivery` or `3: Queued for later
 * delivery`. Its own words are left out of the reason, for they may repeat the number.
 */
export function handedOver(status: number, body: string): PagerOutcome {
  if (NO_WAY.test(body))
    return no('the gateway knows no way to this number: correct it in the plan, or its routes', true);
  if (status >= 200 && status < 300 && !ERROR.test(body))
    return { outcome: 'accepted', reference: `answered ${status}` };
  if (status === 401 || status === 403)
    return no('the gateway refuses SMS_GATEWAY_USER and SMS_GATEWAY_PASSWORD, or this machine', false);
  if (status === 429) return no('the gateway takes no more just now', false);
  const what = status >= 200 && status < 300 ? `${status}, with an error in words` : String(status);
  return no(`the gateway answered ${what}: look at its log`, false);
}

const no = (reason: string, permanent: boolean): PagerOutcome => ({ outcome: 'failed', reason, permanent });
