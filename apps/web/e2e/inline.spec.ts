import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, step, test } from './workspace.ts'

/** Locates the credentials that can be chosen in a step. */
const candidates = (page: Page, name: string) =>
  step(page, name).getByLabel(`Credential for ${name}`).getByRole('radio')

async function createInPlace(page: Page, stepName: string, name: string) {
  const form = step(page, stepName).getByRole('form', { name: 'Petstore API credential' })
  await form.getByLabel('Name').fill(name)
  await form.getByRole('textbox', { name: 'API key' }).fill('secret')
  await form.getByRole('button', { name: 'Save' }).click()
}

test('a credential created in a stored step is linked immediately, and unsaved edits are kept', async ({
  page,
  workspace,
}) => {
  const flow = await workspace.flow('Pets', [
    { name: 'Read', componentId: 'petstore' },
    { name: 'Write', componentId: 'petstore' },
  ])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByLabel('Name of the flow').fill('Pets and more')
  await page.getByRole('button', { name: 'Move Write up' }).click()
  await step(page, 'Read').getByLabel('Name').fill('Read all pets')

  await step(page, 'Read all pets')
    .getByRole('button', { name: /^Create credential/ })
    .click()
  await expect(step(page, 'Read all pets').getByRole('textbox', { name: 'API key' })).toBeFocused()
  await createInPlace(page, 'Read all pets', 'Minka shop')
  await expect(step(page, 'Read all pets')).toContainText('Minka shop')
  await expect(step(page, 'Read all pets').getByRole('button', { name: /^Change/ })).toBeFocused()

  await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets and more')
  await expect(page.getByRole('group', { name: /^Step \d/ }).first()).toHaveAccessibleName('Step 1: Write')
  const [read] = (await workspace.storedFlow(flow.id)).steps
  expect(read?.name).toBe('Read')
  expect(read?.credentialId).toEqual(expect.any(String))

  await page.getByRole('button', { name: 'Save flow' }).click()
  await expect(page.getByText('The flow was saved.')).toBeVisible()
  const after = await workspace.storedFlow(flow.id)
  expect(after).toMatchObject({
    name: 'Pets and more',
    steps: [{ name: 'Write' }, { name: 'Read all pets' }],
  })
  expect(after.steps[1]?.credentialId).toBe(read?.credentialId)
})

test('a credential created in an unsaved step can be chosen in other steps and other flows of its component only', async ({
  page,
  workspace,
}) => {
  await workspace.credential('Another shop')
  await workspace.credential('Some API', {
    componentId: 'http',
    methodId: 'none',
    values: { baseUrl: 'http://127.0.0.1:9', testPath: '/' },
    allowUnverified: true,
  })
  await page.goto(workspace.page('/flows/new'))
  await page.getByLabel('Name of the flow').fill('First')
  for (const name of ['One', 'Two']) {
    await page.getByRole('button', { name: 'Add step' }).click()
    const added = page.getByRole('group', { name: /^Step \d/ }).last()
    await added.getByRole('combobox', { name: 'Component' }).click()
    await page.getByRole('option', { name: 'Petstore API' }).click()
    await added.getByLabel('Name').fill(name)
  }
  await step(page, 'One')
    .getByRole('button', { name: /^Choose/ })
    .click()
  await step(page, 'One').getByRole('button', { name: 'Create credential' }).click()
  await createInPlace(page, 'One', 'Minka shop')
  await expect(step(page, 'One')).toContainText('Minka shop')

  await test.step('in another step, which lists credentials of this flow first', async () => {
    await step(page, 'Two')
      .getByRole('button', { name: /^Choose/ })
      .click()
    await expect(candidates(page, 'Two')).toHaveCount(2)
    await expect(candidates(page, 'Two').first()).toHaveAccessibleName(/Minka shop.*Verified.*In this flow/)
    await expect(candidates(page, 'Two').and(page.getByRole('radio', { checked: true }))).toHaveCount(0)
    await step(page, 'Two')
      .getByRole('radio', { name: /Minka shop/ })
      .click()
    await expect(step(page, 'Two').getByRole('button', { name: /^Change/ })).toBeFocused()
    await page.getByRole('button', { name: 'Save flow' }).click()
    await expect(page).not.toHaveURL(/new$/)
  })

  await test.step('in another flow', async () => {
    const other = await workspace.flow('Second', [
      { name: 'Pets', componentId: 'petstore' },
      { name: 'Anything', componentId: 'http' },
    ])
    await page.goto(workspace.page(`/flows/${other.id}`))
    await step(page, 'Pets')
      .getByRole('button', { name: /^Choose/ })
      .click()
    await step(page, 'Pets')
      .getByRole('radio', { name: /Minka shop/ })
      .click()
    await expect(step(page, 'Pets')).toContainText('Minka shop')
    await step(page, 'Anything')
      .getByRole('button', { name: /^Choose/ })
      .click()
    await expect(candidates(page, 'Anything')).toHaveCount(1)
    await expect(candidates(page, 'Anything')).toHaveAccessibleName(/Some API/)
  })

  await test.step('changing the component removes the credential from the step, with a message', async () => {
    await step(page, 'Pets').getByRole('combobox', { name: 'Component' }).click()
    await page.getByRole('option', { name: 'GitHub' }).click()
    await expect(step(page, 'Pets')).toContainText(
      'The credential was removed from this step, because it belongs to Petstore API.',
    )
  })
})

