import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { emailProvider } from '../../../../src/adapters/pagers/email/provider.ts';
import { pagerContract } from '../../../contracts/pager.contract.ts';
import { configFor, live, mailPage, mailServer, mailWorld, mediaHost } from './mail-world.ts';

pagerContract('mail', async () => {
  const world = await mailWorld();
  return {
    pager: world.pager,
    addressFor: () => 'ann@example.com',
    sent: async () =>
      world.server.arrived.map(({ to, mail }) => ({ to: to.join(), text: (mail.text ?? '').replaceAll('\r\n', '\n') })),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
});

const pagerTo = (port: number, over: Parameters<typeof configFor>[1] = {}) => {
  const provider = emailProvider(configFor(port, over), mediaHost().host);
  const [pager] = provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  return { provider, pager };
};

const no = (responseCode: number, say: string) => Object.assign(new Error(say), { responseCode });

describe('what the mail server says no to', () => {
  it.each([
    [550, '5.1.1 <ann@example.com>: no such user here', true],
    [550, 'unknown user', true],
    [551, '5.1.6 she has moved', true],
    [550, '5.7.1 relaying denied', false],
    [554, 'Relay access denied', false],
    [552, '5.2.2 mailbox full', false],
    [450, '4.2.1 greylisted', false],
    [451, 'try again later', false],
    [452, '4.3.1 disk full', false],
    [421, '4.7.0 closing the channel', false],
  ])('RCPT %i %s: for ever is %s', async (code, say, permanent) => {
    await using server = await mailServer({ onRcptTo: (_address, _session, callback) => callback(no(code, say)) });
    const outcome = await pagerTo(server.port).pager.send(mailPage(), live());
    expect(outcome).toMatchObject({ outcome: 'failed', permanent });
    expect(outcome).toMatchObject({ reason: expect.stringContaining(String(code)) });
    expect(JSON.stringify(outcome)).not.toContain('ann@example.com');
    expect(server.arrived).toEqual([]);
  });

  it('is about the sender: our fault, and the set-up says what to do', async () => {
    await using server = await mailServer({
      onMailFrom: (_address, _session, callback) => callback(no(550, '5.7.60 SendAsDenied')),
    });
    const { pager, provider } = pagerTo(server.port);
    expect(await pager.send(mailPage(), live())).toMatchObject({
      permanent: false,
      reason: expect.stringContaining('MUSTER_MAIL_FROM'),
    });
    expect(await provider.check(live())).toEqual([
      expect.stringContaining('refused muster@firm.example as the sender'),
    ]);
  });

  it.each([
    ['554 spam', 554, '5.7.0 this looks like spam', false],
    ['a mailbox that turns out not to be there', 550, '5.1.10 recipient not found', true],
    ['not now', 451, '4.7.0 later', false],
  ])('comes after the text: %s', async (_name, code, say, permanent) => {
    await using server = await mailServer({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on('end', () => callback(no(code, say)));
      },
    });
    expect(await pagerTo(server.port).pager.send(mailPage(), live())).toMatchObject({ outcome: 'failed', permanent });
  });

  it('is about the password: no fault of the address, and nothing of the password is said', async () => {
    await using server = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      authOptional: false,
      onAuth: (_auth, _session, callback) => callback(new Error('5.7.8 bad credentials')),
    });
    const credentials = { user: 'muster@firm.example', password: 'hunter2' };
    const { pager, provider } = pagerTo(server.port, {
      server: { host: '127.0.0.1', port: server.port, tls: 'never', credentials },
    });
    const outcome = await pager.send(mailPage(), live());
    expect(outcome).toMatchObject({ permanent: false, reason: expect.stringContaining('user or password') });
    const findings = await provider.check(live());
    expect(findings).toEqual([expect.stringContaining('refused the user or the password in SMTP_URL')]);
    expect(JSON.stringify([outcome, findings])).not.toMatch(/hunter2|muster@/);
  });

  it('is about the moment, before anything is said or while signing in: nobody is to blame', async () => {
    await using full = await mailServer({
      onConnect: (_session, callback) => callback(no(421, 'too many connections')),
    });
    const busy = pagerTo(full.port);
    expect(await busy.pager.send(mailPage(), live())).toEqual({
      outcome: 'failed',
      reason: expect.stringMatching(/said "not now" \(421 /),
      permanent: false,
    });
    expect(await busy.provider.check(live())).toEqual([expect.stringContaining('says "not now"')]);
    await using server = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(no(432, '4.3.2 Concurrent connections limit exceeded')),
    });
    const { pager } = pagerTo(server.port, {
      server: { host: '127.0.0.1', port: server.port, tls: 'never', credentials: { user: 'a', password: 'b' } },
    });
    expect(await pager.send(mailPage(), live())).toMatchObject({
      reason: expect.stringMatching(/said "not now" \(432 /),
    });
  });

  it.each(['ann', 'ann@example.com, ben@example.com', 'ann@example.com\r\nBcc: x@y.example', '<ann@example.com>', ''])(
    'is never asked about what is no address: %j',
    async (to) => {
      await using server = await mailServer();
      const outcome = await pagerTo(server.port).pager.send(mailPage({ to }), live());
      expect(outcome).toMatchObject({ outcome: 'failed', permanent: true });
      expect(server.arrived).toEqual([]);
    },
  );
});

