import type { Page } from '@playwright/test'
import { expect, step, test } from './workspace.ts'

/** Makes all calls of a procedure fail. @returns a function that restores them */
async function failCalls(page: Page, procedure: string) {
  const calls = new RegExp(`/trpc/${procedure}[?]?`)
  await page.route(calls, (route) =>
    route.fulfill({
      status: 500,
      json: { error: { code: -32603, message: 'That went wrong.', data: { code: 'internal' } } },
    }),
  )
  return () => page.unroute(calls)
}

const offlineMessage = 'Stepkey can’t be reached right now.'

test('a deletion fails immediately without a connection, and is not repeated after the user cancels it', async ({
  page,
  context,
  workspace,
}) => {
  await workspace.credential('Minka shop')
  await page.goto(workspace.page('/credentials/petstore'))
  await page.getByRole('button', { name: 'Delete Minka shop' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('No flow uses it.')
  await context.setOffline(true)
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText(offlineMessage)
  await expect(dialog).toContainText('No flow uses it.')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Verify Minka shop' }).click()
  await expect(page.getByText('Verified just now')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Minka shop')).toBeVisible()
})

test('the window is never empty while the first call of a visit is pending', async ({ page, workspace }) => {
  for (const [path, procedure] of [
    [workspace.page('/credentials'), 'accounts.me'],
    ['/', 'accounts.welcome'],
  ] as const) {
    const calls = new RegExp(`/trpc/[\\w.,]*${procedure}`)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(calls, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(path)
    await expect(page.getByRole('status')).toHaveText('Loading Stepkey…')
    release()
    await expect(page.getByText('No credentials yet')).toBeVisible()
    await page.unroute(calls)
  }
})

test('a list stays visible if reloading it fails, and so does a dialog over it', async ({
  page,
  workspace,
}) => {
  await workspace.credential('Minka shop')
  await page.goto(workspace.page('/credentials/petstore'))
  await expect(page.getByText('Minka shop')).toBeVisible()
  const restore = await failCalls(page, 'credentials.list')
  await page.getByRole('button', { name: 'Verify Minka shop' }).click()
  await expect(page.getByRole('alert')).toHaveText('That went wrong.')
  await expect(page.getByRole('listitem').filter({ hasText: 'Minka shop' })).toBeVisible()

  await page.getByRole('button', { name: 'Delete Minka shop' }).click()
  await expect(page.getByRole('dialog')).toContainText('No flow uses it.')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await restore()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('a failed search shows an error and can be retried', async ({ page, workspace }) => {
  await workspace.flow('Pets', [])
  await page.goto(workspace.page('/flows'))
  await expect(page.getByText('Pets')).toBeVisible()
  const restore = await failCalls(page, 'flows.list')
  await page.getByLabel('Search flows by name').fill('pe')
  await expect(page.getByRole('alert')).toHaveText('That went wrong.')
  await restore()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('link', { name: /Pets/ })).toBeVisible()
})

test('a form that can’t be loaded keeps the rest of the page, and can be retried', async ({
  page,
  context,
  workspace,
}) => {
  const flow = await workspace.flow('Pets', [{ name: 'Read', componentId: 'petstore' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByLabel('Name of the flow').fill('Pets and more')
  const create = step(page, 'Read').getByRole('button', { name: /^Create credential/ })
  await expect(create).toBeVisible()
  await context.setOffline(true)
  await create.click()
  await expect(step(page, 'Read').getByRole('alert')).toContainText(offlineMessage)
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets and more')
  await context.setOffline(false)
  // The network of the browser can come back later than the call above.
  await expect(async () => {
    await step(page, 'Read').getByRole('button', { name: 'Try again' }).click({ timeout: 2000 })
    await expect(step(page, 'Read').getByRole('textbox', { name: 'API key' })).toBeVisible({ timeout: 5000 })
  }).toPass({ timeout: 60_000 })
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets and more')
})

for (const [what, file] of [
  ['a chunk', 'NewCredential'],
  ['a dependency of a chunk', 'CredentialForm'],
  ['a definition', 'petstore'],
  ['a style sheet', 'AddOAuthApp'],
] as const) {
  test(`a connection that breaks off while ${what} is loaded does not need a reload of the page`, async ({
    page,
    workspace,
  }) => {
    const files = new RegExp(`/assets/${file}-[\\w-]+\\.(js|css)$`)
    let failed = 0
    await page.route(files, (route) => {
      failed++
      return route.abort('connectionreset')
    })
    const flow = await workspace.flow('Pets', [{ name: 'Read', componentId: 'petstore' }])
    await page.goto(workspace.page(`/flows/${flow.id}`))
    await step(page, 'Read')
      .getByRole('button', { name: /^Create credential/ })
      .click()
    await expect(step(page, 'Read').getByRole('alert')).toContainText(offlineMessage)
    expect(failed).toBeGreaterThan(0)
    await page.unroute(files)
    await step(page, 'Read').getByRole('button', { name: 'Try again' }).click()
    await expect(step(page, 'Read').getByRole('textbox', { name: 'API key' })).toBeVisible()
  })
}

test('the question about unsaved changes works without a connection', async ({
  page,
  context,
  workspace,
}) => {
  await page.goto(workspace.page('/flows/new'))
  await page.getByLabel('Name of the flow').fill('Pets')
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Credentials' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets')
})

test('the form is locked while a credential is being verified', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/petstore/new'))
  const key = page.getByRole('textbox', { name: 'API key' })
  await key.fill('wrong')
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/trpc\/credentials\.create/, async (route) => {
    await released
    await route.continue()
  })
  await key.press('Enter')
  await expect(page.getByRole('group', { name: 'Result' })).toBeFocused()
  await page.keyboard.type('something else')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'API key' })).toHaveValue('wrong')
  release()
  await expect(page.getByText('Rejected', { exact: true })).toBeVisible()
  await expect(key).toBeFocused()
  await expect(key).toHaveValue('wrong')
})

test('a workspace that the user is not in says so, and leads to the start page', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials').replace(workspace.id, 'other'))
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  // The click fails if something covers the link.
  await page.getByRole('link', { name: 'Go to the start page' }).click()
  await expect(page.getByText('No credentials yet')).toBeVisible()
})
