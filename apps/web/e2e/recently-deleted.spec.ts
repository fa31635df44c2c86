import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expectAccessible } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, test, type Workspace, workspaceOf } from './workspace.ts'

test.describe.configure({ mode: 'parallel' })
test.use({ contextOptions: { reducedMotion: 'reduce' } })

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

/** Deletes a credential on the page of its component. */
async function deleteOn(page: Page, workspace: Workspace, name: string) {
  await page.goto(workspace.page('/credentials/petstore'))
  await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('You can restore it for 7 days in Recently deleted.')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('alert').filter({ hasText: `“${name}” was deleted` })).toBeVisible()
}

test('a deletion is undone from its message, with the keyboard', async ({ page, workspace }) => {
  const { id } = await workspace.credential('Minka shop')
  await deleteOn(page, workspace, 'Minka shop')
  const message = page.getByRole('alert')
  await expect(message).toContainText('It can be restored for 7 days.')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Undo: delete Minka shop' }).focus()
  await page.keyboard.press('Enter')
  await expect(message).toContainText('“Minka shop” was restored')
  await expect(page.locator('main')).toBeFocused()
  const row = page.getByRole('listitem').filter({ hasText: 'Minka shop' })
  await expect(row).toContainText('Verified')
  await row.getByRole('link', { name: 'Minka shop', exact: true }).click()
  await expect(page).toHaveURL(workspace.page(`/credentials/petstore/${id}`))
})

test('deleted credentials are found on their page, restored under another name, and erased', async ({
  page,
  workspace,
}) => {
  const dialog = page.getByRole('dialog')
  const names = ['Minka shop', 'Paws shop', 'Tiko shop']
  for (const name of names) await workspace.credential(name)
  await page.goto(workspace.page('/credentials/deleted'))
  await expect(page.getByRole('heading', { name: 'No deleted credentials' })).toBeVisible()
  await expect(page.getByText('stays here for 7 days')).toBeVisible()
  await expectAccessible(page)

  for (const name of names) await deleteOn(page, workspace, name)
  await workspace.credential('Minka shop')
  await page.getByRole('link', { name: 'Recently deleted' }).first().click()
  await expect(page.getByRole('row')).toHaveCount(4)
  await expect(rowOf(page, 'Minka shop')).toContainText('Petstore API')
  await expect(rowOf(page, 'Minka shop')).toContainText('by Alice Miller')
  await expectAccessible(page)
  await page.getByLabel('Search name, account or component').fill('minka')
  await expect(page.getByRole('row')).toHaveCount(2)

  await test.step('a taken name must be changed', async () => {
    await page.getByRole('button', { name: 'Restore Minka shop' }).click()
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await expect(dialog.getByLabel('Name')).toBeFocused()
    await expect(dialog).toContainText('A credential with this name exists already.')
    await expectAccessible(page)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Minka shop, restored')
    await page.keyboard.press('Enter')
    await expect(page.getByText('“Minka shop, restored” was restored')).toBeVisible()
    await expect(page.getByText('No deleted credential matches “minka”.')).toBeVisible()
    await expect(page.getByRole('main')).toBeFocused()
  })

  await test.step('one is erased at once, and the focus moves to the next row', async () => {
    await page.getByLabel('Search name, account or component').fill('')
    await page.getByRole('button', { name: 'Erase now: Tiko shop' }).click()
    await expect(dialog).toContainText('It can’t be restored any more.')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Erase now' }).click()
    await expect(page.getByRole('row')).toHaveCount(2)
    await expect(page.getByRole('button', { name: 'Restore Paws shop' })).toBeFocused()
  })

  await test.step('after the last one, the focus moves to the page', async () => {
    await page.getByRole('button', { name: 'Erase now: Paws shop' }).click()
    await dialog.getByRole('button', { name: 'Erase now' }).click()
    await expect(page.getByRole('heading', { name: 'No deleted credentials' })).toBeVisible()
    await expect(page.getByRole('main')).toBeFocused()
  })

  await page.goto(workspace.page('/credentials/all'))
  await expect(page.getByRole('link', { name: 'Minka shop, restored' })).toBeVisible()
  await page.goto(workspace.page('/activity'))
  await expect(
    page.getByText(/restored the credential .*Minka shop, restored.* from Recently deleted/),
  ).toBeVisible()
  await expect(page.getByText(/erased the credential .*Paws shop.* from Recently deleted/)).toBeVisible()
})

