/**
 * Does what answers false when somebody else wrote to the stream in between, and then once more. Twice is no chance: a stream
 * whose own version is not that of its last event can be written to by nobody, and who waits for it must hear of it. Throws then.
 */
export async function orAgain(stream: string, work: () => Promise<boolean>): Promise<void> {
  if ((await work()) || (await work())) return;
  throw new Error(
    `the agenda of ${stream} could not be written: its version is another one than its last event, or others keep writing`,
  );
}
