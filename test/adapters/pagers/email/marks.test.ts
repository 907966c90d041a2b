import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mark, marksOf } from '../../../../src/adapters/pagers/email/marks.ts';
import { DAY_MS, plusMs } from '../../../../src/core/time.ts';
import { mailPage, SECRET, START } from './mail-world.ts';

const marks = (over: { secret?: string; days?: number } = {}) =>
  marksOf(over.secret ?? SECRET, 'muster@firm.example', () => plusMs(START, (over.days ?? 0) * DAY_MS));
const ann = { person: 'ann', about: 'INC-42' };
const tagOf = (of: Pick<Mark, 'person' | 'about'>) => marks().tag(of) ?? '';

describe('a mark', () => {
  it('says whose answer it is, from the id, from the reference and from the tag', () => {
    const whose = {
      ...ann,
      key: 'INC-42/page/1.0/ann/email/1',
      made: expect.stringMatching(/^2[a-z0-9]{2}$/),
      isOld: false,
    };
    expect(marks().readId(marks().messageId(mailPage()))).toEqual(whose);
    expect(marks().readId(marks().reference(mailPage()))).toEqual(whose);
    expect(marks().readTag(tagOf(ann))).toEqual({ ...ann, key: undefined, made: expect.any(String), isOld: false });
  });

  it('is the same for the same attempt, and another for another', () => {
    expect(marks().messageId(mailPage())).toBe(marks().messageId(mailPage()));
    expect(marks().messageId(mailPage())).not.toBe(marks().messageId(mailPage({ key: 'INC-42/page/1.0/ann/email/2' })));
  });

  it('is an id as mail wants it, and a tag that survives a change to small or capital letters', () => {
    expect(marks().messageId(mailPage())).toMatch(/^<[\w.-]{1,200}@firm\.example>$/);
    expect(tagOf(ann)).toMatch(/^inc-42\.ann\.[a-z0-9]+\.[a-z0-9]{16}$/);
    expect(marks().readTag(tagOf(ann).toUpperCase())).toMatchObject(ann);
  });

  it('is not made where it would not come back as it was', () => {
    for (const of of [
      { person: 'guest:Ann', about: 'INC-42' },
      { person: 'ann', about: 'near-miss' },
      { person: 'Ann Lee', about: 'INC-42' },
      { person: 'a'.repeat(61), about: 'INC-42' },
    ])
      expect(marks().tag(of)).toBeUndefined();
  });

  it.each([
    [0, false],
    [6, false],
    [14, true],
    [400, true],
    [-14, true],
  ])('made now and read %i days later is too old: %s', (days, isOld) => {
    expect(marks({ days }).readTag(tagOf(ann))).toMatchObject({ isOld });
    expect(marks({ days }).readId(marks().reference(mailPage()))).toMatchObject({ isOld });
  });

  it('counts for a week at least and two at most, whenever in the week it was made', () => {
    for (let made = 0; made < 7; made += 1) {
      const tag = marks({ days: made }).tag(ann) ?? '';
      expect(marks({ days: made + 7 }).readTag(tag)).toMatchObject({ isOld: false });
      expect(marks({ days: made + 14 }).readTag(tag)).toMatchObject({ isOld: true });
    }
  });

  it('of another secret, or changed in one letter, is none', () => {
    const [tag, id] = [tagOf(ann), marks().messageId(mailPage())];
    expect(marks({ secret: 'another secret of sixteen' }).readTag(tag)).toBeUndefined();
    expect(marks({ secret: 'another secret of sixteen' }).readId(id)).toBeUndefined();
    for (let at = 0; at < tag.length; at += 1) {
      const changed = `${tag.slice(0, at)}${tag[at] === '0' ? '1' : '0'}${tag.slice(at + 1)}`;
      expect(marks().readTag(changed)).toBeUndefined();
    }
    expect(marks().readId(id.replace('<p.', '<x.'))).toBeUndefined();
    expect(marks().readId(`${id.slice(0, 10)}A${id.slice(11)}`)).toBeUndefined();
  });

  it('cannot be read out of anything else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(marks().readTag(text)).toBeUndefined();
        expect(marks().readId(text)).toBeUndefined();
        expect(marks().readId(`<p.${text}@firm.example>`)).toBeUndefined();
      }),
    );
  });
});

it('mails about one incident share a thread, mails about two do not', () => {
  expect(marks().thread('INC-42')).toBe(marks({ days: 30 }).thread('INC-42'));
  expect(marks().thread('INC-42')).not.toBe(marks().thread('INC-43'));
});
