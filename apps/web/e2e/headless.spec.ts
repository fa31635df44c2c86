import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { test as base, expect } from './connect-steps.ts'
import type { FakeProvider } from './fake-provider.ts'
import { servePages } from './flow-builder.ts'
import { installHostApp } from './host-app.ts'
import { freePorts } from './stepkey.ts'
import type { Workspace } from './workspace.ts'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))

/** The example page without a UI library, on another site than Stepkey, in the browser of a customer. */
const test = base.extend<{ customerPage: Page; examplePage: Page }>({
  customerPage: async ({ browser }, use) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    await use(await context.newPage())
    await context.close()
  },
  examplePage: async ({ customerPage, workspace, baseURL }, use) => {
    const [port] = await freePorts(1)
    const origin = `http://127.0.0.1:${port}`
    const { embedId, key } = await registerHost(workspace, origin)
    const server = spawn(process.execPath, ['examples/headless/server.mjs'], {
      cwd: REPOSITORY,
      env: {
        PATH: process.env.PATH,
        STEPKEY_URL: baseURL,
        STEPKEY_API_KEY: key,
        EMBED_ID: embedId,
        PORT: `${port}`,
        CONNECT_JS: 'packages/connect/dist/connect.js',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(server, 'exit')
    await Promise.race([once(server.stdout, 'data'), exited])
    await customerPage.goto(origin)
    await use(customerPage)
    server.kill()
    await exited
  },
})

async function registerHost(workspace: Workspace, origin: string) {
  const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', { name: 'App', origin })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Host',
    scopes: ['connect'],
  })
  return { embedId, key }
}

const credentialsOf = async (workspace: Workspace) =>
  (await workspace.query<{ items: CredentialSummary[] }>('credentials.list', { owner: 'org_1' })).items

/** Chooses OAuth 2.0, and fills in the form for the fake provider. */
async function fillInOAuth(page: Page, { url, values }: FakeProvider) {
  await page.getByLabel('Application').selectOption('OAuth 2.0')
  const { clientId, client, baseUrl, testPath } = values as Record<string, string> & {
    client: { secret: string }
  }
  await page.getByLabel('Name').fill('Shop')
  await page.getByRole('group', { name: 'Provider' }).getByLabel('Kind').selectOption('urls')
  await page.getByLabel('Authorization URL').fill(`${url}/authorize`)
  await page.getByLabel('Token URL').fill(`${url}/token`)
  await page.getByLabel('Client ID').fill(clientId ?? '')
  await page.getByLabel('Client secret').last().fill(client.secret)
  await page.getByLabel('Base URL').fill(baseUrl ?? '')
  await page.getByLabel('Test path').fill(testPath ?? '')
}

test('a page with forms of its own verifies and creates a credential', async ({
  examplePage: page,
  workspace,
}) => {
  await expect(page.getByLabel('Application').getByRole('option')).toHaveText([
    'Petstore API',
    'OAuth 2.0',
    'GitHub',
  ])
  await page.getByLabel('Name').fill('Shop')
  const output = page.locator('output')
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(output).toContainText('values.apiKey: Fill in this field.')
  await page.getByRole('textbox', { name: 'API key' }).fill('secret')
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(output).toContainText(/accepted|works/i)
  expect(await credentialsOf(workspace)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(output).toHaveText(/^Connected: /)
  const [credential] = await credentialsOf(workspace)
  expect(credential).toMatchObject({ name: 'Shop', status: 'verified' })
  await expect(output).toHaveText(`Connected: ${credential?.id}`)
  await page.reload()
  await expect(page.getByRole('listitem')).toHaveText('Shop: verified')
})

test('a page with forms of its own shows the application chosen last, also if another answer comes later', async ({
  customerPage: page,
  examplePage,
}) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await page.route(/components\.get.*petstore/, async (route) => {
    await held
    await route.continue()
  })
  const late = page.waitForResponse(/components\.get.*petstore/)
  await examplePage.reload()
  await page.getByLabel('Application').selectOption('OAuth 2.0')
  await expect(page.getByLabel('Client ID')).toBeVisible()
  release()
  await (await late).finished()
  await expect(page.getByLabel('Client ID')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'API key' })).toBeHidden()
})

test('a page with forms of its own connects an account at the provider', async ({
  examplePage: page,
  provider,
  workspace,
}) => {
  await fillInOAuth(page, provider)
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const window = await opened
  // A page of the application can have links of other people, so the window asks.
  await window.getByRole('button', { name: 'Continue' }).click()
  await window.getByRole('link', { name: 'Allow' }).click()
  await expect(page.locator('output')).toHaveText(/^Connected: /)
  await expect.poll(() => window.isClosed()).toBe(true)
  expect(await credentialsOf(workspace)).toMatchObject([{ name: 'Shop', status: 'verified' }])
})

test('a page with forms of its own offers a link for a blocked window', async ({
  customerPage,
  examplePage: page,
  provider,
  workspace,
}) => {
  await page.evaluate(() => {
    window.open = () => null
  })
  await fillInOAuth(page, provider)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const opened = customerPage.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the provider in a tab' }).click()
  const tab = await opened
  await tab.getByRole('button', { name: 'Continue' }).click()
  await tab.getByRole('link', { name: 'Allow' }).click()
  await expect(page.locator('output')).toHaveText(/^Connected: /)
  expect(await credentialsOf(workspace)).toMatchObject([{ name: 'Shop', status: 'verified' }])
})

test('the example in React shows what can be connected, and the picker', async ({
  customerPage: page,
  workspace,
  baseURL,
}) => {
  const app = await installHostApp(19)
  const { folder } = await app.build('example')
  const pages = new Map<string, string>()
  const host = await servePages(pages, folder)
  const { embedId, key } = await registerHost(workspace, host.origin)
  const session = await fetch(`${baseURL}/api/v1/connect-sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      owner: 'org_1',
      componentIds: ['petstore', 'http'],
      actions: ['create'],
      embedId,
    }),
  })
  const { token } = await session.json()
  pages.set('/session', JSON.stringify({ url: baseURL, token }))
  await page.goto(`${host.origin}/index.html`)
  await expect(page.getByText('You can connect Petstore API, HTTP API.')).toBeVisible()
  await page.getByRole('button', { name: /^Petstore API/ }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Shop')
  await page.getByRole('textbox', { name: 'API key' }).fill('secret')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('output')).toHaveText(/^Connected: /)
  expect(await credentialsOf(workspace)).toMatchObject([{ name: 'Shop', status: 'verified' }])
  host.stop()
  await app.remove()
})
