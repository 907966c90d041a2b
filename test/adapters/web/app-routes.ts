import type { Express } from 'express';

type Layer = {
  readonly rawPath?: unknown;
  readonly slash: boolean;
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
};

/**
 * Every address of the app as `GET /incidents/:id`, read from its routers. Refusals of other methods (`all`) are left out: they
 * only say which one is right. Throws when something hangs below a path of its own that is no router: then this could not see
 * what it answers.
 */
export function routesOf(app: Express): readonly string[] {
  // The router's own layers have no types.
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return [...new Set(routesIn(stack, ''))];
}

function routesIn(stack: readonly Layer[], front: string): readonly string[] {
  return stack.flatMap(({ rawPath, slash, route, handle }) => {
    if (route !== undefined) {
      const methods = Object.keys(route.methods).filter(
        (method) => method !== '_all' && route.methods[method] === true,
      );
      return [route.path].flat().flatMap((path) => methods.map((method) => `${method.toUpperCase()} ${front}${path}`));
    }
    if (!slash && typeof rawPath !== 'string') throw new Error('something is mounted at a path that cannot be read');
    const at = slash ? front : `${front}${String(rawPath)}`;
    if (handle.stack !== undefined) return routesIn(handle.stack, at);
    if (!slash) throw new Error(`${at} is answered by something that is no router`);
    return [];
  });
}
