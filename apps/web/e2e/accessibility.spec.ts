import { desktop, expectAccessible, views } from './screenshots.ts'
import { expect, newWorkspace, test, type Workspace, workspaceOf } from './workspace.ts'

test.describe.configure({ mode: 'parallel' })
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('the sign-up and sign-in pages are accessible', async ({ page }) => {
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('Your name')).toBeFocused()
  await expectAccessible(page)
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expectAccessible(page)
})

test('the pages of credentials are accessible', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials'))
  await expect(page.getByText('No credentials yet')).toBeVisible()
  await expectAccessible(page, [views[1]])
  // Fewer cards, because axe checks each one.
  await page.goto(workspace.page('/credentials?category=database'))
  await expect(page.getByText('PostgreSQL')).toBeVisible()
  await expectAccessible(page)

  await page.goto(workspace.page('/credentials/new'))
  await expect(page.getByRole('link', { name: /Petstore API/ })).toBeVisible()
  await expectAccessible(page, [views[0]])

  const { credential } = await createSampleData(workspace)
  await page.goto(workspace.page('/credentials?category=tutorial'))
  await expect(page.getByRole('link', { name: /Petstore API.* 2 credentials$/ })).toBeVisible()
  await expectAccessible(page)

  await page.goto(workspace.page('/credentials/petstore'))
  await expect(page.getByText('used in 1 active flow')).toBeVisible()
  await expectAccessible(page)
  await workspace.call('requests.create', { componentId: 'petstore', name: 'Shop of Carol' })
  await page.reload()
  await page.getByRole('button', { name: 'Request credential' }).click()
  await expect(page.getByRole('dialog').getByLabel('Name of the credential')).toBeFocused()
  await expectAccessible(page, [views[0], views[2]])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Delete Minka shop' }).click()
  await expect(page.getByRole('dialog')).toContainText('is used by 1 active flow')
  await expectAccessible(page)

  await page.goto(workspace.page('/credentials/petstore/new'))
  await page.getByRole('textbox', { name: 'API key' }).fill('wrong')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Rejected', { exact: true })).toBeVisible()
  await expectAccessible(page)

  await page.goto(workspace.page(`/credentials/petstore/${credential.id}?edit=1`))
  await expect(page.getByText('An active flow uses this')).toBeVisible()
  await expectAccessible(page)
})

test('the pages of flows are accessible', async ({ page, workspace }) => {
  await page.goto(workspace.page('/flows'))
  await expect(page.getByText('No flows yet')).toBeVisible()
  await expectAccessible(page)

  const { flow } = await createSampleData(workspace)
  await page.goto(workspace.page('/flows'))
  await expect(page.getByRole('link', { name: /Pets/ })).toContainText('Active')
  await expectAccessible(page)

  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByRole('button', { name: 'Change: credential for Read' }).click()
  await expect(page.getByLabel('Credential for Read').getByRole('radio')).toHaveCount(2)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Create credential' }).click()
  await page.getByRole('button', { name: 'Add step' }).click()
  await page.getByRole('button', { name: 'Save flow' }).click()
  await expect(page.getByText('Choose a component.')).toBeVisible()
  await expectAccessible(page)
})

test('the pages of settings are accessible', async ({ page, workspace }) => {
  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page('/settings/api-keys'))
  await page.getByRole('button', { name: 'Create API key' }).click()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByText('Fill in this field.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Name').fill('Nightly check')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  // The list behind the dialog shows the new key.
  await expect(dialog.getByLabel('API key')).toBeVisible()
  await expectAccessible(page)

  await page.goto(workspace.page('/settings/account'))
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Choose a password of at least 10 characters')).toBeVisible()
  await expectAccessible(page)

  await page.context().clearCookies()
  await page.getByRole('link', { name: 'Flows' }).click()
  await expect(page.getByRole('dialog', { name: 'Sign in to continue' })).toBeVisible()
  await expectAccessible(page)
})

test('the embedding page is accessible', async ({ page, workspace }) => {
  const dialog = page.getByRole('dialog')
  await workspace.call('embeds.create', { name: 'Flow builder', origin: 'https://app.example.com' })
  await page.goto(workspace.page('/settings/embedding'))
  await page.getByRole('button', { name: 'Add origin' }).click()
  await dialog.getByRole('button', { name: 'Add origin' }).click()
  await expect(dialog.getByText('Fill in this field.')).toBeVisible()
  await expectAccessible(page)
})

test('the activity page is accessible', async ({ page, workspace }) => {
  const { credential } = await createSampleData(workspace)
  await page.goto(workspace.page(`/activity?when=between&subject=${credential.id}`))
  await expect(page.getByRole('button', { name: /^Only “Minka shop”/ })).toBeVisible()
  await page.getByRole('combobox', { name: 'Action' }).click()
  await expect(page.getByRole('option', { name: 'Created a flow' })).toBeVisible()
  await expectAccessible(page)
})

