import type { Medium } from './media.ts';

export type Lost = { readonly provider: string; readonly permanent: boolean };

/** One attempt to reach one person by one medium. `text` is plain and complete: it must make sense with nothing else. */
export type PageMessage = {
  /** Names this attempt for ever: `INC-42/page/1.0/ann/sms/2`. Providers that can, deduplicate by it. */
  readonly key: string;
  readonly incident: string;
  readonly person: string;
  readonly medium: Medium;
  /** Number, address or handle, as the plan writes it. */
  readonly to: string;
  /** A drill's page begins with EXERCISE, in `subject` and in `text`. */
  readonly subject: string;
  readonly text: string;
  /** The same to be heard: short sentences, numbers as people say them, nothing about keys; missing where `text` will do. */
  readonly spoken?: string;
  readonly drill: boolean;
  /** Providers that took an earlier attempt over and could not deliver it; `permanent`: they never will. */
  readonly lost?: readonly Lost[];
};
