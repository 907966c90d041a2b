/**
 * The words that receipt codes are made of, chosen by hand for Muster: short, plain, and easy to say on a telephone. Each word of
 * a code is one of the first list and one of the second, as in `bluelake`: 96 × 81 = 7,776 words of eight letters. All are of
 * one length, so that a code that was written without gaps can be read in one way only.
 */
const words = (text: string) => text.trim().split(/\s+/);

export const FIRST: readonly string[] = words(`
  aqua bare blue bold busy calm cold cool cozy damp dark deep dusk dust east easy even fair fast fine
  firm flat fond four free full glad gold gray half hard high huge iced iron jade keen kind lace late
  lazy lean left lime long loud main mild mint moss navy neat next nice nine opal open oval pale pink
  plum pure rare real rich ripe rose ruby rust safe sage salt sand silk slim slow snow snug soft sour
  spry star tall tame teal tidy tiny true vast warm west wide wild wise wool zinc
`);

export const SECOND: readonly string[] = words(`
  arch bark barn bell bird boat book boot bowl cake camp cave city coat cove crab crow dawn deer desk
  dock door dove drum duck farm fish flag foam fork frog gate goat gulf hare harp hawk hill hive horn
  isle kite lake lamb lamp leaf lion loaf loom mill moon moth nest oven path pear pier pond pony port
  rain reef ring road rock roof root sail seal seed ship sofa song stag swan tent town tree vine wall
  wave
`);
