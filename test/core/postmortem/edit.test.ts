import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editPart, partText, passagesOf, tidied } from '../../../src/core/postmortem/edit.ts';
import { postmortem } from '../../../src/core/postmortem/postmortem.ts';
import { QUESTIONS } from '../../../src/core/postmortem/questions.ts';
import { rewrite } from '../../../src/core/postmortem/rewrite.ts';
import { book, event } from '../timeline/story.ts';
import { WHOLE } from '../timeline/whole-incident.ts';

const first = postmortem({ book, events: WHOLE });
const more = event(3000, 'dana', { type: 'noted', text: 'found one more thing' });
const later = postmortem({ book, events: [...WHOLE, more] });
const PARTS = ['status', ...Object.keys(QUESTIONS)];

const factsOf = (document: string) => passagesOf(document).filter(({ kind }) => kind === 'facts');
/** Saves a text over whatever the part holds now. */
function saved(document: string, name: string, text: string): string {
  const edited = editPart(document, { name, text, isAsLoaded: () => true });
  return edited.outcome === 'saved' ? edited.document : document;
}

const MARKS = [
  '<!-- muster:end -->', '  <!-- muster:end -->', '\\<!-- muster:end -->', '\\\\<!-- muster:end -->',
  '<!-- muster:facts:timeline -->', '<!-- muster:facts:head sum=00000000 -->', '<!-- muster:write:factors -->',
  '<!-- muster:write:sense -->', '<!--', '-->', '```', '~~~~', '```js', '## 4. Timeline', '> quoted', '| a | b |', '\r', '\u2028', '',
]; // prettier-ignore
const line = fc.oneof(fc.constantFrom(...MARKS), fc.string({ unit: 'binary' }), fc.string());
const human = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));
const part = fc.constantFrom(...PARTS);

describe('a part that people write', () => {
  it('is there for each section that is left to people, with its questions', () => {
    const found = passagesOf(first).flatMap((passage) => (passage.kind === 'write' ? [passage.name] : []));
    expect(found).toEqual(PARTS);
    expect(partText(first, 'helped')).toBe('*What helped?*\n\n*What hindered?*\n\n*Where were we lucky?*');
  });

  it('holds exactly the text that was saved, and nothing else of the file changes', () => {
    const after = saved(first, 'factors', 'The fan was seven years old.');
    expect(partText(after, 'factors')).toBe('The fan was seven years old.');
    expect(after.replace('The fan was seven years old.', partText(first, 'factors') ?? '')).toBe(first);
  });

  it('can be emptied', () => {
    expect(partText(saved(first, 'outside', '  \n\n'), 'outside')).toBe('');
  });

  it('keeps exactly its text, whatever it is, and all facts, when the facts are written anew', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(part, human), { minLength: 1, maxLength: 3, selector: ([name]) => name }),
        (written) => {
          const edited = written.reduce((text, [name, words]) => saved(text, name, words), first);
          expect(factsOf(edited)).toEqual(factsOf(first));
          const anew = rewrite(rewrite(edited, later).text, later);
          expect(anew.notes).toEqual([]);
          expect(factsOf(anew.text)).toEqual(factsOf(later));
          for (const name of PARTS) {
            const words = written.find(([other]) => other === name)?.[1];
            expect(partText(anew.text, name)).toBe(words === undefined ? partText(first, name) : tidied(words));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is judged by the text that its writer had in front of them: somebody else’s words are never overwritten unseen', () => {
    fc.assert(
      fc.property(part, human, human, (name, theirs, mine) => {
        const loaded = partText(first, name);
        const now = saved(first, name, theirs);
        const edited = editPart(now, { name, text: mine, isAsLoaded: (text) => text === loaded });
        if (partText(now, name) === loaded) expect(['saved', 'same']).toContain(edited.outcome);
        else if (tidied(mine) === tidied(theirs)) expect(edited).toEqual({ outcome: 'same' });
        else expect(edited).toEqual({ outcome: 'conflict', now: tidied(theirs) });
      }),
      { numRuns: 150 },
    );
  });

  it('that the file has no more is said to be gone', () => {
    const without = first.replaceAll(/<!-- muster:write:sense -->[\s\S]*?<!-- muster:end -->/g, '');
    expect(editPart(without, { name: 'sense', text: 'x', isAsLoaded: () => true })).toEqual({ outcome: 'gone' });
    expect(editPart(first, { name: 'timeline', text: 'x', isAsLoaded: () => true })).toEqual({ outcome: 'gone' });
  });

  it('whose end mark was lost gets it back, and what had run into it is kept', () => {
    const at = first.indexOf('<!-- muster:end -->', first.indexOf('muster:write:sense'));
    const broken = first.slice(0, at) + first.slice(at + '<!-- muster:end -->'.length);
    const ranIn = partText(broken, 'sense') ?? '';
    expect(ranIn).toContain('## 11. Contributing factors');
    const mended = saved(broken, 'sense', `I saw smoke.\n\n${ranIn}`);
    expect(partText(mended, 'sense')).toBe(`I saw smoke.\n\n${ranIn}`);
    expect(partText(mended, 'factors')).toBe(partText(first, 'factors'));
  });

  it('reads the same in a file with the line ends of Windows, and is the only thing that changes in it', () => {
    const windows = first.replaceAll('\n', '\r\n');
    expect(partText(windows, 'helped')).toBe(partText(first, 'helped'));
    const after = saved(windows, 'helped', 'A neighbour.\r\nThe old phone list.');
    expect(partText(after, 'helped')).toBe('A neighbour.\nThe old phone list.');
    expect(factsOf(after)).toEqual(factsOf(windows));
  });

  it('is the first of several with its name; the others are only text', () => {
    const twice = `${first}\n<!-- muster:write:sense -->\n\na copy\n\n<!-- muster:end -->\n`;
    const after = saved(twice, 'sense', 'mine');
    expect(partText(after, 'sense')).toBe('mine');
    expect(after).toContain('a copy');
    expect(passagesOf(after).filter((passage) => passage.kind === 'write' && passage.name === 'sense')).toHaveLength(1);
  });
});

describe('a text as it is kept', () => {
  it.each([
    ['line ends of a browser', 'a\r\nb\rc', 'a\nb\nc'],
    ['empty lines around it', '\n \n  a\n\nb  \n\n', '  a\n\nb  '],
    ['a block of code that was left open', 'see\n```js\nx', 'see\n```js\nx\n```'],
    ['one that was closed', '```\nx\n```\ny', '```\nx\n```\ny'],
    ['one within a longer one', '````\n```\n````', '````\n```\n````'],
    ['code in a line', '```x``` is code', '```x``` is code'],
    ['a NUL and half a character', 'a\0b\ud800', 'ab\ufffd'],
    ['nothing', ' \r\n ', ''],
  ])('%s', (_, text, kept) => {
    expect(tidied(text)).toBe(kept);
  });

  it('is not changed by being tidied a second time', () => {
    fc.assert(fc.property(human, (text) => void expect(tidied(tidied(text))).toBe(tidied(text))));
  });
});
