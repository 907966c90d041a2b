import type { ModalView } from '@slack/types';
import { previewWords } from '../../../../core/incident/preview-words.ts';
import { whoWouldBePaged } from '../../../../core/incident/who-would-be-paged.ts';
import { readersZone } from '../../../../core/marked-time.ts';
import { SECOND_MS } from '../../../../core/time.ts';
import { formModal } from '../draw/form-modal.ts';
import type { SlackConfig } from '../settings.ts';
import type { Envelope, PressedView, PressEnvelope } from '../transport/envelope.ts';
import type { Moments } from '../words/moments.ts';
import type { StartAnswers, StartMetadata } from '../words/start-words.ts';
import { LONGEST_WHAT, readStartMetadata, startAnswers } from '../words/start-words.ts';
import type { Modals, WordsParts } from '../words/words-parts.ts';
import { PREVIEW } from './input.ts';
import { startModal } from './start-modal.ts';

export type ModalParts = Pick<WordsParts, 'api' | 'host' | 'directory'> & {
  readonly moments: Moments;
  readonly config: Pick<SlackConfig, 'command'>;
};

/** Something in the start modal was changed, and it was not sent yet. It says nothing: there is no need to keep it. */
export type PreviewPress = PressEnvelope & { readonly view: PressedView };
export const isPreview = (body: Envelope): body is PreviewPress =>
  body.kind === 'press' && body.view !== undefined && body.actionId.startsWith(PREVIEW);

export interface PreviewingModals extends Modals {
  /** Shows anew who will be paged, with what is filled in by now. Never throws; what comes too late is let go. */
  preview(press: PreviewPress): Promise<void>;
}

/** A trigger lives 3 s: what waits longer than this for its turn comes too late. */
const OPEN_WITHIN_MS = 2 * SECOND_MS;
const NO_PREVIEW = 'It cannot be shown just now. Starting works all the same.';

export function modalsOf({ api, host, directory, moments, config }: ModalParts): PreviewingModals {
  /** By the modal's id, the newest of what is filled in there. */
  const newest = new Map<string, PreviewPress>();

  async function startView(answers: StartAnswers, metadata: StartMetadata): Promise<ModalView> {
    const preview = await previewOf(answers);
    return startModal({ book: host.book(), answers, metadata, preview, more: `${host.consoleUrl()}/plan/paging` });
  }

  async function previewOf({ text, functions, systems, severity, more }: StartAnswers): Promise<readonly string[]> {
    try {
      const book = host.book();
      const [at, live] = await Promise.all([host.now(), host.live()]);
      const kind = { drill: more.includes('drill'), private: more.includes('private') };
      const would = whoWouldBePaged(book, { text, functions, systems, severity, ...kind, at, live });
      if (!would.ok) return [would.refusal.say];
      const reading = { at, zone: readersZone(book.plan.plan.timezone) };
      return previewWords(would, { book, reading, chat: 'Slack', missing: directory.missing, reach: live.reach });
    } catch (error) {
      host.log.warn({ reason: String(error) }, 'who would be paged could not be shown in the start modal');
      return [NO_PREVIEW];
    }
  }

  async function show({ team, view }: PreviewPress): Promise<void> {
    const drawn = await startView(startAnswers(view.values), readStartMetadata(view.metadata));
    // Without the hash: the newest is shown last, and a modal that was closed meanwhile needs nothing.
    await api.call(
      'views.update',
      { view_id: view.id, view: drawn },
      { priority: 'answer', team, maxWaitMs: OPEN_WITHIN_MS },
    );
  }

  return {
    async open(modal, to) {
      const view =
        'start' in modal
          ? await startView(nothingButText(modal.start.text), { channel: modal.start.channel })
          : formModal(modal.card, modal.at, config.command);
      const trigger = view === undefined ? undefined : moments.triggerId(to.delivery);
      if (view === undefined || trigger === undefined) return false;
      const opened = await api.call(
        'views.open',
        { trigger_id: trigger, view },
        { priority: 'answer', team: to.team, maxWaitMs: OPEN_WITHIN_MS },
      );
      return opened.ok;
    },
    async preview(press) {
      const { id } = press.view;
      const isAtWork = newest.has(id);
      newest.set(id, press);
      if (isAtWork) return;
      try {
        let shown: PreviewPress | undefined;
        for (let next = newest.get(id); next !== undefined && next !== shown; next = newest.get(id)) {
          shown = next;
          await show(next);
        }
      } catch (error) {
        host.log.error({ team: press.team, reason: String(error) }, 'the start modal could not be drawn again');
      } finally {
        newest.delete(id);
      }
    },
  };
}

const nothingButText = (text: string): StartAnswers => ({
  text: text.slice(0, LONGEST_WHAT),
  functions: [],
  systems: [],
  severity: undefined,
  since: undefined,
  more: [],
});
