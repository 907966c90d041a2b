import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { pressDoor } from '../../../../src/adapters/pagers/press-door/press-door.ts';
import { card } from '../../../../src/core/card.ts';
import { page } from '../../../contracts/pager.contract.ts';
import type { PushHost } from '../../../support/push-host.ts';
import { pushHost } from '../../../support/push-host.ts';

const message = (over = {}) => page({ medium: 'push', to: 'app', key: 'INC-42/page/1.0/ann/push/1', ...over });

async function bench(host: PushHost = pushHost()) {
  const door = pressDoor(host);
  const app = express();
  app.use(door.path, door.handle);
  app.use((_req, res) => void res.status(404).end('nobody'));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${door.path}`;
  return {
    host,
    url,
    port,
    async post(body: unknown, init: RequestInit = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await fetch(url, { method: 'POST', body: text, ...init });
      return { status: answer.status, headers: answer.headers, said: (await answer.json()) as Record<string, unknown> };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('a press on a notification', () => {
  it('answers for the person it was sent to, without signing in', async () => {
    await using door = await bench();
    const { status, said } = await door.post({ ticket: door.host.ticketFor(message()), digit: '1' });
    expect({ status, said }).toEqual({
      status: 200,
      said: { ok: true, title: 'Ann has INC-42', text: 'Ann has INC-42' },
    });
    expect(door.host.presses).toMatchObject([
      { ticket: { person: 'ann', medium: 'push', key: message().key, about: 'INC-42' }, digit: '1' },
    ]);
  });

  it('is one press however often it comes, and another answer is another press', async () => {
    await using door = await bench();
    const ticket = door.host.ticketFor(message());
    for (const digit of ['1', '1', '2']) await door.post({ ticket, digit });
    const [first, again, other] = door.host.presses.map(({ delivery }) => delivery);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(first).not.toContain(ticket);
  });

  it('that Muster refuses is told so', async () => {
    await using door = await bench();
    door.host.answerWith(() => ({ ok: false, card: card('INC-42 is over'), code: 'over', incident: null }));
    const { status, said } = await door.post({ ticket: door.host.ticketFor(message()), digit: '1' });
    expect(status).toBe(409);
    expect(said).toMatchObject({ ok: false, title: 'INC-42 is over' });
  });

  it('that could not be kept says so, and may be sent again', async () => {
    await using door = await bench();
    door.host.answerWith(() => {
      throw new Error('the disk is full');
    });
    const { status, said } = await door.post({ ticket: door.host.ticketFor(message()), digit: '1' });
    expect(status).toBe(503);
    expect(said).toMatchObject({ ok: false, text: expect.stringContaining('Press once more') });
    expect(JSON.stringify(said)).not.toContain('disk');
  });

  it('may come from a page of another site, for the ticket is the proof', async () => {
    await using door = await bench();
    const asked = await fetch(door.url, { method: 'OPTIONS', headers: { origin: 'https://ntfy.sh' } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    expect(asked.headers.get('access-control-allow-headers')).toBe('content-type');
    const { headers } = await door.post({ ticket: door.host.ticketFor(message()), digit: '1' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('what is no press', () => {
  it.each([
    ['a ticket that was made up', (host: PushHost) => `${host.ticketFor(message())}x`, '1', 403],
    ['a ticket of another secret', () => 'eyJwZXJzb24iOiJhbm4ifQ.AAAA', '1', 403],
    ['nothing', () => '', '1', 403],
    ['an answer that there is not', (host: PushHost) => host.ticketFor(message()), '9', 422],
    ['words in the place of a digit', (host: PushHost) => host.ticketFor(message()), 'close INC-42', 422],
    ['an answer to what asks nothing', (host: PushHost) => host.ticketFor(message({ incident: 'note' })), '1', 422],
  ])('is refused: %s', async (_, ticketOf, digit, status) => {
    await using door = await bench();
    const answered = await door.post({ ticket: ticketOf(door.host), digit });
    expect(answered).toMatchObject({ status, said: { ok: false } });
    expect(door.host.presses).toEqual([]);
  });

  it.each([
    ['no JSON', 'ticket=1&digit=1'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number in the place of the digit', '{"ticket":"a.b","digit":1}'],
    ['nothing at all', ''],
  ])('cannot be read: %s', async (_, body) => {
    await using door = await bench();
    expect(await door.post(body)).toMatchObject({ status: 400, said: { ok: false } });
  });

  it('is too long, whether it says so before or not', async () => {
    await using door = await bench();
    expect(await door.post('x'.repeat(3_000))).toMatchObject({ status: 413 });
    const socket = connect(door.port, '127.0.0.1');
    socket.write('POST /push/press HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write(`bb8\r\n${'x'.repeat(3_000)}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    expect(door.host.presses).toEqual([]);
  });

  it.each(['GET', 'PUT', 'DELETE'])('comes by %s', async (method) => {
    await using door = await bench();
    const answer = await fetch(door.url, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
  });

  it('comes to an address below: nobody is there', async () => {
    await using door = await bench();
    expect((await fetch(`${door.url}/x`, { method: 'POST' })).status).toBe(404);
  });
});
