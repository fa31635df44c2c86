import type { Page } from '@playwright/test'
import { expireConfirmation } from './database.ts'
import { expectAccessible } from './screenshots.ts'
import { expect, newWorkspace, PASSWORD, step, test, workspaceOf } from './workspace.ts'

test('three members with different roles use an organization', async ({
  page,
  browser,
  workspace,
  baseURL,
  stepkey,
}) => {
  // Three browser contexts take long.
  test.slow()
  const dialog = page.getByRole('dialog')

  await test.step('the owner creates it in the switcher and sees its members page', async () => {
    await page.goto(workspace.page('/flows'))
    await page.getByRole('button', { name: /^Workspace: / }).click()
    await page.getByRole('menuitem', { name: 'Create organization' }).click()
    await dialog.getByLabel('Name of the organization').fill('Acme Logistics')
    await dialog.getByRole('button', { name: 'Create organization' }).click()
    await expect(page.getByRole('heading', { name: 'Members of Acme Logistics' })).toBeVisible()
  })
  const organization = workspaceOf(page.context().request, new URL(page.url()).pathname.split('/')[2] ?? '')
  const credential = await organization.credential('Minka shop')

  const bob = await browser.newContext({ baseURL })
  await newWorkspace(bob.request, 'Bob Stone')
  const bobPage = await bob.newPage()
  await test.step('a user with an account joins by link, and the secret leaves the URL', async () => {
    const link = await invite(page, 'Builder')
    await bobPage.goto(link)
    await expect(bobPage.getByRole('heading', { name: 'Join Acme Logistics' })).toBeVisible()
    expect(bobPage.url()).not.toContain('#')
    await bobPage.getByRole('button', { name: 'Join', exact: true }).click()
    await expect(bobPage).toHaveURL(new RegExp(`${organization.page('/home')}$`))
    await bobPage.goto(link)
    await expect(bobPage.getByRole('heading', { name: 'no longer valid' })).toBeVisible()
  })

  const carol = await browser.newContext({ baseURL })
  const carolPage = await carol.newPage()
  const carolEmail = `carol-${crypto.randomUUID()}@example.com`
  await test.step('a person without an account signs up first', async () => {
    await carolPage.goto(await invite(page, 'Viewer'))
    await carolPage.getByRole('link', { name: 'Create an account' }).click()
    await carolPage.getByLabel('Your name').fill('Carol Winter')
    await carolPage.getByLabel('E-mail').fill(carolEmail)
    await carolPage.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await carolPage.getByRole('button', { name: 'Create account' }).click()
    await expect(carolPage).toHaveURL(new RegExp(`${organization.page('/home')}$`))
  })

  await test.step('a builder sees a credential and its page, but can’t edit it', async () => {
    await bobPage.goto(organization.page('/credentials/petstore'))
    await expect(bobPage.getByRole('button', { name: 'Verify Minka shop' })).toBeVisible()
    await expect(bobPage.getByRole('button', { name: 'Delete Minka shop' })).toBeHidden()
    await expect(bobPage.getByRole('link', { name: /Edit|Create credential/ })).toBeHidden()
    await bobPage.getByRole('link', { name: 'Minka shop' }).click()
    await expect(bobPage).toHaveURL(new RegExp(`/credentials/petstore/${credential.id}$`))
    await expect(bobPage.getByRole('button', { name: 'Verify', exact: true })).toBeVisible()
    await expect(bobPage.getByRole('link', { name: 'Edit' })).toBeHidden()
  })

  await test.step('a builder can use the credential in a flow', async () => {
    await bobPage.goto(organization.page('/flows/new'))
    await bobPage.getByLabel('Name of the flow').fill('Pets')
    await bobPage.getByRole('button', { name: 'Add step' }).click()
    await bobPage.getByRole('combobox', { name: 'Component' }).click()
    await bobPage.getByRole('option', { name: 'Petstore API' }).click()
    const card = step(bobPage, 'Petstore API')
    await card.getByRole('button', { name: /^Choose/ }).click()
    await expect(card.getByRole('button', { name: 'Create credential' })).toBeHidden()
    await expect(card.getByRole('link', { name: /Edit/ })).toBeHidden()
    await card.getByRole('radio', { name: /Minka shop/ }).click()
    await expect(card.getByText('Complete', { exact: true })).toBeAttached()
    await bobPage.getByRole('switch', { name: 'Active' }).click()
    await expect(bobPage.getByText('The flow was saved and is active now')).toBeVisible()
  })

  await test.step('a viewer can view the flow, and edit it after a role change', async () => {
    await carolPage.getByRole('link', { name: 'Flows' }).click()
    await carolPage.getByRole('link', { name: /^Pets\b/ }).click()
    await expect(carolPage.getByText('As a viewer you can view this flow')).toBeVisible()
    await expect(carolPage.getByText('Minka shop')).toBeVisible()
    await expect(carolPage.getByRole('switch')).toBeHidden()
    await carolPage.goto(organization.page('/settings/api-keys'))
    await expect(carolPage.getByRole('heading', { name: 'Your role does not allow this page' })).toBeVisible()
    await expect(carolPage.getByRole('heading', { level: 1 })).toHaveText('Settings')
    await carolPage.goBack()

    await page.reload()
    await page.getByRole('combobox', { name: 'Role of Carol Winter' }).click()
    await page.getByRole('option', { name: /^Editor/ }).click()
    await expect(page.getByText('Carol Winter is an editor now')).toBeVisible()
    await carolPage.reload()
    await expect(carolPage.getByRole('switch', { name: 'Active' })).toBeChecked()
  })

  await test.step('a removed member loses access, and their flows are kept', async () => {
    await page.getByRole('button', { name: 'Remove Bob Stone' }).click()
    await expect(dialog).toContainText('credentials and flows stay with the organization')
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByText('Bob Stone was removed')).toBeVisible()
    await bobPage.goto(organization.page('/flows'))
    await expect(bobPage.getByText('Page not found')).toBeVisible()
    await page.getByRole('link', { name: 'Flows' }).click()
    await expect(page.getByRole('link', { name: /^Pets\b/ })).toContainText('Active')
  })

  await test.step('the switcher opens the same kind of page', async () => {
    await page.getByRole('button', { name: 'Workspace: Acme Logistics' }).click()
    await page.getByRole('menuitem', { name: /Personal workspace/ }).click()
    await expect(page).toHaveURL(new RegExp(`${workspace.page('/flows')}$`))
    await expect(page.getByText('No flows yet')).toBeVisible()
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.getByRole('button', { name: /^Workspace: / }).click()
    await page.getByRole('menuitem', { name: /Acme Logistics/ }).click()
    await expect(page).toHaveURL(new RegExp(`${organization.page('/activity')}$`))
    await expect(page.getByRole('list', { name: 'Audit log' })).toContainText('Minka shop')
  })

  await test.step('the owner transfers the ownership and can then leave', async () => {
    await page.goto(organization.page('/settings/people'))
    await page.getByRole('button', { name: 'Transfer ownership' }).click()
    // Waits for the initial focus of the dialog, which would close an open list.
    await expect(dialog.getByRole('combobox', { name: 'New owner' })).toBeFocused()
    await dialog.getByRole('combobox', { name: 'New owner' }).click()
    await dialog.getByRole('option', { name: /^Carol Winter/ }).click()
    await dialog.getByRole('button', { name: 'Transfer ownership' }).click()
    await expect(page.getByText('Carol Winter owns Acme Logistics now')).toBeVisible()
    await page.getByRole('button', { name: 'Leave organization' }).click()
    await dialog.getByRole('button', { name: 'Leave', exact: true }).click()
    await expect(page.getByText('You left Acme Logistics')).toBeVisible()
    await expect(page).toHaveURL(new RegExp(`${workspace.page('/credentials')}$`))
  })

  await test.step('deleting requires the name and the password', async () => {
    const carolsDialog = carolPage.getByRole('dialog')
    await carolPage.goto(organization.page('/settings/people'))
    await carolPage.getByRole('button', { name: 'Delete organization' }).click()
    await carolsDialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(carolsDialog).toContainText('It contains 1 credential and 1 flow')
    await expect(carolsDialog.getByRole('button', { name: 'Delete everything' })).toBeDisabled()
    await carolsDialog.getByLabel(/^To delete it/).fill('Acme Logistics')
    expireConfirmation(stepkey, carolEmail)
    await carolsDialog.getByRole('button', { name: 'Delete everything' }).click()
    const password = carolsDialog.getByRole('textbox', { name: 'Password' })
    await password.fill('not the right one')
    await carolsDialog.getByRole('button', { name: 'Continue' }).click()
    await expect(carolsDialog.getByText('Wrong password')).toBeVisible()
    await password.fill(PASSWORD)
    await carolsDialog.getByRole('button', { name: 'Continue' }).click()
    await expect(carolPage.getByText('Acme Logistics was deleted')).toBeVisible()
    await expect(carolPage.getByText('No credentials yet')).toBeVisible()
  })
  await Promise.all([bob.close(), carol.close()])
})

