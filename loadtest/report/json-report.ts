/** The result as it is, for programs. */
export const renderJson = (result: object): string => `${JSON.stringify(result, null, 2)}\n`
