import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postmortem, postmortemOver } from '../../../src/core/postmortem/postmortem.ts';
import { rewrite } from '../../../src/core/postmortem/rewrite.ts';
import { book, event } from '../timeline/story.ts';
import { WHOLE } from '../timeline/whole-incident.ts';

const told = { book, events: WHOLE };
const first = postmortem(told);
const later = postmortem({
  book,
  events: [...WHOLE, event(3000, 'dana', { type: 'noted', text: 'found one more thing' })],
});
const PARTS = ['status', 'summary', 'impact', 'sense', 'factors', 'helped', 'actions', 'plan-changes', 'outside'];

const openOf = (name: string) => `<!-- muster:write:${name} -->`;
/** Writes under the opening mark of a part for people. */
const withWords = (text: string, name: string, words: string) =>
  text.replace(openOf(name), () => `${openOf(name)}\n${words}`);

describe('writing a postmortem anew', () => {
  it('brings new facts and leaves the words of people where they are', () => {
    const edited = withWords(first, 'factors', 'The fan was seven years old.\n\n- nobody heard it');
    const { text, kept, notes } = rewrite(edited, later);
    expect(text).toBe(withWords(later, 'factors', 'The fan was seven years old.\n\n- nobody heard it'));
    expect({ kept, notes }).toEqual({ kept: ['factors'], notes: [] });
  });

  it('changes nothing when nothing happened since', () => {
    expect(rewrite(first, first)).toEqual({ text: first, kept: [], notes: [] });
    expect(postmortemOver(told, first)).toBe(first);
  });

  it('begins with the fresh text where there is none, or an empty one', () => {
    expect(postmortemOver(told, undefined)).toBe(first);
    expect(rewrite(' \n', first).text).toBe(first);
  });

  it('keeps what people write outside the marks: headings, sections, ends', () => {
    const mine = `${first.replace('## 5. Response facts', '## 5. How fast we were\n\nSee also the report of the vendor.')}\n## 16. My own section\n`;
    const { text } = rewrite(mine, later);
    expect(text).toContain('## 5. How fast we were\n\nSee also the report of the vendor.');
    expect(text).toContain('\n## 16. My own section\n');
    expect(text).toContain('found one more thing');
  });

  it('keeps the status that people set', () => {
    expect(rewrite(first.replace('Status: draft', 'Status: in review'), later)).toMatchObject({
      text: later.replace('Status: draft', 'Status: in review'),
      kept: ['status'],
    });
  });
});

describe('facts that a person changed', () => {
  const edited = first.replace('| Time to notice | 6 min |', '| Time to notice | 16 min, the pager was wrong |');
  const { text, notes } = rewrite(edited, later);

  it('are written anew, and the changed version stays below as a quotation', () => {
    expect(text).toContain('\n| Time to notice | 6 min |');
    expect(text).toContain('> **Edited by hand, kept.** The part "response" above');
    expect(text).toContain('> | Time to notice | 16 min, the pager was wrong |');
    expect(notes).toEqual([
      'The part "response" was changed by hand. It is written anew, and the changed version is kept below it.',
    ]);
  });

  it('are quoted once, however often it is written again', () => {
    expect(rewrite(text, later)).toEqual({ text, kept: [], notes: [] });
  });

  it.each([
    ['other line ends', first.replaceAll('\n', '\r\n')],
    ['tables lined up by an editor', first.replaceAll('| --- |', '| ------------ |').replaceAll(' | ', '   |  ')],
    ['empty lines taken out', first.replaceAll('\n\n', '\n')],
  ])('are not meant where only the layout differs: %s', (_, layout) => {
    expect(rewrite(layout, later).notes).toEqual([]);
    expect(rewrite(layout, later).text).not.toContain('Edited by hand');
  });
});

describe('a document that lost parts', () => {
  it('gets a missing part back, with its heading, in its place', () => {
    const from = first.indexOf('## 7. ');
    const to = first.indexOf('## 8. ');
    const { text, notes } = rewrite(first.slice(0, from) + first.slice(to), first);
    expect(notes).toEqual(['The part "reachability" was missing and was put back.']);
    const order = ['## 6. ', '## 7. ', 'muster:facts:reachability', '## 8. '].map((mark) => text.indexOf(mark));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('uses the heading again that is still there', () => {
    const part = /<!-- muster:facts:reachability [\s\S]*?<!-- muster:end -->/;
    const { text } = rewrite(first.replace(part, ''), first);
    expect(text.match(/## 7\. Reachability/g)).toHaveLength(1);
    expect(text.indexOf('## 7. ')).toBeLessThan(text.indexOf('muster:facts:reachability'));
    expect(text.indexOf('muster:facts:reachability')).toBeLessThan(text.indexOf('## 8. '));
  });

  it('keeps what follows a part whose end mark is gone', () => {
    const at = first.indexOf('<!-- muster:end -->', first.indexOf('muster:facts:legal-clocks'));
    const broken = withWords(
      first.slice(0, at) + first.slice(at + '<!-- muster:end -->'.length),
      'sense',
      'I saw smoke.',
    );
    const { text, kept } = rewrite(broken, later);
    expect(kept).toEqual(['sense']);
    expect(text).toContain('## 10. How it made sense');
    expect(text).not.toContain('Edited by hand');
  });

  it('keeps a text that has no marks at all below the fresh one', () => {
    const { text } = rewrite('My notes from that night\n', first);
    expect(text.startsWith('<!-- muster:facts:title')).toBe(true);
    expect(text.trimEnd().endsWith('My notes from that night')).toBe(true);
  });
});

describe('whatever people write', () => {
  const MARKS = [
    '<!-- muster:end -->', '<!-- muster:facts:timeline -->', '<!-- muster:facts:head sum=00000000 -->', '<!-- muster:write:factors -->',
    '<!-- muster:write:other -->', '<!--', '-->', '```', '## 4. Timeline', '> quoted', '| a | b |', '\r', '',
  ]; // prettier-ignore
  const line = fc.oneof(
    fc.constantFrom(...MARKS),
    fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
  );
  const human = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));
  const part = fc.constantFrom(...PARTS);

  it('stays as it is, however often the facts are written anew', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(part, human), { minLength: 1, maxLength: 3, selector: ([name]) => name }),
        (written) => {
          const words = new Map(written);
          const edited = first.replaceAll(
            /<!-- muster:write:([a-z-]+) -->/g,
            (mark, name: string) => `${mark}\n${words.get(name) ?? ''}`,
          );
          const once = rewrite(edited, later).text;
          const often = [first, later, later].reduce((text, fresh) => rewrite(text, fresh).text, once);
          for (const text of words.values()) {
            expect(once).toContain(text);
            expect(often).toContain(text);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('leaves a text that is the same when it is written a second time', () => {
    const cut = fc.tuple(fc.nat(first.length), fc.nat(400), human);
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 4 }), (cuts) => {
        // Anything may be cut out or pasted in, marks of ours included.
        const mangled = cuts.reduce(
          (text, [at, length, words]) => text.slice(0, at) + words + text.slice(at + length),
          first,
        );
        const once = rewrite(mangled, later).text;
        expect(rewrite(once, later)).toMatchObject({ text: once, notes: [] });
      }),
      { numRuns: 300 },
    );
  });
});
