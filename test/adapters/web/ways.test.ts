import { expect, it } from 'vitest';
import type { WebNotice } from '../../../src/adapters/web/parts.ts';
import { waysOf } from '../../../src/adapters/web/ways.ts';
import { instant } from '../../../src/core/time.ts';

const at = instant('2026-11-20T21:40:00Z');
const page = (key: string, outcome = 'accepted'): WebNotice => ({ kind: 'performed', effect: 'page', key, outcome });

it('knows of no medium before a page has gone out', () => {
  expect(waysOf({ now: () => at }).health()).toEqual([]);
});

it.each([
  ['INC-1/page/1.0/ann/sms/2', 'sms'],
  ['INC-1/page/c1/ann/sms2/1', 'sms'],
  ['INC-1/page/a1/email/call', 'call'],
  ['EX-1/page/0.0/sms/push/1', 'push'],
])('%s went by %s', (key, medium) => {
  const ways = waysOf({ now: () => at });
  ways.hear(page(key));
  expect(ways.health()).toEqual([{ medium, ok: true, at }]);
});

it('a medium is as healthy as its last page, and what is no page says nothing of it', () => {
  const ways = waysOf({ now: () => at });
  ways.hear(page('INC-1/page/0.0/ann/sms/1'));
  ways.hear(page('INC-1/page/0.0/bob/sms/1', 'failed'));
  ways.hear({ kind: 'performed', effect: 'channel', key: 'INC-1/channel/sms', outcome: 'accepted' });
  expect(ways.health()).toMatchObject([{ medium: 'sms', ok: false }]);
  ways.hear(page('INC-1/page/0.0/bob/sms/2'));
  expect(ways.health()).toMatchObject([{ medium: 'sms', ok: true }]);
});
