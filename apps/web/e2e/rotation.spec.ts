import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { expectAccessible } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, test } from './workspace.ts'

test('a new value is added, tried with one flow, promoted, and the previous one is restored', async ({
  browser,
}) => {
  const accepted = new Set(['old', 'new'])
  const provider = createServer(({ headers }, response) => {
    const isAccepted = accepted.has((headers.authorization ?? '').replace('Bearer ', ''))
    response.writeHead(isAccepted ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    const credential = await workspace.credential('Orders API', {
      componentId: 'http',
      methodId: 'bearer',
      values: { baseUrl: `http://127.0.0.1:${port}`, testPath: '/', token: 'old' },
    })
    const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
      name: 'Engine',
      scopes: ['issue'],
    })
    const issued = new Map<string, () => Promise<unknown>>()
    for (const name of ['Orders', 'Returns']) {
      const steps = [{ name: 'Read', componentId: 'http', credentialId: credential.id }]
      const flow = await workspace.flow(name, steps)
      await workspace.call('flows.activate', { flowId: flow.id })
      issued.set(name, async () => {
        const url = `/api/v1/flows/${flow.id}/steps/${flow.steps[0]?.id}/credential`
        const answer = await context.request.post(url, { headers: { authorization: `Bearer ${key}` } })
        return (await answer.json()).values.token
      })
    }
    const tokenOf = (name: string) => issued.get(name)?.()
    const values = page.getByRole('list', { name: 'Values' }).getByRole('listitem')
    const dialog = page.getByRole('dialog')

    await test.step('a rejected value is not added', async () => {
      await page.goto(workspace.page(`/credentials/http/${credential.id}`))
      await page.getByRole('link', { name: 'Rotate' }).click()
      await expect(page.getByLabel('Token', { exact: true })).toBeFocused()
      await expect(page.getByText('No flow gets it until you let flows try it')).toBeVisible()
      await page.keyboard.type('wrong')
      await page.getByRole('button', { name: 'Add value' }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'Rejected' })).toContainText('Nothing was saved')
      await expectAccessible(page)
    })

    await test.step('a new value waits while the current one stays in use', async () => {
      await page.getByLabel('Token', { exact: true }).fill('new')
      await page.getByRole('button', { name: 'Add value' }).click()
      await expect(values).toHaveCount(2)
      await expect(values.first()).toContainText('New value')
      await expect(values.first()).toContainText('No flow tries it yet.')
      await expect(values.first().getByText('New value')).toBeFocused()
      await expect(values.first().getByText('New value')).toBeInViewport()
      expect(await tokenOf('Orders')).toBe('old')
    })

    await test.step('one flow tries it', async () => {
      await page.getByRole('button', { name: 'Try with flows' }).click()
      await expect(dialog.getByRole('checkbox', { name: 'Orders' })).toBeFocused()
      await dialog.getByRole('checkbox', { name: 'Orders' }).check()
      await expectAccessible(page)
      await page.screenshot({ path: 'test-results/rotation-try.png' })
      await dialog.getByRole('button', { name: 'Save' }).click()
      await expect(values.first()).toContainText('Tried by “Orders”.')
      expect([await tokenOf('Orders'), await tokenOf('Returns')]).toEqual(['new', 'old'])
      await expectAccessible(page)
      await page.screenshot({ path: 'test-results/rotation-trial.png', fullPage: true })
    })

    await test.step('it is promoted for all flows', async () => {
      await page.getByRole('button', { name: 'Promote' }).click()
      await expect(dialog).toContainText('the 2 active flows that use the credential get it')
      await expect(dialog).toContainText('The current value can be restored for 7 days.')
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
      await expectAccessible(page)
      await dialog.getByRole('button', { name: 'Promote' }).click()
      await expect(values.first()).toContainText('Current value')
      await expect(values.nth(1)).toContainText('Previous value')
      expect([await tokenOf('Orders'), await tokenOf('Returns')]).toEqual(['new', 'new'])
    })

    await test.step('a previous value that the provider refuses by now is not restored', async () => {
      accepted.delete('old')
      await page.getByRole('button', { name: 'Restore' }).click()
      await dialog.getByRole('button', { name: 'Restore' }).click()
      await expect(dialog.getByRole('alert')).toContainText('rejected the credential')
      await expect(dialog.getByRole('alert')).toContainText('The current value stays in use.')
      await expectAccessible(page)
      await page.screenshot({ path: 'test-results/rotation-refused.png' })
      expect(await tokenOf('Orders')).toBe('new')
    })

    await test.step('one that it accepts is', async () => {
      accepted.add('old')
      await dialog.getByRole('button', { name: 'Restore' }).click()
      await expect(dialog).toBeHidden()
      await expect(page.getByText('1 earlier value was erased.')).toBeVisible()
      expect(await tokenOf('Orders')).toBe('old')
    })

    await test.step('the previous one can be erased', async () => {
      await page.getByRole('button', { name: 'Erase the previous value' }).click()
      await expectAccessible(page)
      await dialog.getByRole('button', { name: 'Erase' }).click()
      await expect(values).toHaveCount(1)
      await expect(page.getByRole('link', { name: 'Rotate' })).toBeFocused()
    })
  } finally {
    await context.close()
    await stepkey.stop()
    provider.close()
  }
})

