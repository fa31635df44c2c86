import type { Page } from '@playwright/test'
import type { ConnectSessionCreated, CreateConnectSession } from '@stepkey/shared/connect-session'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { locationsOf } from './locations-of.ts'
import { expectAccessible, views } from './screenshots.ts'
import { test as base, expect, type Workspace } from './workspace.ts'

type Input = Partial<CreateConnectSession> & Pick<CreateConnectSession, 'actions'>

/** A visitor without an account, and a function that creates connect sessions as a server of a customer's application does. */
const test = base.extend<{ visitor: Page; newSession(input: Input): Promise<ConnectSessionCreated> }>({
  visitor: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL, reducedMotion: 'reduce' })
    await use(await context.newPage())
    await context.close()
  },
  newSession: async ({ workspace, playwright, baseURL }, use) => {
    const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
      name: 'Host',
      scopes: ['connect'],
    })
    const host = await playwright.request.newContext({
      baseURL,
      extraHTTPHeaders: { authorization: `Bearer ${key}` },
    })
    await use(async (data) => {
      const answer = await host.post('/api/v1/connect-sessions', { data })
      expect(answer.status(), await answer.text()).toBe(201)
      return await answer.json()
    })
    await host.dispose()
  },
})

const twoViews = [views[0], views[2]]
const form = (page: Page) => page.getByRole('form', { name: 'Petstore API credential' })

async function enterKey(page: Page, key: string) {
  await form(page).getByRole('textbox', { name: 'API key' }).fill(key)
  await form(page).getByRole('button', { name: 'Save' }).click()
}

const credentialsOf = async (workspace: Workspace, owner: string) =>
  (await workspace.query<{ items: CredentialSummary[] }>('credentials.list', { owner })).items

test('a customer chooses one of several applications, and connects it by a link', async ({
  workspace,
  visitor,
  newSession,
}) => {
  await workspace.credential('Secret project', { owner: 'org_2' })
  const { connectLink } = await newSession({
    owner: 'org_1',
    componentIds: ['petstore', 'github', 'http', 'postgresql', 'stripe', 'slack'],
    actions: ['create'],
    tags: { plan: 'pro' },
    expiresIn: 86_400,
  })
  await visitor.goto(connectLink)
  await expect(
    visitor.getByRole('heading', { name: /^Connect an application for “.*Alice Miller.*”$/ }),
  ).toBeVisible()
  expect(visitor.url()).not.toContain('#')
  const locations = await locationsOf(visitor, [new URL(connectLink).hash.slice('#link='.length)])
  // The browser itself keeps the URL that the page was opened with.
  expect(locations.filter((location) => location !== 'requested')).toEqual([])
  await expect(visitor.getByRole('listitem')).toHaveCount(6)
  await expectAccessible(visitor, twoViews)

  await visitor.getByRole('searchbox', { name: 'Search applications' }).fill('nothing like this')
  await expect(visitor.getByText('No application matches')).toBeVisible()
  await visitor.getByRole('searchbox', { name: 'Search applications' }).fill('pet')
  await visitor.getByRole('button', { name: /^Petstore API/ }).click()
  await expect(form(visitor)).toBeVisible()
  await expectAccessible(visitor, twoViews)
  await visitor.getByRole('button', { name: 'All applications' }).click()
  await visitor.getByRole('button', { name: /^Petstore API/ }).click()
  await enterKey(visitor, 'wrong')
  await expect(visitor.getByRole('alert')).toContainText('rejected')
  await enterKey(visitor, 'secret')
  await expect(visitor.getByRole('heading', { name: 'Connected' })).toBeVisible()
  await expectAccessible(visitor, twoViews)
  expect(await credentialsOf(workspace, 'org_1')).toMatchObject([
    { componentId: 'petstore', owner: 'org_1', tags: { plan: 'pro' }, status: 'verified' },
  ])
  await visitor.getByRole('button', { name: 'Back to the start' }).click()
  await expect(visitor.getByRole('listitem')).toHaveCount(6)
})

test('a customer connects one credential again by a link, and it keeps its id and name', async ({
  workspace,
  visitor,
  newSession,
}) => {
  const { id: credentialId, version } = await workspace.credential('Shop', { owner: 'org_1' })
  const { connectLink } = await newSession({ actions: ['reconnect'], credentialId })
  await visitor.goto(connectLink)
  await expect(
    visitor.getByRole('heading', { name: /^Connect Petstore API again for “.*Alice Miller.*”$/ }),
  ).toBeVisible()
  await expect(form(visitor).getByRole('textbox', { name: 'API key' })).toHaveValue('')
  await expect(form(visitor).getByLabel('Name')).toHaveCount(0)
  await expectAccessible(visitor, twoViews)
  await enterKey(visitor, 'wrong')
  await expect(visitor.getByRole('alert')).toContainText('rejected')
  await enterKey(visitor, 'secret')
  await expect(visitor.getByRole('heading', { name: 'Connected' })).toBeVisible()
  expect(await credentialsOf(workspace, 'org_1')).toMatchObject([
    { id: credentialId, name: 'Shop', version: version + 1 },
  ])
})

test('a link that has ended, and a page without one, say what to do', async ({
  workspace,
  visitor,
  newSession,
}) => {
  const { connectLink } = await newSession({
    owner: 'org_1',
    componentIds: ['petstore'],
    actions: ['create'],
  })
  await workspace.call('owners.remove', { owner: 'org_1' })
  await visitor.goto(connectLink)
  await expect(visitor.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible()
  await expectAccessible(visitor, twoViews)
  await visitor.goto('/connect')
  await expect(visitor.getByRole('heading', { name: 'Open the link that you received' })).toBeVisible()
})

test('a link that can’t be opened now says so, and is opened again on request', async ({
  visitor,
  newSession,
}) => {
  const { connectLink } = await newSession({
    owner: 'org_1',
    componentIds: ['petstore'],
    actions: ['create'],
  })
  await visitor.route('**/trpc/connectSessions.open', (route) => route.abort())
  await visitor.goto(connectLink)
  await expect(visitor.getByRole('heading', { name: 'This page could not be loaded' })).toBeVisible()
  await expectAccessible(visitor, twoViews)
  await visitor.unroute('**/trpc/connectSessions.open')
  // The click fails if something covers the button.
  await visitor.getByRole('button', { name: 'Try again' }).click()
  await expect(form(visitor)).toBeVisible()
})
