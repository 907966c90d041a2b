/** Why Twilio did not carry something. `permanent`: this address will not work, whatever is tried. */
export type Refusal = { readonly say: string; readonly permanent: boolean };

const address = (say: string): Refusal => ({ say, permanent: true });
const passing = (say: string): Refusal => ({ say, permanent: false });
/** Not the address's fault: every page by Twilio has it until somebody changes it. */
const ours = passing;

const WRONG_NUMBER = address('this is not a number that exists: correct it in the plan');
const NO_SMS = address('this number takes no SMS: name a mobile in the plan, or call it instead');
const WRONG_SENDER = ours('the account may not send from TWILIO_FROM: see "Active numbers" in the console of Twilio');
const CREDENTIALS = ours('Twilio refuses TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: copy them again from its console');
const NOT_REGISTERED = ours(
  'carriers block the sender until it is registered (in the US: A2P 10DLC or toll-free): do it in the console of Twilio',
);
const TRIAL = address(
  'a trial account reaches verified numbers only: verify this one in the console of Twilio, or upgrade the account',
);
const COUNTRY = address(
  'the account may not reach this country: allow it under "Geo permissions" in the console of Twilio',
);
const TOO_FAST = passing('Twilio takes no more just now');
const SUSPENDED = ours(
  'the account at Twilio is suspended or closed: look at its console, usually the balance is used up',
);

/**
 * Twilio's error codes that somebody can do something about, of requests and of delivery reports. Their meanings:
 * twilio.com/docs/api/errors, one page for each code. Twilio adds narrower codes now and then; what is not here is judged
 * by its HTTP status.
 */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  10001: SUSPENDED,
  20003: CREDENTIALS,
  20005: SUSPENDED,
  20008: ours('these are test credentials, with which Twilio sends nothing: set those of the live account'),
  20429: TOO_FAST,
  21210: ours('the account may not call from TWILIO_VOICE_FROM: it is neither owned nor verified'),
  21211: WRONG_NUMBER,
  21212: WRONG_SENDER,
  21214: address('this number cannot be called: correct it in the plan'),
  21215: COUNTRY,
  21216: COUNTRY,
  21217: WRONG_NUMBER,
  21219: TRIAL,
  21265: address('this is a short code, which takes no messages: correct it in the plan'),
  21266: address('this is the number that Muster sends from: correct it in the plan'),
  21408: COUNTRY,
  21421: WRONG_NUMBER,
  21601: WRONG_SENDER,
  21603: WRONG_SENDER,
  21606: WRONG_SENDER,
  21608: TRIAL,
  21610: address(
    'they have texted STOP to this sender, so Twilio sends them nothing: they text START to it to get messages again',
  ),
  21611: TOO_FAST,
  21612: address('Twilio has no way from TWILIO_FROM to this number'),
  21614: NO_SMS,
  21617: passing('the text is too long'),
  21635: NO_SMS,
  21659: WRONG_SENDER,
  21660: WRONG_SENDER,
  21661: WRONG_SENDER,
  21703: ours('the Messaging Service in TWILIO_FROM has no sender: add a number to it'),
  30001: TOO_FAST,
  30002: SUSPENDED,
  30003: passing('the phone was off or out of reach'),
  30004: passing('the phone or its carrier blocked the message'),
  30005: address('the carrier does not know this number: it was given up, or it cannot take SMS'),
  30006: NO_SMS,
  30007: passing('a carrier filtered the message as spam: register the sender, see docs/phone.md'),
  30008: passing('the carrier did not say why'),
  30022: TOO_FAST,
  30023: TOO_FAST,
  30032: NOT_REGISTERED,
  30034: NOT_REGISTERED,
  30410: passing('the carrier did not answer in time'),
  30500: passing('something broke inside Twilio'),
  32203: passing('the call was blocked on its way'),
  63038: TOO_FAST,
  572005: TRIAL,
  573005: TRIAL,
};

/** What this code means; undefined for one that stands in no row here. */
export const refusalOf = (code: number): Refusal | undefined => REFUSALS[code];

/** Where Twilio explains a code. */
const pageOf = (code: number) => `twilio.com/docs/api/errors/${code}`;

/**
 * Twilio's no to a request. Its own sentence is left out, for it repeats the number. An unknown 400 is about what was asked,
 * so asking again helps nothing; anything else may pass.
 */
export function requestRefusal(status: number, code: number | undefined): Refusal {
  const known = code === undefined ? undefined : refusalOf(code);
  if (known !== undefined) return known;
  if (status === 401) return CREDENTIALS;
  if (status === 429) return TOO_FAST;
  if (status >= 500) return passing(`Twilio answered ${status}`);
  const where = code === undefined ? '' : ` with code ${code}: ${pageOf(code)}`;
  return { say: `Twilio answered ${status}${where}`, permanent: status === 400 };
}

/** Why a message that was taken over did not arrive. */
export function deliveryRefusal(code: number | undefined): Refusal {
  if (code === undefined) return passing('Twilio does not say why');
  return refusalOf(code) ?? passing(`Twilio says code ${code}: ${pageOf(code)}`);
}
