import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { tcpProxy } from './support/tcp-proxy.ts';

/** A server that says back what it hears. */
async function echo() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

const said = async (socket: Socket, line: string) => {
  socket.write(line);
  const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(2_000) })) as [Buffer];
  return chunk.toString();
};
const client = (port: number) => connect(port, '127.0.0.1').on('error', () => undefined);
/** Not by `once`, which rejects for the error that a reset is. */
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

it('carries what is said both ways', async () => {
  await using server = await echo();
  await using proxy = await tcpProxy(server.port);
  using socket = disposable(client(proxy.port));
  expect(await said(socket.it, 'hello')).toBe('hello');
  expect(proxy.open).toBe(1);
});

it('resets what is open and what comes while it is cut, and carries again when restored', async () => {
  await using server = await echo();
  await using proxy = await tcpProxy(server.port);
  using first = disposable(client(proxy.port));
  await said(first.it, 'hello');
  const gone = closed(first.it);
  proxy.cut();
  await gone;
  using second = disposable(client(proxy.port));
  await closed(second.it);
  proxy.restore();
  using third = disposable(client(proxy.port));
  expect(await said(third.it, 'again')).toBe('again');
});

it('lets new connections through after a cut of the moment', async () => {
  await using server = await echo();
  await using proxy = await tcpProxy(server.port);
  using first = disposable(client(proxy.port));
  await said(first.it, 'hello');
  const gone = closed(first.it);
  proxy.cut('once');
  await gone;
  using second = disposable(client(proxy.port));
  expect(await said(second.it, 'again')).toBe('again');
});

it('carries nothing and tells nobody in a black hole', async () => {
  await using server = await echo();
  await using proxy = await tcpProxy(server.port);
  using first = disposable(client(proxy.port));
  await said(first.it, 'hello');
  proxy.blackhole();
  using second = disposable(client(proxy.port));
  await once(second.it, 'connect');
  let heard = '';
  for (const socket of [first.it, second.it]) socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const gone = closed(first.it);
  first.it.write('lost');
  second.it.write('lost');
  proxy.restore();
  await gone;
  expect(heard).toBe('');
  using third = disposable(client(proxy.port));
  expect(await said(third.it, 'again')).toBe('again');
});

it('leaves an open connection without its other end, and serves new ones', async () => {
  await using server = await echo();
  await using proxy = await tcpProxy(server.port);
  using first = disposable(client(proxy.port));
  await said(first.it, 'hello');
  let heard = '';
  first.it.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  proxy.forget();
  first.it.write('lost');
  using second = disposable(client(proxy.port));
  expect(await said(second.it, 'again')).toBe('again');
  expect([heard, first.it.destroyed]).toEqual(['', false]);
});

it('carries to another server after a fail-over', async () => {
  await using before = await echo();
  await using after = await echo();
  await using proxy = await tcpProxy(before.port);
  proxy.cut();
  await before[Symbol.asyncDispose]();
  proxy.restore(after.port);
  using socket = disposable(client(proxy.port));
  expect(await said(socket.it, 'hello')).toBe('hello');
});

const disposable = (it: Socket) => ({ it, [Symbol.dispose]: () => void it.destroy() });
