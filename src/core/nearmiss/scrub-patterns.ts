import { FIRST_NAMES } from './common-names.ts';

/** What a scrubber takes out, besides the people of the plan. */
export type Masked = 'person' | 'e-mail' | 'link' | 'address' | 'ticket' | 'phone' | 'date' | 'time' | 'number';

/** What stands in its place. The scrubber leaves its own marks alone. */
export const MARKS: Readonly<Record<Masked, string>> = {
  person: '[someone]',
  'e-mail': '[e-mail]',
  link: '[link]',
  address: '[address]',
  ticket: '[ticket]',
  phone: '[phone]',
  date: '[date]',
  time: '[time]',
  number: '[number]',
};

export type Pattern = { readonly kind: Masked; readonly find: RegExp; readonly isOne?: (was: string) => boolean };

const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
const DAY = String.raw`(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.)?`;
const CAPITAL = String.raw`\p{Lu}[\p{L}'’-]+`;
const digitsOf = (text: string) => text.replaceAll(/\D/g, '').length;

/** Addresses and account names: before names are looked for, so that none is torn apart. */
export const ADDRESSES: readonly Pattern[] = [
  { kind: 'link', find: /\b(?:[a-z][a-z0-9+.-]{1,12}:\/\/|www\.)[^\s<>"'[\]]+/giu },
  { kind: 'e-mail', find: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu },
  { kind: 'person', find: /<[@#!][^>\s]{1,80}>/gu },
  { kind: 'person', find: /(?<![\p{L}\p{N}])@[\p{L}\p{N}][\p{L}\p{N}._-]*/gu },
  // An id of a chat platform: a capital that says what it is, then letters and digits mixed.
  { kind: 'person', find: /(?<![\p{L}\p{N}])[UWBTCDG](?=[A-Z]*\d)[A-Z0-9]{8,12}(?![\p{L}\p{N}])/gu },
  { kind: 'address', find: /(?<![\p{L}\p{N}.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\p{L}\p{N}])/gu },
  { kind: 'address', find: /(?<![\p{L}\p{N}:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\p{L}\p{N}])/giu },
  { kind: 'address', find: /(?<![\p{L}\p{N}:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\p{L}\p{N}:])/giu },
  {
    kind: 'address',
    find: /(?<![\p{L}\p{N}])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\p{L}\p{N}])/giu,
  },
];

/** Whoever is called by a title or by a first name that everybody knows, with the name behind it. */
export const PEOPLE: readonly Pattern[] = [
  {
    kind: 'person',
    find: new RegExp(
      String.raw`(?<!\p{L})(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau)\.?\s+(?:${CAPITAL}\s+)?${CAPITAL}`,
      'gu',
    ),
  },
  {
    kind: 'person',
    find: new RegExp(
      String.raw`(?<!\p{L})(?:${FIRST_NAMES.join('|')})(?:\s+\p{Lu}\.)?(?:\s+${CAPITAL})?(?!\p{L})`,
      'gu',
    ),
  },
];

/** Numbers that lead to a person, a call or an hour. What a plan counts in (`4h`, `3 servers`) stays. */
export const FIGURES: readonly Pattern[] = [
  {
    kind: 'date',
    find: /(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?:T\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)/gu,
  },
  { kind: 'date', find: /(?<!\d)\d{1,2}([./])\d{1,2}\1\d{2,4}(?!\d)/gu },
  {
    kind: 'date',
    find: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${DAY}\s+(?:of\s+)?${MONTH}|${MONTH}\s+${DAY})(?![\p{L}\p{N}])(?:,?\s+\d{4})?`,
      'giu',
    ),
  },
  { kind: 'time', find: /(?<![\d:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d)?(?:\s*[ap]\.?m\.?)?(?![\d:])(?!\.\d)/giu },
  { kind: 'time', find: /(?<![\d.])(?:1[0-2]|0?[1-9])\s*(?:[ap]\.?\s?m\.?(?!\p{L})|o['’]?clock|uhr(?!\p{L}))/giu },
  { kind: 'ticket', find: /(?<![\p{L}\p{N}])(?:(?:INC|EX)-\d+|[A-Z][A-Z0-9]{1,9}-\d{2,})(?![\p{L}\p{N}])/gu },
  {
    kind: 'ticket',
    find: /(?<![\p{L}\p{N}])(?:ticket|case|request|incident|invoice|order|patient|account|claim)s?(?:\s+(?:no|nr|number|id)\.?)?\s*[:#]?\s*(?=[\p{L}-]{0,6}\d)[\p{L}\d-]{2,20}(?![\p{L}\p{N}])/giu,
  },
  { kind: 'ticket', find: /#\d{2,}/gu },
  {
    kind: 'phone',
    find: /(?<![\p{L}\p{N}])(?:\+|\()?\d[\d\s()./-]{4,}\d(?![\p{L}\p{N}])/gu,
    isOne: (was) => digitsOf(was) >= 6,
  },
  { kind: 'number', find: /\d{4,}/gu },
];