describe('a mail server that is ill', () => {
  /** Talks as told to everybody who connects. */
  const speaker = async (greeting: string | undefined) => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      if (greeting !== undefined) socket.end(greeting);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      connected: () => once(server, 'connection'),
      [Symbol.asyncDispose]: async () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  };

  it('hangs: whoever waits may give up at any moment', async () => {
    await using server = await speaker(undefined);
    const patience = new AbortController();
    const sending = pagerTo(server.port).pager.send(mailPage(), patience.signal);
    await server.connected();
    patience.abort(new Error('ten seconds are over'));
    await expect(sending).rejects.toThrow('ten seconds are over');
  });

  it('hangs for three mails: the fourth waits for a free connection, and may be given up too', async () => {
    await using server = await speaker(undefined);
    const { pager } = pagerTo(server.port);
    const patience = new AbortController();
    const sending = [1, 2, 3, 4, 5].map((n) =>
      pager.send(mailPage({ key: `INC-42/page/1.0/ann/email/${n}` }), patience.signal),
    );
    const settled = Promise.allSettled(sending);
    await server.connected();
    patience.abort(new Error('ten seconds are over'));
    for (const one of await settled)
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'ten seconds are over' } });
  });

  it('closes in the middle: the page may have gone or not, so it throws', async () => {
    await using server = await mailServer({
      onData(stream) {
        stream.resume();
        stream.on('end', () => server.cut());
      },
    });
    await expect(pagerTo(server.port).pager.send(mailPage(), live())).rejects.toThrow('hung up in the middle');
  });

  it('answers after the caller has given up: the mail is out all the same, and a repeat of it is the same mail', async () => {
    const patience = new AbortController();
    let late: (() => void) | undefined;
    await using server = await mailServer({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on('end', () => {
          late = () => callback();
          patience.abort(new Error('ten seconds are over'));
        });
      },
    });
    const { pager } = pagerTo(server.port);
    await expect(pager.send(mailPage(), patience.signal)).rejects.toThrow('ten seconds are over');
    late?.();
    await using well = await mailServer();
    const again = pagerTo(well.port).pager;
    for (const _ of [1, 2]) await again.send(mailPage(), live());
    const [first, second] = well.arrived;
    expect(first?.mail.messageId).toBe(second?.mail.messageId);
  });

  it('is not there, or is no mail server: it throws, and the set-up says so', async () => {
    await using closed = await speaker('');
    const { port } = closed;
    await closed[Symbol.asyncDispose]();
    for (const { pager, provider } of [pagerTo(port)]) {
      await expect(pager.send(mailPage(), live())).rejects.toThrow(`The mail server 127.0.0.1:${port}`);
      expect(await provider.check(live())).toEqual([expect.stringContaining('cannot be reached')]);
    }
    await using web = await speaker('HTTP/1.1 400 Bad Request\r\n\r\n');
    await expect(pagerTo(web.port).pager.send(mailPage(), live())).rejects.toThrow('The mail server');
  });

  it('closes before it has said a word', async () => {
    await using server = await speaker('');
    await expect(pagerTo(server.port).pager.send(mailPage(), live())).rejects.toThrow('hung up');
  });
});

describe('the cover on the way', () => {
  const covered = (port: number, tls: 'required' | 'if offered' | 'from the start') =>
    pagerTo(port, { server: { host: '127.0.0.1', port, tls, credentials: undefined } });

  it('has to be there where a password travels', async () => {
    await using server = await mailServer({ disabledCommands: ['AUTH', 'STARTTLS'] });
    const { pager, provider } = covered(server.port, 'required');
    await expect(pager.send(mailPage(), live())).rejects.toThrow('offers no STARTTLS');
    expect(await provider.check(live())).toEqual([expect.stringContaining('offers no STARTTLS')]);
  });

  it.each(['required', 'if offered'] as const)(
    'is refused with a certificate that nobody vouches for: %s',
    async (tls) => {
      await using server = await mailServer();
      const { pager, provider } = covered(server.port, tls);
      await expect(pager.send(mailPage(), live())).rejects.toThrow('certificate');
      expect(await provider.check(live())).toEqual([expect.stringContaining('NODE_EXTRA_CA_CERTS')]);
    },
  );

  it('is done without for a relay that asks for no password and offers none', async () => {
    await using server = await mailServer({ disabledCommands: ['AUTH', 'STARTTLS'] });
    expect(await covered(server.port, 'if offered').pager.send(mailPage(), live())).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('cannot be had from a port that speaks in the clear first', async () => {
    await using server = await mailServer();
    await expect(covered(server.port, 'from the start').pager.send(mailPage(), live())).rejects.toThrow('port 465');
  });
});

describe('the set-up', () => {
  it('has nothing to say when all is well', async () => {
    await using world = await mailWorld();
    expect(await world.provider.check(live())).toEqual([]);
  });

  it('says when a page can be answered in no way', async () => {
    await using world = await mailWorld({
      host: { publicUrl: undefined },
      config: { answers: undefined, listen: undefined },
    });
    expect(await world.provider.check(live())).toEqual([expect.stringContaining('cannot be answered from the mail')]);
  });

  it('says when its port is taken, and mail goes out all the same', async () => {
    await using world = await mailWorld();
    const { provider } = pagerTo(world.server.port, {
      listen: { host: '127.0.0.1', port: world.provider.port() ?? 0 },
    });
    await provider.start();
    expect(await provider.check(live())).toEqual([expect.stringContaining('MUSTER_MAIL_PORT')]);
    expect(await provider.pagers[0]?.send(mailPage(), live())).toMatchObject({ outcome: 'accepted' });
    await provider.stop();
  });

  it('does not wait for a server that says nothing', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { provider } = pagerTo(port);
    const patience = new AbortController();
    const asked = provider.check(patience.signal);
    await once(server, 'connection');
    patience.abort();
    expect(await asked).toEqual([expect.stringContaining('did not answer in time')]);
    server.close();
  });
});
