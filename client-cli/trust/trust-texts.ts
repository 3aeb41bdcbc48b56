import type { Bilingual } from '../texts.ts'

/** What is said about the server's key, and about TLS. `…Advice` are the lines below an error, for people. */
export const T = {
  firstMet: {
    en: 'First visit to {server}: its key is kept, and from now on no other is accepted.',
    zh: '第一次访问 {server}: 已记下它的密钥,以后只认这一个。',
  },
  notKept: {
    en: 'The key of {server} could not be kept in {file} ({reason}), so the next visit is the first again.',
    zh: '{server} 的密钥无法保存到 {file}({reason}),下次仍视为第一次访问。',
  },
  changed: {
    en: 'The key of {server} is not the one it was, so nothing was sent to it.',
    zh: '{server} 的密钥变了,因此没有向它发送任何内容。',
  },
  changedAdvice: {
    en: `  known:  {known}
  now:    {key}
Either the server was set up anew, or somebody stands between you and it, who
would learn your password and read all that you write. Ask its operator, but not
over this network, which key "teahouse serve" prints after "tls=". With that one:
  teahouse chat {server} --trust SHA256:…`,
    zh: `  原来: {known}
  现在: {key}
要么服务器重新安装过,要么有人在中间冒充它,会得到你的密码、读到你写的一切。
请通过别的途径向管理员询问 "teahouse serve" 在 "tls=" 之后打印的密钥,确认后:
  teahouse chat {server} --trust SHA256:…`,
  },
  notTrusted: {
    en: 'The key of {server} is not the one of --trust, so nothing was sent to it.',
    zh: '{server} 的密钥与 --trust 的不同,因此没有向它发送任何内容。',
  },
  notTrustedAdvice: {
    en: `  --trust: {known}
  now:     {key}
Either it was copied wrongly, or another server answers there.`,
    zh: `  --trust: {known}
  现在:    {key}
要么抄错了,要么那里是另一台服务器。`,
  },
  unreadable: {
    en: 'The keys of known servers cannot be read, so {server} cannot be told from another: {file} ({reason}).',
    zh: '无法读取已知服务器的密钥,因此无法核对 {server}: {file}({reason})。',
  },
  unreadableAdvice: {
    en: 'Mend the file, or remove it: then each server is met for the first time again.',
    zh: '请修好这个文件;若删除它,每台服务器都重新视为第一次访问。',
  },
  noTls: {
    en: '{server} does not speak TLS: what is said there can be read on the way.',
    zh: '{server} 不支持 TLS: 途中的内容可能被人读到。',
  },
  noTlsAdvice: {
    en: 'If you trust the network:\n  teahouse chat {server} --without-tls',
    zh: '如果信任这个网络:\n  teahouse chat {server} --without-tls',
  },
  needsTls: {
    en: '{server} speaks nothing but TLS: leave out --without-tls.',
    zh: '{server} 只接受 TLS: 请去掉 --without-tls。',
  },
  tlsFailed: {
    en: 'No TLS with {server}: {reason}.',
    zh: '无法与 {server} 建立 TLS: {reason}。',
  },
} as const satisfies Record<string, Bilingual>
