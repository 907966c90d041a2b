import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { callHook } from '../../../src/adapters/hooks/http-hook.ts';
import type { Hook } from '../../../src/core/plan/schema.ts';
import { span } from '../../../src/core/time.ts';

type Heard = { readonly request: IncomingMessage; readonly body: string };

/** A real server that answers one status, and what it heard. */
async function server(status: number, answer = '', location?: string) {
  const heard: Heard[] = [];
  const listening = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ request, body });
      response.writeHead(status, location === undefined ? {} : { location }).end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    heard,
    url: `http://127.0.0.1:${port}/failover`,
    [Symbol.asyncDispose]: async () => {
      listening.close();
      listening.closeAllConnections();
      await once(listening, 'close');
    },
  };
}

const hook = (url: string): Hook => ({ url, method: 'POST', timeout: span('5s'), key: 'secret:HOOK_KEY' });
const call = (url: string) =>
  callHook(
    {
      name: 'failover-dns',
      hook: hook(url),
      key: 'the key',
      idempotencyKey: 'INC-1/hook/4/1/x',
      incident: 'INC-1',
      with: { zone: 'a' },
      allow: ['127.0.0.1'],
    },
    new AbortController().signal,
  );

describe('a registered hook', () => {
  it('is called with its name, its idempotency key and a signature over time and body', async () => {
    await using one = await server(200, 'switched');
    expect(await call(one.url)).toEqual({ outcome: 'accepted', reference: 'switched' });
    const [heard] = one.heard;
    const headers = heard?.request.headers ?? {};
    expect(headers['idempotency-key']).toBe('INC-1/hook/4/1/x');
    const expected = createHmac('sha256', 'the key')
      .update(`${String(headers['muster-timestamp'])}.${heard?.body ?? ''}`)
      .digest('hex');
    expect(headers['muster-signature']).toBe(`sha256=${expected}`);
    expect(JSON.parse(heard?.body ?? '{}')).toEqual({
      hook: 'failover-dns',
      incident: 'INC-1',
      idempotencyKey: 'INC-1/hook/4/1/x',
      with: { zone: 'a' },
    });
    expect(heard?.body).not.toContain('the key');
  });

  it.each([
    [404, true],
    [500, false],
  ])('that answers %i has failed', async (status, permanent) => {
    await using one = await server(status);
    expect(await call(one.url)).toMatchObject({ outcome: 'failed', permanent });
  });

  it('that redirects is not followed', async () => {
    await using trap = await server(200);
    await using one = await server(302, '', trap.url);
    expect(await call(one.url)).toMatchObject({ outcome: 'failed' });
    expect(trap.heard).toEqual([]);
  });

  it('that cannot be reached throws, so that nobody takes silence for a no', async () => {
    const gone = await server(200);
    await gone[Symbol.asyncDispose]();
    await expect(call(gone.url)).rejects.toThrow();
  });
});
