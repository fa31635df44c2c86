import { expectAccessible } from './screenshots.ts'
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
  await expect(rows.filter({ hasText: 'Minka shop' })).toContainText('used in 1 active flow')
  await expect(rows.filter({ hasText: 'Orders API' })).toContainText('Saved without verifying')
  await expectAccessible(page)

  await page.keyboard.press('/')
  await page.keyboard.type('track')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/search=track/)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows).toHaveCount(3)

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
