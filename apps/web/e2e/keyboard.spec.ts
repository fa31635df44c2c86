import { expect, newWorkspace, test, workspaceOf } from './workspace.ts'

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('the navigation folds when something in it is chosen, and reading goes on at the page', async ({
    page,
    workspace,
  }) => {
    const burger = page.getByRole('button', { name: 'Navigation' })
    await page.goto(workspace.page('/credentials'))
    for (const time of ['another page', 'the page that one is on']) {
      await test.step(time, async () => {
        await burger.click()
        await page.getByRole('link', { name: 'Flows' }).focus()
        await page.keyboard.press('Enter')
        await expect(page.getByText('No flows yet')).toBeVisible()
        await expect(burger).toHaveAttribute('aria-expanded', 'false')
        await expect(page.getByRole('main')).toBeFocused()
      })
    }
  })
})

test('what waits for an answer keeps the focus', async ({ page, workspace }) => {
  const flow = await workspace.flow('Pets', [])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const active = page.getByRole('switch', { name: 'Active' })
  await active.focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(/^The flow (is active now|was not activated)$/)).toBeVisible()
  await expect(active).toBeFocused()
})

test('“Show more” keeps its place, and gives it to the first of the last rows', async ({
  page,
  workspace,
}) => {
  // A page of the trail is fifty entries.
  for (let made = 0; made < 52; made++) await workspace.flow(`Flow ${made}`, [])
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

test('a page of settings that can’t be loaded has one title', async ({ page, workspace }) => {
  await page.route('**/trpc/embeds.list*', (route) => route.abort())
  await page.goto(workspace.page('/settings/api-keys'))
  await page.getByRole('link', { name: 'Embedding' }).click()
  await expect(page.getByRole('heading', { name: 'This page could not be loaded', level: 2 })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
})

test('a role that is being changed keeps the focus', async ({ page, workspace, browser, baseURL }) => {
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

test('an address that an invitation can’t be sent to is led back to', async ({ page, workspace }) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
  // As if this Stepkey could send mail.
  await page.route('**/trpc/accounts.welcome*', async (route) => {
    const response = await route.fetch()
    const { result } = await response.json()
    await route.fulfill({ response, json: { result: { data: { ...result.data, mail: true } } } })
  })
  await page.goto(workspaceOf(page.context().request, id).page('/settings/people'))
  await page.getByRole('button', { name: 'Invite by link' }).click()
  const address = page.getByRole('dialog').getByLabel('E-mail')
  await address.fill('carol')
  await page.getByRole('button', { name: 'Create and send link' }).click()
  await expect(address).toBeFocused()
  await expect(address).toHaveAccessibleDescription(/Enter an e-mail address/)
})

test('what comes of a verification has a place to be read out from before it comes', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials/petstore/new'))
  const form = page.getByRole('form', { name: 'Petstore API credential' })
  await form.getByRole('textbox', { name: 'API key' }).fill('secret')
  const place = await form.getByRole('status').last().elementHandle({ timeout: 5000 })
  await form.getByRole('button', { name: 'Verify' }).click()
  await expect.poll(() => place?.textContent()).toContain('Verified')
})
