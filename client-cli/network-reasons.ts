/** Why a connection could not be opened or went away, by the code of the operating system or of `Connection`. */
export const NETWORK_REASONS: ReadonlyMap<string, { en: string; zh: string }> = new Map([
  ['ECONNREFUSED', { en: 'nothing listens there', zh: '对方没有开放服务' }],
  ['ECONNRESET', { en: 'the server cut it', zh: '被服务器切断' }],
  ['EPIPE', { en: 'the server cut it', zh: '被服务器切断' }],
  ['ENOTFOUND', { en: 'no such host', zh: '找不到主机' }],
  ['EAI_AGAIN', { en: 'the name cannot be looked up', zh: '无法解析主机名' }],
  ['ETIMEDOUT', { en: 'no answer', zh: '没有响应' }],
  ['EHOSTUNREACH', { en: 'no way to that host', zh: '无法到达主机' }],
  ['ENETUNREACH', { en: 'no network', zh: '没有网络' }],
  ['no_answer', { en: 'no answer', zh: '没有响应' }],
  ['garbage', { en: 'what it sends makes no sense', zh: '收到的数据无法理解' }],
  ['TLS_SILENT', { en: 'it takes the connection and says nothing', zh: '接受了连接却没有回应' }],
  ['TLS_CUT', { en: 'it hung up before TLS was set up', zh: '建立 TLS 之前就挂断了' }],
  ['TLS_NO_CERTIFICATE', { en: 'it shows no certificate', zh: '没有出示证书' }],
  ['closed', { en: 'the server closed it', zh: '服务器关闭了连接' }],
])
