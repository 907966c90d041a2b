import { card, text } from '../../../../core/card.ts';
import type { ChatHost } from '../../../../ports/chat.ts';
import { NearMissFault } from '../../../../ports/near-misses.ts';
import type { SlackApi } from '../api/api.ts';
import type { DrawFor } from '../draw-for.ts';
import type { SlackConfig } from '../settings.ts';
import type { Delivery, Envelope, FormEnvelope } from '../transport/envelope.ts';
import type { Answers } from '../words/answers.ts';
import type { Moments } from '../words/moments.ts';
import { draftOf, MOST_REMEMBERED, readDraft, reportOf, BLOCKS } from './draft.ts';
import type { Draft } from './draft.ts';
import { CHANGE, CONFIRM, confirmView, FORM, formView, receiptView, sorryView } from './near-miss-views.ts';

type Parts = {
  readonly api: SlackApi;
  readonly host: ChatHost;
  readonly draw: DrawFor;
  readonly answers: Answers;
  readonly moments: Moments;
  readonly config: Pick<SlackConfig, 'command'>;
};

/** What Slack is answered when a modal is sent: the errors of its fields, or the view that takes its place. */
export type FormAnswer =
  | { readonly response_action: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly response_action: 'update'; readonly view: unknown };

/**
 * Near misses in Slack. Nothing that comes through here is kept, logged or counted with a name: who it was is dropped before
 * anything is done, and the one way back is the receipt code (domain 5.5).
 */
export interface NearMissesInSlack {
  /** Whether a delivery is about a near miss, and therefore must not be kept. */
  isOne(body: Envelope): boolean;
  /** Opens the form, or changes it back. Never throws. */
  take(delivery: Delivery): Promise<void>;
  /** The answer to a modal of ours; undefined for every other one. Never rejects. */
  answer(form: FormEnvelope): Promise<FormAnswer | undefined>;
}

const SHORTCUT = 'report_near_miss';
const WORDS = /^\s*(?:<@[A-Z0-9]+(?:\|[^<>]*)?>\s*)*\/?(?:\w+\s+)?near[\s_-]*miss(?:es)?\b/i;
const OPEN_WITHIN_MS = 2_000;

export function nearMissesInSlack({ api, host, draw, answers, moments, config }: Parts): NearMissesInSlack {
  const door = () => host.nearMisses();

  const isOne = (body: Envelope): boolean => {
    switch (body.kind) {
      case 'command':
        return body.command !== config.command || WORDS.test(body.text);
      case 'press':
        return body.actionId === CHANGE || WORDS.test(body.words);
      case 'shortcut':
        return body.callbackId === SHORTCUT;
      case 'form':
        return body.callbackId === FORM || body.callbackId === CONFIRM;
      case 'mention':
      case 'direct':
        return WORDS.test(body.text);
      default:
        return false;
    }
  };

  const form = (draft?: Draft) => formView(host.book().plan, door().before('slack'), draft);

  async function opened({ id, body }: Delivery): Promise<boolean> {
    if (!('team' in body)) return false;
    const trigger = moments.triggerId(id);
    if (trigger === undefined) return false;
    const options = { priority: 'answer', team: body.team, maxWaitMs: OPEN_WITHIN_MS } as const;
    return (await api.call('views.open', { trigger_id: trigger, view: form() }, options)).ok;
  }

  async function preview(values: FormEnvelope['values']): Promise<FormAnswer> {
    const draft = draftOf(values);
    const looked = Object.entries(draft.texts).map(([name, said]) => [name, door().preview(said)] as const);
    const texts = Object.fromEntries(looked.map(([name, { scrubbed }]) => [name, scrubbed])) as Draft['texts'];
    const clean = { ...draft, texts };
    if (texts.what === '' || texts.stopped === '') {
      const [block, say] =
        texts.what === ''
          ? [BLOCKS.what, 'Say in a sentence what nearly happened.']
          : [BLOCKS.stopped, 'Say what stopped it, or how it was noticed. "By chance" is an answer too.'];
      return { response_action: 'errors', errors: { [block]: say } };
    }
    if (JSON.stringify(clean).length > MOST_REMEMBERED)
      return {
        response_action: 'errors',
        errors: { [BLOCKS.what]: 'That is more than Slack can carry. Say it shorter.' },
      };
    const found = looked.flatMap(([, look]) => look.found);
    return { response_action: 'update', view: confirmView(host.book().plan, clean, found) };
  }

  async function report(remembered: string): Promise<FormAnswer> {
    const draft = readDraft(remembered);
    if (draft === undefined)
      return {
        response_action: 'update',
        view: sorryView('This form is of another version of Muster. Open it again.'),
      };
    const done = await door().report(reportOf(draft));
    const view = 'refused' in done ? sorryView(done.refused.say) : receiptView(done.receipt, done.told);
    return { response_action: 'update', view };
  }

  return {
    isOne,
    async take(delivery) {
      const { body } = delivery;
      try {
        if (body.kind === 'press' && body.view !== undefined) {
          const view = form(readDraft(body.view.metadata));
          const options = { priority: 'answer', team: body.team, maxWaitMs: OPEN_WITHIN_MS } as const;
          await api.call('views.update', { view_id: body.view.id, view }, options);
          return;
        }
        if (await opened(delivery)) return;
        if (body.kind !== 'command' && body.kind !== 'press' && body.kind !== 'direct' && body.kind !== 'mention')
          return;
        const { team, user, channel } = body;
        const direct = body.kind === 'direct' ? { direct: true } : {};
        const how = HOW(`${host.consoleUrl()}/nearmiss`);
        await answers.send({ delivery: delivery.id, team, user, channel, thread: null, ...direct }, draw.card(how));
      } catch {
        // Whatever went wrong, it is not told with what was written: the form is still there, or can be opened again.
      }
    },
    async answer({ callbackId, values, metadata }) {
      if (callbackId !== FORM && callbackId !== CONFIRM) return undefined;
      try {
        return await (callbackId === FORM ? preview(values) : report(metadata));
      } catch (fault) {
        const why =
          fault instanceof NearMissFault
            ? fault.message
            : 'Muster could not take it. Nothing was kept. Try again, or use the web form.';
        return { response_action: 'update', view: sorryView(why) };
      }
    },
  };
}

const HOW = (address: string) =>
  card('The form for a near miss could not be opened here', {
    blocks: [
      text(
        `Nothing that you wrote was kept. Say /nearmiss once more, with nothing behind it, or press the button on the home tab of Muster. Without Slack: ${address}`,
      ),
    ],
  });
