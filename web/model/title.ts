/** What the tab is called: the number of unread messages first, for that is what one looks for among twenty tabs. */
export function titleOf(unread: number, chat: string | undefined, product: string): string {
  const name = chat === undefined ? product : `${chat} · ${product}`
  return unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${name}` : name
}
