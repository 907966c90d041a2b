import type { Reading } from '../../../../core/incident/cards.ts';
import { titleOf } from '../../../../core/incident/cards.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { byWhen } from '../../../../core/time.ts';
import { html } from '../../html.ts';
import type { KeptReply } from '../../replies.ts';
import { hidden, replyHtml } from '../card-html.ts';
import type { Frame } from '../layout.ts';
import { page } from '../layout.ts';

type Parts = {
  readonly frame: Frame;
  readonly incident: Incident;
  readonly reading: Reading;
  readonly mayAsk: boolean;
  readonly reply: KeptReply | undefined;
};

/** There is no postmortem yet: when there will be one, and the way to have it now. */
export function noPostmortemPage({ frame, incident, reading, mayAsk, reply }: Parts): string {
  const { id } = incident.lifecycle;
  const underWay = isUnderWay(incident);
  const body = html`<p><a href="/incidents/${id}">Back to ${id}</a></p>
    <h1>Postmortem of ${id}</h1>
    ${replyHtml(reply, { formToken: frame.formToken }, { back: `/incidents/${id}/postmortem` })}
    <div class="panel">
      <p>
        <strong><bdi>${titleOf(incident)}</bdi></strong>
      </p>
      <p>${whenWritten(incident, reading)}</p>
      ${
        underWay || !mayAsk
          ? false
          : html`<p>Written now, it holds the facts so far. Later ones are added, and what people write in it stays.</p>
              <form method="post" action="/incidents/${id}/postmortem/say" class="buttons">
                ${hidden({ formToken: frame.formToken })}
                <input type="hidden" name="words" value="postmortem ${id} --rewrite" /><button class="primary">
                  Write it now
                </button>
              </form>`
      }
    </div>`;
  return page({ title: `Postmortem of ${id}`, body, frame, incident: id, styles: ['postmortem'] });
}

const isUnderWay = ({ aftermath }: Incident) => aftermath.wanted > aftermath.written;

function whenWritten(incident: Incident, { at, zone }: Reading): string {
  const { aftermath, lifecycle } = incident;
  if (isUnderWay(incident))
    return aftermath.attempt === 1
      ? 'It is being written at this moment. Load the page again if it does not change by itself.'
      : `It could not be written; Muster tries again ${byWhen(aftermath.at, zone, at)}. The timeline says what was in the way.`;
  if (aftermath.file !== null)
    return `It was written as ${aftermath.file}, but the file is not in the folder of postmortems any more.`;
  if (lifecycle.phase === 'cancelled') return `${lifecycle.id} was cancelled, so none is written by itself.`;
  return `There is none yet: it is written by itself when ${lifecycle.id} is closed.`;
}
