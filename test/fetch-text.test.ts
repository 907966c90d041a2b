import { expect, it } from 'vitest';
import { fetchText } from '../src/fetch-text.ts';

const get = (address: string, allow: readonly string[] = []) =>
  fetchText(address, { allow, signal: AbortSignal.timeout(5_000), mostBytes: 1_000 });

it.each([
  ['http://calendar.example/a.ics', /no https address/],
  ['file:///etc/passwd', /no https address/],
  ['https://127.0.0.1/a.ics', /internal address/],
  ['https://[::1]/a.ics', /internal address/],
  ['https://169.254.169.254/latest', /internal address/],
  ['https://localhost/a.ics', /internal address/],
])('%s is not asked', async (address, why) => {
  await expect(get(address)).rejects.toThrow(why);
});

it('an internal address that is allowed is asked; that nobody answers there is a plain error', async () => {
  await expect(get('https://127.0.0.1:1/a.ics', ['127.0.0.1'])).rejects.toThrow(/ECONNREFUSED/);
});
