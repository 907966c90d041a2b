import twilio from 'twilio';
import { type Answer, answersTo } from '../../../core/answers.ts';
import type { PageMessage } from '../../../core/message.ts';
import { cut } from '../../../core/phone-text.ts';

/** Twilio takes so much TwiML with a call (twilio.com/docs/voice/api/call-resource, `Twiml`). */
export const MOST_TWIML = 4_000;
/** How often a page is said because of keys that were pressed: 9, or one that means nothing. */
export const MOST_ROUNDS = 3;
/** Longer is not listened to at night. */
const MOST_SAID = 1_200;
const MOST_REPLY = 300;
/** Longest wait for a key, in seconds. */
const KEY_TIMEOUT_S = 10;
const AGAIN = '9';

const EXERCISE = 'This is an exercise.';
const GOODBYE = 'Goodbye.';
const ELSEWHERE = 'Answer by text message, or in the console.';

type Voice = InstanceType<typeof twilio.twiml.VoiceResponse>;

/** A page as it is spoken: the mark of a drill first. */
export function spokenPage(message: PageMessage): string {
  const said = message.spoken ?? message.text;
  if (!message.drill || said.startsWith(EXERCISE)) return said;
  return `${EXERCISE} ${said.replace(/^(?:EXERCISE[\s:]*)+/, '')}`;
}

/**
 * What somebody hears who picks up: the page, and which key does what; twice when no key is pressed. It travels with the
 * call, so it is said also when Muster cannot be reached from outside at that moment. Without `action` (the address that
 * takes the key) it says where to answer instead.
 */
export function pageScript(message: PageMessage, action: string | undefined): string {
  const answers = answersTo(message.incident);
  return fitting(spokenPage(message), (said) => {
    const voice = new twilio.twiml.VoiceResponse();
    for (const _ of [1, 2]) {
      if (action === undefined || answers.length === 0) voice.say(said);
      else asking(voice, `${said} ${menu(answers)}`, action);
      voice.pause({ length: 1 });
    }
    return end(voice, answers.length === 0 ? GOODBYE : `Nothing was answered by this call. ${ELSEWHERE} ${GOODBYE}`);
  });
}

/** The page again, after a key that asked for it or that means nothing (`lead` says so). */
export function againScript(
  message: PageMessage,
  { lead, action }: { readonly lead: string; readonly action: string },
) {
  const answers = answersTo(message.incident);
  return fitting(spokenPage(message), (said) =>
    end(
      asking(new twilio.twiml.VoiceResponse(), [lead, said, menu(answers)].join(' ').trim(), action),
      `${ELSEWHERE} ${GOODBYE}`,
    ),
  );
}

/** A question of its own: for somebody who calls Muster. */
export const askScript = (said: string, action: string) =>
  end(asking(new twilio.twiml.VoiceResponse(), cut(plain(said), MOST_SAID), action), GOODBYE);

/** One sentence, and the call is over. */
export const lastScript = (said: string) =>
  end(new twilio.twiml.VoiceResponse(), `${cut(plain(said), MOST_SAID)} ${GOODBYE}`);

export const hangUpScript = () => {
  const voice = new twilio.twiml.VoiceResponse();
  voice.hangup();
  return voice.toString();
};

/**
 * For a voicemail: short, and without what is wrong, for anybody may hear it played back. It asks for no key, so that a
 * machine can answer nothing.
 */
export function voicemailScript(about: string, drill: boolean): string {
  const lead = drill ? `${EXERCISE} ` : '';
  const said = `${lead}This is Muster. You are paged about ${spokenName(about)}. To answer, call this number back, or answer the text message.`;
  return lastScript(said);
}

const SPOKEN_NAMES: Readonly<Record<string, string>> = { INC: 'incident', EX: 'exercise', TEST: 'test' };
/** `INC-42` as people say it: "incident 42". */
const spokenName = (text: string) =>
  text.replaceAll(/\b(INC|EX|TEST)-(\d+)\b/g, (_, kind: string, number: string) => `${SPOKEN_NAMES[kind]} ${number}`);

/** Which key does what. */
export const menu = (answers: readonly Answer[]) =>
  [...answers.map(({ digit, label }) => `For "${label}", press ${digit}.`), `To hear this again, press ${AGAIN}.`].join(
    ' ',
  );

/** The first sentences of what Muster said, short enough for a phone, and as one says them. */
export function firstSentences(text: string): string {
  const sentences = spokenName(plain(text)).match(/[^.!?]+[.!?]*(?=\s|$)/g) ?? [];
  let said = '';
  for (const sentence of sentences) {
    if (said !== '' && said.length + sentence.length > MOST_REPLY) break;
    said += sentence;
  }
  const short = cut(said.trim(), MOST_REPLY);
  return short === '' || /[.!?]$/.test(short) ? short : `${short}.`;
}

/** `#` and `*` are keys like others: with Twilio's own `finishOnKey` a `#` would pass for silence. */
function asking(voice: Voice, said: string, action: string): Voice {
  voice
    .gather({ input: ['dtmf'], numDigits: 1, finishOnKey: '', timeout: KEY_TIMEOUT_S, action, method: 'POST' })
    .say(plain(said));
  return voice;
}

function end(voice: Voice, said: string): string {
  voice.say(plain(said));
  voice.hangup();
  return voice.toString();
}

/** Shortens what is said until the whole fits into a call. Escaping can make a text several times longer. */
function fitting(said: string, script: (said: string) => string): string {
  for (let most = MOST_SAID; ; most = Math.floor(most * 0.8)) {
    const text = plain(said);
    const xml = script(text.length <= most ? text : `${cut(text, most)}…`);
    if (xml.length <= MOST_TWIML || most < 50) return xml;
  }
}

/** XML 1.0 has no place for most control characters (section 2.2), nor for half a character; nobody could say them. */
const plain = (text: string) => text.toWellFormed().replaceAll(/[\p{Cc}\uFFFE\uFFFF]+/gu, ' ');
