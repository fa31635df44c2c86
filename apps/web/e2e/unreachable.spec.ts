import type { Page } from '@playwright/test'
import { expect, step, test } from './workspace.ts'

/** Lets calls of one procedure fail, as they do while a server is in trouble. @returns what mends that */
async function failing(page: Page, procedure: string) {
  const calls = new RegExp(`/trpc/${procedure}[?]?`)
  await page.route(calls, (route) =>
    route.fulfill({
      status: 500,
      json: { error: { code: -32603, message: 'That went wrong.', data: { code: 'internal' } } },
    }),
  )
  return () => page.unroute(calls)
}

const sentence = 'Stepkey can’t be reached right now.'

test('without a connection a deletion fails at once, and is not made up for once it was declined', async ({
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
  await expect(dialog.getByRole('alert')).toContainText(sentence)
  await expect(dialog).toContainText('No flow uses it.')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Verify Minka shop' }).click()
  await expect(page.getByText('Verified just now')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Minka shop')).toBeVisible()
})

test('a list that can’t be loaded again stays, with what is open over it', async ({ page, workspace }) => {
  await workspace.credential('Minka shop')
  await page.goto(workspace.page('/credentials/petstore'))
  await expect(page.getByText('Minka shop')).toBeVisible()
  const mend = await failing(page, 'credentials.list')
  await page.getByRole('button', { name: 'Verify Minka shop' }).click()
  await expect(page.getByRole('alert')).toHaveText('That went wrong.')
  await expect(page.getByRole('listitem').filter({ hasText: 'Minka shop' })).toBeVisible()

  await page.getByRole('button', { name: 'Delete Minka shop' }).click()
  await expect(page.getByRole('dialog')).toContainText('No flow uses it.')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await mend()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('a search that fails says so, and can be tried again', async ({ page, workspace }) => {
  await workspace.flow('Pets', [])
  await page.goto(workspace.page('/flows'))
  await expect(page.getByText('Pets')).toBeVisible()
  const mend = await failing(page, 'flows.list')
  await page.getByLabel('Search flows by name').fill('pe')
  await expect(page.getByRole('alert')).toHaveText('That went wrong.')
  await mend()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('link', { name: /Pets/ })).toBeVisible()
})

test('a form that can’t be loaded takes nothing else away, and comes once it can', async ({
  page,
  context,
  workspace,
}) => {
  const flow = await workspace.flow('Pets', [{ name: 'Read', componentId: 'petstore' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByLabel('Name of the flow').fill('Pets and more')
  const create = step(page, 'Read').getByRole('button', { name: /^Create new/ })
  await expect(create).toBeVisible()
  await context.setOffline(true)
  await create.click()
  await expect(step(page, 'Read').getByRole('alert')).toContainText(sentence)
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets and more')
  await context.setOffline(false)
  await step(page, 'Read').getByRole('button', { name: 'Try again' }).click()
  await expect(step(page, 'Read').getByRole('textbox', { name: 'API key' })).toBeVisible()
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets and more')
})

test('without a connection one is still asked before unsaved changes are left', async ({
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

test('while a credential is tried out, what it is tried out with stays as it is', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials/petstore/new'))
  const key = page.getByRole('textbox', { name: 'API key' })
  await key.fill('wrong')
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route(/trpc\/credentials\.create/, async (route) => {
    await held
    await route.continue()
  })
  await key.press('Enter')
  await expect(page.getByRole('group', { name: 'Result' })).toBeFocused()
  await page.keyboard.type('something else')
  await page.keyboard.press('Enter')
  await expect(page.locator('input[type="password"]')).toHaveValue('wrong')
  goOn()
  await expect(page.getByText('Rejected')).toBeVisible()
  await expect(key).toBeFocused()
  await expect(key).toHaveValue('wrong')
})
