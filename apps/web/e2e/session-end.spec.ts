import type { Page } from '@playwright/test'
import { endSessions } from './database.ts'
import { expect, newWorkspace, PASSWORD, step, test } from './workspace.ts'

const newEmail = () => `person-${crypto.randomUUID()}@example.com`

async function signInAgain(
  page: Page,
  { email, password = PASSWORD }: { email?: string; password?: string },
) {
  const dialog = page.getByRole('dialog', { name: 'Sign in to continue' })
  if (email) await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('input is kept when the session ends', async ({ page, stepkey }) => {
  const email = newEmail()
  const workspace = await newWorkspace(page.context().request, 'Alice Miller', email)
  const dialog = page.getByRole('dialog', { name: 'Sign in to continue' })

  await test.step('a credential is saved after sign-in without another click', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    await page.getByLabel('Name').fill('Minka shop')
    await page.getByRole('textbox', { name: 'API key' }).fill('secret')
    endSessions(stepkey, email)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(dialog.getByLabel('E-mail')).toHaveValue(email)
    await expect(dialog.getByRole('textbox', { name: 'Password' })).toBeFocused()
    await signInAgain(page, { password: 'not the right one' })
    await expect(dialog.getByRole('alert')).toBeVisible()
    await expect(page.getByLabel('Name')).toHaveValue('Minka shop')
    await page.keyboard.press('Escape')
    await signInAgain(page, {})
    await expect(page.getByRole('listitem').filter({ hasText: 'Minka shop' })).toContainText(
      'Verified just now',
    )
    await expect(dialog).toBeHidden()
  })

  await test.step('a flow is saved after sign-in without another click', async () => {
    await page.goto(workspace.page('/flows/new'))
    await page.getByLabel('Name of the flow').fill('Pets')
    await page.getByRole('button', { name: 'Add step' }).click()
    endSessions(stepkey, email)
    await page.getByRole('combobox', { name: 'Component' }).click()
    await page.getByRole('option', { name: 'Petstore API' }).click()
    // The request for the list of credentials fails first.
    await signInAgain(page, {})
    await step(page, 'Petstore API')
      .getByRole('button', { name: /^Use this credential: Minka shop/ })
      .click()
    endSessions(stepkey, email)
    // Another pending request may open the dialog first, which covers the button.
    await page.getByRole('button', { name: 'Save flow' }).dispatchEvent('click')
    await signInAgain(page, {})
    await expect(page.getByText('The flow was saved.')).toBeVisible()
    await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets')
  })

  await test.step('sign-in in another tab continues on this page', async () => {
    await page.getByLabel('Name of the flow').fill('More pets')
    endSessions(stepkey, email)
    await page.getByRole('button', { name: 'Save flow' }).dispatchEvent('click')
    await expect(dialog).toBeVisible()
    const other = await page.context().newPage()
    await other.goto('/sign-in')
    await other.getByLabel('E-mail').fill(email)
    await other.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await other.getByRole('button', { name: 'Sign in' }).click()
    await expect(other.getByRole('heading', { name: 'Home', exact: true })).toBeVisible()
    await other.close()
    // In headless mode every page has the focus.
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect(page.getByText('The flow was saved.')).toBeVisible()
    await expect(dialog).toBeHidden()
  })

  await test.step('a dialog hides while the user signs in', async () => {
    await page.goto(workspace.page('/settings/api-keys'))
    await page.getByRole('button', { name: 'Create API key' }).click()
    const creating = page.getByRole('dialog', { name: 'Create an API key' })
    await creating.getByLabel('Name').fill('Nightly check')
    await creating.getByLabel('Verify').check()
    endSessions(stepkey, email)
    await creating.getByRole('button', { name: 'Create key' }).click()
    await expect(dialog).toBeVisible()
    await expect(creating).toBeHidden()
    await signInAgain(page, {})
    await expect(page.getByText('Stepkey does not show it again')).toBeVisible()
  })
})

test('another user who signs in gets their own pages, and leaving the page returns to it after sign-in', async ({
  page,
  browser,
  baseURL,
  stepkey,
}) => {
  const email = newEmail()
  const workspace = await newWorkspace(page.context().request, 'Alice Miller', email)
  const other = await browser.newContext({ baseURL })
  const otherEmail = newEmail()
  const others = await newWorkspace(other.request, 'Bob Stone', otherEmail)
  await other.close()

  await page.goto(workspace.page('/flows/new'))
  await page.getByLabel('Name of the flow').fill('Alice’s secret plan')
  endSessions(stepkey, email)
  await page.getByRole('button', { name: 'Save flow' }).click()
  // A page whose preload failed without a session must load after sign-in.
  await page.getByRole('link', { name: 'Credentials' }).dispatchEvent('mouseover')
  await page.getByRole('button', { name: 'Leave this page' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible()
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(new RegExp(`${workspace.page('/flows/new')}$`))

  await page.getByRole('link', { name: 'Credentials' }).click()
  await expect(page.getByText('No credentials yet')).toBeVisible()

  await page.goto(workspace.page('/flows/new'))
  await page.getByLabel('Name of the flow').fill('Alice’s secret plan')
  endSessions(stepkey, email)
  await page.getByRole('button', { name: 'Save flow' }).click()
  await signInAgain(page, { email: otherEmail })
  await expect(page).toHaveURL(new RegExp(`${others.page('/credentials')}$`))
  await expect(page.getByRole('button', { name: /Bob Stone$/ })).toBeVisible()
  await page.getByRole('link', { name: 'Flows' }).click()
  await expect(page.getByText('No flows yet')).toBeVisible()
})
