import { createHash } from 'node:crypto';

const LONGEST_ID = 150;
const LONGEST_PART = 60;
const PLAIN = /^[A-Za-z0-9._]+$/;

/**
 * One name for one delivery, made of what Slack says of it. A part that is long or has other letters stands as its hash, so
 * that parts never run into each other: only the separator is a `-`.
 */
export function deliveryId(team: string, kind: string, parts: readonly string[]): string {
  const id = [team, kind, ...parts.map(plain)].join('-');
  return id.length <= LONGEST_ID ? id : [team, kind, hashOf(id)].join('-');
}

const plain = (part: string) => (part.length <= LONGEST_PART && PLAIN.test(part) ? part : hashOf(part));

/** 32 hex digits of SHA-256, marked as a hash. */
export const hashOf = (text: string) => `h_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
