import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * An address of the web server that belongs to somebody else's platform, before anything of the console looks at the request.
 * Whoever handles it authenticates the request, reads the body with a limit, and answers; a path in front of others wins.
 */
export type WebDoor = {
  readonly path: string;
  readonly handle: (req: IncomingMessage, res: ServerResponse, next: (fault?: unknown) => void) => void;
};
