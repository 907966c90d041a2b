import type { Answer } from '../../../core/answers.ts';

/** What people write for an answer, where it is not the verb itself: `HELP` for `needhelp`. */
const WORDS: Readonly<Record<string, string>> = { needhelp: 'HELP' };

/** The word to write for an answer, in capitals: `ACK`, `CANT`, `HELP`. */
export const wordOf = ({ verb }: Answer) => WORDS[verb] ?? verb.toUpperCase();

/** With everybody's kind of apostrophe the same, and none in one word. */
const plain = (text: string) => text.toLowerCase().replaceAll(/['’‘`´]/g, '');

/** `ACK`, `ack 42.`, `CAN'T INC-42`, `1`, `1)`: one word and a number, nothing else that could turn it round. */
const ONE_WORD = /^([a-z]{1,12}|\d)(?:\s+(?:(?:inc|ex|test)[-\s]?|#)?(\d{1,9}))?\s*[.!)]{0,3}$/;
/** What may follow `ACK` and `CANT` behind a comma or a space. A question or a no there makes it unclear. */
const MORE = /^([a-z]{1,12})\b[\s,;:.!-]+(.+)$/;
const TURNS_ROUND = /\?|\b(?:not?|dont|cant|cannot|wont|isnt|nicht|kein\w*|kann|but|aber|if|unless|wenn)\b/;
const MAY_GO_ON = ['ack', 'cant'];

/**
 * The one answer that a line gives, as one would type it on a phone: `ACK`. Only an exact word or the exact text of the button
 * counts; anything else is undefined, for a wrong guess would stop the paging. So is the number of another incident than the mail
 * was about: its mark speaks for that one only, and the mail with it may be a week old or somebody else's by now.
 */
export function answerIn(line: string, answers: readonly Answer[]): string | undefined {
  const text = plain(line.slice(0, 200)).trim();
  const label = answers.find((answer) => plain(answer.label) === text.replace(/[.!]+$/, ''));
  if (label !== undefined) return wordOf(label);
  const [, word = '', number] = ONE_WORD.exec(text) ?? goesOn(text);
  const found = answers.find((answer) => [answer.verb, plain(wordOf(answer)), answer.digit].includes(word));
  if (found === undefined || (number !== undefined && !found.words.endsWith(`-${Number(number)}`))) return undefined;
  return wordOf(found);
}

/** `ack, on my way` and `cant: in a train` are clear; `help me understand` and `1 moment` are something else. */
function goesOn(text: string): readonly string[] {
  const [, word = '', more = ''] = MORE.exec(text) ?? [];
  return MAY_GO_ON.includes(word) && !TURNS_ROUND.test(more) && !/^\d/.test(more) ? ['', word] : [];
}
