import type { Answer, CommandSpec } from '../command.ts';
import type { Refusal } from '../core/aggregate.ts';
import type { Button, Card } from '../core/card.ts';
import { card, text } from '../core/card.ts';
import type { IncidentId } from '../core/ids.ts';
import type { Incident } from '../core/incident/state.ts';
import { illness } from '../core/incident/unread.ts';
import type { Reply } from '../ports/door.ts';
import { nearest } from '../core/nearest.ts';
import type { Line } from '../core/words/line.ts';

/** What is written on a reply that says no. */
export function refused(
  { code, say }: Refusal,
  incident: IncidentId | null = null,
  buttons: readonly Button[] = [],
): Reply {
  return { ok: false, card: card(say, { tone: 'warn', buttons }), code, incident };
}

export function unknownFlag(flag: string, spec: CommandSpec): Refusal {
  const known = Object.keys(spec.flags ?? {});
  const near = nearest(flag, known, { most: 1 })[0];
  const meant =
    near === undefined
      ? `Known here: ${known.map((name) => `--${name}`).join(', ') || 'none'}.`
      : `Did you mean --${near}?`;
  return { code: 'unknown-flag', say: `--${flag} is not known here. ${meant} It is written: ${spec.usage}` };
}

export function formFor(spec: CommandSpec, line: Line, why: string): Reply {
  const said = line.incident === undefined ? line.verb : `${line.verb} ${line.incident}`;
  const hint = /^(Invalid|Too small|Required)/.test(why) ? '' : why;
  return formReply(
    { title: hint === '' ? `Something is missing: ${spec.usage}` : hint, words: said, fields: spec.fields },
    line.incident ?? null,
    spec,
  );
}

export function formReply(
  form: Extract<Answer, { form: unknown }>['form'],
  incident: IncidentId | null,
  spec?: CommandSpec,
): Reply {
  const examples = spec?.examples?.map((example) => `For example: ${example}`) ?? [];
  const blocks = [{ kind: 'form', words: form.words, fields: form.fields } as const, ...examples.map(text)];
  return { ok: false, card: card(form.title, { tone: 'plain', blocks }), code: 'missing', incident };
}

/** An ill incident that cannot be shown says what is wrong with it; a healthy one that throws is a bug. */
export async function asFarAsUnderstood(answer: () => Answer | Promise<Answer>, incident: Incident | undefined) {
  try {
    return await answer();
  } catch (fault) {
    const say = incident === undefined ? undefined : illness(incident);
    if (incident === undefined || say === undefined) throw fault;
    return {
      say: card(`${incident.lifecycle.id}: ${incident.lifecycle.title}`, { tone: 'warn', blocks: [text(say)] }),
    };
  }
}

/** What an ill incident decided is kept even when it cannot be shown: an answer must not fail for its card. */
export function drawn(draw: () => Card): Card {
  try {
    return draw();
  } catch {
    return card('Done, and on record. How it stands cannot be shown just now.', { tone: 'warn' });
  }
}
