import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import type { OtherMail } from '../../../../src/adapters/pagers/email/in/desk.ts';
import { MAIL_IN_PATH, mailInToken } from '../../../../src/adapters/pagers/email/in/http-door.ts';
import type { WebDoor } from '../../../../src/ports/web-door.ts';
import { bring, mailWorld, replyTo, SECRET } from './mail-world.ts';

const ANSWERS = 'answers@firm.example';
const TOKEN = mailInToken(SECRET);
const ALERT = 'From: monitor@firm.example\r\nSubject: disk full\r\nMessage-ID: <m1@firm.example>\r\n\r\n/ is full';
const TOO_LARGE = Buffer.alloc(1024 * 1024 + 1, 'x');

/** The doors in a web server, as the console mounts them. */
async function webServer(doors: readonly WebDoor[]) {
  const app = express();
  for (const { path, handle } of doors) app.use(path, handle);
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    post: async (path: string, body: NonNullable<RequestInit['body']>, type = 'message/rfc822') => {
      const headers = { 'content-type': type };
      const answer = await fetch(`http://127.0.0.1:${port}${MAIL_IN_PATH}${path}`, { method: 'POST', body, headers });
      return answer.status;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('the HTTP door', () => {
  it('takes a mail as it is, from a pipe or a worker', async () => {
    await using world = await mailWorld();
    await using web = await webServer(world.provider.doors);
    const raw = replyTo(await world.paged(), 'ACK');
    for (const type of [
      'message/rfc822',
      'application/octet-stream',
      'application/x-www-form-urlencoded',
      'text/plain',
    ])
      expect(await web.post(`/${TOKEN}`, raw, type)).toBe(200);
    expect(world.heard.map(({ text }) => text)).toEqual(Array(4).fill('ACK'));
    expect(new Set(world.heard.map(({ delivery }) => delivery)).size).toBe(1);
  });

  it("takes a mail in a form: Mailgun's, at an address that ends in /mime, and SendGrid's", async () => {
    await using world = await mailWorld();
    await using web = await webServer(world.provider.doors);
    const mail = await world.paged();
    const mailgun = new URLSearchParams({ recipient: ANSWERS, 'body-mime': replyTo(mail, 'ACK') });
    expect(await web.post(`/${TOKEN}/mime`, mailgun.toString(), 'application/x-www-form-urlencoded')).toBe(200);
    const form = new FormData();
    form.set('to', ANSWERS);
    form.set('email', replyTo(mail, 'CANT'));
    const sendgrid = new Response(form);
    const type = sendgrid.headers.get('content-type') ?? '';
    expect(await web.post(`/${TOKEN}`, await sendgrid.arrayBuffer(), type)).toBe(200);
    expect(world.heard.map(({ text }) => text)).toEqual(['ACK', 'CANT']);
  });

  it('opens to its own token only', async () => {
    await using world = await mailWorld();
    await using web = await webServer(world.provider.doors);
    const raw = replyTo(await world.paged(), 'ACK');
    for (const path of [
      '',
      '/',
      '/x',
      `/${TOKEN.slice(1)}`,
      `/${TOKEN}x`,
      `/x/${TOKEN}`,
      `/${mailInToken('another secret of sixteen')}`,
    ])
      expect(await web.post(path, raw)).toBe(404);
    expect((await fetch(`http://127.0.0.1:${web.port}${MAIL_IN_PATH}/${TOKEN}`)).status).toBe(405);
    expect(world.heard).toEqual([]);
  });

  it('takes nothing that is too large, however it is written, and nothing that is no mail', async () => {
    await using world = await mailWorld();
    await using web = await webServer(world.provider.doors);
    expect(await web.post(`/${TOKEN}`, TOO_LARGE)).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 3; part += 1) controller.enqueue(new Uint8Array(TOO_LARGE.subarray(0, 600_000)));
        controller.close();
      },
    });
    const sent = fetch(`http://127.0.0.1:${web.port}${MAIL_IN_PATH}/${TOKEN}`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    });
    expect((await sent).status).toBe(413);
    for (const body of ['', 'x', '\r\n\r\nACK', Buffer.from([0, 1, 2, 255])])
      expect(await web.post(`/${TOKEN}`, body)).toBe(406);
    expect(world.heard).toEqual([]);
  });

  it('says "not now" when Muster cannot keep the answer', async () => {
    await using world = await mailWorld({ host: { hear: () => Promise.reject(new Error('the disk is full')) } });
    await using web = await webServer(world.provider.doors);
    expect(await web.post(`/${TOKEN}`, replyTo(await world.paged(), 'ACK'))).toBe(503);
  });
});

