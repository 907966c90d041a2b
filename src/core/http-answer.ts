/** What an answer to a message says: it was taken over, it may be taken later, or it never will be. */
export type Verdict = 'taken' | 'later' | 'never';

/** Answers that may be another one soon (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4); of 5xx all are. */
const PASSING = [408, 425, 429];

/** A redirect is a no: what was sent is for this address, and its secrets are for nobody else. */
export function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  return status >= 500 || PASSING.includes(status) ? 'later' : 'never';
}

/** The beginning of a body as text, at most so many bytes; the rest is left where it is. Rejects when it breaks off. */
export async function beginningOf(body: AsyncIterable<Uint8Array> | null, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let left = mostBytes;
  for await (const part of body ?? []) {
    text += decoder.decode(part.subarray(0, left), { stream: true });
    left -= part.length;
    if (left <= 0) break;
  }
  return text;
}

/** A body of JSON as an object; an empty one when it is anything else. */
export function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/** One line that may stand in a reason: no line ends, at most 300 characters. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
