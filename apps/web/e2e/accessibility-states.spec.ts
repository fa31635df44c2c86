import type { Page } from '@playwright/test'
import { expectAccessible, views } from './screenshots.ts'
import { expect, newWorkspace, test, workspaceOf } from './workspace.ts'

test.describe.configure({ mode: 'parallel' })
test.use({ contextOptions: { reducedMotion: 'reduce' } })

/** Names of 100 characters, without a place to break and from right to left. */
const longNames = [
  'The orders of all shops in the northern region, synchronised every hour with the warehouse in Rotterdam',
  `${'x'.repeat(60)}_${'y'.repeat(39)}`,
  'החנות הגדולה של מינקה 2 (Minka shop) בדיקה',
] as const

const twoViews = [views[0], views[2]]

/** Checks a dialog, and closes it. */
async function expectAccessibleDialog(page: Page, name: string | RegExp) {
  await expect(page.getByRole('dialog', { name })).toBeVisible()
  await expectAccessible(page, twoViews)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

test('the list, the editor and the dialogs of flows with long names are accessible', async ({
  page,
  workspace,
}) => {
  const steps = []
  for (const name of longNames) {
    const { id } = await workspace.credential(name)
    steps.push({ name, componentId: 'petstore', credentialId: id })
  }
  const flow = await workspace.flow(longNames[0], [...steps, { name: longNames[1], componentId: 'petstore' }])
  await workspace.flow(longNames[2], steps)
  await page.goto(workspace.page('/flows'))
  await expect(page.getByRole('link', { name: longNames[0] })).toBeVisible()
  await expectAccessible(page)

  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByRole('button', { name: 'Add step' }).click()
  await expect(page.getByRole('option', { name: 'HTTP API' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('option', { name: 'HTTP API' }).click()
  await page.getByRole('link', { name: 'Flows', exact: true }).first().click()
  await expectAccessibleDialog(page, 'Leave without saving?')
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('switch', { name: 'Active' }).click()
  await expect(page.getByText('This step isn’t ready')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'More about this flow' }).click()
  await page.getByRole('menuitem', { name: 'Delete flow…' }).click()
  await expectAccessibleDialog(page, /^Delete “/)
})

test('the settings, the switcher and the activity of an organization with long names are accessible', async ({
  page,
  workspace,
  browser,
  baseURL,
}) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: longNames[0] })
  await workspace.call('organizations.create', { name: longNames[1] })
  const organization = workspaceOf(page.context().request, id)
  const { url } = await organization.call<{ url: string }>('invitations.create', { role: 'viewer' })
  const member = await browser.newContext({ baseURL })
  await newWorkspace(member.request, longNames[1])
  await workspaceOf(member.request, id).call('invitations.redeem', {
    secret: new URL(url).hash.split('=')[1],
  })
  await member.close()
  await organization.call('invitations.create', { role: 'editor' })
  for (const name of longNames) {
    await organization.call('apiKeys.create', { name, scopes: ['read'] })
    await organization.call('embeds.create', { name, origin: `https://${'a'.repeat(60)}.example.com` })
    await organization.call('webhooks.create', { name, url: `https://example.com/${longNames[1]}` })
  }
  const credential = await organization.credential(longNames[0])

  const dialogs = [
    { path: '/settings/people', button: 'Invite', dialog: /^Invite a member/ },
    { path: '/settings/people', button: /^Remove/, dialog: /^Remove/ },
    { path: '/settings/people', button: 'Rename', dialog: /^Rename/ },
    { path: '/settings/people', button: 'Delete organization', dialog: /^Delete/ },
    { path: '/settings/api-keys', button: /^Revoke/, dialog: /^Revoke/ },
    { path: '/settings/embedding', button: /^Delete/, dialog: /^Delete/ },
  ]
  for (const { path, button, dialog } of dialogs) {
    await page.goto(organization.page(path))
    await page.getByRole('button', { name: button }).first().click()
    await expectAccessibleDialog(page, dialog)
  }
  await page.goto(organization.page('/settings/webhooks'))
  await page.getByRole('link', { name: /^Open/ }).first().click()
  await page.getByRole('button', { name: 'Rotate secret' }).click()
  await expectAccessibleDialog(page, /secret/)

  await page.goto(organization.page(`/activity?action=credential.created&subject=${credential.id}`))
  await page.getByRole('button', { name: 'Save this view' }).click()
  await expectAccessibleDialog(page, 'Save this view')
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('menuitem', { name: 'CSV' }).first()).toBeVisible()
  await expectAccessible(page, twoViews)

  await page.goto(organization.page('/flows'))
  const switcher = page.getByRole('button', { name: /^Workspace:/ })
  await switcher.click()
  const names = page.getByRole('menuitem').getByText(longNames[1])
  await expect(names).toBeVisible()
  expect(await names.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await page.getByRole('menuitem', { name: 'Create organization' }).click()
  await expectAccessibleDialog(page, 'Create an organization')
})

test('pages that are being loaded, failed or do not exist are accessible', async ({ page, workspace }) => {
  const credential = await workspace.credential('Minka shop')
  const flow = await workspace.flow('Pets', [
    { name: 'Read', componentId: 'petstore', credentialId: credential.id },
  ])
  const pages = [
    { list: '/credentials', path: '/credentials/petstore', call: /components\.get/, link: /^Petstore API/ },
    { list: '/flows', path: `/flows/${flow.id}`, call: /flows\.get/, link: /^Pets/ },
  ]
  for (const { list, path, call, link } of pages) {
    await page.goto(workspace.page(list))
    await expect(page.getByRole('link', { name: link })).toBeVisible()
    let fail = () => {}
    const failing = new Promise<void>((resolve) => {
      fail = resolve
    })
    await page.route(call, async (route) => {
      await failing
      await route.abort()
    })
    await page.getByRole('link', { name: link }).click()
    await expect(page).toHaveURL(new RegExp(`${path}$`))
    await expect(page.locator('.mantine-Skeleton-root').first()).toBeVisible()
    await expectAccessible(page)
    fail()
    await expect(page.getByRole('heading', { name: 'This page could not be loaded' })).toBeVisible()
    await expectAccessible(page, twoViews)
    await page.unroute(call)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('Minka shop').first()).toBeVisible()
  }
  await page.goto(workspace.page('/nonsense'))
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  await expectAccessible(page, twoViews)
  for (const path of ['/join', '/hand-over', '/nonsense']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page, twoViews)
  }
})
