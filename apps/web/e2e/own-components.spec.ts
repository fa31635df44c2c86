import type { Page } from '@playwright/test'
import { test as withBuilder } from './flow-builder.ts'
import { expectAccessible, views } from './screenshots.ts'
import { expect, test, type Workspace } from './workspace.ts'

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
  await expect(page.getByRole('listitem').filter({ hasText: 'Acme Shop' })).toContainText('Version 1')

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
  await expect(page.getByRole('listitem').filter({ hasText: 'Pet shop' })).toContainText('Version 1')

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

/** Publishes a component for the sandbox. A version with a region has one more required field. */
async function publishPets(workspace: Workspace, { hasRegion = false } = {}) {
  const { methods } = await workspace.query<{ methods: { apiKey: { supplied: { baseUrl: string } } } }>(
    'components.get',
    { componentId: 'petstore' },
  )
  const componentId = 'custom:pets'
  const region = { region: { type: 'string', title: 'Region' } }
  const properties = {
    key: { type: 'string', title: 'Key of the shop', writeOnly: true },
    ...(hasRegion && region),
  }
  const definition = {
    schema: 'component/v1',
    title: 'Pets',
    description: 'The pets of the sandbox',
    category: 'commerce',
    docsUrl: 'https://docs.pets.example',
    methods: {
      key: {
        title: 'Key',
        fields: {
          type: 'object',
          properties,
          required: Object.keys(properties),
          additionalProperties: false,
        },
        baseUrl: methods.apiKey.supplied.baseUrl,
        place: [{ in: 'header', name: 'api-key', value: '{{key}}' }],
        verify: { method: 'GET', path: '/pets', ok: { status: 200, json: [] } },
      },
    },
  }
  await workspace.call('components.save', { componentId, definition })
  const good = { key: 'secret', ...(hasRegion && { region: 'eu' }) }
  await workspace.call('components.trial', { componentId, methodId: 'key', good })
  await workspace.call('components.publish', { componentId })
  return componentId
}

test('a new version with a new field marks credentials, and a form asks for it', async ({
  page,
  workspace,
}) => {
  const componentId = await publishPets(workspace)
  const { id } = await workspace.credential('Shop', {
    componentId,
    methodId: 'key',
    values: { key: 'secret' },
  })
  await publishPets(workspace, { hasRegion: true })
  await page.goto(workspace.page(`/credentials/${componentId}`))
  await expect(page.getByRole('listitem').filter({ hasText: 'Shop' })).toContainText('needs Region')
  await page.goto(workspace.page(`/credentials/${componentId}/${id}`))
  await page.getByRole('link', { name: 'Enter what is missing' }).click()
  await page.getByLabel('Region').fill('eu')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const stored = async () => (await workspace.query<{ items: object[] }>('credentials.list')).items[0]
  await expect.poll(stored).not.toHaveProperty('newFields')
  await expect(page.getByText('The new version of the component needs')).toBeHidden()
})

const embedded = withBuilder.extend({
  flowId: async ({ workspace }, use) => {
    const componentId = await publishPets(workspace)
    await use((await workspace.flow('Pets', [{ name: 'Read', componentId }])).id)
  },
})

embedded('an embed offers a component of the workspace', async ({ workspace, builder, hostPage: page }) => {
  await page.goto(builder.origin)
  const picker = page.frameLocator('iframe[title="Credential for Read"]')
  await picker.getByRole('button', { name: /^Create/ }).click()
  const form = picker.getByRole('form', { name: 'Pets credential' })
  await form.getByRole('textbox', { name: 'Key of the shop' }).fill('secret')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('section').filter({ hasText: 'Read' }).locator('output').first()).toContainText(
    'flow version 2',
  )
  const { items } = await workspace.query<{ items: object[] }>('credentials.list', {
    componentId: 'custom:pets',
  })
  expect(items).toMatchObject([{ status: 'verified' }])
})

test('the pages for own components are accessible', async ({ page, workspace }) => {
  await page.goto(workspace.page('/components'))
  await expect(page.getByText('No components of your own yet')).toBeVisible()
  await expectAccessible(page, [views[0]])
  await page.getByRole('button', { name: 'New component' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, [views[0], views[2]])
  const componentId = await publishPets(workspace)
  await workspace.call('components.save', { componentId: 'custom:half', definition: { title: 'Half' } })
  await page.goto(workspace.page('/components'))
  await expect(page.getByRole('link', { name: 'Pets' })).toBeVisible()
  await expectAccessible(page, [views[0], views[2]])
  await page.goto(workspace.page(`/components/${componentId}`))
  await page.getByRole('textbox', { name: 'Key of the shop' }).fill('secret')
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(page.getByRole('table')).toBeVisible()
  await expectAccessible(page)
  await page.getByText('JSON', { exact: true }).click()
  await expectAccessible(page, [views[0]])
  await page.goto(workspace.page('/components/custom:half'))
  await expect(page.getByText('To be completed before it can be published')).toBeVisible()
  await expectAccessible(page, [views[0], views[2]])
})
