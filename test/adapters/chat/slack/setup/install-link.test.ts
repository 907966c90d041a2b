import { describe, expect, test } from 'vitest';
import { installLink, mayInstall } from '../../../../../src/adapters/chat/slack/setup/install-link.ts';
import { HOUR_MS, instant, plusMs } from '../../../../../src/core/time.ts';

const NOW = instant('2026-11-20T21:40:00Z');
const SECRET = 'a secret of sixteen letters';
const asked = (link: string) => ({ url: new URL(link).pathname + new URL(link).search });

describe('a link with which a workspace installs Muster', () => {
  const link = installLink(SECRET, 'https://muster.example/', NOW);

  test('works for an hour', () => {
    expect(link).toMatch(/^https:\/\/muster\.example\/slack\/install\?until=\d+&key=[\w-]+$/);
    expect(mayInstall(SECRET, asked(link), NOW)).toEqual({ ok: true });
    expect(mayInstall(SECRET, asked(link), plusMs(NOW, HOUR_MS))).toEqual({ ok: true });
    expect(mayInstall(SECRET, asked(link), plusMs(NOW, HOUR_MS + 1))).toMatchObject({
      ok: false,
      say: expect.stringContaining('run out') as unknown,
    });
  });

  test('of another Muster, with a longer life, or without its key is none', () => {
    const longer = link.replace(/until=\d+/, 'until=9999999999999');
    for (const url of [longer, link.replace(/key=.*/, 'key='), 'https://muster.example/slack/install', `${link}x`])
      expect(mayInstall(SECRET, asked(url), NOW)).toMatchObject({ ok: false });
    expect(mayInstall('another secret of letters', asked(link), NOW)).toMatchObject({ ok: false });
  });
});
