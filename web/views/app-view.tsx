import { DeskContext, useApp } from './app-context.ts'
import { later } from './later.tsx'
import { SignIn } from './sign-in.tsx'
import { Starting } from './starting.tsx'
import { Workspace } from './workspace.tsx'

const Ended = later((half) => half.Ended)

export function AppView() {
  const phase = useApp().phase.value
  switch (phase.kind) {
    case 'signed-out':
      return <SignIn refusal={phase.refusal} />
    case 'starting':
      return <Starting desk={phase.desk} />
    case 'ended':
      return <Ended error={phase.error} />
    case 'signed-in':
      return (
        <DeskContext.Provider value={phase.desk}>
          <Workspace />
        </DeskContext.Provider>
      )
  }
}