test('an edit that would break steps names them before it is saved', async ({ browser }) => {
  const provider = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const base = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const stepkey = await startStepkey({ EGRESS_ALLOW: new URL(base).host })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    const { id: credentialId } = await workspace.credential('Orders API', {
      componentId: 'http',
      methodId: 'none',
      values: { baseUrl: `${base}/v1`, testPath: '/' },
    })
    const flow = await workspace.flow('Orders', [{ name: 'Read', componentId: 'http', credentialId }])
    await workspace.call('flows.activate', { flowId: flow.id })
    await page.goto(workspace.page(`/credentials/http/${credentialId}?edit=1`))
    await page.getByLabel('Base URL').fill(`${base}/v2`)
    await page.getByRole('button', { name: 'Save' }).click()
    const warning = page.getByRole('alert').filter({ hasText: 'This would break a step' })
    await expect(warning).toContainText('another server, path or database')
    await expect(page.getByRole('group', { name: 'Result' })).toBeFocused()
    await expect(warning).toContainText('Orders')
    await expect(warning).toContainText('Step “Read”')
    await expectAccessible(page)
    await page.screenshot({ path: 'test-results/impact.png', fullPage: true })
    const storedUrl = async () =>
      (await workspace.query<{ values: { baseUrl: string } }>('credentials.get', { credentialId })).values
        .baseUrl

    await warning.getByRole('button', { name: 'Keep editing' }).click()
    await expect(page.getByRole('button', { name: 'Save' })).toBeFocused()
    expect(await storedUrl()).toBe(`${base}/v1`)
    await page.keyboard.press('Enter')
    await warning.getByRole('button', { name: 'Save anyway' }).click()
    await expect(page.getByText('“Orders API” was saved')).toBeVisible()
    expect(await storedUrl()).toBe(`${base}/v2`)

    await page.getByRole('button', { name: 'Restore' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('This would break a step')
    await expectAccessible(page)
    expect(await storedUrl()).toBe(`${base}/v2`)
    await dialog.getByRole('button', { name: 'Restore anyway' }).click()
    await expect(dialog).toBeHidden()
    expect(await storedUrl()).toBe(`${base}/v1`)
  } finally {
    await context.close()
    await stepkey.stop()
    provider.close()
  }
})

test('a frozen credential is not issued, blocks the activation of its flow, and is verified when it is unfrozen', async ({
  page,
  workspace,
}) => {
  const credential = await workspace.credential('Minka shop')
  const steps = [{ name: 'Read', componentId: 'petstore', credentialId: credential.id }]
  const flow = await workspace.flow('Orders', steps)
  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page(`/credentials/petstore/${credential.id}`))
  await page.getByRole('button', { name: 'More about this credential' }).click()
  await expect(page.getByRole('menuitem', { name: 'Freeze' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: 'Freeze' }).click()
  await expect(dialog).toContainText('Nothing is issued until you unfreeze it.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Freeze' }).click()
  await expect(page.getByText('Frozen: nothing is issued')).toBeVisible()
  await expectAccessible(page)

  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByRole('switch', { name: 'Active' }).click()
  await expect(page.getByText('Its credential is frozen. Unfreeze it')).toBeVisible()
  await page.screenshot({ path: 'test-results/frozen-flow.png' })

  await page.goto(workspace.page(`/credentials/petstore/${credential.id}`))
  await page.getByRole('button', { name: 'Unfreeze' }).click()
  await expect(dialog).toContainText('It is verified first.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Unfreeze' }).click()
  await expect(page.getByText('Verified just now')).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
})

