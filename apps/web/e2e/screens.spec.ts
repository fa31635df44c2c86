import { expectAccessible } from './screenshots.ts'
import { expect, step, test, workspaceOf } from './workspace.ts'

const phone = { width: 390, height: 844 }

test('an unknown address keeps the navigation', async ({ page, workspace }) => {
  await page.goto(workspace.page('/nonsense'))
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Flows' }).click()
  await expect(page.getByRole('heading', { name: 'Flows', exact: true })).toBeVisible()
})

test('the search inside a component is in the URL', async ({ page, workspace }) => {
  await workspace.credential('Alpha')
  await workspace.credential('Beta')
  const rows = page.getByRole('list', { name: /^Credentials for/ }).getByRole('listitem')
  await page.goto(workspace.page('/credentials/petstore'))
  await expect(rows).toHaveCount(2)
  await page.getByRole('searchbox', { name: 'Search credentials by name' }).fill('be')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/\/credentials\/petstore\?search=be$/)
  await page.reload()
  await expect(rows).toHaveCount(1)
  await expect(page.getByRole('searchbox')).toHaveValue('be')
})

test('a form starts in its first required field that is empty', async ({ page, workspace }) => {
  await workspace.credential('Alpha')
  await page.goto(workspace.page('/credentials/petstore'))
  await page.getByRole('link', { name: 'Create credential' }).click()
  await expect(page.getByRole('textbox', { name: 'API key' })).toBeFocused()
})

test('activity names the credential, the step and the flow that a flow engine got', async ({
  page,
  workspace,
}) => {
  const credential = await workspace.credential('Tracking service')
  const steps = [{ name: 'Write 2', componentId: 'petstore', credentialId: credential.id }]
  const flow = await workspace.flow('Orders 1', steps)
  await workspace.call('flows.activate', { flowId: flow.id })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Flow engine',
    scopes: ['issue'],
  })
  const path = `/api/v1/flows/${flow.id}/steps/${flow.steps[0]?.id}/credential`
  const issued = await page.request.post(path, { headers: { authorization: `Bearer ${key}` } })
  expect(issued.status()).toBe(200)

  await page.goto(workspace.page('/activity?action=credential.issued'))
  const entry = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
  await expect(entry).toContainText('Flow engine issued “Tracking service” to step “Write 2” of “Orders 1”')
  await page.setViewportSize(phone)
  for (const link of await entry.getByRole('link').all()) {
    expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  }
  await page.screenshot({ path: 'test-results/activity-390.png' })
  await expectAccessible(page)
  await page.screenshot({ path: 'test-results/activity-1280-dark.png' })
  await entry.getByRole('link', { name: 'Orders 1' }).click()
  await expect(step(page, 'Write 2')).toBeVisible()

  await workspace.call('flows.deactivate', { flowId: flow.id })
  await workspace.call('flows.remove', { flowId: flow.id })
  await page.goto(workspace.page('/activity?action=credential.issued'))
  await expect(entry).toContainText('issued “Tracking service” to a step of “Orders 1”')
})

test('the Active switch and “used in” are large enough to touch, and the switch shows in forced colours', async ({
  page,
  workspace,
}) => {
  const credential = await workspace.credential('Shop')
  const flow = await workspace.flow('Orders', [
    { name: 'Read', componentId: 'petstore', credentialId: credential.id },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })
  await page.setViewportSize(phone)
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const active = page.getByRole('switch', { name: 'Active' })
  expect((await active.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  await page.emulateMedia({ forcedColors: 'active' })
  const backgrounds = await page.evaluate(() =>
    ['track', 'thumb'].map((part) => {
      const element = document.querySelector(`.mantine-Switch-${part}`)
      return element && getComputedStyle(element).backgroundColor
    }),
  )
  expect(backgrounds[0]).not.toBe(backgrounds[1])
  await page.screenshot({ path: 'test-results/forced-colours.png' })
  await page.emulateMedia({ forcedColors: 'none' })
  await page.goto(workspace.page('/credentials/petstore'))
  const usedIn = page.getByRole('button', { name: 'used in 1 active flow' })
  expect((await usedIn.boundingBox())?.height).toBeGreaterThanOrEqual(24)
})

test('names of other writing directions are isolated, and lists are printed without actions', async ({
  page,
  workspace,
}) => {
  await workspace.credential('החנות 2')
  await page.goto(workspace.page('/credentials/petstore'))
  const name = page.locator('bdi', { hasText: 'החנות 2' })
  await expect(name).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(name).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  await expect(page.getByRole('link', { name: 'Create credential' })).toBeHidden()
  await page.screenshot({ path: 'test-results/print-list.png' })
  await page.goto(workspace.page('/activity'))
  await expect(page.getByRole('list', { name: 'Audit log' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Action' })).toBeHidden()
  await page.screenshot({ path: 'test-results/print-activity.png' })
  await page.emulateMedia({ media: 'screen' })
})

test('invitations can be told apart', async ({ page, workspace }) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme' })
  const acme = workspaceOf(page.context().request, id)
  await acme.call('invitations.create', { role: 'editor', email: 'ben@example.com' })
  await acme.call('invitations.create', { role: 'viewer' })
  await page.goto(acme.page('/settings/people'))
  const rows = page.getByRole('list', { name: 'Open invitations' }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.filter({ hasText: 'ben@example.com' })).toContainText(
    /To join as an editor · created by Alice Miller just now · expires on/,
  )
  await page.getByRole('button', { name: 'Revoke the invitation for ben@example.com' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(rows).toHaveCount(1)
  await expectAccessible(page)
})

test('a page that can’t be loaded offline fails inside the shell, and can be retried', async ({
  page,
  context,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials'))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByRole('alert')).toContainText('This page could not be loaded')
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('list', { name: 'Audit log' })).toBeVisible()
})

test('the window shows the logo until the first page is there', async ({ page, workspace }) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/assets/*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(workspace.page('/credentials'), { waitUntil: 'commit' })
  const logo = page.locator('.first-load img')
  await expect(logo).toBeVisible()
  await page.screenshot({ path: 'test-results/first-load.png' })
  release()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(logo).toBeHidden()
})
