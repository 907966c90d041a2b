import { describe, expect, it } from 'vitest';
import { blameHint } from '../../../src/core/nudge.ts';
import {
  QUESTIONS,
  openQuestions,
  ownWords,
  partTitle,
  questionLine,
  statusOf,
} from '../../../src/core/postmortem/questions.ts';
import { book } from '../timeline/story.ts';

const [helped, hindered, lucky] = QUESTIONS.helped;
const asked = QUESTIONS.helped.map(questionLine);
const blank = asked.join('\n\n');

describe('the questions of a part', () => {
  it.each([
    ['all, where nobody has written', blank, [helped, hindered, lucky]],
    [
      'those without an answer under them',
      `${asked[0]}\n\nThe phone list.\n\n${asked[1]}\n\n${asked[2]}`,
      [hindered, lucky],
    ],
    ['none, when each has one', `${asked[0]}\na\n${asked[1]}\nb\n${asked[2]}\nc`, []],
    ['none, when people took them out', 'We were lucky.', []],
    ['the last one, when nothing follows it', `We were lucky.\n\n${asked[2]}\n`, [lucky]],
  ])('are open: %s', (_, text, open) => {
    expect(openQuestions('helped', text)).toEqual(open);
  });

  it('are not among the words of people', () => {
    expect(ownWords('helped', blank)).toBe('');
    expect(ownWords('helped', `${blank}\n\nIt rained.`)).toBe('It rained.');
    expect(ownWords('no-such-part', 'text')).toBe('text');
  });

  it('never blame anybody themselves', () => {
    for (const question of Object.values(QUESTIONS).flat()) expect(blameHint(question, book, true)).toEqual([]);
  });
});

it.each([
  ['sense', 'How it made sense'],
  ['plan-changes', 'Plan changes'],
  ['made-by-hand', 'made by hand'],
  ['constructor', 'constructor'],
])('the part %s is called %s', (name, title) => {
  expect(partTitle(name)).toBe(title);
});

it.each([
  ['Status: in review\n\nOwner (role): scribe', 'in review'],
  ['Status:\n\nOwner', undefined],
  ['nothing of the kind', undefined],
])('the status in %j is %j', (text, status) => {
  expect(statusOf(text)).toBe(status);
});
