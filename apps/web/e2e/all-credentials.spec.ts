import { copyCredential } from './database.ts'
import { expectAccessible, views } from './screenshots.ts'
import { expect, test } from './workspace.ts'

test('the table lists the credentials of all components, filtered by name, status and component in the URL', async ({
  page,
  workspace,
  stepkey,
}) => {
  const http = { componentId: 'http', methodId: 'bearer', allowUnverified: true }
  const values = { baseUrl: stepkey.url, testPath: '/healthz', token: 'abc' }
  const minka = await workspace.credential('Minka shop')
  await workspace.credential('Orders API', { ...http, values })
  await workspace.credential('Tracking service')
  const flow = await workspace.flow('Orders', [
    { name: 'Read', componentId: 'petstore', credentialId: minka.id },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })

  await page.goto(workspace.page('/credentials'))
  await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: 'Table' }).click()
  const rows = page.getByRole('table', { name: 'Credentials' }).locator('tbody').getByRole('row')
  await expect(rows).toHaveCount(3)
  await expect(page.getByText('3 credentials', { exact: true })).toBeVisible()
  await expect(rows.filter({ hasText: 'Minka shop' })).toContainText('1 active flow')
  await expect(rows.filter({ hasText: 'Orders API' })).toContainText('Saved without verifying')
  await expectAccessible(page)

  await page.getByRole('checkbox', { name: 'Select all shown credentials' }).check()
  const selection = page.getByRole('region', { name: 'Selection' })
  await expect(selection).toContainText('3 credentials selected')
  await selection.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('dialog')).toContainText('Verified: 2 of 3.')
  await expectAccessible(page, [views[1], views[2]])
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  const download = page.waitForEvent('download')
  await selection.getByRole('button', { name: 'Export CSV' }).click()
  expect((await download).suggestedFilename()).toBe('stepkey-credentials.csv')

  await selection.getByRole('button', { name: 'Clear selection' }).click()
  for (const name of ['Minka shop', 'Tracking service'])
    await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await selection.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 2 credentials' }).click()
  await expect(page.getByRole('dialog')).toContainText('Deleted: 1 of 2.')
  await expect(page.getByRole('dialog')).toContainText('Kept, because active flows use it: “Orders”')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(rows).toHaveCount(2)
  await expect(selection).toContainText('1 credential selected')
  await selection.getByRole('button', { name: 'Clear selection' }).click()
  await workspace.credential('Tracking service')
  await page.reload()
  await expect(rows).toHaveCount(3)

  await page.keyboard.press('/')
  await page.keyboard.type('track')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/search=track/)
  await expect(page.getByText('1 credential matches.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows).toHaveCount(3)
  await expect(page.getByText('1 credential matches.')).toBeHidden()

  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Saved without verifying' }).click()
  await expect(rows).toHaveText([/Orders API/])
  await page.getByRole('combobox', { name: 'Component' }).click()
  await page.getByRole('option', { name: 'Petstore API' }).click()
  await expect(page.getByText('No credential matches these filters.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('Saved without verifying')
  await expect(page.getByText('No credential matches these filters.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()

  await rows.filter({ hasText: 'Minka shop' }).getByRole('link', { name: 'Minka shop' }).click()
  await expect(page).toHaveURL(new RegExp(`/credentials/petstore/${minka.id}$`))
})

test('the table searches anywhere, filters by use, sorts by its heads, and shows who used a credential last', async ({
  page,
  workspace,
}) => {
  const minka = await workspace.credential('Minka shop')
  await workspace.credential('Café orders')
  const flow = await workspace.flow('Orders', [
    { name: 'Read', componentId: 'petstore', credentialId: minka.id },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Engine',
    scopes: ['issue'],
  })
  const issued = await page.request.post(`/api/v1/flows/${flow.id}/steps/${flow.steps[0]?.id}/credential`, {
    headers: { authorization: `Bearer ${key}` },
  })
  expect(issued.status()).toBe(200)

  await page.goto(workspace.page('/credentials/all'))
  const rows = page.getByRole('table', { name: 'Credentials' }).locator('tbody').getByRole('row')
  await expect(rows).toHaveText([/Café orders/, /Minka shop/])
  // Stored soon after the issue.
  await expect(async () => {
    await page.reload()
    await expect(rows.filter({ hasText: 'Minka' })).toContainText('by Orders', { timeout: 1000 })
  }).toPass()
  await page.getByRole('button', { name: 'Last used' }).click()
  await expect(rows).toHaveText([/Minka shop/, /Café orders/])
  await expect(page.getByRole('columnheader', { name: 'Last used' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await page.getByRole('button', { name: 'Last used' }).click()
  await expect(rows).toHaveText([/Café orders/, /Minka shop/])
  await expect(page).toHaveURL(/sort=lastUsedAt/)

  await page.getByRole('searchbox').fill('petstore CAFE')
  await expect(rows).toHaveText([/Café orders/])
  await page.getByRole('searchbox').fill('')
  await expect(rows).toHaveCount(2)
  await page.getByRole('button', { name: 'More filters' }).click()
  await page.getByRole('combobox', { name: 'Use' }).click()
  await page.getByRole('option', { name: 'Never used' }).click()
  await expect(rows).toHaveText([/Café orders/])
  await page.getByRole('combobox', { name: 'Created by' }).click()
  await page.getByRole('option', { name: 'Alice' }).click()
  await expect(rows).toHaveText([/Café orders/])
  await page.getByRole('checkbox', { name: 'Access ends within 14 days' }).check()
  await expect(page.getByText('No credential matches these filters.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Created by' })).toHaveValue(/Alice/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows).toHaveCount(2)
})

test('a long table has only the rows near the window in the document', async ({
  page,
  workspace,
  stepkey,
}) => {
  const { id } = await workspace.credential('Shop 0000')
  copyCredential(
    stepkey,
    id,
    Array.from({ length: 449 }, (_, index) => `Shop ${String(index + 1).padStart(4, '0')}`),
  )
  await page.goto(workspace.page('/credentials/all'))
  await expect(page.getByText('50 shown')).toBeVisible()
  const showMore = page.getByRole('button', { name: 'Show more' })
  await expect(async () => {
    await showMore.click({ timeout: 1000 }).catch(() => {})
    await expect(page.getByText('All 450 shown')).toBeVisible({ timeout: 1000 })
  }).toPass()
  const names = page.getByRole('table', { name: 'Credentials' }).locator('tbody').getByRole('rowheader')
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await expect(page.getByText('Shop 0449')).toBeVisible()
  expect(await names.count()).toBeLessThan(100)
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight / 2))
  await expect(page.getByText('Shop 0225')).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, 0))
  await expect(page.getByText('Shop 0000')).toBeVisible()
})
