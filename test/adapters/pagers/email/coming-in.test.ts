import { describe, expect, it } from 'vitest';
import { marksOf } from '../../../../src/adapters/pagers/email/marks.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/core/time.ts';
import { mailPage, mailWorld, replyTo, START } from './mail-world.ts';

const ANSWERS = 'answers@firm.example';

describe('an answer by mail', () => {
  it('goes through the one door as the person who was paged, whatever its sender says, and is answered', async () => {
    await using world = await mailWorld();
    const mail = await world.paged();
    const to = mail.replyTo?.[0]?.address ?? '';
    const raw = replyTo(mail, 'ACK', { From: 'Ann at home <ann@home.example>' });
    expect(await world.bring(raw, to, 'ann@home.example')).toMatch(/^250/);
    expect(world.heard).toMatchObject([{ medium: 'email', person: 'ann', about: 'INC-42', text: 'ACK' }]);
    await world.server.until(2);
    const back = world.server.arrived[1];
    expect(back?.to).toEqual(['ann@home.example']);
    expect(back?.mail.text).toContain('You have INC-42.');
    expect(back?.mail.subject).toBe(`Re: ${mail.subject}`);
    expect(back?.mail.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-replied' }),
    );
    expect(back?.mail.references).toContain(back?.mail.inReplyTo);
  });

  it.each([
    ['the tag of the address', { 'In-Reply-To': undefined, References: undefined }, true],
    ['the id of the mail, when the address has lost its tag', { References: undefined }, false],
    [
      'what stands in References, when a server has given our mail an id of its own',
      { 'In-Reply-To': '<x1@prod.outlook.example>' },
      false,
    ],
    [
      'the line in what is quoted, when nothing else came through',
      { 'In-Reply-To': undefined, References: undefined },
      false,
    ],
  ])('is known by %s', async (_by, headers, tagged) => {
    await using world = await mailWorld();
    const mail = await world.paged();
    const to = tagged ? (mail.replyTo?.[0]?.address ?? '') : ANSWERS;
    const own = _by.startsWith('what stands') ? { References: `${mail.references}` } : {};
    expect(await world.bring(replyTo(mail, 'ack', { To: to, ...headers, ...own }), to)).toMatch(/^250/);
    expect(world.heard).toMatchObject([{ person: 'ann', about: 'INC-42' }]);
  });

  it('is known by the tag in small letters or in capitals', async () => {
    await using world = await mailWorld();
    const mail = await world.paged();
    const to = (mail.replyTo?.[0]?.address ?? '').toUpperCase();
    await world.bring(replyTo(mail, 'cant', { 'In-Reply-To': undefined, References: undefined, To: to }), to);
    expect(world.heard).toMatchObject([{ text: 'CANT', person: 'ann' }]);
  });

  it('may be a page of HTML only, from Gmail or from Outlook', async () => {
    await using world = await mailWorld();
    const mail = await world.paged();
    const head = { 'Content-Type': 'text/html; charset=utf-8' };
    for (const html of [
      '<div dir="ltr">ACK</div><br><div class="gmail_quote"><div>On Fri, Muster wrote:<br></div><blockquote>INC-42</blockquote></div>',
      '<html><body><p>&nbsp;</p><p class=MsoNormal>CAN&rsquo;T</p><div id="divRplyFwdMsg"><b>From:</b> Muster</div></body></html>',
      '<style>p{color:red}</style><blockquote type="cite">INC-42</blockquote><p>ACK</p>',
    ]) {
      const raw = replyTo(mail, '', head);
      await world.bring(`${raw.slice(0, raw.indexOf('\r\n\r\n'))}\r\n\r\n${html}`, ANSWERS);
    }
    expect(world.heard.map(({ text }) => text)).toEqual(['ACK', 'CANT']);
  });

  it('that is delivered twice is the same event, and is answered once', async () => {
    await using world = await mailWorld();
    const raw = replyTo(await world.paged(), 'ACK');
    for (const _ of [1, 2, 3]) await world.bring(raw, ANSWERS);
    expect(new Set(world.heard.map(({ delivery }) => delivery)).size).toBe(1);
    await world.bring(replyTo(await world.paged(), 'ACK'), ANSWERS);
    expect(new Set(world.heard.map(({ delivery }) => delivery)).size).toBe(2);
    await world.server.until(4);
    expect(world.server.arrived.filter(({ mail }) => mail.text?.includes('You have'))).toHaveLength(2);
  });

  it('that is not understood does nothing, and its writer learns what to write', async () => {
    await using world = await mailWorld();
    await world.bring(replyTo(await world.paged(), 'Thanks, I will look at it tomorrow. ACK'), ANSWERS);
    await world.server.until(2);
    expect(world.heard).toEqual([]);
    expect(world.server.arrived[1]?.mail.text).toContain(
      "ACK (I have it), CANT (I can't), HELP (I have it and need one more)",
    );
  });

  it('is not lost when Muster cannot keep it now: the mail server brings it again', async () => {
    let isIll = true;
    const heard: string[] = [];
    await using world = await mailWorld({
      host: {
        hear: async ({ text }) => {
          if (isIll) throw new Error('the disk is full');
          heard.push(text);
          return { ok: true, say: undefined };
        },
      },
    });
    const raw = replyTo(await world.paged(), 'ACK');
    expect(await world.bring(raw, ANSWERS)).toMatch(/^451/);
    isIll = false;
    expect(await world.bring(raw, ANSWERS)).toMatch(/^250/);
    expect(heard).toEqual(['ACK']);
  });
});

