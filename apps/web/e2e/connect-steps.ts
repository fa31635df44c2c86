import type { Page } from '@playwright/test'
import { type FakeProvider, startFakeProvider } from './fake-provider.ts'
import { type Stepkey, startStepkey } from './stepkey.ts'
import { test as base, expect, type Workspace } from './workspace.ts'

export { expect, step } from './workspace.ts'

/** Journeys with an application whose access people grant in the browser. */
export const test = base.extend<{ atItsBest: undefined }, { vendor: FakeProvider; stepkey: Stepkey }>({
  vendor: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const vendor = await startFakeProvider()
      await use(vendor)
      vendor.close()
    },
    { scope: 'worker' },
  ],
  stepkey: [
    async ({ vendor }, use) => {
      const stepkey = await startStepkey({ EGRESS_ALLOW: new URL(vendor.url).host })
      await use(stepkey)
      await stepkey.stop()
    },
    { scope: 'worker' },
  ],
  // The address that vendors send people back to.
  baseURL: ({ stepkey }, use) => use(stepkey.url.replace('127.0.0.1', 'localhost')),
  atItsBest: [
    async ({ vendor }, use) => {
      Object.assign(vendor, { isUp: true, isAloof: false, revoked: [] })
      await use(undefined)
    },
    { auto: true },
  ],
})

/** Fills in everything that the stand-in needs, as somebody would who uses it for the first time. */
export async function fillIn(page: Page, vendor: FakeProvider, name: string) {
  const form = page.getByRole('form', { name: 'OAuth 2.0 credential' })
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await form.getByRole('radiogroup', { name: 'Provider' }).getByText('By endpoint URLs').click()
  await form.getByLabel('Authorization URL').fill(`${vendor.url}/authorize`)
  await form.getByLabel('Token URL').fill(`${vendor.url}/token`)
  await form.getByLabel('Revocation URL').fill(`${vendor.url}/revoke`)
  await fillInClient(page, vendor)
}

export async function fillInClient(page: Page, vendor: FakeProvider) {
  const form = page.getByRole('form', { name: 'OAuth 2.0 credential' })
  const { clientId, client, baseUrl, testPath } = vendor.values as Record<string, string> & {
    client: { secret: string }
  }
  await form.getByLabel('Client ID').fill(clientId ?? '')
  await form.getByRole('textbox', { name: 'Client secret' }).last().fill(client.secret)
  await form.getByLabel('Base URL').fill(baseUrl ?? '')
  await form.getByLabel('Test path').fill(testPath ?? '')
}

/** Presses a button that opens the vendor's window. */
export async function opened(page: Page, button: string, among = page.getByRole('main')): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    among.getByRole('button', { name: button, exact: true }).click(),
  ])
  await popup.getByRole('heading', { name: 'May Stepkey get at your data?' }).waitFor()
  return popup
}

/** Connects a credential from nothing, by hand. */
export async function connected(
  page: Page,
  workspace: Workspace,
  vendor: FakeProvider,
  name: string,
): Promise<void> {
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, vendor, name)
  const popup = await opened(page, 'Connect')
  await popup.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Verified just now')
}
