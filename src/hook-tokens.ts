import { createHmac } from 'node:crypto';
import { isSame } from './adapters/web/sign.ts';

/** What the token of a heartbeat is made for; its address is `/hooks/heartbeat/NAME/TOKEN`. */
export const beatName = (heartbeat: string) => `heartbeat/${heartbeat}`;

/**
 * The last part of an address under `/hooks`: HMAC-SHA256 of the name under Muster's secret, 43 letters that may stand in an
 * address. Every source and heartbeat has its own, and it stays the same as long as the secret does.
 */
export const hookToken = (secret: string, name: string): string =>
  createHmac('sha256', secret).update(`muster hook 1\n${name}`).digest('base64url');

/** Compared in a time that does not tell where they differ. */
export const isHookToken = (secret: string, name: string, given: string): boolean =>
  isSame(given, hookToken(secret, name));

/** `/hooks/alertmanager/TOKEN`; for a heartbeat `/hooks/heartbeat/backup/TOKEN`. */
export const hookPath = (secret: string, name: string): string => `/hooks/${name}/${hookToken(secret, name)}`;
