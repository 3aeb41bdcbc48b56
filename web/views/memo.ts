import { Component, type ComponentChild, type FunctionComponent, h } from 'preact'

/** Draws again only when a property has become another one, or a signal that was read has changed. */
export function memo<P extends object>(view: (props: P) => ComponentChild): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const now = this.props as P
      return (Object.keys(next) as (keyof P)[]).some((name) => next[name] !== now[name])
    }

    override render(): ComponentChild {
      return h(view as FunctionComponent<P>, this.props as P)
    }
  }
  return Memo as unknown as FunctionComponent<P>
}
