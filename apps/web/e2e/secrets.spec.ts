import { hiding } from './unreachable-files.ts'
import { expect, test } from './workspace.ts'

test('the browser keeps a secret nowhere once it is stored', async ({ page, workspace, stepkey }) => {
  // The sandbox takes one key only; this is what no check ever sees.
  const key = `sk-${crypto.randomUUID()}`
  const wrong = `wrong-${crypto.randomUUID()}`
  const secrets = [key, wrong].flatMap((secret) => [secret, btoa(secret), encodeURIComponent(secret)])
  const addresses: string[] = []
  const said: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  page.on('console', (message) => said.push(message.text()))

  await test.step('refused, it stays in its field alone', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    await page.getByRole('textbox', { name: 'API key' }).fill(wrong)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Rejected' })).toBeVisible()
    expect(await hiding(page, secrets)).toEqual([])
    await page.getByRole('link', { name: 'Credentials' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click()
    await expect(page.getByRole('heading', { name: 'Credentials', exact: true })).toBeVisible()
    expect(await hiding(page, secrets)).toEqual([])
  })

  await test.step('stored, it is nowhere', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    // A closed port: stored without verifying, because no application here accepts this key.
    await page.getByLabel('Address').fill(`${stepkey.sandboxUrl.replace(/\d+$/, '9')}`)
    await page.getByRole('textbox', { name: 'API key' }).fill(key)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save without verifying' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Saved without verifying' })).toBeVisible()
    expect(await hiding(page, secrets)).toEqual([])
  })

  await test.step('edited, its field is empty and says that it is stored', async () => {
    await page.getByRole('link', { name: /^Edit / }).click()
    const field = page.getByLabel('API key', { exact: true })
    await expect(field).toHaveValue('')
    await expect(field).toHaveAttribute('placeholder', /^Stored/)
    expect(await hiding(page, secrets)).toEqual([])
  })

  expect([...addresses, ...said].filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual(
    [],
  )
})
