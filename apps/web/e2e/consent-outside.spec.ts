import { fileURLToPath } from 'node:url'
import {
  type BrowserContext,
  type BrowserContextOptions,
  devices,
  type FrameLocator,
  type Page,
} from '@playwright/test'
import type { ConnectSessionCreated } from '@stepkey/shared/connect-session'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { test as base, expect, fillIn, fillInForCode } from './connect-steps.ts'
import { servePages } from './flow-builder.ts'
import { expectAccessible } from './screenshots.ts'
import type { Workspace } from './workspace.ts'

const PICKER = fileURLToPath(new URL('../../../packages/picker/dist', import.meta.url))

/** Browsers and pages in which a window for the provider is not simply a window. */
const SETTINGS = {
  'third-party storage blocked': { blocksStorage: true },
  'a host page that isolates itself': { isIsolated: true },
  'blocked windows': { blocksWindows: true },
  'a phone': { blocksWindows: true, isPhone: true },
} as const
type Setting = { blocksStorage?: true; isIsolated?: true; blocksWindows?: true; isPhone?: true }

interface Host {
  /** Another site than Stepkey for the browser. */
  origin: string
  embedId: string
  /** Creates a connect session for a customer, as the server of the application does. */
  newSession(input: object): Promise<ConnectSessionCreated>
  stop(): void
}

/** Browsers of customers, and an application on another site that shows the picker. */
const test = base.extend<{
  newHost: (setting: Setting) => Promise<Host>
  newBrowser: (setting: Setting) => Promise<BrowserContext>
}>({
  newBrowser: async ({ browser, baseURL }, use) => {
    const contexts: BrowserContext[] = []
    await use(async ({ blocksStorage, blocksWindows, isPhone }) => {
      const phone: BrowserContextOptions = isPhone ? devices['Pixel 7'] : {}
      const context = await browser.newContext({ ...phone, baseURL, reducedMotion: 'reduce' })
      contexts.push(context)
      if (blocksStorage) await context.addInitScript(blockThirdPartyStorage)
      if (blocksWindows) await context.addInitScript(() => (window.open = () => null))
      return context
    })
    for (const context of contexts) await context.close()
  },
  newHost: async ({ workspace, baseURL }, use) => {
    const hosts: Host[] = []
    await use(async (setting) => {
      const host = await startHost(workspace, baseURL ?? '', setting)
      hosts.push(host)
      return host
    })
    for (const host of hosts) host.stop()
  },
})

/** What strict browsers do to a frame of another site. The headless browser of the tests has no setting for it. */
function blockThirdPartyStorage() {
  if (window.top === window) return
  const refuse = () => {
    throw new DOMException('Access is denied for this document.', 'SecurityError')
  }
  Object.defineProperty(document, 'cookie', { get: () => '', set() {} })
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: refuse })
  Object.defineProperty(window, 'BroadcastChannel', { value: refuse })
}

