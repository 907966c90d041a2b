import { expect, it, test } from 'vitest';
import { pinoLog } from '../../../src/adapters/log/pino-log.ts';

function lines(write: (log: ReturnType<typeof pinoLog>) => void): string {
  const all: string[] = [];
  write(pinoLog('info', (line) => void all.push(line)));
  return all.join('');
}

it.each(['to', 'token', 'secret', 'authorization', 'pin', 'number', 'email', 'password', 'cookie', 'link'])(
  'a log line never shows a %s, however deep it lies',
  (field) => {
    const canary = 'canary-616-555-0101';
    const out = lines((log) => {
      log.info({ [field]: canary }, 'one');
      log.warn({ page: { [field]: canary } }, 'two');
      log.error({ page: { message: { [field]: canary } } }, 'three');
    });
    expect(out).not.toContain(canary);
    expect(out.match(/\[hidden\]/g)).toHaveLength(3);
  },
);

test('a log line says when, what and which incident', () => {
  const out = lines((log) => log.info({ stream: 'INC-42', event: 'declared' }, 'recorded'));
  expect(JSON.parse(out)).toMatchObject({
    stream: 'INC-42',
    event: 'declared',
    msg: 'recorded',
    time: expect.stringMatching(/Z$/) as string,
  });
});

test('nothing below the asked level is written', () => {
  const all: string[] = [];
  pinoLog('error', (line) => void all.push(line)).info({}, 'quiet');
  expect(all).toEqual([]);
});