describe('mail that is no answer', () => {
  const listening = () => {
    const others: OtherMail[] = [];
    return {
      others,
      otherMail: {
        // Nothing but tokens can be asked about before a mail is there; this one of them is taken back in between.
        knows: (token: string) => ['good', 'gone'].includes(token),
        take: async (mail: OtherMail) => {
          others.push(mail);
          return mail.token === 'good';
        },
      },
    };
  };
  const told = { token: 'good', from: 'monitor@firm.example', subject: 'disk full', messageId: '<m1@firm.example>' };

  it('goes to whoever knows its token, by both doors', async () => {
    const { others, otherMail } = listening();
    await using world = await mailWorld({ otherMail });
    await using web = await webServer(world.provider.doors);
    expect(await web.post('/good', ALERT)).toBe(200);
    expect(await web.post('/bad', ALERT)).toBe(404);
    expect(await world.bring(ALERT, 'alerts+good@firm.example')).toMatch(/^250/);
    expect(await world.bring(ALERT, 'alerts+bad@firm.example')).toMatch(/^550/);
    expect(others).toHaveLength(2);
    expect([others[0], others[1]]).toMatchObject([told, told]);
    expect(others[0]?.text).toContain('/ is full');
    expect(world.heard).toEqual([]);
  });

  it('is refused when its token is nobody’s any more at the end', async () => {
    await using world = await mailWorld({ otherMail: listening().otherMail });
    await using web = await webServer(world.provider.doors);
    expect(await web.post('/gone', ALERT)).toBe(404);
    expect(await world.bring(ALERT, 'alerts+gone@firm.example')).toMatch(/^550/);
  });

  it('with a token of nobody is refused before anything of it is read, by both doors', async () => {
    await using world = await mailWorld({ otherMail: listening().otherMail });
    await using web = await webServer(world.provider.doors);
    // The body never ends: an answer comes because nobody waits for it.
    const asked = request({
      port: web.port,
      host: '127.0.0.1',
      method: 'POST',
      path: `${MAIL_IN_PATH}/bad`,
      headers: { 'content-length': '1000000' },
    });
    asked.on('error', () => undefined).flushHeaders();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect([answer.statusCode, answer.headers.connection]).toEqual([404, 'close']);
    asked.destroy();
    const said = await lines(world.provider.port() ?? 0, [
      'EHLO x',
      'MAIL FROM:<a@b.example>',
      'RCPT TO:<alerts+bad@firm.example>',
      'QUIT',
    ]);
    expect(said).toMatch(/^550 /m);
  });

  it('is refused where nobody wants it', async () => {
    await using world = await mailWorld();
    await using web = await webServer(world.provider.doors);
    expect(await web.post('/good', ALERT)).toBe(404);
    expect(await world.bring(ALERT, 'alerts+good@firm.example')).toMatch(/^550/);
  });
});

describe('the mail door', () => {
  it.each([
    'ben@example.com',
    'ann@firm.example',
    'answers@other.example',
    'answersx@firm.example',
    'alerts@firm.example',
  ])('relays nothing: %s', async (to) => {
    await using world = await mailWorld({ otherMail: { knows: () => true, take: async () => true } });
    expect(await world.bring(ALERT, to)).toMatch(/^550/);
  });

  it('takes no mail that is too large, told before or found out, and nothing of it counts', async () => {
    await using world = await mailWorld();
    const raw = replyTo(await world.paged(), 'ACK');
    expect(await world.bring(`${raw}\r\n${TOO_LARGE.toString()}`, ANSWERS)).toMatch(/larger than allowed|^552/);
    expect(
      await speak(
        world.provider.port() ?? 0,
        `${raw}\r\n${'x'.repeat(78)}\r\n${`${'y'.repeat(998)}\r\n`.repeat(1100)}`,
      ),
    ).toMatch(/552/);
    expect(world.heard).toEqual([]);
  });

  it('knows no password, no other command, and five addresses at a time', async () => {
    await using world = await mailWorld();
    const port = world.provider.port() ?? 0;
    const said = await lines(port, [
      'EHLO x',
      'AUTH PLAIN AGEAYg==',
      'STARTTLS',
      'MAIL FROM:<ann@example.com>',
      ...[1, 2, 3, 4, 5, 6].map((n) => `RCPT TO:<answers+${n}@firm.example>`),
      'QUIT',
    ]);
    expect(said).toMatch(/452/);
    expect(said).not.toMatch(/235|250.AUTH|STARTTLS/);
  });

  it('goes on after somebody hung up in the middle of a mail', async () => {
    await using world = await mailWorld();
    const port = world.provider.port() ?? 0;
    await lines(port, ['EHLO x', 'MAIL FROM:<a@b.example>', `RCPT TO:<${ANSWERS}>`, 'DATA', 'Subject: x'], true);
    expect(
      await bring(port, { raw: replyTo(await world.paged(), 'ACK'), to: ANSWERS, from: 'ann@example.com' }),
    ).toMatch(/^250/);
    expect(world.heard).toHaveLength(1);
  });

  it('is closed when Muster stops', async () => {
    await using world = await mailWorld();
    await world.provider.stop();
    expect(world.provider.port()).toBeUndefined();
  });
});

/** A mail whose size nobody told before. */
const speak = (port: number, raw: string) =>
  lines(port, ['EHLO x', 'MAIL FROM:<ann@example.com>', `RCPT TO:<${ANSWERS}>`, 'DATA', `${raw}\r\n.`, 'QUIT']);

/** Says line after line, each when the one before was answered; what the server said. */
async function lines(port: number, all: readonly string[], hangUp = false): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let said = '';
  const rest = [...all];
  socket.on('error', () => undefined);
  socket.on('data', (chunk: string) => {
    said += chunk;
    if (!/^\d{3} .*\r\n$/m.test(chunk)) return;
    const next = rest.shift();
    if (next !== undefined) socket.write(`${next}\r\n`);
    if (hangUp && rest.length === 1) socket.destroy();
  });
  await once(socket, 'close');
  return said;
}