test('all credentials are frozen at once, and several are unfrozen', async ({ page, workspace }) => {
  for (const name of ['Minka shop', 'Tiko shop']) await workspace.credential(name)
  const shop = await workspace.credential('Third shop')
  const flow = await workspace.flow('Orders', [
    { name: 'Read', componentId: 'petstore', credentialId: shop.id },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })
  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page('/credentials'))
  await page.getByRole('button', { name: 'More about all credentials' }).click()
  await page.getByRole('menuitem', { name: 'Freeze all credentials' }).click()
  await expectAccessible(page)
  await page.screenshot({ path: 'test-results/freeze-all.png' })
  await dialog.getByRole('button', { name: 'Freeze all' }).click()
  await expect(page.getByRole('button', { name: 'More about all credentials' })).toBeFocused()
  await page.getByRole('link', { name: 'Flows', exact: true }).first().click()
  await expect(page.getByRole('link', { name: /^Orders/ })).toContainText(
    'The credential of 1 step is frozen',
  )
  await expectAccessible(page)
  await page.goto(workspace.page('/credentials/all'))
  await expect(page.getByRole('row').filter({ hasText: 'Frozen: nothing is issued' })).toHaveCount(3)

  await page.getByRole('checkbox', { name: 'Select Minka shop' }).check()
  await page.getByRole('checkbox', { name: 'Select Tiko shop' }).check()
  const selection = page.getByRole('region', { name: 'Selection' })
  await selection.getByRole('button', { name: 'Unfreeze' }).click()
  await expect(dialog).toContainText('Unfrozen: 2 of 2.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(page.getByRole('row').filter({ hasText: 'Frozen: nothing is issued' })).toHaveCount(1)

  await selection.getByRole('button', { name: 'Freeze', exact: true }).click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Freeze 2 credentials' }).click()
  await expect(dialog).toContainText('Frozen: 2 of 2.')
})

test('the credentials of a flow are checked before a run', async ({ page, workspace }) => {
  const { id: credentialId } = await workspace.credential('Minka shop')
  const step = { componentId: 'petstore', credentialId }
  const { id } = await workspace.flow('Orders', [
    { ...step, name: 'Read' },
    { name: 'Write', componentId: 'petstore' },
  ])
  const dialog = page.getByRole('dialog')
  const steps = dialog.getByRole('list', { name: 'Steps' }).getByRole('listitem')
  await page.goto(workspace.page(`/flows/${id}`))
  await page.getByRole('button', { name: 'More about this flow' }).click()
  await page.getByRole('menuitem', { name: 'Check before a run' }).click()
  await dialog.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(dialog).toContainText('The flow is not ready.')
  await expect(steps).toHaveText(['ReadReady', 'WriteIt has no credential. Choose one in the step.'])
  await expectAccessible(page)
  await page.screenshot({ path: 'test-results/preflight.png' })
  await workspace.call('flows.bindStep', {
    flowId: id,
    stepId: (await workspace.storedFlow(id)).steps[1]?.id,
    credentialId,
  })
  await dialog.getByRole('button', { name: 'Check again' }).click()
  await expect(dialog).toContainText('The flow is ready.')
})

