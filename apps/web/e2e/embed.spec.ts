import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { build, mergeConfig } from 'vite'
import pickerConfig from '../vite.picker.config.ts'
import { type FlowBuilder, servePages, startFlowBuilder } from './flow-builder.ts'
import { test as base, expect } from './workspace.ts'

/** A flow of two steps in a flow builder on another origin, and somebody there who has no account here. */
const test = base.extend<{ builder: FlowBuilder; flowId: string; elsewhere: Page }>({
  flowId: async ({ workspace }, use) => {
    const flow = await workspace.flow('Pets', [
      { name: 'Read', componentId: 'petstore' },
      { name: 'Write', componentId: 'petstore' },
    ])
    await use(flow.id)
  },
  builder: async ({ stepkey, workspace, flowId }, use) => {
    const builder = await startFlowBuilder(stepkey, workspace, await workspace.storedFlow(flowId))
    await use(builder)
    await builder.stop()
  },
  elsewhere: async ({ browser }, use) => {
    const context = await browser.newContext()
    await use(await context.newPage())
    await context.close()
  },
})

/** A page that uses the component, built like the component itself, but with React in it. */
async function buildReactHost(folder: string) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const own = {
    root,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      lib: { ...pickerConfig.build?.lib, entry: 'e2e/react-host.tsx', fileName: 'host', cssFileName: 'host' },
      rolldownOptions: { external: undefined },
    },
  } as const
  await build({ ...mergeConfig(pickerConfig, own), build: { ...pickerConfig.build, ...own.build } })
}

const pickerOf = (page: Page, step: string) => page.frameLocator(`iframe[title="Credential for ${step}"]`)
const stepOf = (page: Page, step: string) => page.locator('section').filter({ hasText: step })

test('somebody in a flow builder of another origin chooses and creates credentials', async ({
  workspace,
  builder,
  flowId,
  elsewhere: page,
}) => {
  const minka = await workspace.credential('Minka shop')
  await workspace.credential('Other shop')
  await page.goto(builder.origin)

  await test.step('what is chosen is bound to the step', async () => {
    const picker = pickerOf(page, 'Read')
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    await page.route(/trpc\/flows\.bindStep/, async (route) => {
      await held
      await route.continue()
    })
    await picker.getByRole('button', { name: /^Choose/ }).click()
    await picker.getByRole('radio', { name: /Minka shop.*Verified/ }).click()
    await expect(picker.getByText('Saving the choice…')).toBeVisible()
    await expect(picker.getByRole('button', { name: /^Change/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(picker.getByRole('radio')).toHaveCount(0)
    goOn()
    await expect(stepOf(page, 'Read').locator('output')).toHaveText(`selected ${minka.id}, flow version 2`)
    await expect(picker.getByRole('button', { name: /^Change/ })).toBeFocused()
    const { steps } = await workspace.storedFlow(flowId)
    expect(steps.map(({ credentialId }) => credentialId)).toEqual([minka.id, null])
  })

  await test.step('moving in the list binds nothing yet, and leaving it as it was is no choice', async () => {
    const picker = pickerOf(page, 'Write')
    await picker.getByRole('button', { name: /^Choose/ }).click()
    await expect(picker.getByRole('radio').first()).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(stepOf(page, 'Write').locator('output')).toHaveText('cancelled')
    expect(await workspace.storedFlow(flowId)).toMatchObject({ version: 2 })
  })

  await test.step('what is created is proven first', async () => {
    const picker = pickerOf(page, 'Write')
    const height = () =>
      page
        .locator('iframe[title="Credential for Write"]')
        .evaluate((frame) => (frame as HTMLElement).offsetHeight)
    const closed = await height()
    await picker.getByRole('button', { name: /^Choose/ }).click()
    await picker.getByRole('button', { name: 'Create new' }).click()
    const form = picker.getByRole('form', { name: 'Petstore API credential' })
    await form.getByLabel('Name').fill('From the builder')
    await form.getByRole('textbox', { name: 'API key' }).fill('wrong')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(picker.getByRole('alert')).toContainText('refused')
    await expect.poll(height, 'the frame has grown with it').toBeGreaterThan(closed + 200)
    const inside = await picker
      .locator('#root > *')
      .last()
      .evaluate((all) => all.scrollHeight)
    expect(Math.abs((await height()) - inside)).toBeLessThanOrEqual(1)

    await form.getByRole('textbox', { name: 'API key' }).fill('secret')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(stepOf(page, 'Write').locator('output')).toHaveText(/^created .*, flow version 3$/)
    await expect.poll(height, 'and shrinks again').toBeLessThan(closed + 60)
    const { steps } = await workspace.storedFlow(flowId)
    const created = await workspace.call<{ items: { id: string; status: string }[] }>('audit.verify', {})
    expect(created).toMatchObject({ outcome: 'intact' })
    expect(steps[1]?.credentialId).toEqual(expect.any(String))
    await expect(picker.getByText('From the builder')).toBeVisible()
  })

  await test.step('without cookies, and without a trace in the browser', async () => {
    expect(await page.context().cookies()).toEqual([])
    const kept = await pickerOf(page, 'Read')
      .locator('body')
      .evaluate(() => [localStorage.length, sessionStorage.length])
    expect(kept).toEqual([0, 0])
  })
})

test('the picker looks as the flow builder wants, and stays readable', async ({
  workspace,
  builder,
  elsewhere: page,
}) => {
  await workspace.credential('Minka shop')
  for (const [colorScheme, width] of [
    ['light', 390],
    ['dark', 1280],
  ] as const) {
    await test.step(`${colorScheme}, ${width} px`, async () => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.goto(builder.origin)
      const picker = pickerOf(page, 'Read')
      const button = picker.getByRole('button', { name: /^Use/ })
      await expect(button).toHaveCSS('border-radius', '2px')
      await expect(button).toHaveCSS('font-family', /^Georgia/)
      if (colorScheme === 'light') await expect(button).toHaveCSS('background-color', 'rgb(11, 114, 133)')
      await expect(picker.locator(`html[data-mantine-color-scheme="${colorScheme}"]`)).toBeAttached()
      await picker.getByRole('button', { name: /^Choose/ }).click()
      await picker.getByRole('button', { name: 'Create new' }).click()
      await expect(picker.getByRole('textbox', { name: 'API key' })).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))
      expect(found).toEqual([])
      const tooWide = await picker.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
      expect(tooWide).toBeLessThanOrEqual(0)
    })
  }
})

