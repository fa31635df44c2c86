import type { Page } from '@playwright/test'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { expect, fillIn, openConsentWindow, step, test } from './connect-steps.ts'
import { locationsOf } from './locations-of.ts'
import { expectAccessible } from './screenshots.ts'
import type { Workspace } from './workspace.ts'

test('without an OAuth app, Connect says what is missing, and the app is added in place', async ({
  page,
  context,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials/github/new'))
  await page.getByRole('combobox', { name: 'Method', exact: true }).click()
  await page.getByRole('option', { name: 'Connect with GitHub' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Typed before')
  const connect = page.getByRole('button', { name: 'Connect', exact: true })
  await expect(connect).toHaveAttribute('aria-disabled', 'true')
  await expect(connect).toHaveAccessibleDescription(
    /^To connect to GitHub, this workspace needs an OAuth app/,
  )
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Add OAuth app' }).click()
  await expect(dialog.getByRole('listitem')).toContainText([
    /^Choose New OAuth app/,
    /^Enter a name/,
    /Enable Device Flow/,
  ])
  await dialog.getByLabel('Client ID').fill('with spaces in it')
  await dialog.getByRole('button', { name: 'Add app' }).click()
  await expect(dialog.getByText(/^Enter the client ID as /)).toBeVisible()
  await dialog.getByLabel('Client ID').fill('Iv1.0123456789')
  await dialog.getByRole('textbox', { name: 'Client secret' }).fill('a secret of GitHub’s')
  await dialog.getByRole('button', { name: 'Add app' }).click()
  // GitHub is not reachable from tests.
  await expect(page.getByText('GitHub did not say whether the client secret is right.')).toBeVisible()
  await expect(connect).not.toHaveAttribute('aria-disabled')
  await expect(connect).toBeFocused()
  expect(await locationsOf(page, ['a secret of GitHub’s'])).toEqual([])

  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Typed before')
  await context.route('https://github.com/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Allow Stepkey to access your data?</h1>' }),
  )
  const popup = await openConsentWindow(page, 'Connect')
  const query = new URL(popup.url()).searchParams
  expect(query.get('client_id')).toBe('Iv1.0123456789')
  await popup.goto(`${query.get('redirect_uri')}?code=one&state=${query.get('state')}`)
  // The token endpoint of GitHub is not reachable from tests, so the code can’t be exchanged.
  await expect(page.getByRole('alert').filter({ hasText: 'Could not be connected' })).toContainText(
    'github.com',
  )

  await test.step('the app can be renamed and deleted', async () => {
    const tab = await context.newPage()
    await tab.goto(workspace.page('/credentials/github/apps'))
    const app = tab.getByRole('listitem').filter({ hasText: 'GitHub app' })
    const appDialog = tab.getByRole('dialog')
    await expect(app).toContainText('Client ID Iv1.0123456789 · secret stored')
    await app.getByRole('button', { name: 'Edit GitHub app' }).click()
    await appDialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Ours at GitHub')
    await appDialog.getByRole('button', { name: 'Save' }).click()
    await tab.getByRole('button', { name: 'Delete Ours at GitHub' }).click()
    await appDialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(tab.getByText('There are no OAuth apps yet.')).toBeVisible()
  })
})

test('the client file of Google fills in a new OAuth app, whose redirect URL and scopes are copied', async ({
  page,
  context,
  workspace,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await page.goto(workspace.page('/credentials/gmail/new'))
  await page.getByRole('checkbox', { name: /^Send messages/ }).uncheck()
  await page.getByRole('button', { name: 'Add OAuth app' }).click()
  const dialog = page.getByRole('dialog')
  const redirectUrl = `${baseURL}/oauth/callback`
  await expect(dialog.getByLabel('Redirect URL', { exact: true })).toHaveValue(redirectUrl)
  await dialog.getByRole('button', { name: 'Copy' }).nth(1).click()
  await expect(dialog.getByText('Redirect URL copied')).toBeAttached()
  expect(await copied()).toBe(redirectUrl)
  await dialog.getByRole('button', { name: 'Copy' }).first().click()
  await expect(dialog.getByText('Scopes to register copied')).toBeAttached()
  expect(await copied()).toBe('openid\nemail\nhttps://www.googleapis.com/auth/gmail.readonly')

  const client = { client_id: '12-ab.apps.googleusercontent.com', client_secret: 'GOCSPX-of-the-journey' }
  const paste = async (file: object) => {
    await dialog.getByLabel('Client ID').focus()
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(file))
    await page.keyboard.press('ControlOrMeta+v')
  }
  await paste({ installed: client })
  await expect(dialog.getByRole('alert')).toContainText('This file belongs to a desktop client.')
  await expect(dialog.getByLabel('Client ID')).toHaveValue('')
  await paste({ web: client })
  await expect(dialog.getByRole('status')).toContainText([
    /Filled in from the file: Client ID, Client secret\..*does not have the redirect URL/s,
  ])
  await expect(dialog.getByRole('alert')).toBeHidden()
  const file = JSON.stringify({ web: { ...client, client_id: '34-cd', redirect_uris: [redirectUrl] } })
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'client_secret.json',
    mimeType: 'application/json',
    buffer: Buffer.from(file),
  })
  await expect(dialog.getByText('does not have the redirect URL')).toBeHidden()
  await expect(dialog.getByLabel('Client ID')).toHaveValue('34-cd')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Add app' }).click()
  // Google is not reachable from tests.
  await expect(page.getByText('Gmail did not say whether the client secret is right.')).toBeVisible()
  await context.route('https://accounts.google.com/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Allow Stepkey to access your data?</h1>' }),
  )
  const popup = await openConsentWindow(page, 'Connect')
  const query = new URL(popup.url()).searchParams
  expect(query.get('client_id')).toBe('34-cd')
  expect(query.get('redirect_uri')).toBe(redirectUrl)
  expect(await locationsOf(page, [client.client_secret])).toEqual([])
})

