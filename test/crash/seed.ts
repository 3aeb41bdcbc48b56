/** A new one for every run, unless TEAHOUSE_CRASH_SEED asks for one that was seen before. */
export function chooseSeed(): number {
  const wanted = process.env['TEAHOUSE_CRASH_SEED']
  return wanted === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(wanted)
}
