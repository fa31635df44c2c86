import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectAccessible } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, test, workspaceOf } from './workspace.ts'

test('the page of a failing credential opens ready to fix for its owner, and without actions for a viewer', async ({
  browser,
}) => {
  let accepted = 'Bearer abc'
  const provider = createServer(({ headers }, response) => {
    const status = headers.authorization === accepted ? 200 : 401
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const alice = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  const vera = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await alice.newPage()
    const own = await newWorkspace(alice.request)
    const { id } = await own.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
    const workspace = workspaceOf(alice.request, id)
    const { url } = await workspace.call<{ url: string }>('invitations.create', { role: 'viewer' })
    await newWorkspace(vera.request, 'Vera Stone')
    await workspaceOf(vera.request, id).call('invitations.redeem', {
      secret: new URL(url).hash.split('=')[1],
    })
    const credential = await workspace.credential('Orders API', {
      componentId: 'http',
      methodId: 'bearer',
      values: { baseUrl: `http://127.0.0.1:${port}`, testPath: '/', token: 'abc' },
    })
    const steps = [{ name: 'Read', componentId: 'http', credentialId: credential.id }]
    const flow = await workspace.flow('Orders', steps)
    await workspace.call('flows.activate', { flowId: flow.id })
    await workspace.flow('Draft', steps)
    await workspace.call('credentials.verify', { credentialId: credential.id })
    accepted = 'Bearer new'
    await workspace.call('credentials.verify', { credentialId: credential.id })
    const path = workspace.page(`/credentials/http/${credential.id}`)

    await test.step('the owner sees the advice, the flow that fails, and the empty field of the secret', async () => {
      await page.goto(path)
      await expect(page.getByRole('alert').filter({ hasText: 'Rejected' })).toContainText(
        'Copy its values again completely',
      )
      await expect(page.getByRole('group', { name: 'An active flow fails' })).toContainText('Orders')
      await expect(page.getByLabel('Token', { exact: true })).toBeFocused()
      // The notice names the active flow, so the list has only the other one.
      await expect(page.getByRole('link', { name: 'Orders', exact: true })).toHaveCount(1)
      await expect(page.getByRole('region', { name: 'Inactive flows' }).getByRole('listitem')).toHaveText([
        /^Draft/,
      ])
      await expectAccessible(page)
    })

    await test.step('a viewer sees the advice, flows, verifications and details, but no action', async () => {
      const veraPage = await vera.newPage()
      await veraPage.goto(workspace.page('/credentials/http'))
      await veraPage.getByRole('link', { name: 'Orders API' }).click()
      await expect(veraPage).toHaveURL(new RegExp(`${path}$`))
      await expect(veraPage.getByRole('heading', { level: 1 })).toHaveText('Orders API')
      await expect(veraPage.getByRole('alert').filter({ hasText: 'Rejected' })).toBeVisible()
      const flows = veraPage.getByRole('region', { name: 'Flows' })
      await expect(flows.getByRole('listitem')).toHaveText([/^Orders/, /^DraftInactive/])
      await expect(
        veraPage.getByRole('img', { name: /3 verifications: 2 accepted, 1 rejected/ }),
      ).toBeVisible()
      await expect(veraPage.getByRole('table', { name: 'Verifications' }).getByRole('row')).toHaveCount(4)
      await expect(veraPage.getByRole('definition').filter({ hasText: 'by Alice Miller' })).toBeVisible()
      await expect(veraPage.getByText(`127.0.0.1:${port}`, { exact: true })).toBeHidden()
      await expect(veraPage.getByRole('button', { name: /Verify|More about this credential/ })).toBeHidden()
      await expect(veraPage.getByRole('link', { name: 'Edit' })).toBeHidden()
      await expect(veraPage.getByRole('heading', { name: 'Activity' })).toBeHidden()
      await expectAccessible(veraPage)
      await veraPage.goto(`${path}?edit=1`)
      await expect(veraPage.getByRole('heading', { name: 'Details' })).toBeVisible()
      await expect(veraPage.getByRole('button', { name: 'Save' })).toBeHidden()
    })

    await test.step('the owner fixes it in place, and the page shows the result', async () => {
      await page.getByLabel('Token', { exact: true }).fill('new')
      await page.getByLabel('Base URL').click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeHidden()
      await expect(page).toHaveURL(new RegExp(`${path}$`))
      await expect(page.getByText('Verified just now')).toBeVisible()
      await expect(page.getByRole('img', { name: /4 verifications: 3 accepted, 1 rejected/ })).toBeVisible()
      await expect(page.getByText('Stored, never shown')).toBeVisible()
      await expect(page.getByText(`http://127.0.0.1:${port}`)).toBeVisible()
      const entries = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
      await expect(entries).toHaveText([
        /changed the values of this credential/,
        // What the flows would get was verified before it was saved.
        /verified other values for this credential/,
        /verified this credential/,
        /verified this credential/,
        /created this credential/,
      ])
      await expectAccessible(page)
    })

    await test.step('the form has an address of its own, and closes with “Cancel” and with “back”', async () => {
      await page.getByRole('link', { name: 'Edit', exact: true }).click()
      await expect(page).toHaveURL(new RegExp(`${path}\\?edit=1$`))
      await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Orders API')
      await page.goBack()
      await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeHidden()
      await page.goForward()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeFocused()
      await expect(page).toHaveURL(new RegExp(`${path}$`))
      await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeHidden()
    })

    await test.step('“Verify” adds a verification', async () => {
      await page.getByRole('button', { name: 'Verify', exact: true }).click()
      await expect(page.getByRole('img', { name: /5 verifications: 4 accepted/ })).toBeVisible()
    })

    await test.step('deleting it leads to the list', async () => {
      await workspace.call('flows.deactivate', { flowId: flow.id })
      await page.reload()
      await page.getByRole('button', { name: 'More about this credential' }).click()
      await page.getByRole('menuitem', { name: 'Delete credential' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
      await expect(page).toHaveURL(new RegExp(`${workspace.page('/credentials/http')}$`))
      await expect(page.getByText('There are no credentials for HTTP API yet.')).toBeVisible()
      await page.goto(path)
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
    })
  } finally {
    await alice.close()
    await vera.close()
    await stepkey.stop()
    provider.close()
  }
})

test('long names break on the page and in its dialogs', async ({ page, workspace }) => {
  const name = 'a_long_name_without_any_space_'.repeat(4)
  const { id: credentialId, version } = await workspace.credential(name)
  const { id: flowId } = await workspace.flow(name, [{ name, componentId: 'petstore', credentialId }])
  await workspace.call('flows.activate', { flowId })
  await workspace.call('credentials.addValue', { credentialId, version, values: { apiKey: 'secret' } })
  await page.goto(workspace.page(`/credentials/petstore/${credentialId}`))
  await expect(page.getByText('No flow tries it yet.')).toBeVisible()
  await expectAccessible(page)
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Try with flows' }).click()
  await dialog.getByRole('checkbox').check()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/^Tried by/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'More about this credential' }).click()
  await page.getByRole('menuitem', { name: 'Delete credential' }).click()
  await expect(dialog).toContainText('is used by 1 active flow')
  await expectAccessible(page)
})
