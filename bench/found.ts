export type Figures = Readonly<Record<string, number>>;

/** One line of a comparison. `kind`: Muster itself, somebody measured in the same run, or a model of published constants. */
export type Line = {
  readonly who: string;
  readonly settings: string;
  readonly kind: 'own' | 'other' | 'model' | 'documented';
  readonly figures: Readonly<Record<string, number | string>>;
};

/** What a bench found out: figures of Muster alone, or a comparison with its plots (name of the file → SVG). */
export type Found =
  { readonly figures: Figures } | { readonly lines: readonly Line[]; readonly plots: Readonly<Record<string, string>> };