test('the picker is a React component, too, in a page of the embed’s origin', async ({
  stepkey,
  workspace,
  builder,
  flowId,
  elsewhere: page,
}, info) => {
  const minka = await workspace.credential('Minka shop')
  const { steps } = await workspace.storedFlow(flowId)
  const folder = info.outputPath('react-host')
  await buildReactHost(folder)
  const pages = new Map<string, string>()
  const host = await servePages(pages, folder)
  const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', {
    name: 'React',
    origin: host.origin,
  })
  const token = await builder.newToken({ embedId, bindTo: { flowId, stepId: steps[0]?.id } })
  const props = JSON.stringify({ url: stepkey.url, token, theme: { colorScheme: 'dark', accent: '#0b7285' } })
  pages.set(
    '/',
    `<!doctype html><html lang="en"><title>Host</title><link rel="stylesheet" href="/host.css">
    <body style="background: white; color: black"><p>Ours</p><div id="host"></div>
    <script type="module">import { show } from '/host.js'; show(host, ${props})</script>`,
  )
  await page.goto(host.origin)
  await page.getByRole('button', { name: /^Use this credential: Minka shop/ }).click()
  await expect(page.locator('output')).toHaveText(
    `selected ${JSON.stringify({ credentialId: minka.id, flowVersion: 2 })}`,
  )
  expect((await workspace.storedFlow(flowId)).steps[0]?.credentialId).toBe(minka.id)

  await test.step('and keeps its look to itself', async () => {
    await expect(page.locator('.stepkey-picker')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    await expect(page.locator('html')).not.toHaveAttribute('data-mantine-color-scheme', /./)
    await expect(page.getByText('Ours')).toHaveCSS('color', 'rgb(0, 0, 0)')
    await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })
  host.stop()
})

/** Notes what the frame says. */
const listening = `<script>window.heard = []; addEventListener('message', ({ data }) => heard.push(data))</script>`
const heardBy = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: { type: string }[] }).heard.map(({ type }) => type))

