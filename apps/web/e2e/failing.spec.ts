import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectAccessible, views } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, step, test } from './workspace.ts'

test('a failing credential shows on its card, its row, and the active flow that uses it', async ({
  browser,
}) => {
  let accepts = true
  const provider = createServer(({ headers }, response) => {
    const accepted = accepts && headers.authorization === 'Bearer abc'
    response.writeHead(accepted ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)

    await test.step('scheduled verification can be turned on', async () => {
      await page.goto(workspace.page('/settings/checks'))
      await expect(page.getByRole('radio', { name: 'Off' })).toBeChecked()
      await page.getByRole('radio', { name: 'Every day' }).check()
      await expect(page.getByText('The first verifications are spread over the chosen period')).toBeVisible()
      await expectAccessible(page, [views[2]])
      await page.reload()
      await expect(page.getByRole('radio', { name: 'Every day' })).toBeChecked()
    })

    const credential = await workspace.credential('Orders API', {
      componentId: 'http',
      methodId: 'bearer',
      values: { baseUrl: `http://127.0.0.1:${port}`, testPath: '/', token: 'abc' },
    })
    const flow = await workspace.flow('Orders', [
      { name: 'Read', componentId: 'http', credentialId: credential.id },
    ])
    await workspace.call('flows.activate', { flowId: flow.id })
    accepts = false
    await workspace.call('credentials.verify', { credentialId: credential.id })

    await page.goto(workspace.page('/credentials?category=generic'))
    const card = page.getByRole('link', { name: /1 failing credential/ })
    await expect(card.locator('[data-failing="true"]')).toHaveText('1 credential')
    await expectAccessible(page, views)
    await page.goto(workspace.page('/credentials/http'))
    const row = page.getByRole('listitem').filter({ hasText: 'Orders API' })
    await expect(row).toContainText('Failing: the key was rejected (just now)')
    await expect(row).toContainText('used in 1 active flow')

    await page.goto(workspace.page('/home'))
    const attention = page.getByRole('list', { name: 'Needs attention' })
    await expect(attention.getByRole('listitem')).toHaveCount(1)
    await expect(attention).toContainText('Orders API')
    await expect(attention).toContainText('Failing: the key was rejected (just now)')
    await expect(attention.getByRole('link', { name: 'Orders', exact: true })).toBeVisible()
    await expect(page.getByRole('list', { name: 'Recent activity' })).toContainText('“Orders API”')
    await expectAccessible(page)
    await attention.getByRole('link', { name: 'Fix: Orders API' }).click()
    await expect(page).toHaveURL(new RegExp(`/credentials/http/${credential.id}\\?edit=1$`))

    await test.step('its form repeats what to try, and is ready for the new secret', async () => {
      const result = page.getByRole('alert').filter({ hasText: 'Rejected' })
      await expect(result).toContainText('rejected the credential')
      await expect(result).toContainText('Copy its values again completely')
      const token = page.getByLabel('Token', { exact: true })
      await expect(token).toBeFocused()
      await expect(token).toHaveValue('')
      await expectAccessible(page, views)
      await page.getByRole('button', { name: 'Keep stored value' }).click()
      await page.getByRole('button', { name: 'Replace Token' }).click()
      await expect(token).toBeFocused()
    })

    await page.goto(workspace.page('/flows'))
    const link = page.getByRole('link', { name: /Orders/ })
    await expect(link).toContainText('The credential of 1 step is failing')
    await expect(link).toContainText('Active')
    await expectAccessible(page, [views[0]])

    await link.click()
    await expect(page.getByText('1 step of this flow will fail')).toBeVisible()
    await page.getByRole('button', { name: 'Step 1: Read' }).click()
    await expect(step(page, 'Read')).toBeFocused()
    await expect(step(page, 'Read')).toContainText('This step fails when it runs')
    await expectAccessible(page, [views[1]])
    accepts = true
    await step(page, 'Read').getByRole('button', { name: 'Verify now: Orders API' }).click()
    await expect(step(page, 'Read')).toContainText('Verified just now')
    await expect(page.getByText('1 step of this flow will fail')).toBeHidden()
    await page.goto(workspace.page('/home'))
    await expect(page.getByText('Nothing needs your attention.')).toBeVisible()
  } finally {
    await context.close()
    await stepkey.stop()
    provider.close()
  }
})
