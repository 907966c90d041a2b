import { readIncidentId } from '../core/ids.ts';
import type { PartEdit, PartEdited } from '../core/postmortem/edit.ts';

/** Where postmortems lie, one Markdown text for each incident. Promises, held by the contract: */
export interface Postmortems {
  /**
   * Writes the postmortem of an incident and answers with its file name, `INC-42.md`. `render` is given what is there now, or
   * undefined, and may be asked again if somebody saved it in between; it must be pure. Writing again after a crash gives the
   * same text (*find or make*). Rejects with a `PostmortemFault`.
   */
  write(id: string, render: (existing: string | undefined) => string): Promise<string>;
  /**
   * Puts a person's text into one part of a postmortem that was written, and leaves every other line alone. Judged by what is
   * there at that moment, whoever changed it. Rejects with a `PostmortemFault`.
   */
  edit(id: string, edit: PartEdit): Promise<PartEdited>;
  /** Undefined until it was written. Rejects with a `PostmortemFault`. */
  read(id: string): Promise<string | undefined>;
}

/** A postmortem could not be read or written; nothing half written is left in its place. The message is for a person. */
export class PostmortemFault extends Error {
  override name = 'PostmortemFault';
}

/** `INC-42.md`. Only the id of an incident names one, so that no id can lead elsewhere. Throws a `PostmortemFault`. */
export function postmortemFile(id: string): string {
  if (readIncidentId(id) !== id)
    throw new PostmortemFault(`${JSON.stringify(id.slice(0, 40))} is not the id of an incident, such as INC-42.`);
  return `${id}.md`;
}
