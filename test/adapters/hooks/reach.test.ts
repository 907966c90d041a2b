import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { callHook, HookRefused, reachOf } from '../../../src/adapters/hooks/http-hook.ts';
import { span } from '../../../src/core/time.ts';

const INTERNAL = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[febf::1]',
  '[ff02::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
];
/** Other ways to write an address of this machine, which a URL takes. */
const SPELLINGS = ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '127.0.0.1.', '[0:0:0:0:0:0:0:1]'];
const OUTSIDE = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '126.255.255.255',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '223.255.255.255',
  '[2606:4700:4700::1111]',
  '[::ffff:8.8.8.8]',
];
const hostOf = (written: string) => new URL(`http://${written}/`).hostname;

describe('an address that a hook may not call', () => {
  it.each([...INTERNAL, ...SPELLINGS])('%s', (written) => {
    const refused = reachOf([]).refusesLiteral(hostOf(written));
    expect(refused).toBeInstanceOf(HookRefused);
    expect(refused?.message).toContain('MUSTER_HOOKS_ALLOW');
  });
});

describe('an address of the outside world, which it may', () => {
  it.each(OUTSIDE)('%s', (written) => {
    expect(reachOf([]).refusesLiteral(hostOf(written))).toBeUndefined();
  });
});

describe('the setting lets through what it names and nothing else', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.0.0/16', '10.1.2.3', true],
    ['10.1.0.0/16', '10.2.2.3', false],
    ['10.1.0.0/16', '[::ffff:10.1.2.3]', true],
    ['fd00::/8', '[fd12::1]', true],
    ['fd00::/8', '[fe80::1]', false],
    ['intranet.example', '10.1.2.3', false],
    ['::1', '127.0.0.1', false],
  ])('MUSTER_HOOKS_ALLOW=%s and %s: %s', (allow, written, may) => {
    expect(reachOf([allow]).refusesLiteral(hostOf(written)) === undefined).toBe(may);
  });
});

/** A real server of this machine, whose calls are counted. */
async function server(status = 200, location?: string) {
  let calls = 0;
  const listening = createServer((_, response) => {
    calls += 1;
    response.writeHead(status, location === undefined ? {} : { location }).end('done');
  }).listen(0, 'localhost');
  await once(listening, 'listening');
  const address = listening.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    calls: () => calls,
    [Symbol.asyncDispose]: async () => {
      listening.close();
      listening.closeAllConnections();
      await once(listening, 'close');
    },
  };
}

const call = (url: string, allow: readonly string[]) =>
  callHook(
    {
      name: 'failover-dns',
      hook: { url, method: 'POST', timeout: span('5s'), key: 'secret:HOOK_KEY' },
      key: 'the key',
      idempotencyKey: 'INC-1/hook/4/1/x',
      incident: 'INC-1',
      with: {},
      allow,
    },
    new AbortController().signal,
  );
const REFUSED = { outcome: 'failed', permanent: true, reason: expect.stringContaining('MUSTER_HOOKS_ALLOW') as string };

describe('a hook', () => {
  it('whose name resolves to this machine is not called, and the sentence says how to allow it', async () => {
    await using one = await server();
    expect(await call(`http://localhost:${one.port}/`, [])).toEqual({
      outcome: 'failed',
      permanent: true,
      reason: expect.stringMatching(
        /^failover-dns was not called: localhost is (127\.0\.0\.1|::1), which is an internal address; Muster calls those only when MUSTER_HOOKS_ALLOW names them \(MUSTER_HOOKS_ALLOW=localhost\)$/,
      ) as string,
    });
    expect(one.calls()).toBe(0);
  });

  it.each([[['localhost']], [['LOCALHOST.']], [['127.0.0.0/8', '::1']]])(
    'is called when the setting names its host or its network: %j',
    async (allow) => {
      await using one = await server();
      expect(await call(`http://localhost:${one.port}/`, allow)).toEqual({ outcome: 'accepted', reference: 'done' });
      expect(one.calls()).toBe(1);
    },
  );

  it('that redirects to the address of the cloud itself has failed, and nobody goes there', async () => {
    await using one = await server(307, 'http://169.254.169.254/latest/meta-data/');
    expect(await call(`http://localhost:${one.port}/`, ['localhost'])).toEqual({
      outcome: 'failed',
      permanent: true,
      reason: 'failover-dns answered 307',
    });
  });

  it('that redirects to a forbidden server of this machine is not followed', async () => {
    await using trap = await server();
    await using one = await server(302, `http://localhost:${trap.port}/`);
    expect(await call(`http://localhost:${one.port}/`, ['localhost'])).toMatchObject({ outcome: 'failed' });
    expect(trap.calls()).toBe(0);
  });

  it('is judged by the very address that is connected to: a name is looked up once', async () => {
    const found: unknown[] = [];
    reachOf(['localhost']).lookup('localhost', { all: true }, (...answer) => found.push(answer));
    await expect.poll(() => found).toMatchObject([[null, [{ address: expect.any(String) as string }]]]);
    const refused = Promise.withResolvers<unknown>();
    reachOf([]).lookup('localhost', {}, (fault) => refused.resolve(fault));
    expect(await refused.promise).toBeInstanceOf(HookRefused);
  });

  it.each(['http://169.254.169.254/latest/meta-data/', 'https://[::1]/', 'http://2130706433/'])(
    'of %s is refused before anything is sent',
    async (url) => {
      expect(await call(url, [])).toMatchObject(REFUSED);
    },
  );
});
