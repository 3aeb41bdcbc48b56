import type { ByeCode, ErrorCode } from '../protocol/error-codes.ts'
import type { LocalCode } from './wire/chat-client-error.ts'

/**
 * The sentences of all error codes in Chinese. In English the server's own sentence is shown: it is more precise. A test compares the
 * keys with the tables of codes.
 */
export const CHINESE_ERRORS: Readonly<Record<ErrorCode | ByeCode | LocalCode, string>> = {
  bad_json: '数据格式有误。',
  bad_request: '请求中有字段不对。',
  unknown_type: '服务器不认识这个请求。',
  too_large: '内容太长,服务器不接受。',
  unauthenticated: '请先登录。',
  bad_credentials: '用户名或密码不对。',
  bad_token: '登录已失效,请重新输入密码。',
  banned: '此账号已被封禁。',
  forbidden: '你没有这个权限。',
  not_friends: '只能给好友发消息。',
  blocked: '你们之间有一方屏蔽了对方。',
  muted: '你暂时不能发言。',
  not_member: '你不是这个聊天室的成员。',
  not_found: '没有这个用户、聊天室或消息。',
  name_taken: '这个名字已被占用。',
  conflict: '已经存在,或与现有内容矛盾。',
  rate_limited: '太快了,请稍后再试。',
  busy: '服务器正忙,请稍后再试。',
  unavailable: '数据库没有响应,请稍后再试。',
  shutting_down: '服务器正在关闭。',
  internal: '服务器内部出错。',

  kicked: '管理员关闭了此连接,或登录已被撤销。',
  idle: '太久没有动静。',
  slow_reader: '此客户端没有及时读取消息。',
  auth_timeout: '未在限定时间内登录。',

  unreachable: '连不上服务器。',
  offline: '尚未连接到服务器。',
  connection_lost: '收到答复之前连接断开了。',
  bad_reply: '服务器的答复无法理解。',
  too_many_requests: '等待答复的请求太多了。',
  outbox_full: '等待发送的消息太多了。',
  text_too_long: '这条消息太长了。',
}
