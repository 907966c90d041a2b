/** A sentence to stand above the entry at this path; an empty path is the top of the file. */
export type Remark = { readonly path: readonly string[]; readonly say: string };

/** How every sentence on what is missing begins, so that it can be searched for. */
export const LOST = 'could not be carried over:';
export const lost = (say: string) => `${LOST} ${say.replace(/^(?:An?|The|Its?) /, (word) => word.toLowerCase())}`;
