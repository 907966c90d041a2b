import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deskOf } from '../../../../src/adapters/pagers/email/in/desk.ts';
import { marksOf } from '../../../../src/adapters/pagers/email/marks.ts';
import { configFor, mediaHost, readMail, SECRET, START } from './mail-world.ts';

/** A desk that says nothing back. */
function desk() {
  const { host, heard, reports } = mediaHost();
  const config = configFor(25);
  const marks = marksOf(SECRET, config.from.address, () => START);
  const said: string[] = [];
  const replies = {
    answer: (_mail: unknown, say: string) => void said.push(say),
    hint: () => undefined,
    stop: () => undefined,
  };
  return {
    desk: deskOf({ host, config, marks, replies, read: readMail, otherMail: undefined }),
    heard,
    reports,
    said,
    marks,
  };
}

const words = fc.constantFrom(
  'ACK', '1', 'HELP', '> ', '--b', '--b--', '\r\n', '\n', '\r', '\0', '\r\n\r\n', 'From: ', 'To: answers+', '@firm.example', 'Content-Type: multipart/mixed; boundary=b',
  'Content-Type: multipart/report; boundary=b', 'Content-Type: message/delivery-status', 'Content-Type: message/rfc822', 'Content-Type: text/html; charset=utf-7', 'Action: failed', 'Status: 5.1.1',
  'Content-Transfer-Encoding: base64', 'Content-Transfer-Encoding: quoted-printable', '=?utf-8?B?', '=?', '?=', '<', '>', '<p.', '<blockquote', '=E2=', ';', 'Message-ID: <a@b>', 'References: ', 'Auto-Submitted: no', '(Ref: ',
); // prettier-ignore
const anything = fc.oneof(
  fc
    .array(fc.oneof(words, fc.string({ maxLength: 20 })), { maxLength: 60 })
    .map((parts) => Buffer.from(parts.join(''))),
  fc.array(words, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('\r\n'))),
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
);

/** Half of it begins as a mail does. */
const HEAD = Buffer.from('From: Ann <ann@example.com>\r\nSubject: Re: INC-42\r\n');
const hostile = fc.oneof(
  anything,
  anything.map((rest) => Buffer.concat([HEAD, rest])),
);

it('a hostile mail is read or is none; it never throws, answers nothing and reports nothing', async () => {
  const { desk: opened, heard, reports } = desk();
  await fc.assert(
    fc.asyncProperty(hostile, async (raw) => {
      expect(['done', 'unreadable', 'unknown']).toContain(await opened.take(raw, { to: ['answers@firm.example'] }));
    }),
  );
  expect([heard, reports]).toEqual([[], []]);
});

it('what surrounds a good mark does not throw, and does nothing but one of the words that the page offers', async () => {
  const { desk: opened, heard, marks } = desk();
  const to = [`answers+${marks.tag({ person: 'ann', about: 'INC-42' })}@firm.example`];
  await fc.assert(fc.asyncProperty(hostile, async (raw) => void (await opened.take(raw, { to }))));
  for (const { text, person } of heard)
    expect([text, person]).toEqual([expect.stringMatching(/^(?:ACK|CANT|HELP)$/), 'ann']);
});

it.each([
  ['nothing', ''],
  ['no header', '\r\n\r\nACK'],
  [
    'parts in parts in parts',
    Array.from({ length: 200 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join(''),
  ],
  ['headers without end', `Subject: x\r\n${'X-A: '.padEnd(900, 'a')}\r\n`.repeat(600)],
  ['mails in mails', 'Content-Type: message/rfc822\r\n\r\n'.repeat(500)],
  ['one line of a megabyte', `Subject: ${'a'.repeat(1_000_000)}`],
  ['a megabyte of HTML that never closes', `Content-Type: text/html\r\n\r\n${'<blockquote '.repeat(80_000)}`],
  [
    'a megabyte of angle brackets',
    `References: ${'<'.repeat(500_000)}\r\nIn-Reply-To: ${'<a@'.repeat(100_000)}\r\n\r\n${'<'.repeat(300_000)}`,
  ],
  ['a thousand addresses', `To: ${'a@b.example,'.repeat(20_000)}\r\n\r\nACK`],
])('is read without harm: %s', async (_name, raw) => {
  const mail = await readMail(Buffer.concat([HEAD, Buffer.from(raw)]));
  await readMail(Buffer.from(raw));
  expect(mail?.to.length ?? 0).toBeLessThanOrEqual(50);
});

it('has the id, the addresses and the ids it answers as plain values', async () => {
  const raw = [
    'From: =?utf-8?Q?Ann_Gr=C3=B6=C3=9Fe?= <Ann@Example.com>',
    'To: Team: answers+a@firm.example, b@firm.example;, c@firm.example',
    'Delivered-To: <answers+d@firm.example>',
    'Subject: =?utf-8?B?R3LDtsOfZQ==?=',
    'Message-ID: <one@x.example>',
    'In-Reply-To: <two@x.example>',
    'References: <three@x.example>',
    ' <two@x.example>',
    'Date: Fri, 20 Nov 2026 14:06:00 +0000',
    '',
    'ACK',
  ].join('\r\n');
  expect(await readMail(Buffer.from(raw))).toMatchObject({
    id: '<one@x.example>',
    from: 'ann@example.com',
    to: ['answers+a@firm.example', 'b@firm.example', 'c@firm.example', 'answers+d@firm.example'],
    subject: 'Größe',
    answersTo: ['<two@x.example>', '<two@x.example>', '<three@x.example>'],
    writtenMs: Date.parse('2026-11-20T14:06:00Z'),
  });
});
