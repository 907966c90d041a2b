/** Loaded before anything else by a process whose clock is to be wrong by so many ms: everybody's `Date` is wrong alike. */
const skewMs = Number(process.env['BENCH_SKEW_MS'] ?? 0);
const RightDate = Date;

class SkewedDate extends RightDate {
  constructor(...given: []) {
    super(...(given.length === 0 ? ([RightDate.now() + skewMs] as unknown as []) : given));
  }
  static override now() {
    return RightDate.now() + skewMs;
  }
}
if (skewMs !== 0) globalThis.Date = SkewedDate as DateConstructor;
