import type { WebParts } from '../adapters/web/parts.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../ports/log.ts';
import { PostmortemFault } from '../ports/postmortems.ts';
import type { Postmortems } from '../ports/postmortems.ts';

type Around = { readonly files: Postmortems; readonly engine: Engine; readonly log: Log };

/** Saves what a person wrote: into the file first, then on record that they did. The text itself stays in the file only. */
export const postmortemEdits =
  ({ files, engine, log }: Around): WebParts['editPostmortem'] =>
  async (id, person, edit) => {
    try {
      const edited = await files.edit(id, edit);
      if (edited.outcome !== 'saved') return edited;
    } catch (error) {
      if (!(error instanceof PostmortemFault)) throw error;
      log.error({ incident: id, reason: error.message }, 'what a person wrote could not be saved');
      return { outcome: 'failed', say: error.message };
    }
    try {
      const command = { type: 'editPostmortem', section: edit.name };
      await engine.handle({ stream: id, command, by: person, reply: () => '' });
    } catch (error) {
      // What they wrote is on disk: telling them otherwise would make them write it again.
      log.error({ incident: id, person, reason: String(error) }, 'an edit was saved and is not on the timeline');
    }
    return { outcome: 'saved' };
  };
