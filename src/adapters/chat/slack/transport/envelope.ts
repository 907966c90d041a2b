/**
 * What Slack delivers, made small and plain. It is kept in the store before it is acknowledged, so it holds no token, no
 * response_url and no trigger_id
 * that can be read there (`words/handed-on.ts`).
 */

/** Set where the payload itself says that this person belongs to another organisation (Slack Connect). */
type Stranger = { readonly stranger?: true };
type Person = Stranger & { readonly team: string; readonly user: string };

/** `text` is as Slack escapes it: `<@U123|name>`, `&amp;`. */
export type CommandEnvelope = Person & {
  readonly kind: 'command';
  readonly userName: string;
  readonly channel: string;
  /** `/incident`, `/nearmiss`, or what they were renamed to. */
  readonly command: string;
  readonly text: string;
};

/** A button or a choice; its line of words rides in its value. `message` is a ts; null on the App Home and in a modal. */
export type PressEnvelope = Person & {
  readonly kind: 'press';
  readonly channel: string | null;
  readonly message: string | null;
  readonly words: string;
  readonly actionId: string;
  readonly ephemeral: boolean;
  readonly thread: string | null;
  /** Set in a modal. `words` is empty then: what is typed or chosen there is no line of words until it is sent. */
  readonly view?: PressedView;
};
/** A modal and what is filled in so far, without having been sent. */
export type PressedView = Pick<FormEnvelope, 'metadata' | 'values'> & { readonly id: string };

export type FormEnvelope = Person & {
  readonly kind: 'form';
  readonly callbackId: string;
  /** The view's private_metadata, as we wrote it. */
  readonly metadata: string;
  readonly values: Readonly<Record<string, FormValue>>;
};
/** By block id: what was typed or chosen; null when nothing was. */
export type FormValue = string | readonly string[] | null;

export type ShortcutEnvelope = Person & {
  readonly kind: 'shortcut';
  readonly callbackId: string;
  readonly channel: string;
  /** `user` is null for what a bot wrote. */
  readonly message: { readonly ts: string; readonly user: string | null; readonly text: string };
  readonly thread: string | null;
};

export type SpeechEnvelope = Person & {
  readonly kind: 'mention' | 'direct';
  readonly channel: string;
  readonly text: string;
  readonly ts: string;
  readonly thread: string | null;
};

export type Envelope =
  | CommandEnvelope
  | PressEnvelope
  | FormEnvelope
  | ShortcutEnvelope
  | SpeechEnvelope
  | (Person & {
      readonly kind: 'reaction';
      readonly channel: string;
      readonly ts: string;
      /** `pushpin`, without colons. */
      readonly reaction: string;
      readonly added: boolean;
      readonly itemUser: string | null;
    })
  | (Person & { readonly kind: 'joined' | 'left'; readonly channel: string })
  | (Person & { readonly kind: 'home' })
  | {
      readonly kind: 'channel';
      readonly team: string;
      readonly channel: string;
      /** `removed`: the bot was taken out of it. */
      readonly what: 'archived' | 'unarchived' | 'renamed' | 'deleted' | 'removed';
    }
  | { readonly kind: 'team'; readonly team: string; readonly what: 'uninstalled' | 'tokens revoked' }
  | { readonly kind: 'user'; readonly team: string; readonly user: string; readonly deleted: boolean };

export type Delivery = {
  /** The same delivery has the same id, however often Slack sends it: letters, digits, `.`, `_` and `-`, at most 150. */
  readonly id: string;
  readonly body: Envelope;
  /** Short-lived things of this delivery: in memory only, never kept. */
  readonly now: Now;
};
export type Now = { readonly responseUrl?: string; readonly triggerId?: string };

/** `ignored`: understood, and nothing for us. `malformed`: not what Slack sends. */
export type Read = Delivery | 'ignored' | 'malformed';
