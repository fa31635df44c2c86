import { locationsOf } from './locations-of.ts'
import { expect, test } from './workspace.ts'

test('the browser keeps no copy of a stored secret', async ({ page, workspace, stepkey }) => {
  // The sandbox accepts only its own key, so this one is stored without verifying.
  const key = `sk-${crypto.randomUUID()}`
  const wrong = `wrong-${crypto.randomUUID()}`
  const secrets = [key, wrong].flatMap((secret) => [secret, btoa(secret), encodeURIComponent(secret)])
  const urls: string[] = []
  const consoleMessages: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  page.on('console', (message) => consoleMessages.push(message.text()))

  await test.step('a rejected secret is only in its input', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    await page.getByRole('textbox', { name: 'API key' }).fill(wrong)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Rejected' })).toBeVisible()
    expect(await locationsOf(page, secrets)).toEqual([])
    await page.getByRole('link', { name: 'Credentials' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click()
    await expect(page.getByRole('heading', { name: 'Credentials', exact: true })).toBeVisible()
    expect(await locationsOf(page, secrets)).toEqual([])
  })

  await test.step('a stored secret is nowhere in the browser', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    // A closed port makes the verification inconclusive.
    await page.getByLabel('Address').fill(`${stepkey.sandboxUrl.replace(/\d+$/, '9')}`)
    await page.getByRole('textbox', { name: 'API key' }).fill(key)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save without verifying' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Saved without verifying' })).toBeVisible()
    expect(await locationsOf(page, secrets)).toEqual([])
  })

  await test.step('the edit form shows an empty field with the note that a secret is stored', async () => {
    await page.getByRole('link', { name: /^Edit / }).click()
    const field = page.getByLabel('API key', { exact: true })
    await expect(field).toHaveValue('')
    await expect(field).toHaveAttribute('placeholder', /^Stored/)
    expect(await locationsOf(page, secrets)).toEqual([])
  })

  expect(
    [...urls, ...consoleMessages].filter((text) => secrets.some((secret) => text.includes(secret))),
  ).toEqual([])
})
