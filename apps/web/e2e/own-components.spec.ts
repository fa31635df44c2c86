import type { Page } from '@playwright/test'
import { expect, test } from './workspace.ts'

/** Fills in the definition of an API with the scheme of the sandbox: the key in the header `api-key`. */
async function fillInDefinition(page: Page, baseUrl: string) {
  await page.getByLabel('Documentation').fill('https://docs.acme.example/keys')
  await page.getByLabel('Base URL').fill(baseUrl)
  const place = page.getByRole('group', { name: 'Place 1' })
  await place.getByLabel('Name').fill('api-key')
  await place.getByLabel('Value').fill('{{apiKey}}')
  await page.getByRole('textbox', { name: 'Path' }).fill('/pets')
}

test('a component is made in the browser, tried, published and used in a flow', async ({
  page,
  workspace,
}) => {
  const { methods } = await workspace.query<{ methods: { apiKey: { supplied: { baseUrl: string } } } }>(
    'components.get',
    { componentId: 'petstore' },
  )
  await page.goto(workspace.page('/components'))
  await expect(page.getByText('No components of your own yet')).toBeVisible()
  await page.getByRole('button', { name: 'New component' }).click()
  await page.getByLabel('Title').fill('Acme Shop')
  await page.getByRole('button', { name: 'Create draft' }).click()
  await expect(page.getByRole('heading', { name: 'Acme Shop', level: 1 })).toBeVisible()
  await fillInDefinition(page, methods.apiKey.supplied.baseUrl)

  const preview = page.getByRole('region', { name: 'Preview' })
  await preview.getByRole('textbox', { name: 'API key' }).fill('secret')
  await preview.getByText('Request', { exact: true }).click()
  const request = page.getByRole('region', { name: 'Verification request' })
  await expect(request).toContainText('/pets')
  await expect(request).toContainText('api-key: ••••••')
  await expect(request).not.toContainText('secret')

  await page.getByRole('button', { name: 'Try', exact: true }).click()
  const results = page.getByRole('table', { name: 'Results of the trial' })
  await expect(results.getByRole('row', { name: /Working/ })).toContainText('accepted')
  await expect(results.getByRole('row', { name: /Spoilt/ })).toContainText('rejected')
  await page.getByRole('button', { name: /^\/shop/ }).click()
  await expect(page.getByRole('textbox', { name: 'Account name in the response' })).toHaveValue('/shop')
  // The verification has changed, so it is tried again.
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(results.getByRole('row', { name: /Working/ })).toContainText('as Petstore sandbox')

  await page.getByRole('button', { name: 'Publish …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Acme Shop' })).toContainText('version 1')

  await page.goto(workspace.page('/credentials/new?search=acme'))
  await page.getByRole('link', { name: /Acme Shop/ }).click()
  await page.getByRole('textbox', { name: 'API key' }).fill('secret')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'My Acme Shop credential' })).toBeVisible()
  const { items } = await workspace.query<{ items: { id: string; identity: string }[] }>('credentials.list')
  expect(items).toMatchObject([{ identity: 'Petstore sandbox' }])
  const step = { name: 'Orders', componentId: 'custom:acme-shop', credentialId: items[0]?.id ?? '' }
  const flow = await workspace.flow('Sync', [step])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await expect(page.getByText('My Acme Shop credential')).toBeVisible()
  await page.getByRole('switch', { name: 'Active' }).click({ force: true })
  await expect(page.getByRole('switch', { name: 'Active' })).toBeChecked()
})

test('a curl command becomes a component, which is used in a flow', async ({ page, workspace }) => {
  const { methods } = await workspace.query<{ methods: { apiKey: { supplied: { baseUrl: string } } } }>(
    'components.get',
    { componentId: 'petstore' },
  )
  const { baseUrl } = methods.apiKey.supplied
  await page.goto(workspace.page('/components'))
  await page.getByRole('button', { name: 'New component' }).click()
  await page.getByRole('combobox', { name: 'Start with' }).click()
  await page.getByRole('option', { name: 'A curl command' }).click()
  await page
    .getByRole('textbox', { name: 'A curl command' })
    .fill(`curl ${baseUrl}/pets -H 'api-key: secret'`)
  await page.getByLabel('Title').fill('Pet shop')
  await page.getByRole('button', { name: 'Create draft' }).click()
  const result = page.getByRole('dialog', { name: 'The draft was created' })
  await expect(result).toContainText('“api-key” carries a key')
  await expect(result).not.toContainText('secret')
  await result.getByRole('button', { name: 'Open the draft' }).click()

  await page.getByLabel('Documentation').fill('https://docs.pets.example')
  const preview = page.getByRole('region', { name: 'Preview' })
  await preview.getByRole('textbox', { name: 'api-key' }).fill('secret')
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(page.getByText('The verification tells working values from spoilt ones.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Pet shop' })).toContainText('version 1')

  const flow = await workspace.flow('Sync', [{ name: 'Pets', componentId: 'custom:pet-shop' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const step = page.getByRole('group', { name: 'Step 1: Pets' })
  await step.getByRole('button', { name: /^Create credential/ }).click()
  await step.getByRole('textbox', { name: 'api-key' }).fill('secret')
  await step.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(step.getByText('My Pet shop credential')).toBeVisible()
  await page.getByRole('switch', { name: 'Active' }).click({ force: true })
  await expect(page.getByRole('switch', { name: 'Active' })).toBeChecked()
})
