import { expectAccessible, views } from './screenshots.ts'
import { expect, test } from './workspace.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('the documentation is accessible, and found from the account menu', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials'))
  await page.getByRole('button', { name: 'AM Alice Miller' }).click()
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Documentation' }).click()
  const docs = await opened
  await expect(docs.getByRole('heading', { level: 1, name: 'Stepkey' })).toBeVisible()
  await expectAccessible(docs)
  for (const path of ['using-the-api', 'configuration', 'operations', 'performance', 'security']) {
    await docs.goto(`/docs/${path}`)
    await expectAccessible(docs, [views[0], views[2]])
  }
})

test('the documentation can be searched with the keyboard', async ({ page }) => {
  await page.goto('/docs/tutorial')
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('idempotency')
  const result = page.getByRole('region', { name: 'Search results' }).getByRole('link').first()
  await expect(result).toContainText('idempotency_key_reused')
  await expectAccessible(page, [views[0]])
  await page.keyboard.press('Tab')
  await expect(result).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/docs\/problems#idempotency_key_reused$/)
  // The script of the search is part of the page.
  await page.waitForLoadState('load')
  await page.keyboard.press('/')
  await page.keyboard.type('xyzzyx')
  await expect(page.getByText('Nothing was found. Try another word.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Search results' })).toBeHidden()
})

test('the pages of the documentation open from a list on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/docs/tutorial')
  await expect(page.getByRole('link', { name: 'Webhooks' })).toBeHidden()
  await page.getByText('All pages').click()
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Webhooks' })).toBeVisible()
})

test('the licenses of the packages in the pages, and the examples, can be read', async ({ request }) => {
  const notices = await (await request.get('/THIRD-PARTY-NOTICES.md')).text()
  expect(notices).toContain('## react-dom - ')
  expect(notices).toContain('Permission is hereby granted')
  expect(await (await request.get('/docs/examples/flow-engine.mjs')).text()).toContain('STEPKEY_API_KEY')
})

test('the address that password managers open leads to the password form', async ({ page, workspace }) => {
  await page.goto('/.well-known/change-password')
  await expect(page).toHaveURL(new RegExp(`${workspace.id}/settings/account`))
  await expect(page.getByLabel('Current password')).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/.well-known/change-password')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})
