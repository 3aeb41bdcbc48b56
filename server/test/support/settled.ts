/** Lets everything that waits for nothing but its turn have its effect. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
