import { describe, expect, it } from 'vitest';
import { fileReader } from '../src/calendar-file.ts';

const FILE = { isFile: () => true, size: 10 };
const most = 100;

describe('a file on a disk that never answers', () => {
  it('is waited for until the signal, and not asked again before it has come back', async () => {
    const answer = Promise.withResolvers<typeof FILE>();
    const asked = { times: 0 };
    const read = fileReader({
      stat: () => {
        asked.times += 1;
        return answer.promise;
      },
      read: async () => 'text',
    });
    const stop = new AbortController();
    const reading = read('/mnt/rota.ics', { most, signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toThrow(/took too long: look at the disk/);
    const { signal } = new AbortController();
    await expect(read('/mnt/rota.ics', { most, signal })).rejects.toThrow(/last reading has not come back/);
    expect(asked.times).toBe(1);
    answer.resolve(FILE);
    await expect.poll(() => read('/mnt/rota.ics', { most, signal }).catch(() => 'not yet')).toBe('text');
  });

  it('is not asked at all when the waiting is over before it begins', async () => {
    const read = fileReader({ stat: async () => Promise.reject(new Error('asked')), read: async () => '' });
    await expect(read('/mnt/rota.ics', { most, signal: AbortSignal.abort() })).rejects.toThrow(/took too long/);
  });
});

describe('a file', () => {
  it.each([
    [{ isFile: () => false, size: 0 }, /no regular file: name an .ics file/],
    [{ isFile: () => true, size: 101 }, /larger than 100 bytes/],
  ])('that is none, or too large, is refused before it is read', async (found, sentence) => {
    const asked = { times: 0 };
    const read = fileReader({
      stat: async () => found,
      async read() {
        asked.times += 1;
        return '';
      },
    });
    await expect(read('/srv/rota.ics', { most, signal: new AbortController().signal })).rejects.toThrow(sentence);
    expect(asked.times).toBe(0);
  });
});
