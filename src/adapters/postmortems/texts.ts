import { editPart } from '../../core/postmortem/edit.ts';
import type { PartEdited } from '../../core/postmortem/edit.ts';
import type { Postmortems } from '../../ports/postmortems.ts';
import { PostmortemFault, postmortemFile } from '../../ports/postmortems.ts';
import type { Store } from '../../ports/store.ts';

/** How often a text that others keep changing is read again before Muster gives up for this time. */
const MOST_READS = 20;

/**
 * Postmortems as named texts of the store, `postmortem/INC-42`: for several processes with one database, of which none has a
 * folder that the others can be sure to see. People edit them in the console.
 */
export function postmortemTexts(store: Pick<Store, 'text' | 'putText'>): Postmortems {
  const nameOf = (id: string) => `postmortem/${postmortemFile(id).replace(/\.md$/, '')}`;

  async function change(id: string, render: (existing: string | undefined) => string | undefined): Promise<void> {
    const name = nameOf(id);
    try {
      for (let read = 1; read <= MOST_READS; read += 1) {
        const now = await store.text(name);
        const text = render(now?.text);
        if (text === undefined || text === now?.text) return;
        if (await store.putText(name, now?.version ?? 0, text)) return;
      }
      throw new Error('somebody keeps changing it');
    } catch (cause) {
      throw fault(`The postmortem ${postmortemFile(id)} could not be written`, cause);
    }
  }

  return {
    async write(id, render) {
      await change(id, render);
      return postmortemFile(id);
    },
    async edit(id, edit) {
      let edited: PartEdited = { outcome: 'gone' };
      await change(id, (existing) => {
        edited = existing === undefined ? { outcome: 'gone' } : editPart(existing, edit);
        return edited.outcome === 'saved' ? edited.document : existing;
      });
      return edited;
    },
    async read(id) {
      const name = nameOf(id);
      try {
        return (await store.text(name))?.text;
      } catch (cause) {
        throw fault(`The postmortem ${postmortemFile(id)} could not be read`, cause);
      }
    },
  };
}

function fault(what: string, cause: unknown): PostmortemFault {
  if (cause instanceof PostmortemFault) return cause;
  return new PostmortemFault(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
