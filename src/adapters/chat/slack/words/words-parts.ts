import type { Card } from '../../../../core/card.ts';
import type { Instant } from '../../../../core/time.ts';
import type { ChatHost } from '../../../../ports/chat.ts';
import type { SlackApi } from '../api/api.ts';
import type { Directory } from '../directory.ts';
import type { DrawFor } from '../draw-for.ts';
import type { FormMetadata } from '../draw/form-modal.ts';
import type { SlackConfig } from '../settings.ts';
import type { Workspaces } from '../workspaces.ts';
import type { Answers, AnswerTo } from './answers.ts';
import type { RoomsIndex } from './rooms-index.ts';

/** A modal to be opened: the start of an incident, or the form of a card. */
export type Modal =
  | { readonly start: { readonly text: string; readonly channel: string | null } }
  | { readonly card: Card; readonly at: Omit<FormMetadata, 'words'> };

export interface Modals {
  /** False when none can be opened: the moment has passed, or Slack does not answer. */
  open(modal: Modal, to: AnswerTo): Promise<boolean>;
}

export interface HomeTab {
  /** Shows this person their home tab as things stand. Never throws. */
  publish(team: string, user: string): Promise<void>;
}

/** What working a delivery needs. */
export type WordsParts = {
  readonly api: SlackApi;
  readonly host: ChatHost;
  readonly directory: Directory;
  readonly workspaces: Workspaces;
  readonly draw: DrawFor;
  readonly answers: Answers;
  readonly modals: Modals;
  readonly home: HomeTab;
  readonly index: RoomsIndex;
  /** The workspace took Muster out, or its token is revoked. */
  readonly uninstalled: (team: string) => Promise<void>;
  readonly config: Pick<SlackConfig, 'command' | 'reactions'>;
  /** Deliveries of people whom Slack has not named yet, and since when. */
  readonly unsure: Map<string, Instant>;
};
