import { describe, expect, it } from 'vitest';
import { live, mailPage, mailWorld } from './mail-world.ts';

describe('a page by mail', () => {
  it('says by its headers what it is', async () => {
    await using world = await mailWorld();
    const mail = await world.paged({ subject: 'INC-42 sev2: Größe der Störung – Telefone 📞' });
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
    expect(mail.from).toEqual({ name: 'Muster', address: 'muster@firm.example' });
    expect(mail.subject).toBe('INC-42 sev2: Größe der Störung – Telefone 📞');
    expect(mail.date).toBe('2026-11-20T14:05:00.000Z');
    expect([header('auto-submitted'), header('importance'), header('x-priority')]).toEqual([
      'auto-generated',
      'High',
      '1 (Highest)',
    ]);
    expect(header('x-auto-response-suppress')).toBe('OOF, AutoReply, RN, NRN');
    expect(world.server.arrived[0]?.raw).not.toMatch(/nodemailer/i);
  });

  it('is in one thread with every other page of the incident, and no other', async () => {
    await using world = await mailWorld();
    const first = await world.paged();
    const second = await world.paged({ key: 'INC-42/page/2.0/ben/email/1', person: 'ben', to: 'ben@example.com' });
    const other = await world.paged({ key: 'INC-43/page/1.0/ann/email/1', incident: 'INC-43' });
    expect(first.inReplyTo).toBe(second.inReplyTo);
    expect(first.references?.startsWith(first.inReplyTo ?? '-')).toBe(true);
    expect(other.inReplyTo).not.toBe(first.inReplyTo);
    expect(new Set([first.messageId, second.messageId, other.messageId]).size).toBe(3);
  });

  it('says to whom an answer goes: the address of the answers with a tag, within the 64 octets of RFC 5321', async () => {
    await using world = await mailWorld();
    const [reply] = (await world.paged()).replyTo ?? [];
    expect(reply?.address).toMatch(/^answers\+inc-42\.ann\.[a-z0-9]+\.[a-z0-9]{16}@firm\.example$/);
    const [long] = (await world.paged({ person: `a${'n'.repeat(40)}` })).replyTo ?? [];
    expect(long?.address).toBe('answers@firm.example');
  });

  it('tells how to answer: by the link, and by a word', async () => {
    await using world = await mailWorld();
    const asked = 'Answer ACK 42 (I have it), CANT 42 (somebody else), HELP 42 (I need one more).';
    const { text = '' } = await world.paged({ text: `INC-42 sev2: phones\nYou are paged as tech lead.\n${asked}` });
    // What a text message says about answering is said in words of mail instead.
    expect(text).not.toContain(asked);
    expect(text).toContain('https://muster.firm.example/a/x');
    expect(text).toMatch(/ACK +I have it\r?\n +CANT +I can't\r?\n +HELP +I have it and need one more/);
    expect(text).toMatch(/\(Ref: inc-42\.ann\./);
  });

  it('has a button for each answer that leads to the page, and no picture, script or form', async () => {
    await using world = await mailWorld();
    const { html = '' } = await world.paged();
    for (const digit of [1, 2, 3]) expect(html).toContain(`href="https://muster.firm.example/a/x#${digit}"`);
    expect(html).toContain('I can&#39;t');
    expect(html).toContain('Or reply with one word alone in the first line: ACK, CANT, HELP.');
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).not.toMatch(/<(?:img|script|form|link|iframe)\b|url\(/i);
  });

  it('asks for one answer to a test, and for none where there is nothing to answer', async () => {
    await using world = await mailWorld();
    const test = await world.paged({ incident: 'TEST-7', key: 'TEST-7/ann/email/1' });
    expect(test.text).toMatch(/REACHED +It reached me/);
    expect(test.html?.match(/<a /g)).toHaveLength(1);
    const note = await world.paged({ incident: 'note', key: 'note/ann/email/1', text: 'You are on call from Monday.' });
    expect(note.text?.trim()).toBe('You are on call from Monday.');
    expect(note.html).not.toContain('<a ');
    expect(note.replyTo).toBeUndefined();
  });

  it('writes the answer for the reader where there is no link', async () => {
    await using world = await mailWorld({ host: { answerUrl: () => undefined } });
    const { html = '', text } = await world.paged();
    expect(html).toMatch(
      /href="mailto:answers%2Binc-42\.ann\.[^"]*@firm\.example\?subject=Re%3A%20INC-42&amp;body=ACK%0A/,
    );
    expect(text).not.toContain('https:');
  });

  it('says that nobody reads a reply, where nobody does', async () => {
    await using world = await mailWorld({ config: { answers: undefined, listen: undefined } });
    const mail = await world.paged();
    expect(mail.text).toContain('https://muster.firm.example/a/x');
    expect(mail.text).toContain('A reply to this mail reaches nobody');
    expect(mail.replyTo).toBeUndefined();
    await using mute = await mailWorld({
      config: { answers: undefined, listen: undefined },
      host: { answerUrl: () => undefined },
    });
    const silent = await mute.paged();
    expect(silent.text).toContain('A reply to this mail reaches nobody');
    expect(silent.html).not.toContain('<a ');
    expect(silent.html).toContain('A reply to this mail reaches nobody');
  });

  it('is marked as a drill in the subject, the text and on top of the buttons, even when it came without a mark', async () => {
    await using world = await mailWorld();
    const mail = await world.paged({ drill: true, subject: 'EX-7', text: 'EX-7: phones', incident: 'EX-7' });
    expect(mail.subject).toBe('EXERCISE: EX-7');
    expect(mail.text).toMatch(/^EXERCISE: EX-7/);
    expect(mail.html).toContain('Exercise: nothing is really wrong.');
    const marked = await world.paged({
      drill: true,
      subject: 'EXERCISE EXERCISE: EX-7',
      text: 'EXERCISE EXERCISE: EX-7',
    });
    expect(marked.subject).toBe('EXERCISE EXERCISE: EX-7');
  });

  it('stays one mail with one header of each kind, whatever stands in the subject, the text or a name', async () => {
    await using world = await mailWorld({
      config: { from: { name: 'Muster\r\nBcc: x@y.example', address: 'muster@firm.example' } },
    });
    const mail = await world.paged({
      subject: 'INC-42\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>\u2028X: y',
      text: 'INC-42: <img src=x onerror=alert(1)>\r\n.\r\nMAIL FROM:<x@y.example>\r\nBcc: eve@evil.example',
      key: 'INC-42/page/1.0/ann/email/1\r\nX-Evil: yes',
      person: 'ann\r\nX-Evil: yes',
    });
    const [arrived] = world.server.arrived;
    expect(world.server.arrived).toHaveLength(1);
    expect(arrived?.to).toEqual(['ann@example.com']);
    const names = mail.headers.map(({ key }) => key);
    expect(names).not.toContain('bcc');
    expect(names).not.toContain('x-evil');
    expect(names.length).toBe(new Set(names).size);
    expect(mail.text).toContain('.\r\nMAIL FROM:<x@y.example>'.replaceAll('\r\n', '\n'));
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(mail.html).not.toMatch(/<(?:img|script)/);
  });

  it('asks for reports of what was delivered only where Muster reads them', async () => {
    await using world = await mailWorld();
    await world.pager.send(mailPage(), live());
    await using both = await mailWorld({ config: { from: { name: '', address: 'answers@firm.example' } } });
    await both.pager.send(mailPage(), live());
    expect([world.server.arrived[0]?.notify, both.server.arrived[0]?.notify]).toEqual([
      ['FAILURE', 'DELAY'],
      ['FAILURE', 'DELAY', 'SUCCESS'],
    ]);
  });
});
