import { takePicture } from './pictures.ts'
import { expect, test } from './stepkey.ts'

test('the tutorial: from sign-up to deleting a credential', async ({ page }) => {
  await page.setViewportSize({ width: 1120, height: 700 })
  const browserErrors: string[] = []
  page.on('pageerror', (error) => browserErrors.push(error.message))
  page.on(
    'console',
    (message) =>
      message.type() === 'error' && browserErrors.push(`${message.text()} ${message.location().url}`),
  )

  await test.step('sign up', async () => {
    await page.goto('/sign-up')
    await page.getByLabel('Your name').fill('Alice Miller')
    await page.getByLabel('E-mail').fill('alice@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill('four words are easier')
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page.getByRole('heading', { name: 'Credentials', exact: true })).toBeVisible()
  })

  await test.step('a wrong key is rejected and not stored', async () => {
    await page.getByRole('link', { name: 'Create credential' }).click()
    // The previous page has links with the same names.
    await expect(page.getByRole('heading', { name: 'Create credential' })).toBeVisible()
    await page.getByRole('link', { name: /Petstore API/ }).click()
    await expect(page.getByLabel('Name')).toHaveValue('My Petstore API credential')
    await page.getByRole('textbox', { name: 'API key' }).fill('not the key')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const outcome = page.getByRole('alert').filter({ hasText: 'Rejected' })
    await expect(outcome).toContainText('rejected the credential')
    await expect(outcome).toContainText('Nothing was saved')
    await expect(page.getByText('not the key')).toBeHidden()
    await outcome.scrollIntoViewIfNeeded()
    await takePicture(page, 'tutorial-rejected')
  })

  await test.step('the right key is verified and stored', async () => {
    await page.getByRole('textbox', { name: 'API key' }).fill('secret')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'My Petstore API credential' })
    await expect(row).toContainText('Verified just now')
    await expect(row).toContainText('Petstore sandbox')
    await page.getByRole('link', { name: 'Credentials' }).first().click()
    await expect(page.getByRole('link', { name: /Petstore API.* 1 credential$/ })).toBeVisible()
  })

  await test.step('two steps of a flow use the credential', async () => {
    await page.getByRole('link', { name: 'Flows' }).click()
    await page.getByRole('link', { name: 'Create flow' }).click()
    await page.getByLabel('Name of the flow').fill('New pets to the shop')
    for (const [index, name] of ['Read new pets', 'Write them back'].entries()) {
      await page.getByRole('button', { name: 'Add step' }).click()
      const step = page.getByRole('group', { name: `Step ${index + 1}:` })
      await step.getByRole('combobox', { name: 'Component' }).click()
      await page.getByRole('option', { name: 'Petstore API' }).click()
      await step.getByRole('textbox', { name: 'Name' }).fill(name)
      await expect(step.getByText('none chosen yet')).toBeVisible()
      await step.getByRole('button', { name: /^Use this credential: My Petstore API credential/ }).click()
      await expect(step.getByText('Complete', { exact: true })).toBeAttached()
    }
  })

  await test.step('activating saves the flow first', async () => {
    await page.getByRole('switch', { name: 'Active' }).click()
    await expect(page.getByText('The flow was saved and is active now')).toBeVisible()
    await expect(page.getByRole('switch', { name: 'Active' })).toBeChecked()
    await expect(page.getByRole('button', { name: 'Save flow' })).toBeHidden()
    await takePicture(page, 'tutorial-flow')
  })

  const dialog = page.getByRole('dialog')
  await test.step('deleting the credential is refused with the names of its flows', async () => {
    await page.getByRole('link', { name: 'Credentials' }).click()
    await page.getByRole('link', { name: /Petstore API/ }).click()
    await expect(page.getByText('used in 1 active flow')).toBeVisible()
    await page.getByRole('button', { name: 'Delete My Petstore API credential' }).click()
    await expect(dialog).toContainText('“My Petstore API credential” is used by 1 active flow')
    await expect(dialog).toContainText('Steps “Read new pets”, “Write them back”')
    await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeHidden()
    await takePicture(page, 'tutorial-in-use')
  })

  await test.step('the link opens the flow, which can be deactivated', async () => {
    await dialog.getByRole('link', { name: 'New pets to the shop' }).click()
    await expect(page.getByLabel('Name of the flow')).toHaveValue('New pets to the shop')
    await page.getByRole('switch', { name: 'Active' }).click()
    await expect(page.getByText('The flow is inactive now')).toBeVisible()
    await expect(page.getByRole('switch', { name: 'Active' })).not.toBeChecked()
  })

  await test.step('the credential can be deleted, with the names of the affected steps', async () => {
    await page.goBack()
    await page.getByRole('button', { name: 'Delete My Petstore API credential' }).click()
    await expect(dialog).toContainText('will be left without a credential')
    await expect(dialog).toContainText('Steps “Read new pets”, “Write them back”')
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText('There are no credentials for Petstore API yet.')).toBeVisible()
  })

  await test.step('the steps have no credential any more', async () => {
    await page.getByRole('link', { name: 'Flows' }).click()
    await page.getByRole('link', { name: 'New pets to the shop' }).click()
    await expect(page.getByText('none chosen yet')).toHaveCount(2)
    await page.getByRole('switch', { name: 'Active' }).click()
    await expect(page.getByText('This step isn’t ready')).toHaveCount(2)
  })

  expect(browserErrors, 'errors in the browser console').toEqual([])
})
