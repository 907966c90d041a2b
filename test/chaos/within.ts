/** Rejects with a sentence that says what hangs, instead of a test that times out and says nothing. */
export async function within<Value>(ms: number, what: string, doing: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what} is not over after ${ms / 1_000} s`)), ms);
  try {
    return await Promise.race([doing, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
