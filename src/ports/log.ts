/** One line when something crosses an edge: fields, then a few words. info: happened; warn: is tried again; error: a person should look. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, say: string): void;
  warn(fields: Readonly<Record<string, unknown>>, say: string): void;
  error(fields: Readonly<Record<string, unknown>>, say: string): void;
}