async function startHost(workspace: Workspace, stepkey: string, { isIsolated }: Setting): Promise<Host> {
  const pages = new Map<string, string>()
  const { origin, stop } = await servePages(pages, PICKER, {
    host: '127.0.0.1',
    headers: isIsolated ? { 'cross-origin-opener-policy': 'same-origin' } : {},
  })
  const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', { name: 'App', origin })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Host',
    scopes: ['connect'],
  })
  pages.set('/frame', framePage(stepkey, embedId)).set('/react', reactPage(stepkey))
  return {
    origin,
    embedId,
    stop,
    async newSession(input) {
      const answer = await fetch(`${stepkey}/api/v1/connect-sessions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ owner: 'org_1', componentIds: ['oauth2'], actions: ['create'], ...input }),
      })
      expect(answer.status, await answer.clone().text()).toBe(201)
      return await answer.json()
    },
  }
}

/** The token is in the fragment of these pages. */
const framePage = (stepkey: string, embedId: string) => `<!doctype html><title>App</title>
  <h1>App</h1><output></output>
  <iframe title="Picker" style="width: 100%; height: 900px" src="${stepkey}/embed/picker?embed=${embedId}"></iframe>
  <script type="module">
    addEventListener('message', ({ source, data }) => {
      const picker = document.querySelector('iframe').contentWindow
      if (source !== picker) return
      if (data.type === 'stepkey:ready')
        picker.postMessage({ type: 'stepkey:start', token: location.hash.slice(1) }, '${stepkey}')
      if (data.type === 'stepkey:created') document.querySelector('output').textContent = 'created ' + data.credentialId
    })
  </script>`
const reactPage = (
  stepkey: string,
) => `<!doctype html><title>App</title><link rel="stylesheet" href="/picker.css">
  <h1>App</h1><output></output><div id="host"></div>
  <script type="module">
    import { mountPicker } from '/picker.js'
    mountPicker(document.getElementById('host'), {
      url: '${stepkey}',
      token: location.hash.slice(1),
      onSelected() {},
      onCreated: ({ credentialId }) => (document.querySelector('output').textContent = 'created ' + credentialId),
    })
  </script>`

type Surface = 'frame' | 'react' | 'link'

/** Opens the picker on a surface. */
async function openPicker(surface: Surface, page: Page, host: Host): Promise<Page | FrameLocator> {
  const returnUrl = `${host.origin}/returned?customer=1#top`
  if (surface === 'link') {
    await page.goto((await host.newSession({ scopes: ['read'] })).connectLink)
    return page
  }
  const { token } = await host.newSession({ embedId: host.embedId, returnUrl, scopes: ['read'] })
  await page.goto(`${host.origin}/${surface}#${token}`)
  return surface === 'frame' ? page.frameLocator('iframe') : page
}

/** Confirms that the user began the connection: a page of the application can have links of other people. */
async function confirmStart(window: Page) {
  await expect(window.getByRole('heading', { name: 'Did you start this connection?' })).toBeVisible()
  await window.getByRole('button', { name: 'Continue' }).click()
}

const credentialsOf = async (workspace: Workspace) =>
  (await workspace.query<{ items: CredentialSummary[] }>('credentials.list', { owner: 'org_1' })).items

for (const surface of ['frame', 'react', 'link'] as const) {
  for (const [name, setting] of Object.entries(SETTINGS)) {
    test(`a customer grants access: ${surface}, ${name}`, async ({
      newBrowser,
      newHost,
      provider,
      workspace,
    }) => {
      const browser = await newBrowser(setting)
      const page = await browser.newPage()
      const app = await newHost(setting)
      const picker = await openPicker(surface, page, app)
      await fillIn(picker, provider, 'Shop')
      await expect(picker.getByLabel('Scopes', { exact: true })).toHaveValue('read')
      const connect = picker.getByRole('button', { name: 'Connect', exact: true })
      if ('isPhone' in setting) {
        await connect.click()
        await picker.getByRole('link', { name: 'Continue in this tab' }).click()
        if (surface === 'react') await confirmStart(page)
        await page.getByRole('link', { name: 'Allow' }).click()
        if (surface === 'link') await expect(page.getByRole('heading', { name: 'Connected' })).toBeVisible()
        else await page.waitForURL(/\/returned\?customer=1#top=&stepkey_credential=/)
      } else {
        const opened = browser.waitForEvent('page')
        await connect.click()
        if ('blocksWindows' in setting) await picker.getByRole('link', { name: 'Open it in a tab' }).click()
        const window = await opened
        if (surface === 'react') await confirmStart(window)
        await window.getByRole('link', { name: 'Allow' }).click()
        if (surface === 'link') await expect(page.getByRole('heading', { name: 'Connected' })).toBeVisible()
        else await expect(page.locator('output')).toHaveText(/^created /)
      }
      expect(await credentialsOf(workspace)).toMatchObject([{ name: 'Shop', status: 'verified' }])
    })

    test(`a customer enters a code: ${surface}, ${name}`, async ({
      newBrowser,
      newHost,
      provider,
      workspace,
    }) => {
      const page = await (await newBrowser(setting)).newPage()
      const picker = await openPicker(surface, page, await newHost(setting))
      await fillInForCode(picker, provider, 'By code')
      await picker.getByRole('button', { name: 'Connect', exact: true }).click()
      const code = picker.getByText(/^WDJB-\d{4}$/)
      provider.enterCode((await code.textContent()) ?? '')
      if (surface === 'link') await expect(page.getByRole('heading', { name: 'Connected' })).toBeVisible()
      else await expect(page.locator('output')).toHaveText(/^created /)
      expect(await credentialsOf(workspace)).toMatchObject([{ name: 'By code', status: 'verified' }])
    })
  }
}

test('a link that another customer posted in the application does not go on to the provider by itself', async ({
  newBrowser,
  newHost,
  provider,
}) => {
  const app = await newHost({})
  const attacker = await (await newBrowser({ blocksWindows: true })).newPage()
  const picker = await openPicker('frame', attacker, app)
  await fillIn(picker, provider, 'Theirs')
  await picker.getByRole('button', { name: 'Connect', exact: true }).click()
  const address = await picker.getByRole('link', { name: 'Open it in a tab' }).getAttribute('href')
  const victim = await (await newBrowser({})).newPage()
  await victim.goto(`${app.origin}/react`)
  await victim.setContent(
    `<a href="${address}">Same tab</a> <a href="${address}" target="_blank">New tab</a>`,
  )
  const opened = victim.context().waitForEvent('page')
  await victim.getByRole('link', { name: 'New tab' }).click()
  await victim.getByRole('link', { name: 'Same tab' }).click()
  for (const page of [await opened, victim])
    await expect(page.getByRole('heading', { name: 'Did you start this connection?' })).toBeVisible()
  expect(await victim.context().cookies()).toEqual([])
})

test('a window that a message leads to does not go on to the provider, and asks without a known origin', async ({
  newBrowser,
  newHost,
  provider,
  workspace,
}) => {
  const setting = { blocksWindows: true } as const
  const attacker = await (await newBrowser(setting)).newPage()
  const picker = await openPicker('link', attacker, await newHost(setting))
  await fillIn(picker, provider, 'Shop')
  await picker.getByRole('button', { name: 'Connect', exact: true }).click()
  const address = await picker.getByRole('link', { name: 'Open it in a tab' }).getAttribute('href')
  const victim = await (await newBrowser({})).newPage()

  await test.step('from a message', async () => {
    await victim.goto(address ?? '')
    await expect(victim.getByRole('heading', { name: 'This window can’t continue' })).toBeVisible()
    await expectAccessible(victim)
    expect(await victim.context().cookies()).toEqual([])
  })

  await test.step('from a page of another site', async () => {
    await victim.goto(provider.url)
    await victim.setContent(`<a href="${address}" referrerpolicy="origin">Prize</a>`)
    await victim.getByRole('link', { name: 'Prize' }).click()
    await expect(victim.getByRole('heading', { name: 'This window can’t continue' })).toBeVisible()
  })

  await test.step('in a browser that does not tell', async () => {
    const tab = await victim.context().newPage()
    await tab.route('**/oauth/start', async (route) => {
      const { 'sec-fetch-site': _, ...headers } = await route.request().allHeaders()
      await route.fulfill({ response: await route.fetch({ headers }) })
    })
    await tab.goto(address ?? '')
    await expect(tab.getByRole('heading', { name: 'Did you start this connection?' })).toBeVisible()
    await expectAccessible(tab)
    await tab.getByRole('button', { name: 'Continue' }).click()
    await expect(tab.getByRole('link', { name: 'Allow' })).toBeVisible()
  })
  expect(await credentialsOf(workspace)).toEqual([])
})
