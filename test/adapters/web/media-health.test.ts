import { expect, it } from 'vitest';
import type { WebNotice } from '../../../src/adapters/web/parts.ts';
import { mediaHealthOf } from '../../../src/adapters/web/media-health.ts';
import { instant } from '../../../src/core/time.ts';

const at = instant('2026-11-20T21:40:00Z');
const page = (key: string, outcome = 'accepted'): WebNotice => ({ kind: 'performed', effect: 'page', key, outcome });

it('knows of no medium before a page has gone out', () => {
  expect(mediaHealthOf({ now: () => at }).health()).toEqual([]);
});

it.each([
  ['INC-1/page/1.0/ann/sms/2', 'sms'],
  ['INC-1/page/c1/ann/sms2/1', 'sms'],
  ['INC-1/page/a1/email/call', 'call'],
  ['EX-1/page/0.0/sms/push/1', 'push'],
])('%s went by %s', (key, medium) => {
  const media = mediaHealthOf({ now: () => at });
  media.hear(page(key));
  expect(media.health()).toEqual([{ medium, ok: true, at }]);
});

it('a medium is as healthy as its last page, and what is no page says nothing of it', () => {
  const media = mediaHealthOf({ now: () => at });
  media.hear(page('INC-1/page/0.0/ann/sms/1'));
  media.hear(page('INC-1/page/0.0/bob/sms/1', 'failed'));
  media.hear({ kind: 'performed', effect: 'channel', key: 'INC-1/channel/sms', outcome: 'accepted' });
  expect(media.health()).toMatchObject([{ medium: 'sms', ok: false }]);
  media.hear(page('INC-1/page/0.0/bob/sms/2'));
  expect(media.health()).toMatchObject([{ medium: 'sms', ok: true }]);
});
