/** What Muster needs of an account at Twilio. */
export type TwilioConfig = {
  /** `AC…`: names the account, in every call and every call-back. */
  readonly accountSid: string;
  /** The account's password, which signs the call-backs as well. Never logged. */
  readonly authToken: string;
  /** What text messages come from: a number (`+13135550100`) or a Messaging Service (`MG…`). */
  readonly from: { readonly by: 'number'; readonly number: string } | { readonly by: 'service'; readonly sid: string };
  /** The number that calls come from; without it there are none. */
  readonly voiceFrom: string | undefined;
  /** Without a slash at its end. */
  readonly apiUrl: string;
};

/** Where Twilio is. Its other products have hosts of their own beside it. */
export const TWILIO_URL = 'https://api.twilio.com';
