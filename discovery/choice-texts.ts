type Bilingual = Readonly<Record<'en' | 'zh', string>>

/** What `teahouse chat` says when it was given no address; `{name}` stands for a value. */
export const CHOICE_TEXTS = {
  looking: {
    en: 'No server answers on this machine. Looking around …',
    zh: '本机没有服务器应答,正在局域网里寻找…',
  },
  place: { en: '{name} at {address}', zh: '{name}({address})' },
  separator: { en: ', ', zh: '、' },
  offer: {
    en: 'Found {name} at {address}. Connect? [Y/n] ',
    zh: '找到 {name}({address})。要连接吗?[Y/n] ',
  },
  numbered: { en: '{number}  {name} at {address}', zh: '{number}  {name}({address})' },
  which: {
    en: 'Which one? (1 to {count}, Enter: none) ',
    zh: '连接哪一个?(1 到 {count},回车: 都不要) ',
  },
  refused: {
    en: 'A server that you know is reached by its address: teahouse chat host:port',
    zh: '知道地址的话可以直接连接: teahouse chat host:port',
  },
  plainFound: {
    en: 'no server answers on this machine; name one of those on the network: {list}',
    zh: '本机没有服务器应答;请指定局域网里的一个: {list}',
  },
} as const satisfies Record<string, Bilingual>

export type ChoiceText = keyof typeof CHOICE_TEXTS
