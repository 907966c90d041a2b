const INCIDENT = /^\/incidents\/(?:INC|EX)-\d{1,9}(?=\/|$)/i;
const API = /^\/api\/v1(?:\/[a-z-]{1,20})?(?=\/|$)/;
const FIRST = /^\/[^/?]*/;

/**
 * As much of an address as the log may keep: its first part, and which incident or which part of the API it is. What follows
 * can be a secret: a ticket (`/a/…`, `/twilio/voice/…`), the token of a monitor (`/hooks/…`) or of a calendar.
 */
export function loggedPath(path: string): string {
  const [told = '/'] = INCIDENT.exec(path) ?? API.exec(path) ?? FIRST.exec(path) ?? [];
  return told.length < path.length ? `${told}${told.endsWith('/') ? '' : '/'}…` : told;
}
