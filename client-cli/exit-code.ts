/** What `chat` resolves with; 69 is the `EX_UNAVAILABLE` of sysexits.h. */
export const EXIT_FINE = 0
export const EXIT_FAILED = 1
export const EXIT_USAGE = 2
export const EXIT_UNREACHABLE = 69
