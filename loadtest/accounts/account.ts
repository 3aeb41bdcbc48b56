export interface Account {
  readonly user: string
  readonly token: string
  /** Known when this run registered it, or all of a tokens file have the same. */
  readonly password?: string
}
