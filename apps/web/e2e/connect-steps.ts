import type { FrameLocator, Page } from '@playwright/test'
import { type FakeProvider, startFakeProvider } from './fake-provider.ts'
import { type Stepkey, startStepkey } from './stepkey.ts'
import { test as base, expect, type Workspace } from './workspace.ts'

export { expect, step } from './workspace.ts'

/** Tests with a provider where users grant access in the browser. */
export const test = base.extend<{ resetProvider: undefined }, { provider: FakeProvider; stepkey: Stepkey }>({
  provider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const provider = await startFakeProvider()
      await use(provider)
      provider.close()
    },
    { scope: 'worker' },
  ],
  stepkey: [
    async ({ provider }, use) => {
      const stepkey = await startStepkey({ EGRESS_ALLOW: new URL(provider.url).host })
      await use(stepkey)
      await stepkey.stop()
    },
    { scope: 'worker' },
  ],
  // The origin of the redirect URL.
  baseURL: ({ stepkey }, use) => use(stepkey.url.replace('127.0.0.1', 'localhost')),
  resetProvider: [
    async ({ provider }, use) => {
      Object.assign(provider, { isAvailable: true, isIsolated: false, revoked: [] })
      await use(undefined)
    },
    { auto: true },
  ],
})

/** Fills in the form for the fake provider. */
export async function fillIn(page: Page | FrameLocator, provider: FakeProvider, name: string) {
  const form = page.getByRole('form', { name: 'OAuth 2.0 credential' })
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await form.getByRole('radiogroup', { name: 'Provider' }).getByText('By endpoint URLs').click()
  await form.getByLabel('Authorization URL').fill(`${provider.url}/authorize`)
  await form.getByLabel('Token URL').fill(`${provider.url}/token`)
  await form.getByLabel('Revocation URL').fill(`${provider.url}/revoke`)
  await fillInClient(page, provider)
}

/** Fills in the form for the fake provider, to connect with a code. */
export async function fillInForCode(page: Page | FrameLocator, provider: FakeProvider, name: string) {
  await page.getByRole('radiogroup', { name: 'Method' }).getByText('Connect with a code').click()
  const form = page.getByRole('form', { name: 'OAuth 2.0 credential' })
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await form.getByRole('radiogroup', { name: 'Provider' }).getByText('By endpoint URLs').click()
  await form.getByLabel('Device authorization URL').fill(`${provider.url}/device/code`)
  await form.getByLabel('Token URL').fill(`${provider.url}/token`)
  await fillInClient(page, provider)
}

/** Fills in the OAuth client and the API of the fake provider. */
async function fillInClient(page: Page | FrameLocator, provider: FakeProvider) {
  const form = page.getByRole('form', { name: 'OAuth 2.0 credential' })
  const { clientId, client, baseUrl, testPath } = provider.values as Record<string, string> & {
    client: { secret: string }
  }
  await form.getByLabel('Client ID').fill(clientId ?? '')
  await form.getByRole('textbox', { name: 'Client secret' }).fill(client.secret)
  await form.getByLabel('Base URL').fill(baseUrl ?? '')
  await form.getByLabel('Test path').fill(testPath ?? '')
}

/** Clicks a button that opens the consent window. @returns the page of that window */
export async function openConsentWindow(
  page: Page,
  button: string,
  among = page.getByRole('main'),
): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    among.getByRole('button', { name: button, exact: true }).click(),
  ])
  await popup.getByRole('heading', { name: 'Allow Stepkey to access your data?' }).waitFor()
  return popup
}

/** Connects a new credential through the form. */
export async function connectCredential(
  page: Page,
  workspace: Workspace,
  provider: FakeProvider,
  name: string,
): Promise<void> {
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, name)
  const popup = await openConsentWindow(page, 'Connect')
  await popup.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Verified just now')
}
