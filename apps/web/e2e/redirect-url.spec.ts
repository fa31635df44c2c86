import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectAccessible, views } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, test } from './workspace.ts'

test('an OAuth app gets a redirect URL on the user’s domain, which must forward to Stepkey', async ({
  browser,
}) => {
  let target = 'https://elsewhere.example/'
  const server = createServer((request, response) => {
    const { search } = new URL(request.url ?? '', 'http://localhost')
    response.writeHead(308, { location: target + search }).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const own = `http://127.0.0.1:${port}/oauth/callback`
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    const dialog = page.getByRole('dialog')
    await page.goto(workspace.page('/credentials/asana/apps'))
    const ofStepkey = await page.getByLabel('Redirect URL', { exact: true }).inputValue()
    expect(ofStepkey).toMatch(/\/oauth\/callback$/)

    await test.step('it is refused while it forwards elsewhere', async () => {
      await page.getByRole('button', { name: 'Add OAuth app' }).click()
      await dialog.getByLabel('Client ID').fill('client')
      await dialog.getByLabel('Redirect URL on your domain').fill(own)
      await expect(dialog.getByLabel('Redirect URL', { exact: true })).toHaveValue(own)
      await dialog.getByRole('button', { name: 'Add app' }).click()
      await expect(
        dialog.getByText(`127.0.0.1:${port} answered 308 with the Location of another page.`),
      ).toBeVisible()
      await expect(dialog.getByLabel('Redirect URL on your domain')).toBeFocused()
      await expectAccessible(page, [views[0], views[2]])
    })

    const app = page.getByRole('listitem').filter({ hasText: 'Asana app' })
    await test.step('it is saved when it forwards to Stepkey', async () => {
      target = ofStepkey
      await dialog.getByRole('button', { name: 'Add app' }).click()
      await expect(app).toContainText(`Redirect URL ${own}`)
      await expectAccessible(page, [views[1]])
    })

    await test.step('it can be removed', async () => {
      await page.getByRole('button', { name: 'Edit Asana app' }).click()
      await expect(dialog.getByLabel('Redirect URL', { exact: true })).toBeHidden()
      await dialog.getByLabel('Redirect URL on your domain').fill('')
      await expect(dialog.getByLabel('Redirect URL', { exact: true })).toHaveValue(ofStepkey)
      await dialog.getByRole('button', { name: 'Save' }).click()
      await expect(app).not.toContainText('Redirect URL')
    })
  } finally {
    await context.close()
    await stepkey.stop()
    server.close()
  }
})
