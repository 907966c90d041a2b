import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, cutToBytes } from '../../src/core/cut-bytes.ts';
import { titled, withMark } from '../../src/core/notification.ts';
import { page } from '../contracts/pager.contract.ts';

const TEXT = [
  'INC-42 sev2 Major: phones',
  'You are paged as on call.',
  'Meanwhile: paper forms.',
  'Answer ACK 42 (I have it), CANT 42 (somebody else), HELP 42 (I need one more).',
].join('\n');

describe('a notification', () => {
  it('says its title once, and nothing about answers in words that nobody would hear', () => {
    expect(titled(page({ subject: 'INC-42 sev2 Major: phones', text: TEXT }), 200)).toEqual({
      title: 'INC-42 sev2 Major: phones',
      body: 'You are paged as on call.\nMeanwhile: paper forms.',
    });
  });

  it('says the whole first line in its text where the title had to be cut', () => {
    const subject = `INC-42 sev2 Major: ${'ü'.repeat(200)}`;
    const { title, body } = titled(page({ subject, text: `${subject}\nYou.` }), 100);
    expect(bytesOf(title)).toBeLessThanOrEqual(100);
    expect(title).toMatch(/…$/);
    expect(body).toBe(`${subject}\nYou.`);
  });

  it('of one line keeps it', () => {
    expect(titled(page({ subject: 'Hello', text: 'Hello' }), 100)).toEqual({ title: 'Hello', body: 'Hello' });
  });

  it.each([
    ['INC-1', 'INC-1', false, 'INC-1'],
    ['EX-1', 'EX-1', true, 'EXERCISE EX-1'],
    ['EXERCISE EX-1', 'EXERCISE EX-1', true, 'EXERCISE EX-1'],
  ])('%j with the text %j, a drill: %s, is marked once: %j', (subject, text, drill, marked) => {
    expect(withMark(page({ subject, text, drill }))).toEqual({ subject: marked, text: marked });
  });
});

describe('a text that is cut', () => {
  it('is the text where all of it fits, and else its beginning, whole characters and no more bytes than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 60 }), (text, most) => {
        const cut = cutToBytes(text, most);
        expect(bytesOf(cut)).toBeLessThanOrEqual(Math.max(most, 3));
        if (bytesOf(text) <= most) expect(cut).toBe(text);
        else expect(text.startsWith(cut.slice(0, -1)) && cut.endsWith('…')).toBe(true);
        expect(cut.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });
});