/** Creates an invitation on the members page. @returns the path and fragment of its link */
async function invite(page: Page, role: string): Promise<string> {
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: role }).check()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const { pathname, hash } = new URL(await dialog.getByLabel('Invitation link').inputValue())
  await dialog.getByRole('button', { name: 'Done' }).click()
  return pathname + hash
}

test('the API keys of a member must be decided on before the member goes', async ({
  page,
  browser,
  workspace,
  baseURL,
}) => {
  const dialog = page.getByRole('dialog')
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
  const organization = workspaceOf(page.context().request, id)
  const { url } = await organization.call<{ url: string }>('invitations.create', { role: 'admin' })
  const bob = await browser.newContext({ baseURL })
  await newWorkspace(bob.request, 'Bob Stone')
  const asBob = workspaceOf(bob.request, id)
  await asBob.call('invitations.redeem', { secret: url.split('#invitation=')[1] })
  for (const name of ['Night run', 'Report']) await asBob.call('apiKeys.create', { name, scopes: ['read'] })

  await test.step('a role without API keys asks what happens to them', async () => {
    await page.goto(organization.page('/settings/people'))
    await page.getByRole('combobox', { name: 'Role of Bob Stone' }).click()
    await page.getByRole('option', { name: /^Editor/ }).click()
    await expect(dialog.getByText('Bob Stone created API keys that are still valid')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Change role' })).toBeDisabled()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('combobox', { name: 'Role of Bob Stone' })).toHaveValue('Admin')
  })

  await test.step('another admin takes one over', async () => {
    await page.goto(organization.page('/settings/api-keys'))
    await expect(page.getByRole('listitem').filter({ hasText: 'Report' })).toContainText('by Bob Stone')
    await page.getByRole('button', { name: 'Take over Report' }).click()
    await dialog.getByRole('button', { name: 'Take over' }).click()
    await expect(page.getByText('“Report” is yours now')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'Report' })).toContainText('by you')
  })

  await test.step('the others are revoked when the member is removed', async () => {
    await page.goto(organization.page('/settings/people'))
    await page.getByRole('button', { name: 'Remove Bob Stone' }).click()
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(dialog).toContainText('“Night run”')
    await expect(dialog).not.toContainText('“Report”')
    await dialog.getByRole('radio', { name: 'Revoke' }).check()
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByText('Bob Stone was removed')).toBeVisible()
    await page.goto(organization.page('/settings/api-keys'))
    await expect(page.getByRole('listitem').filter({ hasText: 'Night run' })).toContainText('Revoked')
    await expect(page.getByRole('button', { name: 'Revoke Report' })).toBeVisible()
  })
})
