import { expect, newWorkspace, test, workspaceOf } from './workspace.ts'

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('the navigation closes after a choice, and the focus moves to the page', async ({
    page,
    workspace,
  }) => {
    const menuButton = page.getByRole('button', { name: 'Navigation' })
    await page.goto(workspace.page('/credentials'))
    for (const destination of ['another page', 'the current page']) {
      await test.step(destination, async () => {
        await menuButton.click()
        await page.getByRole('link', { name: 'Flows' }).focus()
        await page.keyboard.press('Enter')
        await expect(page.getByText('No flows yet')).toBeVisible()
        await expect(menuButton).toHaveAttribute('aria-expanded', 'false')
        await expect(page.getByRole('main')).toBeFocused()
      })
    }
  })
})

test('a control keeps the focus while it waits for a response', async ({ page, workspace }) => {
  const flow = await workspace.flow('Pets', [])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const active = page.getByRole('switch', { name: 'Active' })
  await active.focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(/^The flow (is active now|was not activated)$/)).toBeVisible()
  await expect(active).toBeFocused()
})

test('“Show more” keeps the focus, and passes it to the first new row when it disappears', async ({
  page,
  workspace,
}) => {
  // A page of the audit log has 50 entries.
  for (let count = 0; count < 52; count++) await workspace.flow(`Flow ${count}`, [])
  await page.goto(workspace.page('/activity'))
  const entries = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
  const more = page.getByRole('button', { name: 'Show more' })
  await expect(more).toBeVisible()
  const shown = await entries.count()
  await more.focus()
  await page.keyboard.press('Enter')
  await expect(more).toBeHidden()
  await expect(entries.nth(shown)).toBeFocused()
})

test('a page of settings that can’t be loaded has one level-1 heading', async ({ page, workspace }) => {
  await page.route('**/trpc/embeds.list*', (route) => route.abort())
  await page.goto(workspace.page('/settings/api-keys'))
  await page.getByRole('link', { name: 'Embedding' }).click()
  await expect(page.getByRole('heading', { name: 'This page could not be loaded', level: 2 })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
})

test('a role select keeps the focus while the role is being changed', async ({
  page,
  workspace,
  browser,
  baseURL,
}) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
  const organization = workspaceOf(page.context().request, id)
  const { url } = await organization.call<{ url: string }>('invitations.create', { role: 'viewer' })
  const bob = await browser.newContext({ baseURL })
  await newWorkspace(bob.request, 'Bob Stone')
  await workspaceOf(bob.request, id).call('invitations.redeem', { secret: new URL(url).hash.split('=')[1] })
  await bob.close()

  await page.goto(organization.page('/settings/people'))
  const role = page.getByRole('combobox', { name: 'Role of Bob Stone' })
  await role.focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { name: /^Editor/ }).click()
  await expect(page.getByText('Bob Stone is an editor now')).toBeVisible()
  await expect(role).toBeFocused()
})

test('an invalid e-mail address of an invitation is focused', async ({ page, workspace }) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
  // Pretends that e-mail is configured.
  await page.route('**/trpc/accounts.welcome*', async (route) => {
    const response = await route.fetch()
    const { result } = await response.json()
    await route.fulfill({ response, json: { result: { data: { ...result.data, mail: true } } } })
  })
  await page.goto(workspaceOf(page.context().request, id).page('/settings/people'))
  await page.getByRole('button', { name: 'Invite' }).click()
  const address = page.getByRole('dialog').getByLabel('E-mail')
  await address.fill('carol')
  await page.getByRole('button', { name: 'Create and send link' }).click()
  await expect(address).toBeFocused()
  await expect(address).toHaveAccessibleDescription(/Enter an e-mail address/)
})

test('the live region for the result of a verification exists before the result', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials/petstore/new'))
  const form = page.getByRole('form', { name: 'Petstore API credential' })
  await form.getByRole('textbox', { name: 'API key' }).fill('secret')
  const liveRegion = await form.getByRole('status').last().elementHandle()
  await form.getByRole('button', { name: 'Verify' }).click()
  await expect.poll(() => liveRegion?.textContent()).toContain('Verified')
})