test('a credential that the provider rejects by now is not restored, and the messages say what to do', async ({
  browser,
}) => {
  const answer = { status: 200 }
  const provider = createServer((request, response) => {
    const isAccepted = request.headers.authorization === 'Bearer key'
    response.writeHead(isAccepted ? answer.status : 401, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const dialog = page.getByRole('dialog')
    const workspace = await newWorkspace(context.request)
    const { id } = await workspace.credential('Orders API', {
      componentId: 'http',
      methodId: 'bearer',
      values: { baseUrl: `http://127.0.0.1:${port}`, testPath: '/', token: 'key' },
    })
    await page.goto(workspace.page(`/credentials/http/${id}`))
    await page.getByRole('button', { name: 'More about this credential' }).click()
    await page.getByRole('menuitem', { name: 'Delete credential' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    answer.status = 401
    await page.getByRole('button', { name: 'Undo: delete Orders API' }).click()
    const message = page.getByRole('alert').filter({ hasText: '“Orders API” was not restored' })
    await expect(message).toContainText('rejected the credential (401). Create a new credential instead.')
    await message.getByRole('link', { name: 'Recently deleted' }).click()
    await expect(page).toHaveURL(workspace.page('/credentials/deleted'))

    await page.getByRole('button', { name: 'Restore Orders API' }).click()
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await expect(dialog.getByText('Rejected', { exact: true })).toBeVisible()
    await expect(dialog.getByRole('link', { name: 'Create a new credential instead' })).toBeVisible()
    await expect(dialog.getByRole('checkbox')).toHaveCount(0)
    await expectAccessible(page)

    answer.status = 503
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await expect(dialog.getByText('Could not be verified')).toBeVisible()
    await expectAccessible(page)
    await dialog.getByRole('checkbox', { name: 'Restore without verifying' }).check()
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await expect(page.getByText('“Orders API” was restored')).toBeVisible()
    await page.goto(workspace.page(`/credentials/http/${id}`))
    await expect(page.getByText('Saved without verifying').first()).toBeVisible()
  } finally {
    await context.close()
    await stepkey.stop()
    provider.close()
  }
})

test('a viewer sees who deleted what, but can’t restore or erase it', async ({
  page,
  workspace,
  browser,
  baseURL,
}) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
  const organization = workspaceOf(page.context().request, id)
  const { url } = await organization.call<{ url: string }>('invitations.create', { role: 'viewer' })
  const credential = await organization.credential('Minka shop')
  await organization.call('credentials.remove', { credentialId: credential.id })
  const vera = await browser.newContext({ baseURL, reducedMotion: 'reduce' })
  try {
    await newWorkspace(vera.request, 'Vera Stone')
    await workspaceOf(vera.request, id).call('invitations.redeem', {
      secret: new URL(url).hash.split('=')[1],
    })
    const veraPage = await vera.newPage()
    await veraPage.goto(organization.page('/flows'))
    await expect(veraPage.getByText('No flows yet')).toBeVisible()
    await veraPage.keyboard.press('Control+k')
    await expect(veraPage.getByRole('textbox', { name: 'Search Stepkey' })).toBeFocused()
    await veraPage.keyboard.type('recently del')
    await expect(veraPage.getByRole('dialog').getByText('Recently deleted credentials')).toBeVisible()
    await veraPage.keyboard.press('Enter')
    await expect(veraPage.getByRole('heading', { level: 1 })).toHaveText('Recently deleted')
    await expect(rowOf(veraPage, 'Minka shop')).toContainText('by Alice Miller')
    await expect(veraPage.getByRole('columnheader')).toHaveText([
      'Name',
      'Component',
      'Deleted',
      'Kept until',
    ])
    await expect(veraPage.getByRole('button', { name: /Restore|Erase/ })).toHaveCount(0)
  } finally {
    await vera.close()
  }
})

test('several deleted credentials are kept, and a failed list can be loaded again', async ({
  page,
  workspace,
}) => {
  for (const name of ['Minka shop', 'Paws shop']) await workspace.credential(name)
  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page('/credentials/all'))
  await page.getByRole('checkbox', { name: 'Select all shown credentials' }).check()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toContainText('You can restore them for 7 days in Recently deleted.')
  await dialog.getByRole('button', { name: 'Delete 2 credentials' }).click()
  await expect(dialog).toContainText('Deleted: 2 of 2.')
  await expectAccessible(page)
  let isBroken = true
  await page.route('**/trpc/deletedCredentials.list*', (route) =>
    isBroken ? route.abort() : route.continue(),
  )
  await dialog.getByRole('link', { name: 'Recently deleted' }).click()
  await expect(page.getByText('Stepkey can’t be reached right now.')).toBeVisible()
  isBroken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
})

test('with DELETED_CREDENTIAL_DAYS=0 the screen promises nothing', async ({ browser }) => {
  const stepkey = await startStepkey({ DELETED_CREDENTIAL_DAYS: '0' })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    await workspace.credential('Minka shop')
    await page.goto(workspace.page('/credentials/petstore'))
    await page.getByRole('button', { name: 'Delete Minka shop' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('Its values can’t be restored.')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByText('Its values were deleted permanently.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Undo/ })).toHaveCount(0)
    await page.goto(workspace.page('/credentials/deleted'))
    await expect(page.getByText('This installation erases deleted credentials at once')).toBeVisible()
  } finally {
    await context.close()
    await stepkey.stop()
  }
})
