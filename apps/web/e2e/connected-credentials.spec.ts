import type { Page } from '@playwright/test'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { expect, fillIn, opened, step, test } from './connect-steps.ts'
import { expectAccessible } from './screenshots.ts'
import { hiding } from './unreachable-files.ts'
import type { Workspace } from './workspace.ts'

test('an OAuth app is added first, and what was typed is not lost', async ({ page, context, workspace }) => {
  await page.goto(workspace.page('/credentials/github/new'))
  await page.getByText('Connect with GitHub').click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Typed before')
  await expect(page.getByText('To connect to GitHub, first')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeHidden()
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: /^add an OAuth app/ }).click(),
  ])
  const dialog = tab.getByRole('dialog')
  await tab.getByRole('button', { name: 'Add OAuth app' }).click()
  await dialog.getByLabel('Client ID').fill('with spaces in it')
  await dialog.getByRole('button', { name: 'Add app' }).click()
  await expect(dialog.getByText('Enter the client ID as the vendor shows it, without spaces.')).toBeVisible()
  await dialog.getByLabel('Client ID').fill('Iv1.0123456789')
  await dialog.getByRole('textbox', { name: 'Client secret' }).fill('a secret of GitHub’s')
  await dialog.getByRole('button', { name: 'Add app' }).click()
  const app = tab.getByRole('listitem').filter({ hasText: 'GitHub app' })
  await expect(app).toContainText('Client ID Iv1.0123456789 · secret stored')
  expect(await hiding(tab, ['a secret of GitHub’s'])).toEqual([])

  await page.bringToFront()
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Typed before')
  await context.route('https://github.com/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>May Stepkey get at your data?</h1>' }),
  )
  const popup = await opened(page, 'Connect')
  const asked = new URL(popup.url()).searchParams
  expect(asked.get('client_id')).toBe('Iv1.0123456789')
  await popup.goto(`${asked.get('redirect_uri')}?code=one&state=${asked.get('state')}`)
  // Nobody is reached from here: what was agreed to can't be turned into access.
  await expect(page.getByRole('alert').filter({ hasText: 'Could not be connected' })).toContainText(
    'github.com',
  )

  await test.step('it is renamed, and deleted', async () => {
    await tab.bringToFront()
    await app.getByRole('button', { name: 'Edit GitHub app' }).click()
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Ours at GitHub')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await tab.getByRole('button', { name: 'Delete Ours at GitHub' }).click()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(tab.getByText('There is none yet.')).toBeVisible()
  })
})

/** Credentials of a vendor that nobody can be connected with here, as they stand in lists. */
async function pretendConnected(page: Page, workspace: Workspace, component: string) {
  const real = await workspace.credential('Behind it all')
  const inDays = (days: number) => new Date(Date.now() + (days + 0.5) * 86_400_000).toISOString()
  const grant = { scopes: ['chat:write'], endsAt: null, oauthAppId: null }
  const pretend = (id: string, name: string, more: Partial<CredentialSummary>) => ({
    ...real,
    componentId: component,
    methodId: 'oauth',
    id,
    name,
    grant,
    ...more,
  })
  const all = [
    pretend('one', 'Marketing', { grant: { ...grant, endsAt: inDays(12) } }),
    pretend('two', 'Sales', { grant: { ...grant, scopes: ['chat:write', 'users:read'], endsAt: inDays(5) } }),
    pretend('three', 'Support', { status: 'reconnect' }),
  ]
  await page.route('**/trpc/credentials.list*', async (route) => {
    const { ids } = JSON.parse(new URL(route.request().url()).searchParams.get('input') ?? '{}')
    const items = ids ? all.filter(({ id }) => ids.includes(id)) : all
    await route.fulfill({ json: { result: { data: { items, nextCursor: null } } } })
  })
}

test('a step says what it needs access to, and which credentials lack it', async ({ page, workspace }) => {
  const flow = await workspace.flow('Messages', [{ name: 'Send', componentId: 'slack' }])
  await pretendConnected(page, workspace, 'slack')
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
  await expect(page.getByRole('link', { name: /^Connect again Marketing/ })).toBeVisible()
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

  // What is chosen here is nowhere but on the screen: without it the flow can be saved.
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

test('the pages of connecting are for everybody', async ({ page, workspace, vendor }) => {
  test.setTimeout(180_000)
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, vendor, 'Ours')
  const away = await opened(page, 'Connect')
  await expectAccessible(page)
  await away.getByRole('link', { name: 'Deny' }).click()
  await expect(page.getByText('Access was not granted')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/oauth/callback?state=nobody&code=one')
  await expect(page.getByText('The page that requested access is closed.')).toBeVisible()
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

  await pretendConnected(page, workspace, 'slack')
  await page.goto(workspace.page('/credentials/slack'))
  await expect(page.getByText('Access ends in 5 days')).toBeVisible()
  await expect(page.getByText('Must be connected again')).toBeVisible()
  await expectAccessible(page)
})
