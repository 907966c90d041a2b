import type { Button } from '../../../../core/card.ts';
import { placeOf } from '../../../../core/incident/members.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { PersonId } from '../../../../core/ids.ts';
import { mayDo } from '../../../../core/permissions.ts';
import { currentFrame } from '../../../../core/playbook/run.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { FormParts } from '../card-html.ts';
import { buttonsHtml } from '../card-html.ts';

/** Whatever else this person may do with it, as buttons: nobody should have to know the words. */
export function alsoPanel(incident: Incident, person: PersonId, forms: FormParts): Html {
  const place = placeOf(incident, incident.book, person);
  const buttons = offered(incident, person).filter(({ words }) => mayDo(words.split(' ')[0] ?? '', place).ok);
  if (buttons.length === 0) return html``;
  return html`<section class="panel also" id="also">
    <h2>You can also</h2>
    ${buttonsHtml(buttons, forms)}
  </section>`;
}

function offered(incident: Incident, person: PersonId): readonly Button[] {
  const { id, phase } = incident.lifecycle;
  switch (phase) {
    case 'open':
      return whileOpen(incident, person);
    case 'restored':
      return [
        { label: 'Close it', words: `close ${id}` },
        { label: 'Send an update', words: `update ${id}` },
        { label: 'It broke again', words: `reopen ${id}` },
      ];
    case 'closed':
    case 'cancelled':
      return [{ label: 'It broke again', words: `reopen ${id}` }];
    default:
      return phase satisfies never;
  }
}

function whileOpen(incident: Incident, person: PersonId): readonly Button[] {
  const { id } = incident.lifecycle;
  const has = incident.escalation.acknowledged.some((other) => other.person === person);
  const own = has
    ? [
        { label: 'I need help', words: `needhelp ${id}` },
        { label: "I can't go on", words: `cant ${id}` },
      ]
    : [];
  return [
    { label: 'It works again', words: `restored ${id}` },
    { label: 'Send an update', words: `update ${id}` },
    ...workarounds(incident),
    { label: 'Call somebody in', words: `page ${id}` },
    { label: 'Hand over', words: `handoff ${id}` },
    ...own,
    { label: 'Change how bad it is', words: `sev ${id}` },
    { label: 'Write a note', words: `note ${id}` },
    { label: 'It was nothing: cancel', words: `cancel ${id}` },
  ];
}

const workarounds = ({ lifecycle, book, clocks }: Incident): readonly Button[] =>
  lifecycle.functions.flatMap((of) => {
    const hit = book.plan.functions[of];
    if (hit?.workaround === undefined) return [];
    const used = clocks.workarounds[of];
    return used === undefined || used.to !== null
      ? [{ label: `Workaround runs: ${hit.name}`, words: `workaround ${lifecycle.id} ${of}` }]
      : [];
  });

/** The playbook's closing points, to be ticked one by one once it works again. */
export function closingPoints({ lifecycle, steps }: Incident, forms: FormParts): Html {
  const frame = currentFrame(steps.run);
  if (frame === undefined || lifecycle.phase !== 'restored' || frame.playbook.exit.length === 0) return html``;
  return html`<section class="panel" id="closing">
    <h2>Before it is closed</h2>
    <ol class="bare">
      ${frame.playbook.exit.map((point, i) =>
        frame.exits[i] === true
          ? html`<li><span class="tag good">confirmed</span> <span dir="auto">${point}</span></li>`
          : html`<li>
              <span class="tag">not yet</span> <span dir="auto">${point}</span>
              ${buttonsHtml([{ label: 'It is so', words: `exit ${lifecycle.id} ${i + 1}` }], forms)}
            </li>`,
      )}
    </ol>
  </section>`;
}
