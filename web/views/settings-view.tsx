import { useState } from 'preact/hooks'
import { MAX_BIO_LENGTH, MAX_NICKNAME_LENGTH, MIN_PASSWORD_LENGTH } from '../../protocol/limits.ts'
import { askForNotes, notePermission } from '../browser/desktop-notes.ts'
import { THEMES, type Theme } from '../model/settings.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Field, Problem } from './bits.tsx'
import { Check } from './check.tsx'
import { Dialog } from './dialog.tsx'
import { useAct } from './use-act.ts'

export function SettingsView() {
  const app = useApp()
  const { texts } = app
  return (
    <Dialog title={texts.settings} onClose={() => app.back()}>
      <Presence />
      <Profile />
      <Appearance />
      <Alerts />
      <Password />
      <section class="row">
        <button type="button" class="danger" onClick={() => void app.logOut()}>
          {texts.logOut}
        </button>
        <button type="button" class="link" onClick={() => app.goInstead({ panel: 'keys' })}>
          {texts.keysTitle}
        </button>
      </section>
    </Dialog>
  )
}

function Presence() {
  const { texts } = useApp()
  const desk = useDesk()
  const act = useAct()
  return (
    <section>
      <Check
        label={`◐ ${texts.showAway}`}
        isChecked={desk.isAway.value}
        isBusy={act.isBusy}
        onChange={(isAway) => act.run(() => desk.setAway(isAway))}
      />
      <Problem text={act.problem} />
    </section>
  )
}

function Profile() {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const me = desk.circle.me.value
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const nickname = String(form.get('nickname')).trim()
    const bio = String(form.get('bio')).trim()
    act.run(async () => {
      const reply = await desk.client.request('profile.set', {
        bio,
        ...(nickname !== '' && { nickname }),
      })
      desk.circle.me.value = reply.me
      app.tell(texts.saved)
    })
  }
  return (
    <section>
      <h3>
        {texts.profile} <bdi class="soft">{me?.user}</bdi>
      </h3>
      <form class="stack" onSubmit={submit}>
        <Field label={texts.nickname} hint={texts.nicknameHint}>
          <input name="nickname" maxLength={MAX_NICKNAME_LENGTH} defaultValue={me?.nickname} />
        </Field>
        <Field label={texts.bio}>
          <textarea name="bio" rows={2} maxLength={MAX_BIO_LENGTH} defaultValue={me?.bio ?? ''} />
        </Field>
        <Problem text={act.problem} />
        <button type="submit" disabled={act.isBusy}>
          {texts.save}
        </button>
      </form>
    </section>
  )
}

function Appearance() {
  const app = useApp()
  const { texts } = app
  const { language, theme } = app.settings.value
  const themeNames = { auto: texts.themeAuto, light: texts.themeLight, dark: texts.themeDark }
  return (
    <section>
      <h3>{texts.appearance}</h3>
      <div class="two">
        <Field label={texts.language}>
          <select
            value={language}
            onChange={(event) =>
              app.change({ language: event.currentTarget.value === 'zh' ? 'zh' : 'en' })
            }
          >
            <option value="en">English</option>
            <option value="zh">中文</option>
          </select>
        </Field>
        <Field label={texts.theme}>
          <select
            value={theme}
            onChange={(event) => app.change({ theme: event.currentTarget.value as Theme })}
          >
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {themeNames[one]}
              </option>
            ))}
          </select>
        </Field>
      </div>
    </section>
  )
}

function Alerts() {
  const app = useApp()
  const { texts } = app
  const { sound, notify, ctrlSends } = app.settings.value
  const [refusal, setRefusal] = useState<'denied' | 'impossible'>()
  const turnNotify = async (isWanted: boolean): Promise<void> => {
    const permission = isWanted ? await askForNotes() : notePermission()
    app.change({ notify: isWanted && permission === 'granted' })
    setRefusal(isWanted && permission !== 'granted' ? refusalOf(permission) : undefined)
  }
  return (
    <section>
      <h3>{texts.newMessages}</h3>
      <Check
        label={texts.soundSetting}
        isChecked={sound}
        onChange={(isOn) => app.change({ sound: isOn })}
      />
      <Check
        label={texts.notifySetting}
        isChecked={notify}
        onChange={(isWanted, box) => {
          // What the browser says decides; until then it stays as it was.
          box.checked = notify
          void turnNotify(isWanted)
        }}
      />
      <Problem
        text={refusal && (refusal === 'denied' ? texts.notifyDenied : texts.notifyImpossible)}
      />
      <Check
        label={texts.ctrlSendsSetting}
        isChecked={ctrlSends}
        onChange={(isOn) => app.change({ ctrlSends: isOn })}
      />
    </section>
  )
}

const refusalOf = (permission: string): 'denied' | 'impossible' =>
  permission === 'impossible' ? 'impossible' : 'denied'

function Password() {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const [wrong, setWrong] = useState<string>()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const fields = new FormData(form)
    const [old, chosen, again] = ['old', 'new', 'again'].map((name) => String(fields.get(name)))
    if ([...(chosen ?? '')].length < MIN_PASSWORD_LENGTH)
      return setWrong(fill(texts.passwordHint, { count: MIN_PASSWORD_LENGTH }))
    if (chosen !== again) return setWrong(texts.passwordsDiffer)
    setWrong(undefined)
    act.run(async () => {
      await desk.client.request('password.change', { old: old ?? '', new: chosen ?? '' })
      form.reset()
      app.tell(texts.passwordChanged)
    })
  }
  const field = (name: 'old' | 'new' | 'again', label: string) => (
    <Field label={label}>
      <input
        name={name}
        type="password"
        required
        autocomplete={name === 'old' ? 'current-password' : 'new-password'}
      />
    </Field>
  )
  return (
    <section>
      <details>
        <summary>{texts.changePassword}</summary>
        <form class="stack" onSubmit={submit}>
          {/* For password managers, which want to know whose it is. */}
          <input
            class="hidden"
            name="user"
            autocomplete="username"
            aria-label={texts.userName}
            value={desk.circle.me.value?.user}
            readOnly
            tabIndex={-1}
          />
          {field('old', texts.oldPassword)}
          {field('new', texts.newPassword)}
          {field('again', texts.passwordAgain)}
          <p class="hint">{texts.passwordChangeHint}</p>
          <Problem text={wrong ?? act.problem} />
          <button type="submit" disabled={act.isBusy}>
            {texts.changePassword}
          </button>
        </form>
      </details>
    </section>
  )
}
