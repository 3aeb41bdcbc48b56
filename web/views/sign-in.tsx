import { useEffect, useState } from 'preact/hooks'
import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../protocol/limits.ts'
import { isName } from '../../protocol/names.ts'
import { fill } from '../model/speech.ts'
import { useApp } from './app-context.ts'
import { Field, Mark, Problem } from './bits.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { useAct } from './use-act.ts'

/** The door: log in, or make an account where the server takes new ones. */
export function SignIn({ refusal }: { refusal: ChatClientError | undefined }) {
  const app = useApp()
  const { texts } = app
  const act = useAct()
  const [isNew, setNew] = useState(false)
  const [isClosed, setClosed] = useState(false)
  const [wrong, setWrong] = useState<string>()

  useEffect(() => {
    app.isRegistrationOpen().then(
      (isOpen) => setClosed(!isOpen),
      // Without a server nobody gets in anyway; whoever tries is told why.
      () => undefined,
    )
  }, [app])

  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const account = {
      user: String(form.get('user')).trim(),
      password: String(form.get('password')),
    }
    const nickname = String(form.get('nickname') ?? '').trim()
    if (isNew && !isName(account.user)) return setWrong(texts.userNameHint)
    if (isNew && account.password.length < MIN_PASSWORD_LENGTH)
      return setWrong(fill(texts.passwordHint, { count: MIN_PASSWORD_LENGTH }))
    setWrong(undefined)
    act.run(() =>
      isNew
        ? app.register({ ...account, ...(nickname !== '' && { nickname }) })
        : app.signIn(account),
    )
  }
  const turn = (toNew: boolean): void => {
    setNew(toNew)
    setWrong(undefined)
    act.clear()
  }

  const problem = wrong ?? act.problem ?? (refusal && app.sayError(refusal))
  return (
    <main class="door">
      <form class="card door-card" onSubmit={submit} aria-labelledby="door-title">
        <Mark />
        <h1 id="door-title">
          Teahouse <span lang="zh">茶馆</span>
        </h1>
        <Field label={texts.userName} {...(isNew && { hint: texts.userNameHint })}>
          <input
            name="user"
            required
            maxLength={32}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            autofocus
          />
        </Field>
        {isNew && (
          <Field label={texts.nickname} hint={texts.nicknameHint}>
            <input name="nickname" maxLength={64} autocomplete="nickname" />
          </Field>
        )}
        <PasswordField isNew={isNew} />
        <Problem text={problem} />
        <button type="submit" class="primary" disabled={act.isBusy}>
          {act.isBusy ? texts.connecting : isNew ? texts.register : texts.logIn}
        </button>
        {isClosed ? (
          <p class="hint">{texts.registrationClosed}</p>
        ) : (
          <button type="button" class="link" onClick={() => turn(!isNew)}>
            {isNew ? texts.toLogIn : texts.toRegister}
          </button>
        )}
      </form>
      <LanguageSwitch />
    </main>
  )
}

function PasswordField({ isNew }: { isNew: boolean }) {
  const { texts } = useApp()
  const [isShown, setShown] = useState(false)
  return (
    <div class="password">
      <Field
        label={texts.password}
        {...(isNew && { hint: fill(texts.passwordHint, { count: MIN_PASSWORD_LENGTH }) })}
      >
        <input
          name="password"
          {...(isShown ? ({ type: 'text' } as const) : ({ type: 'password' } as const))}
          required
          maxLength={MAX_PASSWORD_LENGTH}
          autocomplete={isNew ? 'new-password' : 'current-password'}
        />
      </Field>
      <button type="button" class="link" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        {isShown ? texts.hidePassword : texts.showPassword}
      </button>
    </div>
  )
}
