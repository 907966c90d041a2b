import { isSlipOf } from './score.ts';
import { stem } from './stem.ts';
import { type Term, terms, wordsOf } from './terms.ts';

/**
 * What people say of a crime or a breach. Names of systems say nothing of it: "mail and sign-in are down" is an outage. Several
 * words stand in their order, with at most one other word between two of them.
 */
const CRIME = `
  fraud, fraudulent, fake, faked, scam, bogus, forged, impersonate, spoof, pretend to be, phish, phished, fishing mail, hack,
  hacker, attack, attacker, virus, malware, trojan, spyware, ransom, ransomware, bitcoin, crypto, encrypt, decrypt, gibberish,
  files scrambled, getting scrambled, files garbled, rename, unreadable, pay to get, pay them, locked files, files locked, blackmail, extort, intruder,
  breach, leak, exposed, disclose, confidential, dark web, steal, theft, thief, lost laptop, usb stick, compromise,
  mailbox taken over, mail taken over, account taken over, been taken over, broke into, spam, money missing, missing money,
  money gone, money went, money disappeared, sent money, wire transfer, wire money, iban, bank detail, account number, gift
  card, wrong account, wrong recipient, wrong address, mail rule,
  mailbox rule, inbox rule, forwarding rule, click link, clicked on link, gave password, typed password, mail as me,
  mail as our, in my name, in our name, as our boss, as our director, else read, else is in, else is using, else use my,
  else send, else log into, else got into, someone got into, somebody got into, someone is in my, somebody is in my, someone
  log into my, somebody log into my, from another country, antivirus, anti virus, security alarm, security tool, suspicious`;
/** What is strange about a thing that a criminal leaves behind; a strange system is only a strange system. */
const STRANGE = words('strange weird odd funny unknown');
const LEFT_BEHIND = words(
  'mail mails email emails message rule rules name names file files ending extension login link invoice',
);
/** `sent the list to the wrong person`; calls that go to the wrong person are no breach. */
const MISSENT = /\b(?:e?mailed|sent|send|sending|gave|given)\b.*\bwrong\b/i;
/** A file ending that is told with its dot: `.locked`. */
const ENDING = /(?:^|\s)\.[a-z][a-z0-9]{2,9}\b/i;
/** Shorter words are other words when a letter differs. */
const SHORTEST_SLIP = 6;

const PHRASES = [
  ...CRIME.split(',').map((entry) => wordsOf(entry).map(stem)),
  ...[...STRANGE].flatMap((one) => [...LEFT_BEHIND].map((left) => [one, left].map(stem))),
];

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Whether a text speaks of a crime; a word that is part of a name in the plan does not count. */
export function speaksOfCrime(text: string, names: ReadonlySet<string>): boolean {
  if (ENDING.test(text) || MISSENT.test(text)) return true;
  return clausesOf(text).some((stems) => PHRASES.some((phrase) => isSaid(phrase, stems, names)));
}

/** "Mail lost and laptops dead" tells of no lost laptop. */
const clausesOf = (text: string) =>
  text.split(/[,;:.!?&+](?:\s|$)|\b(?:and|or|but)\b/i).map((clause) => wordsOf(clause).map(stem));

function isSaid(
  [first = '', ...rest]: readonly string[],
  stems: readonly string[],
  names: ReadonlySet<string>,
): boolean {
  if (rest.length === 0) return !names.has(first) && stems.some((one) => one === first || isSlip(one, first));
  return stems.some((one, at) => one === first && follow(stems, at, rest));
}

const isSlip = (typed: string, word: string) =>
  Math.min(typed.length, word.length) >= SHORTEST_SLIP && isSlipOf(typed, word);

function follow(stems: readonly string[], at: number, rest: readonly string[]): boolean {
  let place = at;
  return rest.every((next) => {
    place = [place + 1, place + 2].find((one) => stems[one] === next) ?? -1;
    return place >= 0;
  });
}

/** Concepts that name systems or what they do: no sign of a crime by themselves. */
const OF_SYSTEMS = words(
  'phone menu login mfa directory internet load mail cloud chat file share server disk boot payment payroll vendor dataflow power',
);

/**
 * Whether one of a playbook's own symptoms is said with all its telling words, such as `mouse moves by itself`. So a company's
 * own private playbook is found by what the company wrote; a symptom of system names alone does not count.
 */
export function saysSymptom(text: string, symptoms: readonly string[], names: ReadonlySet<string>): boolean {
  const clauses = clausesOf(text);
  return symptoms.some((symptom) => {
    const telling = terms(symptom);
    const isOfCrime = ({ weak, stem: one, concepts }: Term) =>
      !weak && !names.has(one) && !concepts.some((concept) => OF_SYSTEMS.has(concept));
    // Of `money is gone` only the money is telling: too little.
    const enough = telling.length > 1 || wordsOf(symptom).length === 1;
    return (
      enough && telling.some(isOfCrime) && clauses.some((said) => telling.every((term) => said.includes(term.stem)))
    );
  });
}
