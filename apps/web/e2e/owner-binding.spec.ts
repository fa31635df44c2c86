import { expectAccessible } from './screenshots.ts'
import { expect, step, test } from './workspace.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('a step is bound to the customer’s credential, and its flow warns before one of these is deleted', async ({
  page,
  workspace,
}) => {
  const http = {
    componentId: 'http',
    methodId: 'none',
    values: { baseUrl: 'http://127.0.0.1:9', testPath: '/' },
  }
  await workspace.credential('Their shop', { ...http, owner: 'org_1', allowUnverified: true })
  const flow = await workspace.flow('Nightly sync', [{ name: 'Read', componentId: 'http' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const read = step(page, 'Read')
  await expect(read.getByRole('radio', { name: 'One credential' })).toBeChecked()
  await read.getByText('The customer’s credential').click()
  await expect(read).toContainText('Your flow engine names the customer')
  await expect(read.getByRole('button', { name: /^Choose/ })).toBeHidden()
  await read.getByRole('combobox', { name: 'Methods' }).click()
  await page.getByRole('option', { name: 'None' }).click()
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  await page.getByRole('switch', { name: 'Active' }).click()
  await expect(page.getByText('The flow was saved and is active now')).toBeVisible()
  await expect(page.getByText('Each run gets the credentials of the customer')).toBeVisible()
  const stored = await workspace.storedFlow(flow.id)
  expect(stored.steps).toMatchObject([{ binding: 'owner', methods: ['none'], credentialId: null }])

  await page.goto(workspace.page('/flows'))
  await expect(page.getByRole('link', { name: /Nightly sync/ })).toContainText('For each customer')
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await read.getByRole('button', { name: 'Collapse Read' }).click()
  await expect(read).toContainText('The customer’s credential: None')
  await expect(read).toContainText('Complete')
})

test('deleting a credential that a flow got for its customer warns and names the flow', async ({
  page,
  workspace,
}) => {
  await workspace.credential('Minka shop', { owner: 'org_1' })
  const flow = await workspace.flow('Nightly sync', [
    { name: 'Read', componentId: 'petstore', binding: 'owner' },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Engine',
    scopes: ['issue'],
  })
  const path = `/api/v1/flows/${flow.id}/steps/${flow.steps[0]?.id}/credential`
  const headers = { authorization: `Bearer ${key}` }
  expect((await page.request.post(path, { headers, data: { owner: 'org_1' } })).status()).toBe(200)
  // The time is stored soon after the issue.
  const plan = () =>
    workspace.call<{ recentFlows: unknown[] }>('owners.remove', { owner: 'org_1', dryRun: true })
  await expect.poll(async () => (await plan()).recentFlows).toHaveLength(1)

  await page.goto(workspace.page('/credentials/petstore'))
  await page.getByRole('button', { name: 'Delete Minka shop' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Active flows got this credential for its customer')
  await expect(dialog.getByRole('link', { name: 'Nightly sync' })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()

  await page.getByRole('link', { name: 'Minka shop', exact: true }).click()
  await expect(page.getByText('Got it for its customer within the last 30 days')).toBeVisible()
  await page.getByRole('link', { name: 'Nightly sync' }).first().click()
  await page.getByRole('button', { name: 'More about this flow' }).click()
  await page.getByRole('menuitem', { name: 'Check before a run' }).click()
  await dialog.getByRole('combobox', { name: 'Customer' }).fill('org_2')
  await dialog.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(dialog).toContainText('The customer has no credential that fits.')
  await dialog.getByRole('combobox', { name: 'Customer' }).fill('org_1')
  await dialog.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(dialog).toContainText('The flow is ready.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()

  await page.goto(workspace.page('/credentials/petstore'))
  await page.getByRole('button', { name: 'Delete Minka shop' }).click()
  await dialog.getByRole('button', { name: 'Delete anyway' }).click()
  await expect(page.getByText('“Minka shop” was deleted')).toBeVisible()
})

test('an API key is limited to owners and components', async ({ page, workspace }) => {
  await workspace.credential('Minka shop', { owner: 'org_1' })
  await page.goto(workspace.page('/settings/api-keys'))
  await page.getByRole('button', { name: 'Create API key' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Engine of org_1')
  await dialog.getByText('Only some').click()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByRole('combobox', { name: 'Owners' })).toBeFocused()
  await dialog.getByRole('combobox', { name: 'Owners' }).fill('org_1')
  await page.keyboard.press('Enter')
  await dialog.getByRole('combobox', { name: 'Components' }).fill('Petstore')
  await page.getByRole('option', { name: 'Petstore API' }).click()
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('Only credentials for Petstore API of org_1')).toBeVisible()
})
