export interface HeldLines {
  readonly write: (line: string) => void;
  /** What was held is written, and from now on each line at once. */
  release(): void;
}

/** Keeps lines until they may be seen: in a terminal the welcome stands before the log. Nothing is lost of a start that fails. */
export function heldLines(write: (line: string) => void): HeldLines {
  let held: string[] | undefined = [];
  return {
    write(line) {
      if (held === undefined) write(line);
      else held.push(line);
    },
    release() {
      const lines = held ?? [];
      held = undefined;
      for (const line of lines) write(line);
    },
  };
}
