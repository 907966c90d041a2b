import { pino } from 'pino';
import type { Log } from '../../ports/log.ts';

/** Fields that may hold a token, a number or an address; they never reach a log. */
const HIDDEN = ['to', 'token', 'secret', 'authorization', 'pin', 'number', 'email', 'password', 'cookie', 'link'];
const REDACT = HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** JSON lines on standard error, so that standard output stays for what was asked. */
export function pinoLog(level: Level, write?: (line: string) => void): Log {
  const stream = write === undefined ? pino.destination({ fd: 2, sync: true }) : { write };
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: REDACT, censor: '[hidden]' } },
    stream,
  );
}
