import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { locationsOf } from './locations-of.ts'
import { expectAccessible, views } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, test } from './workspace.ts'

test('a webhook can be added, tested, disabled and deleted, and deliveries can be resent', async ({
  browser,
}) => {
  const received: { id: unknown; type: string }[] = []
  let status = 204
  const receiver = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ id: request.headers['webhook-id'], type: JSON.parse(body).type })
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    const dialog = page.getByRole('dialog')

    await test.step('its secret is shown once', async () => {
      await page.goto(workspace.page('/settings/webhooks'))
      await expect(page.getByText('No webhooks yet')).toBeVisible()
      await expectAccessible(page, [views[1]])
      await page.getByRole('button', { name: 'Add webhook' }).click()
      await dialog.getByLabel('Name').fill('On-call alarm')
      await dialog.getByLabel('URL').fill('http://example.com/hook')
      await dialog.getByRole('button', { name: 'Add webhook' }).click()
      await expect(dialog.getByText(/^Use https/)).toBeVisible()
      await dialog.getByText('Selected events').click()
      await expect(dialog.getByLabel('A credential fails')).toBeChecked()
      await expectAccessible(page, [views[2]])
      await dialog.getByText('All events').click()
      await dialog.getByLabel('URL').fill(`http://127.0.0.1:${port}/hook`)
      await dialog.getByRole('button', { name: 'Add webhook' }).click()
      await expect(dialog).toContainText('Stepkey does not show it again')
      const secret = await dialog.getByLabel('Signing secret').inputValue()
      expect(secret).toMatch(/^whsec_/)
      await expectAccessible(page, [views[0]])
      await dialog.getByRole('button', { name: 'Done' }).click()
      await expect(dialog).toBeHidden()
      expect(await locationsOf(page, [secret])).toEqual([])
    })

    await page.getByRole('link', { name: 'Open On-call alarm' }).click()
    const deliveries = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem')
    await test.step('a test event arrives', async () => {
      await expect(page.getByText('Nothing was sent yet.')).toBeVisible()
      await page.getByRole('button', { name: 'Send test event' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'The test event is queued.' })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Send test event' })).toBeFocused()
      await expect(deliveries).toHaveCount(1)
      await expect(deliveries.first()).toContainText('Delivered')
      expect(received.map(({ type }) => type)).toEqual(['webhook.test'])
      await expect(deliveries.first()).toContainText(`Event ID ${received[0]?.id}`)
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await deliveries.first().getByRole('button', { name: 'Copy Event ID' }).click()
      await expect(deliveries.first().getByText('Event ID copied')).toBeAttached()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(received[0]?.id)
      await expect(page.getByText(/^Delivering: last delivery/)).toBeVisible()
    })

    await test.step('a delivery shows its request and the response, and is found by its event', async () => {
      await deliveries.first().getByRole('button', { name: 'Details: Test event' }).click()
      const payload = dialog.getByRole('region', { name: 'Payload' })
      await expect(payload).toContainText('"name": "On-call alarm"')
      const headers = dialog.getByRole('region', { name: 'Request headers' })
      await expect(headers).toContainText('webhook-signature: (not stored)')
      await expect(dialog.getByRole('region', { name: 'Response status and headers' })).toContainText(
        'HTTP 204',
      )
      await expectAccessible(page, views)
      await dialog.getByRole('button', { name: 'Copy as curl' }).click()
      const command = await page.evaluate(() => navigator.clipboard.readText())
      expect(command).toContain(`--request POST 'http://127.0.0.1:${port}/hook'`)
      await dialog.getByRole('button', { name: 'Close' }).last().click()
      const search = page.getByRole('searchbox', { name: 'Search by ID' })
      await search.fill('unknown')
      await expect(page.getByText(/^No deliveries found/)).toBeVisible()
      await search.fill(String(received[0]?.id))
      await expect(deliveries).toHaveCount(1)
      await search.fill('')
    })

    await test.step('a failed delivery shows its error and can be resent', async () => {
      status = 500
      await workspace.credential('Minka shop')
      await expect(deliveries).toHaveCount(2)
      await expect(deliveries.first()).toContainText('Not delivered yet: the response status was 500')
      await expect(deliveries.first()).toContainText(/\d attempts?.*next attempt/)
      await expectAccessible(page, [views[0], views[1]])
      status = 200
      await page.getByRole('button', { name: 'Resend: A credential was created' }).click()
      await expect(deliveries.first()).toContainText('Delivered')
      const sent = received.filter(({ type }) => type === 'credential.created')
      expect(sent.length).toBeGreaterThan(1)
      expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
    })

    await test.step('it can be disabled and deleted', async () => {
      await page.getByRole('button', { name: 'Disable' }).click()
      await dialog.getByRole('button', { name: 'Disable' }).click()
      await expect(page.getByText('Disabled', { exact: true })).toBeVisible()
      await page.getByRole('button', { name: 'Delete' }).click()
      await dialog.getByRole('button', { name: 'Delete' }).click()
      await expect(page.getByText('No webhooks yet')).toBeVisible()
    })
  } finally {
    await context.close()
    await stepkey.stop()
    receiver.close()
  }
})
