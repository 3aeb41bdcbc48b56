import { useApp, useDesk } from './app-context.ts'
import { IconButton } from './bits.tsx'

/** What the operator has to say to everybody, until one has taken note of it. */
export function Announcements() {
  const { texts } = useApp()
  const desk = useDesk()
  return (
    <>
      {desk.circle.notices.value.map((notice) => (
        <div key={notice.id} class="banner notice" role="alert">
          <span class="notice-text">
            <b>{texts.announcement}</b> <bdi class="soft">{notice.from}</bdi>
            <br />
            <span dir="auto">{notice.text}</span>
          </span>
          <IconButton
            icon="close"
            label={texts.gotIt}
            onClick={() => desk.circle.dismiss(notice)}
          />
        </div>
      ))}
    </>
  )
}
