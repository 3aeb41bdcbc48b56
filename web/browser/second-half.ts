import styles from '../styles/more.css?url'

export type SecondHalf = typeof import('../more.ts')

let half: Promise<SecondHalf> | undefined

/** The code and the styles of what comes later. Rejects when the server is away, or has another version of the page by now. */
export function loadSecondHalf(): Promise<SecondHalf> {
  half ??= Promise.all([import('../more.ts'), loadStyles()]).then(([code]) => code)
  half.catch(() => {
    // Asked for again when it is wanted again.
    half = undefined
  })
  return half
}

function loadStyles(): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', () => {
      link.remove()
      reject(new Error('no styles'))
    })
    link.href = styles
    document.head.append(link)
  })
}
