/** The Node that asks: its version without the `v`, its own path, and how it finds a package's file (throws if absent). */
export type Running = {
  readonly version: string;
  readonly path: string;
  readonly platform: string;
  readonly arch: string;
  readonly resolve: (specifier: string) => string;
};

export type Found =
  { readonly kind: 'running' | 'project'; readonly path: string } | { readonly kind: 'none'; readonly say: string };

export declare const OLDEST_NODE: number;
export declare function findNode(running?: Running): Found;
