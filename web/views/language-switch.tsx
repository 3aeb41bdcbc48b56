import { useApp } from './app-context.ts'

/** For somebody who cannot read what is written: each language is named in itself. */
export function LanguageSwitch() {
  const app = useApp()
  const { language } = app.settings.value
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      class="link language-switch"
      lang={other}
      onClick={() => app.change({ language: other })}
    >
      {other === 'zh' ? '中文' : 'English'}
    </button>
  )
}
