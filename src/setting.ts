import { z } from 'zod';

/** A text that need not be there. Trimmed: a file with Windows line ends leaves a mark at the end of what it sets. */
export const optional = (meaning: string) => z.string().trim().min(1).optional().describe(meaning);

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether secrets may travel to this address: by https, or to this machine, as in tests. */
export function isSafe(address: string): boolean {
  const { protocol, hostname } = URL.canParse(address) ? new URL(address) : { protocol: '', hostname: '' };
  return protocol === 'https:' || LOOPBACK.includes(hostname);
}
