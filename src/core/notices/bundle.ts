type Words = { readonly subject: string; readonly text: string };

/** A message stays readable on a phone, and within what mail and chat take. */
const MOST_SHOWN = 20;
const MOST_CHARACTERS = 2_000;

const cut = (text: string) => (text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 2)} …`);

/** One note as it is; several as one message, their texts under each other in the order in which they came in. */
export function bundled(notes: readonly Words[]): Words {
  const [first, ...others] = notes;
  if (first === undefined || others.length === 0)
    return { subject: first?.subject ?? '', text: cut(first?.text ?? '') };
  const shown = notes.slice(0, MOST_SHOWN).map(({ text }) => cut(text));
  const left = notes.length - shown.length;
  const more = left === 0 ? [] : [`And ${left} more.`];
  return { subject: `${notes.length} notes from Muster`, text: [...shown, ...more].join('\n\n') };
}
