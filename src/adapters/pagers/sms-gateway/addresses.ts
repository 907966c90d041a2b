import { createHmac, timingSafeEqual } from 'node:crypto';

export const IN_PATH = '/sms-gateway/in';
export const REPORT_PATH = '/sms-gateway/report';

/** What a gateway shows to be let in: 32 letters that only this secret makes, good until it changes. */
export const gatewayToken = (secret: string) =>
  createHmac('sha256', secret).update('muster sms-gateway 1').digest('base64url').slice(0, 32);

/** Compared in a time that does not tell where they differ. */
export function isGatewayToken(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(gatewayToken(secret))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Where the gateway says what became of one message; `%d` is kannel's number for it. */
export const reportAddress = (publicUrl: string, secret: string, ticket: string) =>
  `${publicUrl}${REPORT_PATH}/${gatewayToken(secret)}/${ticket}?type=%d`;

/** What to enter at the gateway, for the set-up; %p, %b and %I are kannel's for the sender, the words and the message. */
export const gatewayAddresses = (publicUrl: string, secret: string) => [
  {
    what: 'SMS gateway, what comes in (kannel: get-url of the sms-service)',
    url: `${publicUrl}${IN_PATH}/${gatewayToken(secret)}?from=%p&text=%b&id=%I`,
  },
];
