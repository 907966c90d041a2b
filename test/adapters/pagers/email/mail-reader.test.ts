import { describe, expect, it } from 'vitest';
import { mailReader } from '../../../../src/adapters/pagers/email/in/mail-reader.ts';
import { mailWorld, readMail, replyTo } from './mail-world.ts';

const HEAD = 'From: Ann <ann@example.com>\r\nSubject: Re: INC-42\r\nMessage-ID: <a@b.example>\r\n';
const HTML = `${HEAD}Content-Type: text/html\r\n\r\n`;
/** Both a text and HTML in one mail: the parser makes a text of all of the HTML then. */
const BROKEN_LINKS = [
  `${HEAD}Content-Type: multipart/mixed; boundary=x\r\n`,
  '--x\r\nContent-Type: text/plain\r\n\r\nACK',
  `--x\r\nContent-Type: text/html\r\n\r\n${'<a href="'.repeat(27_000)}`,
  '--x--',
].join('\r\n');
const bytes = (raw: string) => Buffer.from(raw);

describe('a mail', () => {
  it('is read beside the process as it is read here', async () => {
    const raw = bytes(
      `${HEAD}To: answers+x@firm.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nACK\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--b--`,
    );
    const [beside, here] = [await mailReader()(raw), await readMail(raw)];
    expect(JSON.stringify(beside)).toBe(JSON.stringify(here));
    expect(beside?.header('subject')).toEqual(['Re: INC-42']);
    expect(beside?.parts('message/delivery-status').join('')).toContain('Action: failed');
    expect(await mailReader()(bytes('no mail'))).toBeUndefined();
  });

  it('that takes too long is none, and holds up no other', async () => {
    const read = mailReader(1_000);
    const order: string[] = [];
    const slow = read(bytes(BROKEN_LINKS)).then((mail) => order.push(mail === undefined ? 'given up' : 'read'));
    const good = read(bytes(`${HEAD}\r\nACK`)).then((mail) => order.push(mail?.text.trim() ?? 'none'));
    await Promise.all([slow, good]);
    expect(order).toEqual(['ACK', 'given up']);
  });

  it('beyond what can wait has to come again', async () => {
    const read = mailReader(1_000, 3);
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => read(bytes('no mail'))));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(await read(bytes(HEAD))).toBeDefined();
  });

  it('has two hundred parts at most', async () => {
    const parts = (count: number) =>
      readMail(bytes(`${HEAD}Content-Type: multipart/mixed; boundary="x"\r\n\r\n${'--x\r\n\r\na\r\n'.repeat(count)}`));
    expect(await parts(200)).toBeDefined();
    expect(await parts(201)).toBeUndefined();
  });

  it('is read at its beginning: pictures at its end do no harm, and HTML is read no further than an answer can stand', async () => {
    const pictures = `${HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nACK\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n${'AAAA'.repeat(200_000)}\r\n--x--`;
    expect((await readMail(bytes(pictures)))?.text.trim()).toBe('ACK');
    expect((await readMail(bytes(`${HTML}<p>ACK</p>${'<p>x</p>'.repeat(30_000)}`)))?.text.trim()).toMatch(/^ACK\n/);
  });
});

it('a mail that takes too long is refused for ever, and the next one is taken', async () => {
  await using world = await mailWorld({ read: mailReader() });
  expect(await world.bring(BROKEN_LINKS, 'answers@firm.example')).toMatch(/^554/);
  expect(await world.bring(replyTo(await world.paged(), 'ACK'), 'answers@firm.example')).toMatch(/^250/);
  expect(world.heard).toHaveLength(1);
});
