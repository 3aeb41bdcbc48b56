import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findProgram } from './programs.ts'
import type { Teardown } from './temporary-folder.ts'

const CHROMIUM = findProgram('chromium') ?? findProgram('chromium-browser')

/** The options of a test that needs a real browser: `t.test('…', { ...needsBrowser }, …)`. */
export const needsBrowser = { skip: CHROMIUM === undefined ? 'chromium is not installed' : false }

/** No sandbox, since tests run as root in containers; and nothing that would ask the network by itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What people bring with them: each visitor has cookies and storage of their own. */
export interface VisitorOptions {
  locale?: 'en-US' | 'zh-CN'
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  /** Points of the screen for one of the page. */
  scale?: number
  /** Of the machine where there is none. */
  timezoneId?: string
}

/** One chromium for all visitors of a test file. */
export class TestBrowser {
  readonly #browser: Browser
  /** What pages complained about: a page of ours that logs an error or asks another host has a defect. */
  readonly complaints: string[] = []

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async start(t: Teardown): Promise<TestBrowser> {
    const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: FLAGS })
    t.teardown(() => browser.close())
    return new TestBrowser(browser)
  }

  /** Somebody else at another machine. */
  async visitor(options: VisitorOptions = {}): Promise<BrowserContext> {
    const { locale = 'en-US', width = 1280, height = 800, colorScheme = 'light' } = options
    const { scale = 1, timezoneId } = options
    const context = await this.#browser.newContext({
      locale,
      colorScheme,
      viewport: { width, height },
      deviceScaleFactor: scale,
      ...(timezoneId !== undefined && { timezoneId }),
      reducedMotion: 'reduce',
      // The server's own certificate, which a person would have to accept.
      ignoreHTTPSErrors: true,
    })
    context.setDefaultTimeout(15_000)
    context.on('page', (page) => this.#watch(page))
    return context
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(`${error}`))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('request', (request) => {
      if (request.isNavigationRequest()) return
      const { protocol, host } = new URL(request.url())
      if (/^(http|ws)s?:$/.test(protocol) && host !== new URL(page.url()).host) {
        this.complaints.push(`a request to ${request.url()}`)
      }
    })
  }
}
