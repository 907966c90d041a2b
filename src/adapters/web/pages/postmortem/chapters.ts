import type { Passage } from '../../../../core/postmortem/edit.ts';
import { chaptersOf } from '../../markdown.ts';

/** A section of the page: its heading and what stands under it, in the order of the document. */
export type Section = {
  readonly id: string;
  /** Undefined for what stands above the first heading. */
  readonly title: string | undefined;
  readonly passages: readonly Passage[];
};

/** The document as sections: only headings between the parts begin one, never a heading within a part. */
export function sectionsOf(passages: readonly Passage[]): readonly Section[] {
  const sections: { id: string; title: string | undefined; passages: Passage[] }[] = [
    { id: 'top', title: undefined, passages: [] },
  ];
  const add = (passage: Passage) => {
    if (passage.kind !== 'between' || passage.text.trim() !== '') sections.at(-1)?.passages.push(passage);
  };
  for (const passage of passages) {
    if (passage.kind !== 'between') {
      add(passage);
      continue;
    }
    for (const { title, text } of chaptersOf(passage.text)) {
      if (title !== undefined) sections.push({ id: `section-${sections.length}`, title, passages: [] });
      add({ kind: 'between', text });
    }
  }
  return sections;
}