describe('nothing is done', () => {
  it('by a mail that only says who it is from; the person is told why, once a day', async () => {
    await using world = await mailWorld();
    const raw = () =>
      [
        'From: ann@example.com',
        `To: ${ANSWERS}`,
        'Subject: INC-42',
        `Message-ID: <${Math.random()}@x.example>`,
        '',
        'ACK 42',
      ].join('\r\n');
    for (const _ of [1, 2, 3]) await world.bring(raw(), ANSWERS);
    await world.server.until(1);
    await world.clock.advance(DAY_MS + 1);
    await world.bring(raw(), ANSWERS);
    await world.server.until(2);
    expect(world.heard).toEqual([]);
    expect(world.server.arrived.map(({ to }) => to)).toEqual([['ann@example.com'], ['ann@example.com']]);
    expect(world.server.arrived[0]?.mail.text).toContain('Muster cannot tell who wrote this');
  });

  it('by a stranger, who is not even answered', async () => {
    await using world = await mailWorld();
    await world.bring(
      `From: eve@evil.example\r\nTo: ${ANSWERS}\r\nSubject: x\r\n\r\nACK 42`,
      ANSWERS,
      'eve@evil.example',
    );
    await world.bring(replyTo(await world.paged(), 'ACK'), ANSWERS);
    await world.server.until(2);
    expect(world.server.arrived.flatMap(({ to }) => to)).not.toContain('eve@evil.example');
  });

  it('by a forged mark', async () => {
    const other = marksOf('another secret of sixteen', 'muster@firm.example', () => START);
    const tag = other.tag({ person: 'ann', about: 'INC-42' });
    await using world = await mailWorld();
    for (const to of [
      `answers+${tag}@firm.example`,
      'answers+inc-42.ann.2bz.0000000000000000@firm.example',
      'answers+@firm.example',
    ]) {
      const raw = `From: ann@example.com\r\nTo: ${to}\r\nSubject: x\r\nReferences: ${other.reference(mailPage())}\r\n\r\nACK\r\n\r\n(Ref: ${tag})`;
      expect(await world.bring(raw, to)).toMatch(/^250/);
    }
    expect(world.heard).toEqual([]);
  });

  it('by a mark that is two weeks old', async () => {
    await using world = await mailWorld();
    const mail = await world.paged();
    await world.clock.advance(15 * DAY_MS);
    await world.bring(replyTo(mail, 'ACK', { Date: undefined }), mail.replyTo?.[0]?.address ?? '');
    await world.server.until(2);
    expect(world.heard).toEqual([]);
    const back = world.server.arrived[1];
    expect(back?.mail.text).toContain('came too late to count');
    // What Muster says back is no new mark: nobody can have an old one renewed by using it.
    expect(back?.raw).not.toMatch(/inc-42\.ann|<[pr]\.|Ref:/i);
    await world.bring(replyTo(back?.mail ?? mail, 'ACK'), back?.mail.replyTo?.[0]?.address ?? ANSWERS);
    expect(world.heard).toEqual([]);
  });

  it('by a mark that Muster sent back with its own answer, once the first mark is old', async () => {
    await using world = await mailWorld();
    let mail = await world.paged();
    for (const count of [2, 3]) {
      await world.clock.advance(6 * DAY_MS);
      await world.bring(replyTo(mail, 'hm?', { Date: undefined }), mail.replyTo?.[0]?.address ?? '');
      await world.server.until(count);
      mail = world.server.arrived[count - 1]?.mail ?? mail;
      expect(mail.text).toContain('was not understood');
    }
    await world.clock.advance(6 * DAY_MS);
    await world.bring(replyTo(mail, 'ACK', { Date: undefined }), mail.replyTo?.[0]?.address ?? '');
    await world.server.until(4);
    expect(world.heard).toEqual([]);
    expect(world.server.arrived[3]?.mail.text).toContain('came too late to count');
  });

  it('by a number that is not the one of the mail: its mark speaks for that one only', async () => {
    await using world = await mailWorld();
    await world.bring(replyTo(await world.paged(), 'ACK 43'), ANSWERS);
    await world.server.until(2);
    expect(world.heard).toEqual([]);
    expect(world.server.arrived[1]?.mail.text).toContain('To answer about anything else, reply to its own mail.');
  });

  it('by an answer that was under way for more than a day', async () => {
    await using world = await mailWorld();
    const mail = await world.paged();
    await world.clock.advance(25 * HOUR_MS);
    await world.bring(replyTo(mail, 'ACK'), ANSWERS);
    await world.server.until(2);
    expect(world.heard).toEqual([]);
    expect(world.server.arrived[1]?.mail.text).toContain('came too late to count');
  });

  it('by a program, even if it says ACK with a good mark, and it is not answered', async () => {
    await using world = await mailWorld();
    const mail = await world.paged();
    const to = mail.replyTo?.[0]?.address ?? '';
    for (const over of [{ 'Auto-Submitted': 'auto-replied' }, { Precedence: 'bulk' }, { 'Return-Path': '<>' }])
      expect(await world.bring(replyTo(mail, 'ACK', over), to)).toMatch(/^250/);
    // Whatever would have been said back would have been said before this one.
    await world.bring(replyTo(mail, 'ACK', { From: 'Ben <ben@example.com>' }), to, 'ben@example.com');
    await world.server.until(2);
    expect(world.heard).toHaveLength(1);
    expect(world.server.arrived[1]?.to).toEqual(['ben@example.com']);
  });

  it('by a mail to which nobody wants an answer', async () => {
    await using world = await mailWorld();
    const mail = await world.paged();
    expect(await world.bring(replyTo(mail, 'ACK'), ANSWERS, '')).toMatch(/^250/);
    expect(world.heard).toEqual([]);
  });
});

it('to one address Muster answers ten times an hour at most, so that two programs cannot talk for ever', async () => {
  await using world = await mailWorld();
  const mail = await world.paged();
  for (let n = 0; n < 15; n += 1) await world.bring(replyTo(mail, 'hm?'), ANSWERS);
  await world.bring(replyTo(mail, 'hm?', { From: 'ben@example.com' }), ANSWERS, 'ben@example.com');
  await world.server.until(12);
  const to = world.server.arrived.slice(1).flatMap((one) => one.to);
  expect(to.filter((address) => address === 'ann@example.com')).toHaveLength(10);
});