/** Mocks a list of connected credentials of a provider that is not reachable from tests. */
async function mockConnectedCredentials(page: Page, workspace: Workspace, component: string) {
  const real = await workspace.credential('Behind it all')
  const inDays = (days: number) => new Date(Date.now() + (days + 0.5) * 86_400_000).toISOString()
  const grant = { scopes: ['chat:write'], endsAt: null, oauthAppId: null, refreshFailure: null }
  const mockCredential = (id: string, name: string, more: Partial<CredentialSummary>) => ({
    ...real,
    componentId: component,
    methodId: 'oauth',
    id,
    name,
    grant,
    ...more,
  })
  const all = [
    mockCredential('one', 'Marketing', { grant: { ...grant, endsAt: inDays(12) } }),
    mockCredential('two', 'Sales', {
      grant: { ...grant, scopes: ['chat:write', 'users:read'], endsAt: inDays(5) },
    }),
    mockCredential('three', 'Support', { status: 'reconnect' }),
  ]
  await page.route('**/trpc/credentials.list*', async (route) => {
    const { ids } = JSON.parse(new URL(route.request().url()).searchParams.get('input') ?? '{}')
    const items = ids ? all.filter(({ id }) => ids.includes(id)) : all
    await route.fulfill({ json: { result: { data: { items, nextCursor: null } } } })
  })
}

test('a step stores its needed scopes and shows which credentials miss some', async ({ page, workspace }) => {
  const flow = await workspace.flow('Messages', [{ name: 'Send', componentId: 'slack' }])
  await mockConnectedCredentials(page, workspace, 'slack')
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await step(page, 'Send').getByRole('button', { name: 'Needed scopes…' }).click()
  await page.getByRole('combobox', { name: 'Scopes that Send needs' }).click()
  await page.getByRole('option', { name: /^See the people of the workspace/ }).click()
  await page.keyboard.press('Escape')
  await step(page, 'Send')
    .getByRole('button', { name: /^Choose/ })
    .click()
  const candidate = (name: RegExp) => page.getByRole('radio', { name })
  await expect(candidate(/^Marketing/)).toHaveAccessibleName(
    /Missing scopes: See the people of the workspace/,
  )
  await expect(candidate(/^Sales/)).not.toHaveAccessibleName(/Missing scopes/)
  await expect(page.getByRole('link', { name: /^Extend access Marketing/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Connect again Support/ })).toBeVisible()
  await candidate(/^Marketing/).click()
  await expect(step(page, 'Send')).toContainText('Missing scopes: See the people of the workspace')
  await page
    .getByRole('button', { name: /^Done|^Change/ })
    .first()
    .waitFor()
  await step(page, 'Send').getByRole('button', { name: 'Needed scopes…' }).click()
  await expect(
    step(page, 'Send').getByRole('button', { name: 'Needed scopes: See the people of the workspace' }),
  ).toBeVisible()
  await expectAccessible(page)

  // The chosen credential is mocked; without it the flow can be saved.
  await page.unroute('**/trpc/credentials.list*')
  await page.reload()
  await step(page, 'Send').getByRole('button', { name: 'Needed scopes…' }).click()
  await page.getByRole('combobox', { name: 'Scopes that Send needs' }).click()
  await page.getByRole('option', { name: /^Send messages/ }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save flow' }).click()
  await expect(page.getByText('The flow was saved.')).toBeVisible()
  expect((await workspace.storedFlow(flow.id)).steps[0]?.scopes).toEqual(['chat:write'])
})

test('the pages for connecting are accessible', async ({ page, workspace, provider }) => {
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'Ours')
  const consentWindow = await openConsentWindow(page, 'Connect')
  await expectAccessible(page)
  await consentWindow.getByRole('link', { name: 'Deny' }).click()
  await expect(page.getByText('Access was not granted')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/oauth/callback?state=unknown&code=one')
  await expect(page.getByText('It was not begun in this browser, or it has ended.')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/oauth/start#ticket=unknown')
  await expect(page.getByRole('heading', { name: 'The connection has ended' })).toBeVisible()
  await expectAccessible(page)

  const apps = workspace.page('/credentials/slack/apps')
  await page.goto(apps)
  await page.getByRole('button', { name: 'Add OAuth app' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Add app' }).click()
  await expect(page.getByText('Fill in this field.')).toBeVisible()
  await expectAccessible(page)
  await workspace.call('oauthApps.create', { componentId: 'slack', name: 'Slack app', clientId: '12.34' })
  await page.goto(apps)
  await expect(page.getByText('public client, without a secret')).toBeVisible()
  await expectAccessible(page)

  await mockConnectedCredentials(page, workspace, 'slack')
  await page.goto(workspace.page('/credentials/slack'))
  await expect(page.getByText('Access ends in 5 days')).toBeVisible()
  await expect(page.getByText('Must be connected again')).toBeVisible()
  await expectAccessible(page)
})
