/** What `chat` resolves with; 64 and 69 are `EX_USAGE` and `EX_UNAVAILABLE` of sysexits.h. */
export const EXIT_FINE = 0
export const EXIT_FAILED = 1
export const EXIT_USAGE = 64
export const EXIT_UNREACHABLE = 69
