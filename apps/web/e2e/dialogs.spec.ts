import type { Page } from '@playwright/test'
import { endSessions, expireConfirmation } from './database.ts'
import { expect, newWorkspace, PASSWORD, test } from './workspace.ts'

/** Delays the responses of a procedure. @returns a function that releases them */
async function holdResponses(page: Page, procedure: string) {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(`**/trpc/${procedure}*`, async (route) => {
    await released
    await route.continue()
  })
  return release
}

test('a dialog can’t be closed while the secret that it will show is being created', async ({
  page,
  workspace,
}) => {
  const dialog = page.getByRole('dialog')
  await workspace.call('webhooks.create', { name: 'Alarm', url: 'https://example.com/hook', events: null })
  await page.goto(workspace.page('/settings/webhooks'))
  await page.getByRole('link', { name: 'Open Alarm' }).click()
  const release = await holdResponses(page, 'webhooks.rotateSecret')
  await page.getByRole('button', { name: 'Rotate secret' }).click()
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Rotate secret' }).click()
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click({ force: true })
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeDisabled()
  release()

  await expect(dialog.getByLabel('Signing secret')).toHaveValue(/^whsec_/)
  await expect(dialog.getByRole('button', { name: 'Copy' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'Rotate secret' })).toBeFocused()
})

test('a dialog asks before input is discarded, and returns the focus', async ({ page, workspace }) => {
  const form = page.getByRole('dialog', { name: 'Create an API key' })
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  const name = form.getByLabel('Name')
  await page.goto(workspace.page('/settings/webhooks'))
  await page.getByRole('link', { name: 'API keys' }).click()

  await test.step('an unchanged dialog closes with Escape, but not with a click outside', async () => {
    await page.getByRole('button', { name: 'Create API key' }).click()
    await expect(name).toBeFocused()
    await page.mouse.click(5, 5)
    await expect(form).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await expect(page.getByRole('button', { name: 'Create API key' })).toBeFocused()
  })

  await test.step('Escape asks immediately after the first letter', async () => {
    await page.getByRole('button', { name: 'Create API key' }).click()
    await name.evaluate((input) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'N')
      input.dispatchEvent(new Event('input', { bubbles: true }))
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    })
    await question.getByRole('button', { name: 'Leave without saving' }).click()
    await expect(form).toBeHidden()
  })

  await test.step('a dialog with input asks before every way to close it', async () => {
    await page.getByRole('button', { name: 'Create API key' }).click()
    await name.fill('Nightly')
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => form.getByRole('button', { name: 'Close' }).click(),
      () => form.getByRole('button', { name: 'Cancel' }).click(),
      () => page.goBack(),
    ]) {
      await name.focus()
      await leave()
      await question.getByRole('button', { name: 'Keep editing' }).click()
      await expect(question).toBeHidden()
      await expect(name).toHaveValue('Nightly')
    }
    await name.focus()
    await page.keyboard.press('Escape')
    await expect(question.getByRole('button', { name: 'Keep editing' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(name).toBeFocused()
    await page.keyboard.press('Escape')
    await question.getByRole('button', { name: 'Leave without saving' }).click()
    await expect(form).toBeHidden()
    await expect(page.getByRole('button', { name: 'Create API key' })).toBeFocused()
  })
})

test('a dialog on top of another one returns the focus to it', async ({ page, stepkey }) => {
  const email = `person-${crypto.randomUUID()}@example.com`
  const workspace = await newWorkspace(page.context().request, 'Alice Miller', email)
  const create = page.getByRole('button', { name: 'Create key' })
  const password = page.getByRole('dialog', { name: 'Confirm your password' })
  const signIn = page.getByRole('dialog', { name: 'Sign in to continue' })
  await page.goto(workspace.page('/settings/api-keys'))
  await page.getByRole('button', { name: 'Create API key' }).click()
  await page.getByLabel('Name').fill('Flow engine')
  await page.getByLabel('Issue credentials').check()

  expireConfirmation(stepkey, email)
  await create.click()
  await expect(password.getByRole('textbox', { name: 'Password' })).toBeFocused()
  await password.getByRole('button', { name: 'Cancel' }).click()
  await expect(create).toBeFocused()

  endSessions(stepkey, email)
  await create.click()
  await signIn.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  const releaseCreate = await holdResponses(page, 'apiKeys.create')
  await signIn.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(create).toBeFocused()
  releaseCreate()
  await expect(page.getByRole('button', { name: 'Copy' })).toBeFocused()
  await page.getByRole('button', { name: 'Done' }).click()
  // The button that opened the dialog is gone with the empty state.
  await expect(page.getByRole('main')).toBeFocused()
})
