/** After so long without having been stopped it is plain that nobody will. */
const STOPPED_WITHIN_MS = 100

/**
 * What Ctrl-Z does to programs that do not read their keys one by one: the terminal is given back, everything that the shell started with this program
 * stops, and `takeBack` follows when the shell continues it. Where no shell watches over it the system stops nothing, and it follows at once.
 */
export function stepAside(giveBack: () => void, takeBack: () => void): void {
  giveBack()
  // To the whole group, as the terminal does it: `make` and `npm` above us would otherwise wait on.
  process.kill(0, 'SIGTSTP')
  setTimeout(takeBack, STOPPED_WITHIN_MS)
}
