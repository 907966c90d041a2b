import { describe, expect, it } from 'vitest';
import { marksOf } from '../../../../src/adapters/pagers/email/marks.ts';
import { mailPage, mailWorld, SECRET, START } from './mail-world.ts';

const ANSWERS = 'answers@firm.example';
const KEY = 'INC-42/page/1.0/ann/email/1';
const marks = (secret = SECRET) => marksOf(secret, 'muster@firm.example', () => START);

type Dsn = {
  readonly action?: string;
  readonly status?: string;
  readonly said?: string;
  readonly original?: string;
  readonly part?: string;
};

/** A report as RFC 3464 wants it, and as Postfix, Exim and Exchange write it. */
const dsn = ({ action = 'failed', status = '5.1.1', said, original = marks().messageId(mailPage()), part }: Dsn) =>
  [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.com>',
    `To: ${ANSWERS}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <dsn-${action}-${status}@mx.example.com>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'ACK',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    'Final-Recipient: rfc822; ann@example.com',
    `Action: ${action}`,
    `Status: ${status}`,
    ...(said === undefined ? [] : [`Diagnostic-Code: smtp; ${said}`]),
    '',
    '--b',
    `Content-Type: ${part ?? 'text/rfc822-headers'}`,
    '',
    'From: Muster <muster@firm.example>',
    `Message-ID: ${original}`,
    'Subject: INC-42',
    '',
    '--b--',
  ].join('\r\n');

describe('a report of a mail server about one of our mails', () => {
  it.each([
    [
      { said: '550 5.1.1 <ann@example.com>:\r\n no such user' },
      'undelivered',
      true,
      'sent back: 550 5.1.1 …: no such user',
    ],
    [{ status: '5.2.2', said: '552 5.2.2 mailbox full' }, 'undelivered', false, 'sent back: 552 5.2.2 mailbox full'],
    [
      { status: '5.7.1', said: '554 5.7.1 rejected as spam' },
      'undelivered',
      false,
      'sent back: 554 5.7.1 rejected as spam',
    ],
    [
      { status: '5.1.10 (bad destination)', part: 'message/rfc822' },
      'undelivered',
      true,
      'sent back: 5.1.10 (bad destination)',
    ],
    [{ status: '4.4.7', said: 'delivery time expired' }, 'undelivered', false, 'sent back: delivery time expired'],
    [{ action: 'delivered', status: '2.0.0' }, 'delivered', false, ''],
  ])('is told: %j', async (given, result, permanent, reason) => {
    await using world = await mailWorld();
    expect(await world.bring(dsn(given), ANSWERS, '')).toMatch(/^250/);
    expect(world.reports).toEqual([
      { key: KEY, result, permanent, reason, delivery: expect.stringMatching(/^email\/[\w-]{43}$/) },
    ]);
    expect(world.heard).toEqual([]);
  });

  it('is known by the reference, where a server has given our mail an id of its own', async () => {
    await using world = await mailWorld();
    const original = `<AM0@prod.outlook.example>\r\nReferences: ${marks().thread('INC-42')}\r\n ${marks().reference(mailPage())}`;
    await world.bring(dsn({ original }), ANSWERS, '');
    expect(world.reports).toMatchObject([{ key: KEY }]);
  });

  it('that comes twice is the same report', async () => {
    await using world = await mailWorld();
    for (const _ of [1, 2]) await world.bring(dsn({}), ANSWERS, '');
    expect(new Set(world.reports.map(({ delivery }) => delivery)).size).toBe(1);
  });

  it('is not lost when it cannot be kept', async () => {
    await using world = await mailWorld({ host: { report: () => Promise.reject(new Error('the disk is full')) } });
    expect(await world.bring(dsn({}), ANSWERS, '')).toMatch(/^451/);
  });
});

it.each([
  ['a delay', { action: 'delayed', status: '4.4.1' }],
  ['handed on to a server that reports nothing', { action: 'relayed' }],
  ['a mail of somebody else', { original: '<x@y.example>' }],
  ['a mail that another secret signed', { original: marks('another secret of sixteen').messageId(mailPage()) }],
  ['nothing that can be read', { action: '', status: '' }],
])('is passed over: %s', async (_name, given) => {
  await using world = await mailWorld();
  expect(await world.bring(dsn(given), ANSWERS, '')).toMatch(/^250/);
  expect([world.reports, world.heard, world.server.arrived]).toEqual([[], [], []]);
});
