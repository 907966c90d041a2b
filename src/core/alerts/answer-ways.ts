/** Where people can say something to Muster. */
export type Ways = {
  /** The console, for those who are not on its machine; undefined when only that machine has it. */
  readonly consoleUrl?: string | undefined;
  /** The chat platforms that Muster is in. */
  readonly rooms?: readonly string[];
};

/** What to say of a proposal, and where: whoever reads it cannot answer the message itself. */
export function answerWays(proposal: string, { consoleUrl, rooms = [] }: Ways): string {
  const console = consoleUrl === undefined ? 'on the console' : `on the console (${consoleUrl.replace(/\/+$/, '')})`;
  const chat = rooms.length === 0 ? '' : ' or to Muster in the chat';
  return `Say "confirm ${proposal}" to open it now, or "dismiss ${proposal} why" if it is nothing, ${console}${chat}.`;
}
