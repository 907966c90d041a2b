/** Remembers what a pure function makes of an object for as long as that object lives. */
export function perObject<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new WeakMap<From, { readonly to: To }>();
  return (from) => {
    const known = made.get(from);
    if (known !== undefined) return known.to;
    const to = make(from);
    made.set(from, { to });
    return to;
  };
}
