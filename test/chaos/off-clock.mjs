// Loaded before a replica (`--import`): its machine's clock is wrong by CHAOS_CLOCK_OFF_MS. SIGUSR2 puts it right and, the next
// time, wrong again, as a bad time server does. What measures spans (performance.now, timers) is left as it is.
const TrueDate = globalThis.Date;
const given = Number(process.env['CHAOS_CLOCK_OFF_MS'] ?? 0);
let off = given;
process.on('SIGUSR2', () => {
  off = off === 0 ? given : 0;
});

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, asked) =>
    Reflect.construct(target, args.length === 0 ? [TrueDate.now() + off] : args, asked),
  apply: (target) => new target(TrueDate.now() + off).toString(),
  get: (target, name, asked) => (name === 'now' ? () => TrueDate.now() + off : Reflect.get(target, name, asked)),
});
