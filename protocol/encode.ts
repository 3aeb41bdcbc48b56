import type { ErrorFrame } from './replies.ts'
import type { RequestId } from './requests.ts'

/** A frame as it goes out: JSON and the newline that ends it over TCP; WebSocket sends the same text [P-1]. */
export type Line = string

export function encodeFrame(frame: object): Line {
  return `${JSON.stringify(frame)}\n`
}

const TYPE_START = '{"type":"'.length

/** The type of a line that was encoded by this server: every frame names it first. */
export function lineType(line: Line): string {
  return line.slice(TYPE_START, line.indexOf('"', TYPE_START))
}

/** `ok` with what the command returned; `fields` is an object. */
export function encodeOk(id: RequestId, fields: object): Line {
  const body = JSON.stringify(fields)
  const start = `{"type":"ok","id":${JSON.stringify(id)}`
  return body === '{}' ? `${start}}\n` : `${start},${body.slice(1)}\n`
}

/** `ok` with fields that are JSON already, as a worker made them: `"messages":[…],"more":false`. */
export function encodeOkJson(id: RequestId, fieldsJson: string): Line {
  return `{"type":"ok","id":${JSON.stringify(id)},${fieldsJson}}\n`
}

export function encodeError(error: ErrorFrame): Line {
  return encodeFrame(error)
}

/**
 * `ok` of `send`, written out by hand: with `encodeMsg` it is what the server says most, and JSON.stringify of an
 * object takes several times as long. Arguments named `…Json` are JSON already, so that a name is quoted once and not once a
 * message. A test compares both with JSON.stringify.
 */
export function encodeSent(
  id: RequestId,
  chatJson: string,
  seq: number,
  at: number,
  dup: boolean,
): Line {
  const idJson = typeof id === 'number' ? id : JSON.stringify(id)
  return `{"type":"ok","id":${idJson},"chat":${chatJson},"seq":${seq},"at":${at}${dup ? ',"dup":true' : ''}}\n`
}

/** The event `msg`. */
export function encodeMsg(
  chatJson: string,
  seq: number,
  fromJson: string,
  cid: string,
  at: number,
  text: string,
): Line {
  return `{"type":"msg","chat":${chatJson},"seq":${seq},"from":${fromJson},"cid":${JSON.stringify(cid)},"at":${at},"text":${JSON.stringify(text)}}\n`
}
