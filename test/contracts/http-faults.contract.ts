import { describe, expect, it } from 'vitest';
import type { Pager } from '../../src/ports/pager.ts';
import type { HttpSink } from '../support/http-sink.ts';
import { page } from './pager.contract.ts';

type Bench = AsyncDisposable & { readonly pager: Pager; readonly sink: HttpSink; readonly to: string };

const live = () => new AbortController().signal;

/** What every pager does that posts to somebody's web server, when that server misbehaves. */
export function httpFaults(name: string, make: () => Promise<Bench>): void {
  const message = ({ to }: Bench) => page({ medium: 'push', to, key: 'INC-42/page/1.0/ann/push/1' });

  describe(`the web server behind ${name}`, () => {
    it.each([400, 401, 403, 413, 422])('that answers %i says no for ever', async (status) => {
      await using bench = await make();
      bench.sink.say(status);
      expect(await bench.pager.send(message(bench), live())).toMatchObject({ outcome: 'failed', permanent: true });
    });

    it.each([408, 425, 429, 500, 502, 503])('that answers %i may be asked again', async (status) => {
      await using bench = await make();
      bench.sink.say(status);
      const outcome = await bench.pager.send(message(bench), live());
      expect(outcome).toMatchObject({
        outcome: 'failed',
        permanent: false,
        reason: expect.stringContaining(String(status)),
      });
    });

    it.each([301, 307])('that points elsewhere (%i) is not followed', async (status) => {
      await using bench = await make();
      bench.sink.say(status, {}, { location: `${bench.sink.url}/elsewhere` });
      expect(await bench.pager.send(message(bench), live())).toMatchObject({ outcome: 'failed', permanent: true });
      expect(bench.sink.arrived.map(({ path }) => path)).not.toContain('/elsewhere');
    });

    it('that hangs is left when the caller gives up', async () => {
      await using bench = await make();
      const gone = new AbortController();
      bench.sink.answer(() => gone.abort());
      await expect(bench.pager.send(message(bench), gone.signal)).rejects.toThrow();
    });

    it('that begins an answer and never ends it is left when the caller gives up', async () => {
      await using bench = await make();
      const gone = new AbortController();
      bench.sink.answer((res) => {
        res.writeHead(500).write('{');
        setTimeout(() => gone.abort(), 5);
      });
      await expect(bench.pager.send(message(bench), gone.signal)).rejects.toThrow();
    });

    it('that hangs up is a broken connection', async () => {
      await using bench = await make();
      bench.sink.answer((res) => res.destroy());
      await expect(bench.pager.send(message(bench), live())).rejects.toThrow();
    });

    it('that answers with no end of nonsense is not listened to for ever', async () => {
      await using bench = await make();
      bench.sink.answer((res) => void res.writeHead(503).end('x'.repeat(1_000_000)));
      const outcome = await bench.pager.send(message(bench), live());
      expect(outcome).toMatchObject({ outcome: 'failed', permanent: false });
      expect(JSON.stringify(outcome).length).toBeLessThan(1_000);
    });
  });
}
