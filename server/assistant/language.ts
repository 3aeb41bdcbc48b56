export type Language = 'en' | 'zh'

/** The language of a question: a single Chinese character makes it Chinese. */
export const languageOf = (text: string): Language => (/\p{Script=Han}/u.test(text) ? 'zh' : 'en')
