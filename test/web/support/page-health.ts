import type { Page } from 'playwright-core'

/** What stands out of its place sideways: the page as a whole, or anything in it that one could scroll so. */
export async function spills(page: Page): Promise<string[]> {
  return await page.evaluate(`(() => {
    const all = [document.documentElement, ...document.querySelectorAll('body, body *')]
    return all
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .filter((one) => {
        const { overflowX } = getComputedStyle(one)
        return one === document.documentElement || overflowX === 'auto' || overflowX === 'scroll'
      })
      .map((one) => one.tagName + '.' + one.className + ' ' + one.scrollWidth + '>' + one.clientWidth)
  })()`)
}