test('the calendar of access that ends is offered as a file and as an address', async ({
  page,
  workspace,
}) => {
  await workspace.credential('Minka shop')
  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page('/credentials/all'))
  await page.getByRole('button', { name: 'More about all credentials' }).click()
  await page.getByRole('menuitem', { name: 'Calendar of access that ends' }).click()
  await expect(dialog.getByLabel('Address for calendar programs')).toHaveValue(/\/credentials\/expiry\.ics$/)
  await expectAccessible(page)
  await page.screenshot({ path: 'test-results/calendar.png' })
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('stepkey-expiry.ics')
})

test('Home names a frozen credential that an active flow uses, and leads to what to do', async ({
  page,
  workspace,
}) => {
  const { id: credentialId } = await workspace.credential('Orders API')
  const { id: flowId } = await workspace.flow('Orders', [
    { name: 'Read', componentId: 'petstore', credentialId },
  ])
  await workspace.call('flows.activate', { flowId })
  await workspace.call('credentials.freeze', { credentialId })
  await page.goto(workspace.page('/home'))
  const attention = page.getByRole('list', { name: 'Needs attention' })
  await expect(attention).toContainText('Frozen: nothing is issued')
  await expectAccessible(page)
  await attention.getByRole('link', { name: 'Show: Orders API' }).click()
  await expect(page.getByText('If its values leaked:')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Unfreeze' })).toBeVisible()
})

test('Home leads from a key that ends soon to the form for the new value', async ({ page, workspace }) => {
  const { id } = await workspace.credential('Minka shop')
  const { items } = await workspace.query<{ items: CredentialSummary[] }>('credentials.list', { ids: [id] })
  const expiresAt = new Date(Date.now() + 5.5 * 86_400_000).toISOString()
  const ending = items.map((item) => ({ ...item, receipt: item.receipt && { ...item.receipt, expiresAt } }))
  await page.route('**/trpc/credentials.list*', async (route) => {
    const { endsWithinDays } = JSON.parse(new URL(route.request().url()).searchParams.get('input') ?? '{}')
    if (!endsWithinDays) return route.continue()
    await route.fulfill({ json: { result: { data: { items: ending, nextCursor: null } } } })
  })
  await page.goto(workspace.page('/home'))
  await expect(page.getByText('Access ends in 5 days')).toBeVisible()
  await page.getByRole('link', { name: 'Rotate: Minka shop' }).click()
  await expect(page.getByRole('heading', { name: 'New value' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'API key' })).toBeFocused()
})

test('a leak is reported: the credential is frozen, and the report says who got its values', async ({
  page,
  workspace,
}) => {
  const credential = await workspace.credential('Minka shop')
  const steps = [{ name: 'Read', componentId: 'petstore', credentialId: credential.id }]
  const flow = await workspace.flow('Orders', steps)
  await workspace.call('flows.activate', { flowId: flow.id })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Engine',
    scopes: ['issue'],
  })
  const url = `/api/v1/flows/${flow.id}/steps/${flow.steps[0]?.id}/credential`
  await page.request.post(url, { headers: { authorization: `Bearer ${key}` } })

  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page(`/credentials/petstore/${credential.id}`))
  await page.getByRole('button', { name: 'More about this credential' }).click()
  await page.getByRole('menuitem', { name: 'Report a leak' }).click()
  await expect(dialog.getByRole('combobox', { name: 'The values may be known since' })).toBeFocused()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Freeze and report' }).click()
  await expect(dialog).toContainText(
    'Its values were issued 1 time, to 1 flow, with 1 API key, from 1 address',
  )
  const summary = dialog.getByText('The credential is frozen.')
  await expect(summary).toBeFocused()
  const heading = await dialog
    .locator('[role="presentation"]', { has: page.getByRole('heading') })
    .boundingBox()
  const [bottom, top] = [(heading?.y ?? 0) + (heading?.height ?? 0), (await summary.boundingBox())?.y ?? 0]
  expect(top - bottom, 'room for the outline').toBeGreaterThanOrEqual(4)
  await expectAccessible(page)
  await page.screenshot({ path: 'test-results/incident.png' })
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'JSON' }).click()
  expect((await download).suggestedFilename()).toBe(`incident-${credential.id}.json`)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText('Frozen: nothing is issued')).toBeVisible()
})
