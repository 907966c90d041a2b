/** The values of a request's `Cookie` header under this name; a browser may send several. */
export const cookiesNamed = (header: string | undefined, name: string): readonly string[] =>
  (header ?? '').split(';', 50).flatMap((pair) => {
    const at = pair.indexOf('=');
    return pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
