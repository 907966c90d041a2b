import { describe, expect, it } from 'vitest';
import { readShortWords } from '../../../src/core/words/short-words.ts';
import { incidentId } from '../../../src/core/ids.ts';

const NEWEST = incidentId('real', 7);

describe('a reply by text message', () => {
  it.each([
    ['ACK 42', 'ack INC-42'],
    ['ack', 'ack INC-7'],
    ['  Ack  inc-42 ', 'ack INC-42'],
    ['CANT 42 at the dentist', 'cant INC-42 at the dentist'],
    ['can’t', 'cant INC-7'],
    ['NO', 'cant INC-7'],
    ['HELP 42', 'needhelp INC-42'],
    ['help EX-3 two are better', 'needhelp EX-3 two are better'],
    ['DONE 42 3', 'done INC-42 3'],
    ['DONE 3', 'done INC-7 3'],
    ['done 3 ticket is open', 'done INC-7 3 ticket is open'],
    ['DOING EX-3 2', 'doing EX-3 2'],
    ['NOTE 42 the carrier\ncalled back', 'note INC-42 the carrier called back'],
    ['STATUS 42', 'status INC-42'],
    ['1', 'ack INC-7'],
    ['2 42', 'cant INC-42'],
    ['3', 'needhelp INC-7'],
  ])('%j is %j', (text, words) => {
    expect(readShortWords(text, NEWEST)?.words).toBe(words);
  });

  it.each(['', 'hello?', '4', 'close 42', 'cancel 42', 'constructor', 'override it-primary', 'start a fire'])(
    'nothing is done for %j: a phone says only a few things',
    (text) => expect(readShortWords(text, NEWEST)).toBeUndefined(),
  );

  it('needs a number when nothing has arrived on the phone', () => {
    expect(readShortWords('ACK', undefined)).toBeUndefined();
    expect(readShortWords('ACK 3', undefined)).toEqual({ incident: 'INC-3', words: 'ack INC-3' });
  });
});
