import { DeskContext, useApp } from './app-context.ts'
import { Ended, Starting } from './doorstep.tsx'
import { SignIn } from './sign-in.tsx'
import { Workspace } from './workspace.tsx'

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
