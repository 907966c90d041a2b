import { describe, expect, it, test } from 'vitest';
import type { Place } from '../../src/core/permissions.ts';
import { mayDo, standingFor } from '../../src/core/permissions.ts';

const place = (over: Partial<Place> = {}): Place => ({
  known: true,
  responder: false,
  commander: false,
  small: false,
  ...over,
});
const PLACES: Readonly<Record<string, Place>> = {
  stranger: place({ known: false }),
  bystander: place(),
  responder: place({ responder: true }),
  commander: place({ responder: true, commander: true }),
  'somebody of a small plan': place({ small: true }),
};

describe('who may do what', () => {
  it.each([
    ['start', 'anyone', ['stranger', 'bystander', 'responder', 'commander', 'somebody of a small plan']],
    ['ack', 'member', ['bystander', 'responder', 'commander', 'somebody of a small plan']],
    ['update', 'responder', ['responder', 'commander', 'somebody of a small plan']],
    ['close', 'commander', ['commander', 'somebody of a small plan']],
  ])('%s is for %s', (verb, standing, who) => {
    expect(standingFor(verb)).toBe(standing);
    expect(Object.keys(PLACES).filter((name) => mayDo(verb, PLACES[name] ?? place()).ok)).toEqual(who);
  });

  test('a word that the table does not know is for every person of the plan', () => {
    expect(standingFor('testpage')).toBe('member');
    expect(standingFor('constructor')).toBe('member');
  });

  it.each([
    ['a stranger', 'ack', place({ known: false }), /Muster does not know you yet.*start, note, help/],
    ['a stranger, in a small plan too', 'ack', place({ known: false, small: true }), /does not know you yet/],
    ['a bystander', 'update', place(), /"update" is for somebody who works on this incident\. Say "ack" first/],
    [
      'a responder',
      'close',
      place({ responder: true }),
      /"close" is for the incident commander or a deputy\. Ask them, or take over with "lead"/,
    ],
  ])('%s is told what to do instead', (_name, verb, where, sentence) => {
    const answer = mayDo(verb, where);
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(answer.say).toMatch(sentence);
  });
});
