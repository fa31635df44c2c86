import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ChatChannel, NOTICE_KINDS } from '@stepkey/shared/notice'
import { createMailbox } from '../../server/testing/servers/mail-server.ts'
import { locationsOf } from './locations-of.ts'
import { expectAccessible, views } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, test } from './workspace.ts'

test('a failing credential is told by e-mail and in a chat, whose links open the repair', async ({
  browser,
}) => {
  let accepts = true
  const posted: string[] = []
  let chatStatus = 200
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (request.url?.startsWith('/chat/')) {
      posted.push(body)
      response.writeHead(chatStatus).end('ok')
    } else {
      const isAccepted = accepts && request.headers.authorization === 'Bearer abc'
      response.writeHead(isAccepted ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const mailbox = await createMailbox()
  const stepkey = await startStepkey({
    EGRESS_ALLOW: `127.0.0.1:${port}`,
    SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
    MAIL_FROM: 'Stepkey <stepkey@example.com>',
    NOTICE_DELAY: '0',
  })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    const dialog = page.getByRole('dialog')
    const settings = page.getByRole('region', { name: 'Notices' })
    const channels = page.getByRole('region', { name: 'Chat channels' })
    const secret = `http://127.0.0.1:${port}/chat/secret-part`

    await test.step('the owner is told at once by default, and can choose', async () => {
      await page.goto(workspace.page('/settings/notices'))
      await expect(settings.getByRole('radio', { name: 'At once' })).toBeChecked()
      await expect(settings).toContainText('This is the default of your role')
      await expectAccessible(page, views)
      for (const kind of await settings.getByRole('checkbox').all()) await kind.uncheck()
      await expect(settings.getByText('Choose at least one, or choose Off.')).toBeVisible()
      await expectAccessible(page, [views[0]])
      await settings.getByRole('checkbox', { name: 'A credential fails' }).check()
      await expect(settings.getByText('This is the default of your role')).toBeHidden()
      await page.reload()
      await expect(settings.getByRole('checkbox', { name: 'A credential fails' })).toBeChecked()
      await expect(settings.getByRole('checkbox', { checked: true })).toHaveCount(1)
    })

    await test.step('a chat channel can be added and tested; its URL stays secret', async () => {
      await expect(channels.getByText('No chat channels yet')).toBeVisible()
      await channels.getByRole('button', { name: 'Add channel' }).click()
      await dialog.getByLabel('Name').fill('#operations')
      await dialog.getByRole('button', { name: 'Add channel' }).click()
      await expect(dialog.getByText('Enter the URL of the webhook. It starts with https://')).toBeVisible()
      await expectAccessible(page, views)
      await dialog.getByRole('textbox', { name: 'Webhook URL' }).fill(secret)
      await dialog.getByRole('button', { name: 'Add channel' }).click()
      await expect(dialog).toBeHidden()
      await expect(channels.getByText('Nothing sent yet')).toBeVisible()
      await channels.getByRole('button', { name: 'Send test: #operations' }).click()
      await expect(channels.getByText('The chat accepted the test message.')).toBeVisible()
      expect(posted).toHaveLength(1)
      chatStatus = 404
      await channels.getByRole('button', { name: 'Send test: #operations' }).click()
      await expect(channels.getByText(/does not exist \(404\)/)).toBeVisible()
      chatStatus = 200
      await expectAccessible(page, views)
      await channels.getByRole('button', { name: 'Edit: #operations' }).click()
      await expect(dialog.getByRole('textbox', { name: 'Webhook URL' })).toHaveValue('')
      await expectAccessible(page, views)
      await dialog.getByRole('button', { name: 'Save' }).click()
      await expect(dialog).toBeHidden()
      expect(await locationsOf(page, ['secret-part'])).toEqual([])
    })

    const credential = await workspace.credential('Orders API', {
      componentId: 'http',
      methodId: 'bearer',
      values: { baseUrl: `http://127.0.0.1:${port}`, testPath: '/', token: 'abc' },
    })
    accepts = false
    await workspace.call('credentials.verify', { credentialId: credential.id })

    await test.step('the mail leads to the form with the secret field ready', async () => {
      await expect.poll(() => mailbox.letters.length, { timeout: 30_000 }).toBe(1)
      const [mail] = mailbox.letters
      expect(mail?.headers.subject).toBe('Stepkey: 1 credential fails')
      const link = /Fix it: (\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
      // The cookies of the test belong to 127.0.0.1, and the link leads to localhost.
      await page.goto(new URL(link).href.replace(new URL(link).origin, stepkey.url))
      await expect(page.getByLabel('Token', { exact: true })).toBeFocused()
      await expect.poll(() => posted.length, { timeout: 30_000 }).toBe(3)
      expect(JSON.parse(posted[2] ?? '').blocks.at(-1).elements[0].url).toBe(link)
    })

    await test.step('the channel can be disabled and deleted', async () => {
      await page.goto(workspace.page('/settings/notices'))
      await expect(channels.getByText(/^Last message/)).toBeVisible()
      await channels.getByRole('button', { name: 'Disable: #operations' }).click()
      await expect(channels.getByText('Disabled', { exact: true })).toBeVisible()
      await channels.getByRole('button', { name: 'Delete: #operations' }).click()
      await expectAccessible(page, views)
      await dialog.getByRole('button', { name: 'Delete' }).click()
      await expect(channels.getByText('No chat channels yet')).toBeVisible()
      await expect(channels.getByRole('button', { name: 'Add channel' })).toBeFocused()
    })
  } finally {
    await context.close()
    await stepkey.stop()
    await mailbox.close()
    server.close()
  }
})

test('without a mail server, the page says why nothing is sent, and a failed request can be repeated', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/settings/notices'))
  await expect(page.getByText('This server sends no e-mail')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'At once' })).toBeDisabled()
  await expectAccessible(page, views)

  await page.route('**/trpc/notices.get*', (route) => route.abort())
  await page.goto(workspace.page('/settings/notices'))
  const retry = page.getByRole('button', { name: 'Try again' })
  await expect(retry).toBeVisible()
  await expectAccessible(page, [views[0]])
  await page.unroute('**/trpc/notices.get*')
  await retry.click()
  await expect(page.getByText('This server sends no e-mail')).toBeVisible()
})

