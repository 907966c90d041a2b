import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Which stream is being read, and how often the process died of it; kept beside the database, over deaths. */
export interface Attempts {
  /** Deaths in a row while each stream was being read. */
  readonly deaths: ReadonlyMap<string, number>;
  begin(stream: string): void;
  /** It was read and the process lives: what was counted against it is forgotten. */
  end(stream: string): void;
  close(): void;
}

type Kept = { readonly reading: string | null; readonly deaths: Readonly<Record<string, number>> };

/**
 * A note in a file, not flushed: it must outlive the process, not the machine. Whoever was being read when the process before
 * died has one death more.
 */
export function attemptsIn(file: string): Attempts {
  const before = existsSync(file) ? keptIn(readFileSync(file, 'utf8')) : undefined;
  const deaths = new Map(Object.entries(before?.deaths ?? {}));
  const suspect = before?.reading ?? null;
  if (suspect !== null) deaths.set(suspect, (deaths.get(suspect) ?? 0) + 1);
  const place = openSync(file, existsSync(file) ? 'r+' : 'w+', 0o600);
  let closed = false;
  let length = before === undefined ? 0 : readFileSync(file).length;

  /** Written over in one call, and never shorter than before, so that a death at any moment leaves one note or the other. */
  const note = (reading: string | null) => {
    if (closed) return;
    const text = JSON.stringify({ reading, deaths: Object.fromEntries(deaths) } satisfies Kept).padEnd(length);
    length = Buffer.byteLength(text);
    try {
      writeSync(place, text, 0);
    } catch {
      // The disk is full: a note that is missing protects nobody, and stops nobody from being paged.
      length = 0;
    }
  };
  note(null);
  return {
    deaths,
    begin: note,
    end(stream) {
      deaths.delete(stream);
      note(null);
    },
    close() {
      if (!closed) closeSync(place);
      closed = true;
    },
  };
}

/** A torn or foreign note counts nothing against anybody. */
function keptIn(text: string): Kept | undefined {
  try {
    const kept = JSON.parse(text) as Partial<Kept> | null;
    return typeof kept === 'object' && kept !== null
      ? { reading: kept.reading ?? null, deaths: kept.deaths ?? {} }
      : undefined;
  } catch {
    return undefined;
  }
}
