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

test('a session that ends over a half-filled form takes nothing of it away', async ({ page, stepkey }) => {
  const email = newEmail()
  const workspace = await newWorkspace(page.context().request, 'Alice Miller', email)
  const dialog = page.getByRole('dialog', { name: 'Sign in to continue' })

  await test.step('a credential is saved after signing in again, without another click', async () => {
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

  await test.step('so is a flow', async () => {
    await page.goto(workspace.page('/flows/new'))
    await page.getByLabel('Name of the flow').fill('Pets')
    await page.getByRole('button', { name: 'Add step' }).click()
    endSessions(stepkey, email)
    await page.getByRole('combobox', { name: 'Component' }).click()
    await page.getByRole('option', { name: 'Petstore API' }).click()
    // The list of credentials is what finds it out.
    await signInAgain(page, {})
    await step(page, 'Petstore API')
      .getByRole('button', { name: /^Use this credential: Minka shop/ })
      .click()
    endSessions(stepkey, email)
    // Something that is still on its way may find it out first, and cover the button.
    await page.getByRole('button', { name: 'Save flow' }).dispatchEvent('click')
    await signInAgain(page, {})
    await expect(page.getByText('The flow was saved.')).toBeVisible()
    await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets')
  })

  await test.step('who signs in in another tab goes on here', async () => {
    await page.getByLabel('Name of the flow').fill('More pets')
    endSessions(stepkey, email)
    await page.getByRole('button', { name: 'Save flow' }).dispatchEvent('click')
    await expect(dialog).toBeVisible()
    const other = await page.context().newPage()
    await other.goto('/sign-in')
    await other.getByLabel('E-mail').fill(email)
    await other.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await other.getByRole('button', { name: 'Sign in' }).click()
    await expect(other.getByRole('heading', { name: 'Credentials', exact: true })).toBeVisible()
    await other.close()
    // A browser without a window gives the focus to every page.
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect(page.getByText('The flow was saved.')).toBeVisible()
    await expect(dialog).toBeHidden()
  })

  await test.step('in a dialog, which steps back meanwhile', async () => {
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

test('somebody else who signs in there gets his own pages, and whoever leaves is led back', async ({
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
  // A page that begins to load while nobody is signed in must load all the same later.
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
