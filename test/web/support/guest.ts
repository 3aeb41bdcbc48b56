import type { Locator, Page } from 'playwright-core'
import type { TestBrowser, VisitorOptions } from '../../support/browser.ts'

export const PASSWORD = 'correct horse'

/** Somebody in front of a page, in English: what they do with it, and what they wait to see. */
export class Guest {
  readonly page: Page
  /** Where one writes. */
  readonly box: Locator
  readonly #url: string

  private constructor(page: Page, url: string) {
    this.page = page
    this.#url = url
    this.box = page.getByRole('textbox', { name: /^Write to / })
  }

  /** At a machine of their own, before an empty page. */
  static async prepare(
    browser: TestBrowser,
    port: number,
    options?: VisitorOptions,
  ): Promise<Guest> {
    const context = await browser.visitor(options)
    return new Guest(await context.newPage(), `http://127.0.0.1:${port}/`)
  }

  /** The same, with our page before them. */
  static async arrive(
    browser: TestBrowser,
    port: number,
    options?: VisitorOptions,
  ): Promise<Guest> {
    const guest = await Guest.prepare(browser, port, options)
    await guest.enter()
    return guest
  }

  async enter(): Promise<void> {
    await this.page.goto(this.#url)
  }

  /** Another tab of the same browser. */
  async anotherTab(): Promise<Guest> {
    const guest = new Guest(await this.page.context().newPage(), this.#url)
    await guest.enter()
    return guest
  }

  /** What lies over everything else. */
  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  /** Presses keys that open something over everything. */
  async summon(keys: string): Promise<void> {
    await this.page.keyboard.press(keys)
    await this.dialog.waitFor()
  }

  /** Out of what lies over everything. */
  async escape(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await this.dialog.waitFor({ state: 'hidden' })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }

  async register(user: string, nickname = ''): Promise<void> {
    await this.button('New here? Make an account').click()
    await this.page.getByLabel('User name').fill(user)
    await this.page.getByLabel('Nickname').fill(nickname)
    await this.page.getByLabel('Password').fill(PASSWORD)
    await this.button('Make an account').click()
    await this.isIn()
  }

  async logIn(user: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('User name').fill(user)
    await this.page.getByLabel('Password').fill(password)
    await this.button('Log in').click()
  }

  async isIn(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Chats' }).waitFor()
  }

  /** Somebody or something in the list. */
  listed(name: string): Locator {
    const chats = this.page.getByRole('navigation', { name: 'Chats' })
    return chats.getByRole('link').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  async open(name: string): Promise<void> {
    await this.listed(name).click()
    await this.box.waitFor()
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text)
    await this.box.press('Enter')
  }

  /** What is said in the conversation before them, in the order in which it stands there. */
  texts(): Promise<string[]> {
    return this.#messages.locator('.text').allInnerTexts()
  }

  /** Waits for a message. */
  async sees(text: string): Promise<void> {
    await this.#messages.locator(this.#text(text)).first().waitFor()
  }

  /** Waits until a message of their own bears this mark. */
  async seesMark(text: string, mark: string): Promise<void> {
    const message = this.#messages.locator('.message', {
      has: this.#text(text),
    })
    await message.getByRole('img', { name: mark, exact: true }).waitFor()
  }

  #text(text: string): Locator {
    return this.page.locator('.text').and(this.page.getByText(text, { exact: true }))
  }

  get #messages(): Locator {
    return this.page.getByRole('region', { name: 'Messages' })
  }
}
