import type { ServeOption } from '../server/config.ts'
import type { OptionTable } from './option-table.ts'

/** What `teahouse serve` takes. `server/config.ts` checks the values. */
export const SERVE_OPTIONS: OptionTable<ServeOption> = {
  host: {
    value: 'address',
    default: '0.0.0.0',
    help: 'the address that clients connect to',
  },
  port: {
    value: 'port',
    default: '7700',
    help: 'the port that clients connect to; 0 takes a free one',
  },
  tls: {
    value: 'required|optional|off',
    default: 'optional',
    help: 'whether clients must, may or cannot come by TLS',
  },
  'tls-cert': {
    value: 'file',
    help: 'a certificate, or a chain of them, in PEM; without it one is made in <data>/tls',
  },
  'tls-key': {
    value: 'file',
    help: 'its private key in PEM',
  },
  names: {
    value: 'a,b',
    help: "host names under which browsers come, beside this machine's own: a DNS name, a reverse proxy",
  },
  'ops-host': {
    value: 'address',
    default: '127.0.0.1',
    help: 'the address of health and metrics, which ask for no password: keep it private',
  },
  'ops-port': {
    value: 'port',
    default: '7701',
    help: 'the port of health and metrics; 0 takes a free one',
  },
  data: {
    value: 'folder',
    default: './data',
    help: "the server's files; made when it is not there",
  },
  db: {
    value: 'url',
    default: 'sqlite:<data>/teahouse.db',
    help: 'sqlite:FILE or mysql://user:password@host:port/database; <data> stands for the folder above',
  },
  registration: {
    value: 'open|closed',
    default: 'open',
    help: 'whether anyone may make an account',
  },
  'direct-messages': {
    value: 'friends|anyone',
    default: 'friends',
    help: 'whom a user may write to',
  },
  'rate-limit': {
    value: 'frames',
    default: '20',
    help: 'frames a second that a session may go on sending; 0: no limit',
  },
  'rate-burst': {
    value: 'frames',
    default: '60',
    help: 'frames that a session may send at once; 0: no limit',
  },
  'max-pending-per-address': {
    value: 'count',
    default: '64',
    help: 'connections of one address that have not logged in; 0: no limit',
  },
  announce: {
    help: 'tell the local network by mDNS that the server is there: teahouse discover finds it',
  },
  'announce-name': {
    value: 'name',
    help: 'what it is called there; the name of this machine without it',
  },
  assistant: {
    value: 'rules|openai|tuling|off',
    default: 'rules',
    help: 'who answers what people say to the assistant: rules of its own, a language model, the Turing robot, or nobody',
  },
  'assistant-url': {
    value: 'url',
    help: 'where that is: http://127.0.0.1:11434/v1 (Ollama) without it for openai, the public address for tuling',
  },
  'assistant-model': {
    value: 'name',
    help: 'the model, as openai knows it',
  },
  'assistant-key-file': {
    value: 'file',
    help: 'a file whose first line is the key; tuling needs one',
  },
  'log-level': {
    value: 'level',
    default: 'info',
    help: 'trace, debug, info, warn, error, fatal or silent',
  },
}
