import { expect, newWorkspace, PASSWORD, test } from './workspace.ts'

test('sessions can be revoked one by one and all at once, and a password change ends them, too', async ({
  page,
  browser,
  baseURL,
}) => {
  const email = `sessions-${crypto.randomUUID()}@example.com`
  const workspace = await newWorkspace(page.context().request, 'Alice Miller', email)
  const otherContext = await browser.newContext({ baseURL, userAgent: 'Mozilla/5.0 (Windows) Firefox/141.0' })
  const otherPage = await otherContext.newPage()
  async function signInElsewhere(password: string) {
    await otherPage.goto('/sign-in')
    await otherPage.getByLabel('E-mail').fill(email)
    await otherPage.getByRole('textbox', { name: 'Password' }).fill(password)
    await otherPage.getByRole('button', { name: 'Sign in' }).click()
    await expect(otherPage.getByRole('heading', { name: 'Credentials', exact: true })).toBeVisible()
  }
  async function expectSignedOutElsewhere() {
    await otherPage.getByRole('link', { name: 'Flows' }).click()
    await expect(otherPage.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  }
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')

  await signInElsewhere(PASSWORD)
  await page.goto(workspace.page('/flows'))
  await page.getByRole('button', { name: /Alice Miller$/ }).click()
  await page.getByRole('link', { name: 'Your account' }).click()
  await expect(sessions).toHaveCount(2)
  await page.getByRole('button', { name: /^Revoke the session of Firefox on Windows/ }).click()
  await expect(sessions).toHaveCount(1)
  await expectSignedOutElsewhere()

  await signInElsewhere(PASSWORD)
  await page.reload()
  await page.getByRole('button', { name: 'Revoke all other sessions' }).click()
  await expect(sessions).toHaveCount(1)
  await expectSignedOutElsewhere()

  await signInElsewhere(PASSWORD)
  const form = page.getByRole('form', { name: 'Change password' })
  await form.getByRole('textbox', { name: 'Current password' }).fill('not the right one')
  await form.getByRole('textbox', { name: 'New password' }).fill('five words are easier still')
  await form.getByRole('button', { name: 'Change password' }).click()
  await expect(form.getByText('Wrong password')).toBeVisible()
  await form.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD)
  await form.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password was changed')).toBeVisible()
  await expectSignedOutElsewhere()
  await signInElsewhere('five words are easier still')
  await otherContext.close()
})

test('the last of several quick choices of a schedule is stored', async ({ page, workspace }) => {
  await page.goto(workspace.page('/settings/checks'))
  const requests: string[] = []
  await page.route(/trpc\/workspaces\.setRecheck/, async (route) => {
    requests.push(route.request().postData() ?? '')
    // The first request is the slowest.
    if (requests.length === 1) await new Promise((resolve) => setTimeout(resolve, 500))
    await route.continue()
  })
  await page.getByRole('radio', { name: 'Off' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Every week' })).toBeChecked()
  await expect.poll(() => requests.length).toBe(2)
  await expect(page.getByText('The first verifications are spread over the chosen period')).toHaveCount(1)
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Every week' })).toBeChecked()
})
