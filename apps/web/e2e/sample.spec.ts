import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { takePicture } from './pictures.ts'
import { expectAccessible, views } from './screenshots.ts'
import { PASSWORD } from './workspace.ts'

/** A page of the sample workspace, and the name of its picture for the documentation. */
interface Visit {
  path: string
  heading: string
  /** Brings the page to what the picture shows. */
  open?(page: Page): Promise<void>
  picture?: string
}

const visits: readonly Visit[] = [
  {
    path: '/home',
    heading: 'Home',
    open: async (page) => {
      await expect(page.getByRole('list', { name: 'Needs attention' })).toContainText('HubSpot sales')
    },
    picture: 'home',
  },
  {
    path: '/credentials',
    heading: 'Credentials',
    open: (page) => expect(page.getByRole('link', { name: /GitHub.* 1 credential$/ })).toBeVisible(),
    picture: 'cards',
  },
  {
    path: '/credentials/all',
    heading: 'Credentials',
    open: (page) => expect(page.getByRole('row', { name: /Minka shop/ })).toBeVisible(),
    picture: 'table',
  },
  {
    path: '/credentials/hubspot',
    heading: 'HubSpot',
    open: async (page) => {
      await page.getByRole('link', { name: 'HubSpot sales', exact: true }).click()
      await expect(page.getByRole('alert')).toContainText('api.hubapi.com rejected the credential')
    },
    picture: 'credential',
  },
  {
    path: '/credentials/github/new',
    heading: 'New GitHub credential',
    open: (page) => expect(page.getByRole('textbox', { name: 'Personal access token' })).toBeVisible(),
    picture: 'form',
  },
  { path: '/flows', heading: 'Flows' },
  {
    path: '/flows',
    heading: 'Flows',
    open: async (page) => {
      await page.getByRole('link', { name: 'Tickets to issues' }).click()
      await page.getByRole('button', { name: 'Change: credential for Read tickets' }).click()
      await expect(page.getByRole('radio', { name: /Zendesk support/ })).toBeVisible()
    },
    picture: 'flow-step',
  },
  {
    path: '/activity',
    heading: 'Activity',
    open: (page) => expect(page.getByRole('list', { name: 'Audit log' })).toBeVisible(),
    picture: 'activity',
  },
  { path: '/settings/people', heading: 'Settings' },
  { path: '/settings/api-keys', heading: 'Settings', picture: 'api-keys' },
  { path: '/settings/checks', heading: 'Settings', picture: 'scheduled-verification' },
  { path: '/settings/embedding', heading: 'Settings' },
  {
    path: '/settings/webhooks',
    heading: 'Settings',
    open: async (page) => {
      await page.getByRole('link', { name: 'Alerts' }).click()
      await expect(page.getByRole('list', { name: 'Deliveries' })).toContainText('A credential fails')
    },
    picture: 'webhook',
  },
  { path: '/settings/account', heading: 'Settings', picture: 'account' },
]

test.describe('the sample workspace', () => {
  /** The URL of the workspace. */
  let workspace: string
  let stop: () => Promise<unknown>

  test.beforeAll(async () => {
    const program = fileURLToPath(new URL('../../server/testing/sample/sample.ts', import.meta.url))
    const sample = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(sample, 'exit')
    stop = () => {
      sample.kill('SIGTERM')
      return ended
    }
    for await (const line of createInterface({ input: sample.stdout })) {
      const [url] = /http:\S+\/w\/[\w-]+/.exec(line) ?? []
      if (!url) continue
      workspace = url
      return
    }
    throw new Error('The sample workspace did not start.')
  })
  test.afterAll(() => stop())

  test('every page is accessible when it is full', async ({ page }) => {
    const signedIn = await page.request.post(`${new URL(workspace).origin}/trpc/accounts.signIn`, {
      data: { email: 'alice@example.com', password: PASSWORD },
    })
    expect(signedIn.status()).toBe(200)
    for (const { path, heading, open, picture } of visits) {
      await test.step(picture ?? path, async () => {
        await page.setViewportSize({ width: 1120, height: 700 })
        await page.goto(`${workspace}${path}`)
        await expect(page.getByRole('heading', { level: 1 })).toContainText(heading)
        await open?.(page)
        if (picture) await takePicture(page, picture)
        await expectAccessible(page, [views[0], views[2]])
      })
    }
  })
})
