import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Plan } from '../../../core/plan/schema.ts';

/** Where calendar programs knock. */
export const CALENDAR = '/calendar';

/** Another number than the one it was made with makes an address useless: all that were given out are revoked at once. */
const numberOf = ({ incident_bot: bot }: Plan) => bot.calendar_feeds ?? 1;

/** HMAC-SHA256 of a feed's name under the secret: whoever knows it may read this feed and nothing else. */
function tokenOf(secret: string, plan: Plan, who: string): string {
  return createHmac('sha256', secret)
    .update(`muster calendar ${numberOf(plan)}\n${who}`)
    .digest('base64url');
}

/** `/calendar/ann/….ics`: of a person or a schedule. */
export const feedPath = (secret: string, plan: Plan, who: string) =>
  `${CALENDAR}/${encodeURIComponent(who)}/${tokenOf(secret, plan, who)}.ics`;

/** Whether this token opens this feed; compared in constant time. */
export function opens(secret: string, plan: Plan, { who, token }: { readonly who: string; readonly token: string }) {
  const [given, wanted] = [Buffer.from(token), Buffer.from(tokenOf(secret, plan, who))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
