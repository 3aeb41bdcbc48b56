import type { AuditEntry } from '../../../protocol/admin-entities.ts'
import { SOFT } from '../../../terminal/row.ts'
import { TEXTS } from '../texts.ts'
import { type ListView, pair } from './list-view.ts'
import { dateTime } from './moments.ts'

const { columns } = TEXTS
/** Without its year: what was done last year is found by its details. */
const DAY_FROM = 5

export const AUDIT_VIEW: ListView<AuditEntry> = {
  keyOf: ({ entry }) => entry,
  columns: [
    {
      title: columns.when,
      columns: 14,
      text: ({ at }) => dateTime(at).slice(DAY_FROM),
      style: () => SOFT,
    },
    { title: columns.operator, columns: 12, text: ({ operator }) => operator },
    { title: columns.action, columns: 10, text: ({ action }) => action },
    { title: columns.target, columns: 13, grow: 1, text: ({ target }) => target },
    { title: columns.reason, columns: 10, grow: 2, text: ({ reason }) => reason },
    {
      title: columns.detail,
      columns: 14,
      grow: 2,
      text: ({ detail }) => detail,
      style: () => SOFT,
    },
  ],
  title: ({ action, target }) => `${TEXTS.details.act} ${action} ${target}`,
  pairs: (one) => [
    pair(columns.when, dateTime(one.at)),
    pair(columns.operator, one.operator),
    pair(columns.action, one.action),
    pair(columns.target, one.target),
    pair(columns.detail, one.detail),
    pair(columns.reason, one.reason),
  ],
}

export const auditText = ({ operator, action, target, detail, reason }: AuditEntry): string =>
  [operator, action, target, detail, reason].join(' ').toLowerCase()