test('activating a flow that isn’t ready shows why at each step; after fixing all steps it is activated', async ({
  browser,
}) => {
  // A provider whose key can be revoked, unlike that of the sandbox.
  let accepts = true
  const provider = createServer(({ headers }, response) => {
    const accepted = accepts && headers.authorization === 'Bearer abc'
    response.writeHead(accepted ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const context = await browser.newContext({ baseURL: stepkey.url })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    const values = { baseUrl: `http://127.0.0.1:${port}`, testPath: '/', token: 'abc' }
    const http = { componentId: 'http', methodId: 'bearer', values }
    const failing = await workspace.credential('Revoked', http)
    const unverified = await workspace.credential('Unverified', {
      ...http,
      values: { ...values, baseUrl: 'http://127.0.0.1:9' },
      allowUnverified: true,
    })
    accepts = false
    await workspace.call('credentials.verify', { credentialId: failing.id })
    const flow = await workspace.flow('Not ready', [
      { name: 'Empty', componentId: 'petstore' },
      { name: 'Refused', componentId: 'http', credentialId: failing.id },
      { name: 'Unproven', componentId: 'http', credentialId: unverified.id },
    ])
    await workspace.credential('Minka shop')

    await page.goto(workspace.page(`/flows/${flow.id}`))
    await page.getByRole('switch', { name: 'Active' }).click()
    await expect(page.getByText('3 steps aren’t ready')).toBeVisible()
    await expect(step(page, 'Empty')).toContainText('It has no credential.')
    await expect(step(page, 'Refused')).toContainText('Its credential is failing')
    await expect(step(page, 'Unproven')).toContainText('was saved without verifying')
    await expect(step(page, 'Empty').locator(':focus')).toContainText('This step isn’t ready')

    await step(page, 'Empty')
      .getByRole('button', { name: /^Use this credential: Minka shop/ })
      .click()
    accepts = true
    await step(page, 'Refused').getByRole('button', { name: 'Verify now: Revoked' }).click()
    await expect(step(page, 'Refused')).toContainText('Verified just now')
    await step(page, 'Unproven')
      .getByRole('button', { name: /^Change/ })
      .click()
    await step(page, 'Unproven')
      .getByRole('radio', { name: /Revoked/ })
      .click()
    await expect(page.getByText('This step isn’t ready')).toHaveCount(0)
    await page.getByRole('switch', { name: 'Active' }).click()
    await expect(page.getByText('The flow was saved and is active now')).toBeVisible()

    await test.step('an active flow is not saved with a step that isn’t ready', async () => {
      await page.getByRole('button', { name: 'Add step' }).click()
      const added = page.getByRole('group', { name: /^Step 4/ })
      await added.getByRole('combobox', { name: 'Component' }).click()
      await page.getByRole('option', { name: 'GitHub' }).click()
      await page.getByRole('button', { name: 'Save flow' }).click()
      // The notification disappears first.
      await expect(page.getByText('The flow was not saved')).toBeVisible()
      await expect(added).toContainText('It has no credential.')
      expect((await workspace.storedFlow(flow.id)).steps).toHaveLength(3)
    })
  } finally {
    await context.close()
    await stepkey.stop()
    provider.close()
  }
})
