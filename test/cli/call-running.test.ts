import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { signature } from '../../src/adapters/web/sign.ts';
import { noteAddress } from '../../src/address.ts';
import { callRunning } from '../../src/cli/running.ts';
import { readConfig } from '../../src/config.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SECRET = 'the secret of a Muster and of its copy';

/** A Muster that knows the secret, as the command line sees it. */
async function another() {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    const word = /^\/hello\/(.+)$/.exec(req.url ?? '')?.[1];
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(word === undefined ? { said: true } : { muster: signature(SECRET, 'hello', word) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { asked, port, [Symbol.dispose]: () => void server.close() };
}
const configOf = (data: string, port: number) => {
  const read = readConfig({ MUSTER_DATA: data, MUSTER_SECRET: SECRET, MUSTER_PORT: String(port) });
  if (!read.ok) throw new Error(read.say);
  return read.config;
};

it('what is said of a restored copy never reaches the Muster that it was copied from, though their secret is one', async () => {
  using folder = tempFolder();
  using production = await another();
  const copy = folder.file('copy');
  expect(await callRunning(configOf(copy, production.port), '/say', { words: 'note' })).toEqual({ reached: false });
  expect(production.asked).toEqual([]);
  expect(existsSync(copy)).toBe(false);
});

it('a Muster that noted where it listens is reached', async () => {
  using folder = tempFolder();
  using running = await another();
  noteAddress({ data: folder.path }, `http://127.0.0.1:${running.port}`);
  const called = await callRunning(configOf(folder.path, 1), '/say', { words: 'note' });
  expect(called).toEqual({ reached: true, status: 200, body: { said: true } });
});