test('a page of a foreign origin gets nothing', async ({ stepkey, builder, workspace, elsewhere: page }) => {
  await workspace.credential('Minka shop')
  const [pages, foreignPages] = [new Map<string, string>(), new Map<string, string>()]
  const [host, foreign] = [await servePages(pages), await servePages(foreignPages)]
  const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', {
    name: 'Host',
    origin: host.origin,
  })
  const token = await builder.newToken({ embedId })
  const start = JSON.stringify({ type: 'stepkey:start', token })
  const frame = `<iframe id="picker" src="${stepkey.url}/embed/picker?embed=${embedId}"></iframe>`
  foreignPages.set('/', listening + frame)
  foreignPages.set(
    '/meddler',
    `<script>
      setInterval(() => parent.frames[0].postMessage(${start}, '*'), 50)
      setInterval(() => parent.postMessage({ type: 'meddled' }, '*'), 200)
    </script>`,
  )
  pages.set('/', `${listening}${frame}<iframe src="${foreign.origin}/meddler"></iframe>`)

  const ask = () =>
    page.evaluate(
      async ([address, bearer]) => {
        const headers = { authorization: `Bearer ${bearer}` }
        const answer = await fetch(`${address}/trpc/connectTokens.task`, { headers }).catch(() => undefined)
        return answer?.status
      },
      [stepkey.url, token],
    )

  await test.step('the frame is refused', async () => {
    const refused = page.waitForResponse(/embed\/picker/)
    await page.goto(foreign.origin)
    expect((await refused).headers()['content-security-policy']).toContain(`frame-ancestors ${host.origin}`)
    await expect.poll(() => page.frames().map((one) => one.url())).toContain('chrome-error://chromewebdata/')
    await page.evaluate(
      (message) => document.querySelector('iframe')?.contentWindow?.postMessage(JSON.parse(message), '*'),
      start,
    )
    expect(await heardBy(page)).toEqual([])
  })

  await test.step('the API is closed to it, whatever token it has got hold of', async () => {
    expect(await ask()).toBeUndefined()
  })

  await test.step('within the right page, only that page itself is listened to', async () => {
    await page.goto(host.origin)
    const meddledSinceReady = async () => {
      const [, ...since] = (await heardBy(page)).join().split('stepkey:ready')
      return since.join().split('meddled').length
    }
    await expect.poll(meddledSinceReady).toBeGreaterThan(3)
    await expect(page.frameLocator('#picker').getByRole('button')).toHaveCount(0)
    expect(await ask(), 'the API is open to this page').toBe(200)
  })

  await test.step('which is told of what it sends wrongly, and of a token that works no longer', async () => {
    const say = (message: object) =>
      page.evaluate(
        ([data, origin]) =>
          (document.querySelector('#picker') as HTMLIFrameElement).contentWindow?.postMessage(
            data,
            origin as string,
          ),
        [message, stepkey.url] as const,
      )
    await say({ type: 'stepkey:start', token, theme: { accent: 'url(https://evil.example)' } })
    await expect.poll(() => heardBy(page)).toContain('stepkey:refused')
    await say({ type: 'stepkey:start', token: 'stepkey_connect_guess' })
    await expect.poll(() => heardBy(page)).toContain('stepkey:expired')
    await say({ type: 'stepkey:start', token })
    const offered = page
      .frameLocator('#picker')
      .getByRole('button', { name: /^Use this credential: Minka shop/ })
    await expect(offered).toBeVisible()
  })
  host.stop()
  foreign.stop()
})

test('under Settings one says which pages may show the picker', async ({ page, workspace }) => {
  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page('/settings/embedding'))
  await page.getByRole('button', { name: 'Add embed' }).click()
  await dialog.getByLabel('Name').fill('Flow builder')
  await dialog.getByLabel('Origin').fill('https://app.example.com/flows')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(
    dialog.getByText('Enter where the pages are that show the picker, without a path'),
  ).toBeVisible()
  await dialog.getByLabel('Origin').fill('https://App.example.com')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'Flow builder' })
  await expect(row).toContainText('https://app.example.com')
  const id = await row.locator('code').textContent()
  await expect(page.getByRole('region', { name: 'On your page' })).toContainText(`/embed/picker?embed=${id}`)

  await page.getByRole('button', { name: 'Edit Flow builder' }).click()
  await dialog.getByLabel('Origin').fill('http://localhost:3000')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('http://localhost:3000')

  await page.getByRole('button', { name: 'Remove Flow builder' }).click()
  await expect(dialog).toContainText('their connect tokens become invalid immediately')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Show the picker in your own flow builder')).toBeVisible()
})