test('the page says of each channel whether messages reach it, and what to do', async ({
  page,
  workspace,
}) => {
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  const channel = (name: string, more: Partial<ChatChannel>): ChatChannel => ({
    id: name,
    name,
    format: 'slack',
    host: 'hooks.slack.com',
    delivery: 'at_once',
    kinds: [...NOTICE_KINDS],
    isEnabled: true,
    disabledReason: null,
    failingSince: null,
    lastSentAt: null,
    createdAt: ago(9),
    updatedAt: ago(9),
    ...more,
  })
  const data = [
    channel('New', {}),
    channel('Working', { lastSentAt: ago(1), delivery: 'daily', kinds: ['failing', 'expiring'] }),
    channel('a_long_name_without_any_space_'.repeat(4), { failingSince: ago(2) }),
    channel('Off', { isEnabled: false }),
    channel('Gone', { isEnabled: false, disabledReason: 'gone' }),
    channel('Silent', { isEnabled: false, disabledReason: 'failing' }),
  ]
  await page.route('**/trpc/chatChannels.list*', (route) => route.fulfill({ json: { result: { data } } }))
  await page.goto(workspace.page('/settings/notices'))
  await expect(page.getByRole('list', { name: 'Chat channels' }).getByRole('listitem')).toContainText([
    'Nothing sent yet',
    'Last message',
    'Failing: the first failure was',
    'Disabled',
    'Enter a new URL, then enable it.',
    'Send a test, then enable it.',
  ])
  await expectAccessible(page)
})
