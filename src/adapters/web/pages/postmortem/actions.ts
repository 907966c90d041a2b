import type { ActionItem } from '../../../../core/incident/aftermath.ts';
import { companyZone, nameOf } from '../../../../core/book.ts';
import type { PersonId } from '../../../../core/ids.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import type { IncidentEvent } from '../../../../core/incident/events.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { daysLeft, dueInWords, isOverdue, stateWords } from '../../../../core/postmortem/promises.ts';
import { dateOf, plusDays } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { FormParts } from '../card-html.ts';
import { hidden } from '../card-html.ts';
import type { Row } from '../table.ts';
import { table } from '../table.ts';

/** What a person had typed into the form for a new action item. */
export type Typed = { readonly what: string; readonly owner: string; readonly due: string; readonly verify: string };

export type ActionsParts = {
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly reading: Reading;
  readonly person: PersonId;
  readonly forms: FormParts;
  readonly mayAct: boolean;
  /** What was refused just now, to be put right. */
  readonly typed: Typed | undefined;
};

/** More promises than this are seldom kept (domain 5.3). */
const ENOUGH = 5;
const DUE_DAYS = 14;
const COLUMNS = ['No.', 'What', 'Owner', 'Due', 'How we will know that it works', 'State'];

/** The promises as they stand now, with what can be done about each; they are read from the incident, not from the file. */
export function actionsHtml(parts: ActionsParts): Html {
  const { actions } = parts.incident.aftermath;
  if (actions.length === 0)
    return html`<p>No action items so far. That is a valid result.</p>
      ${addForm(parts)}`;
  const many =
    actions.length > ENOUGH
      ? html`<p>These are ${actions.length} action items. Which ${ENOUGH} matter most?</p>`
      : html``;
  return html`<div class="promises">
      ${table(
        COLUMNS,
        actions.map((action) => row(action, parts)),
      )}
    </div>
    ${many} ${addForm(parts)}`;
}

function row(action: ActionItem, parts: ActionsParts): Row {
  const { incident, reading } = parts;
  const { book } = incident;
  const late = isOverdue(action, reading.at, book);
  const left = action.status === 'open' ? `, ${dueInWords(daysLeft(action.due, reading.at, book))}` : '';
  const tone = late ? 'alarm' : action.status === 'verified' ? 'good' : '';
  return {
    id: `action-${action.n}`,
    cells: [
      action.n,
      html`<bdi>${action.what}</bdi>`,
      nameOf(book, action.owner),
      html`<time datetime="${action.due}">${action.due}</time>${left}`,
      html`<bdi>${action.verify === '' ? 'not said yet' : action.verify}</bdi>`,
      html`<span class="tag ${tone}">${stateWords(action, reading.at, book)}</span> ${outcome(action, parts)}
        ${next(action, parts)}`,
    ],
  };
}

/** What was said when it was done, and how it was seen to work. */
function outcome({ n }: ActionItem, { events }: ActionsParts): Html {
  const said = events.flatMap((event) => {
    if (event.type === 'actionDone' && event.n === n) return [event.note];
    if (event.type === 'actionVerified' && event.n === n) return [event.how];
    return [];
  });
  return html`${said.filter((words) => words !== '').map((words) => html`<bdi class="said">${words}</bdi> `)}`;
}

/** The one next thing: done, then seen to work. */
function next({ n, status }: ActionItem, { incident, forms, mayAct }: ActionsParts): Html {
  const to = `/incidents/${incident.lifecycle.id}/postmortem/say`;
  if (!mayAct || status === 'verified') return html``;
  if (status === 'open')
    return html`<form method="post" action="${to}" class="screen-only">
      ${hidden(forms)} <input type="hidden" name="words" value="action ${incident.lifecycle.id} done ${n}" /><button>
        Done<span class="unseen">: action item ${n}</span>
      </button>
    </form>`;
  return html`<form method="post" action="${to}" class="screen-only">
    ${hidden(forms)} <input type="hidden" name="verified" value="${n}" />
    <label>How do you know that it works? <input name="how" required maxlength="1000" autocomplete="off" /></label>
    <button>Verified<span class="unseen">: action item ${n}</span></button>
  </form>`;
}

function addForm({ incident, reading, person, forms, mayAct, typed }: ActionsParts): Html {
  if (!mayAct) return html``;
  const { book, lifecycle } = incident;
  const today = dateOf(reading.at, companyZone(book));
  const owner = typed?.owner ?? person;
  return html`<form
    method="post"
    action="/incidents/${lifecycle.id}/postmortem/say"
    class="ask promise"
    id="add-action"
  >
    ${hidden(forms)}
    <h3>Add an action item</h3>
    <label class="long"
      >What changes? <input name="what" required maxlength="1000" autocomplete="off" value="${typed?.what ?? ''}"
    /></label>
    <label
      >Who sees to it?
      <select name="owner" required>
        ${Object.entries(book.plan.people).map(
          ([id, { name }]) => html`<option value="${id}" ${id === owner ? html`selected` : false}>${name}</option>`,
        )}
      </select></label
    >
    <label
      >By when?
      <input name="due" type="date" required min="${today}" value="${typed?.due ?? plusDays(today, DUE_DAYS)}"
    /></label>
    <label class="long"
      >How will you know that it works? An exercise, a test, a check.
      <input name="verify" maxlength="1000" autocomplete="off" value="${typed?.verify ?? ''}"
    /></label>
    <button>Add it</button>
  </form>`;
}
