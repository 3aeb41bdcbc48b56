import type { ComponentChildren } from 'preact'
import { useApp } from './app-context.ts'
import { IconButton } from './bits.tsx'

interface BesideProps {
  title: string
  children: ComponentChildren
}

/** What lies beside the conversation, or over it where there is no room. */
export function Beside({ title, children }: BesideProps) {
  const app = useApp()
  const { texts } = app
  const back = (): void => app.back()
  return (
    <aside class="beside" aria-label={title}>
      <header class="bar">
        <IconButton class="only-covering" icon="back" label={texts.back} onClick={back} />
        <h2>{title}</h2>
        <IconButton class="not-covering" icon="close" label={texts.close} onClick={back} />
      </header>
      {children}
    </aside>
  )
}
