import type { Page } from '@playwright/test'
import { endSessions, letConfirmationLapse } from './database.ts'
import { expect, newWorkspace, PASSWORD, test } from './workspace.ts'

/** Holds answers of a procedure back, until they are let go. */
async function hold(page: Page, procedure: string) {
  let letGo = () => {}
  const free = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(`**/trpc/${procedure}*`, async (route) => {
    await free
    await route.continue()
  })
  return letGo
}

test('a dialog can’t be left while the secret is made that only it shows', async ({ page, workspace }) => {
  const dialog = page.getByRole('dialog')
  await workspace.call('webhooks.create', { name: 'Alarm', url: 'https://example.com/hook', events: null })
  await page.goto(workspace.page('/settings/webhooks'))
  await page.getByRole('link', { name: 'Open Alarm' }).click()
  const letGo = await hold(page, 'webhooks.rotateSecret')
  await page.getByRole('button', { name: 'New secret' }).click()
  await expect(dialog.getByRole('button', { name: 'Keep old secret' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Create new secret' }).click()
  await expect(dialog.getByRole('button', { name: 'Keep old secret' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Keep old secret' }).click({ force: true })
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeDisabled()
  letGo()

  await expect(dialog.getByLabel('Signing secret')).toHaveValue(/^whsec_/)
  await expect(dialog.getByRole('button', { name: 'Copy' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'New secret' })).toBeFocused()
})

test('what is typed in a dialog isn’t thrown away unasked, and the focus goes back', async ({
  page,
  workspace,
}) => {
  const form = page.getByRole('dialog', { name: 'Create an API key' })
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  const name = form.getByLabel('Name')
  await page.goto(workspace.page('/settings/webhooks'))
  await page.getByRole('link', { name: 'API keys' }).click()

  await test.step('untouched, it closes by Escape, and not by a click beside it', async () => {
    await page.getByRole('button', { name: 'Create API key' }).click()
    await expect(name).toBeFocused()
    await page.mouse.click(5, 5)
    await expect(form).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await expect(page.getByRole('button', { name: 'Create API key' })).toBeFocused()
  })

  await test.step('not even in the moment after the first letter', async () => {
    await page.getByRole('button', { name: 'Create API key' }).click()
    await name.evaluate((input) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'N')
      input.dispatchEvent(new Event('input', { bubbles: true }))
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    })
    await question.getByRole('button', { name: 'Leave without saving' }).click()
    await expect(form).toBeHidden()
  })

  await test.step('half-filled, every way out asks', async () => {
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

test('what was asked on top of a dialog gives the focus back to it', async ({ page, stepkey }) => {
  const email = `person-${crypto.randomUUID()}@example.com`
  const workspace = await newWorkspace(page.context().request, 'Alice Miller', email)
  const create = page.getByRole('button', { name: 'Create key' })
  const password = page.getByRole('dialog', { name: 'Confirm your password' })
  const signIn = page.getByRole('dialog', { name: 'Sign in to continue' })
  await page.goto(workspace.page('/settings/api-keys'))
  await page.getByRole('button', { name: 'Create API key' }).click()
  await page.getByLabel('Name').fill('Flow engine')
  await page.getByLabel('Issue credentials').check()

  letConfirmationLapse(stepkey, email)
  await create.click()
  await expect(password.getByRole('textbox', { name: 'Password' })).toBeFocused()
  await password.getByRole('button', { name: 'Cancel' }).click()
  await expect(create).toBeFocused()

  endSessions(stepkey, email)
  await create.click()
  await signIn.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  const letGoOn = await hold(page, 'apiKeys.create')
  await signIn.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(create).toBeFocused()
  letGoOn()
  await expect(page.getByRole('button', { name: 'Copy' })).toBeFocused()
  await page.getByRole('button', { name: 'Done' }).click()
  // What opened it is gone: it stood in place of the list.
  await expect(page.getByRole('main')).toBeFocused()
})
