import { locationsOf } from './locations-of.ts'
import { expect, test } from './workspace.ts'

test('an API key can be created, used and revoked', async ({ page, workspace, playwright, stepkey }) => {
  await workspace.credential('Minka shop')
  const dialog = page.getByRole('dialog')
  // A program has no cookies of the browser.
  const program = await playwright.request.newContext({ baseURL: stepkey.url })
  const listWith = (key: string) =>
    program.get('/trpc/credentials.list', { headers: { authorization: `Bearer ${key}` } })

  const key = await test.step('the new key is shown once and stored nowhere in the browser', async () => {
    await page.goto(workspace.page('/settings'))
    await expect(page.getByText('No API keys yet')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Example request' })).toContainText(
      `${stepkey.url}/api/v1/flows/{flowId}/steps/{stepId}/credential`,
    )
    await page.getByRole('button', { name: 'Create API key' }).click()
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await expect(dialog.getByLabel('Name')).toBeFocused()
    await dialog.getByLabel('Name').fill('Nightly check')
    await dialog.getByLabel('Verify').check()
    await dialog.getByText('1 year').click()
    await dialog.getByRole('button', { name: 'Create key' }).click()

    await expect(dialog).toContainText('Stepkey does not show it again')
    const shown = await dialog.getByLabel('API key').inputValue()
    expect(shown).toMatch(/^stepkey_/)
    await page.keyboard.press('Escape')
    expect(await locationsOf(page, [shown]), 'while it is shown').toEqual([])
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(dialog).toBeHidden()
    expect(await page.content()).not.toContain(shown)
    expect(await locationsOf(page, [shown]), 'afterwards').toEqual([])
    return shown
  })

  const row = page.getByRole('listitem').filter({ hasText: 'Nightly check' })
  await test.step('the list shows its permissions', async () => {
    await expect(row).toContainText(key.slice(0, 14))
    await expect(row).toContainText('May read and verify')
    await expect(row).toContainText('never used')
  })

  await test.step('a program can use it within its scopes', async () => {
    const answer = await listWith(key)
    expect(answer.status()).toBe(200)
    expect((await answer.json()).result.data.items).toMatchObject([{ name: 'Minka shop' }])
    const beyond = await program.post('/trpc/flows.save', {
      headers: { authorization: `Bearer ${key}` },
      data: { name: 'Pets', steps: [] },
    })
    expect(beyond.status()).toBe(403)
    await page.reload()
    await expect(row).toContainText('last used just now')
  })

  await test.step('a revoked key is refused', async () => {
    await page.getByRole('button', { name: 'Revoke Nightly check' }).click()
    await expect(dialog).toContainText('Requests with this key are refused immediately')
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await expect(row).toContainText('Revoked just now')
    await expect(page.getByRole('button', { name: 'Revoke Nightly check' })).toBeHidden()
    expect((await listWith(key)).status()).toBe(401)
  })
  await program.dispose()
})