test('the pages of an organization are accessible', async ({ page, workspace, browser, baseURL }) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
  const organization = workspaceOf(page.context().request, id)
  const { url } = await organization.call<{ url: string }>('invitations.create', { role: 'viewer' })
  const credential = await organization.credential('Minka shop')
  const flow = await organization.flow('Pets', [
    { name: 'Read', componentId: 'petstore', credentialId: credential.id },
    { name: 'Write', componentId: 'petstore' },
  ])

  const viewer = await browser.newContext({ baseURL, reducedMotion: 'reduce' })
  await newWorkspace(viewer.request, 'Bob Stone')
  const viewerPage = await viewer.newPage()
  await viewerPage.goto(`/join${new URL(url).hash}`)
  await expect(viewerPage.getByRole('button', { name: 'Join', exact: true })).toBeVisible()
  await expectAccessible(viewerPage)
  await viewerPage.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(viewerPage.getByRole('heading', { name: 'Home', exact: true })).toBeVisible()
  await viewerPage.goto(organization.page(`/flows/${flow.id}`))
  await expect(viewerPage.getByText('Minka shop')).toBeVisible()
  await expectAccessible(viewerPage)
  await viewer.close()

  await page.goto(organization.page('/settings/people'))
  await page.getByRole('button', { name: 'Transfer ownership' }).click()
  await page.getByRole('combobox', { name: 'New owner' }).click()
  await expect(page.getByRole('option', { name: /^Bob Stone/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('option', { name: /^Bob Stone/ }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('combobox', { name: 'Role of Bob Stone' }).click()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.setViewportSize(desktop)
  await page.getByRole('button', { name: 'Workspace: Acme Logistics' }).click()
  await expect(page.getByRole('menuitem')).toHaveCount(3)
  await expectAccessible(page)
})

test('a credential can be created and chosen in a step with the keyboard only', async ({
  page,
  workspace,
}) => {
  const press = (keys: string) => page.keyboard.press(keys)
  /** Presses Tab until an element that matches has the focus. */
  async function tabTo(name: RegExp) {
    for (let presses = 0; presses < 40; presses++) {
      await press('Tab')
      const focused = page.locator(':focus')
      if ((await focused.count()) && name.test((await focused.ariaSnapshot()) ?? '')) return
    }
    throw new Error(`Tab did not reach ${name}.`)
  }

  await page.goto(workspace.page('/credentials'))
  await expect(page.getByText('No credentials yet')).toBeVisible()
  await tabTo(/link "Try it with the Petstore sandbox"/)
  await press('Enter')
  await expect(page.getByRole('heading', { name: 'New Petstore API credential' })).toBeVisible()
  await tabTo(/textbox "API key"/)
  await page.keyboard.type('secret')
  await press('Enter')
  await expect(page.getByRole('listitem').filter({ hasText: 'Verified just now' })).toBeVisible()

  await page.goto(workspace.page('/flows/new'))
  await expect(page.getByLabel('Name of the flow')).toBeVisible()
  await tabTo(/textbox "Name of the flow"/)
  await page.keyboard.type('Pets')
  await tabTo(/button "Add step"/)
  await press('Enter')
  await expect(page.getByRole('combobox', { name: 'Component' })).toBeFocused()
  await page.keyboard.type('Petstore')
  await press('ArrowDown')
  await press('Enter')
  await expect(page.getByText('none chosen yet')).toBeVisible()
  await tabTo(/button "Choose: credential for Petstore API"/)
  await press('Enter')
  const candidates = page.getByLabel('Credential for Petstore API')
  await expect(candidates.getByRole('radio')).toBeFocused()
  await press('Space')
  await press('Enter')
  await expect(page.getByRole('button', { name: 'Change: credential for Petstore API' })).toBeFocused()
  await tabTo(/button "Save flow"/)
  await press('Enter')
  await expect(page.getByText('The flow was saved.')).toBeVisible()
})

/** Creates two credentials, one of them used by an active flow. */
async function createSampleData(workspace: Workspace) {
  const credential = await workspace.credential('Minka shop')
  await workspace.credential('Unproven', {
    values: { baseUrl: 'http://127.0.0.1:9', apiKey: 'secret' },
    allowUnverified: true,
  })
  const step = { componentId: 'petstore', credentialId: credential.id }
  const flow = await workspace.flow('Pets', [
    { ...step, name: 'Read' },
    { ...step, name: 'Write' },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })
  return { credential, flow }
}
