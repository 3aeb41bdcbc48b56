/** Lets `count` microtasks pass, for what must hold at every moment in between. */
export async function microtasks(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await undefined
}
