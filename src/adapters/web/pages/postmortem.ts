import type { IncidentId } from '../../../core/ids.ts';
import { html } from '../html.ts';
import { markdown } from '../markdown.ts';
import type { Frame } from './layout.ts';
import { page } from './layout.ts';

export const postmortemPage = (frame: Frame, id: IncidentId, text: string): string =>
  page({
    title: `Postmortem of ${id}`,
    body: html`<p>
        <a href="/incidents/${id}">Back to ${id}</a> · <a href="/incidents/${id}/postmortem.md">As Markdown</a>
      </p>
      <article>${markdown(text)}</article>`,
    frame,
  });
