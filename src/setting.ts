import { z } from 'zod';

/** A text that need not be there. Trimmed: a file with Windows line ends leaves a mark at the end of what it sets. */
export const optional = (meaning: string) => z.string().trim().min(1).optional().describe(meaning);

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether secrets may travel to this address: by https, or to this machine, as in tests. */
export function isSafe(address: string): boolean {
  const { protocol, hostname } = URL.canParse(address) ? new URL(address) : { protocol: '', hostname: '' };
  return protocol === 'https:' || LOOPBACK.includes(hostname);
}

/**
 * Whether an address is free of `user:password@`. `fetch` refuses one that has it, and quotes the whole address as it does so
 * (fetch.spec.whatwg.org, Request constructor): the password would stand on timelines and in the log.
 */
export function hasNoLogin(address: string): boolean {
  const { username, password } = URL.canParse(address) ? new URL(address) : { username: '', password: '' };
  return username === '' && password === '';
}
