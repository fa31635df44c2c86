import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, servePages, test } from './flow-builder.ts'
import { takePicture } from './pictures.ts'

const pickerOf = (page: Page, step: string) => page.frameLocator(`iframe[title="Credential for ${step}"]`)
const stepOf = (page: Page, step: string) => page.locator('section').filter({ hasText: step })

test('a user of a flow builder on another origin chooses and creates credentials', async ({
  workspace,
  builder,
  flowId,
  hostPage: page,
}) => {
  const minka = await workspace.credential('Minka shop')
  await workspace.credential('Other shop')
  await page.goto(builder.origin)

  await test.step('the chosen credential is bound to the step', async () => {
    const picker = pickerOf(page, 'Read')
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(/trpc\/flows\.bindStep/, async (route) => {
      await released
      await route.continue()
    })
    await picker.getByRole('button', { name: /^Choose/ }).click()
    await expect(picker.getByRole('radio')).toHaveCount(2)
    await takePicture(page, 'embedding')
    await picker.getByRole('radio', { name: /Minka shop.*Verified/ }).click()
    await expect(picker.getByText('Saving the choice…')).toBeVisible()
    await expect(picker.getByRole('button', { name: /^Change/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(picker.getByRole('radio')).toHaveCount(0)
    release()
    await expect(stepOf(page, 'Read').locator('output')).toHaveText(`selected ${minka.id}, flow version 2`)
    await expect(picker.getByRole('button', { name: /^Change/ })).toBeFocused()
    const { steps } = await workspace.storedFlow(flowId)
    expect(steps.map(({ credentialId }) => credentialId)).toEqual([minka.id, null])
  })

  await test.step('closing the list without a choice binds nothing', async () => {
    const picker = pickerOf(page, 'Write')
    await picker.getByRole('button', { name: /^Choose/ }).click()
    await expect(picker.getByRole('radio').first()).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(stepOf(page, 'Write').locator('output')).toHaveText('cancelled')
    expect(await workspace.storedFlow(flowId)).toMatchObject({ version: 2 })
  })

  await test.step('a new credential is verified before it is stored', async () => {
    const picker = pickerOf(page, 'Write')
    const height = () =>
      page
        .locator('iframe[title="Credential for Write"]')
        .evaluate((frame) => (frame as HTMLElement).offsetHeight)
    const closed = await height()
    await picker.getByRole('button', { name: /^Choose/ }).click()
    await picker.getByRole('button', { name: 'Create credential' }).click()
    const form = picker.getByRole('form', { name: 'Petstore API credential' })
    await form.getByLabel('Name').fill('From the builder')
    await form.getByRole('textbox', { name: 'API key' }).fill('wrong')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(picker.getByRole('alert')).toContainText('rejected')
    await expect.poll(height, 'the frame grows with its content').toBeGreaterThan(closed + 200)
    const inside = await picker
      .locator('#root > *')
      .last()
      .evaluate((all) => all.scrollHeight)
    expect(Math.abs((await height()) - inside)).toBeLessThanOrEqual(1)

    await form.getByRole('textbox', { name: 'API key' }).fill('secret')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(stepOf(page, 'Write').locator('output')).toHaveText(/^created .*, flow version 3$/)
    await expect.poll(height, 'the frame shrinks again').toBeLessThan(closed + 60)
    const { steps } = await workspace.storedFlow(flowId)
    const created = await workspace.call<{ items: { id: string; status: string }[] }>('audit.verify', {})
    expect(created).toMatchObject({ outcome: 'intact' })
    expect(steps[1]?.credentialId).toEqual(expect.any(String))
    await expect(picker.getByText('From the builder')).toBeVisible()
  })

  await test.step('no cookies and no browser storage are used', async () => {
    expect(await page.context().cookies()).toEqual([])
    const storageSizes = await pickerOf(page, 'Read')
      .locator('body')
      .evaluate(() => [localStorage.length, sessionStorage.length])
    expect(storageSizes).toEqual([0, 0])
  })
})

test('the picker uses the theme of the flow builder and stays accessible', async ({
  workspace,
  builder,
  hostPage: page,
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
      await picker.getByRole('button', { name: 'Create credential' }).click()
      await expect(picker.getByRole('textbox', { name: 'API key' })).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))
      expect(found).toEqual([])
      const tooWide = await picker.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
      expect(tooWide).toBeLessThanOrEqual(0)
    })
  }
})

/** Records the messages of the frame. */
const recordMessages = `<script>window.heard = []; addEventListener('message', ({ data }) => heard.push(data))</script>`
const messageTypes = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: { type: string }[] }).heard.map(({ type }) => type))

test('a page of another origin gets no access', async ({ stepkey, builder, workspace, hostPage: page }) => {
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
  foreignPages.set('/', recordMessages + frame)
  foreignPages.set(
    '/meddler',
    `<script>
      setInterval(() => parent.frames[0].postMessage(${start}, '*'), 50)
      setInterval(() => parent.postMessage({ type: 'meddled' }, '*'), 200)
    </script>`,
  )
  pages.set('/', `${recordMessages}${frame}<iframe src="${foreign.origin}/meddler"></iframe>`)

  const callApi = () =>
    page.evaluate(
      async ([address, bearer]) => {
        const headers = { authorization: `Bearer ${bearer}` }
        const answer = await fetch(`${address}/trpc/connectTokens.task`, { headers }).catch(() => undefined)
        return answer?.status
      },
      [stepkey.url, token],
    )

  await test.step('the frame is blocked', async () => {
    const refused = page.waitForResponse(/embed\/picker/)
    await page.goto(foreign.origin)
    expect((await refused).headers()['content-security-policy']).toContain(`frame-ancestors ${host.origin}`)
    await expect.poll(() => page.frames().map((one) => one.url())).toContain('chrome-error://chromewebdata/')
    await page.evaluate(
      (message) => document.querySelector('iframe')?.contentWindow?.postMessage(JSON.parse(message), '*'),
      start,
    )
    expect(await messageTypes(page)).toEqual([])
  })

  await test.step('the API is blocked by CORS, even with a valid token', async () => {
    expect(await callApi()).toBeUndefined()
  })

  await test.step('messages of another frame in the host page are ignored', async () => {
    await page.goto(host.origin)
    const foreignMessagesSinceReady = async () => {
      const [, ...since] = (await messageTypes(page)).join().split('stepkey:ready')
      return since.join().split('meddled').length
    }
    await expect.poll(foreignMessagesSinceReady).toBeGreaterThan(3)
    await expect(page.frameLocator('#picker').getByRole('button')).toHaveCount(0)
    expect(await callApi(), 'the API is open to this page').toBe(200)
  })

  await test.step('the host page is notified of invalid messages and of expired tokens', async () => {
    const postMessage = (message: object) =>
      page.evaluate(
        ([data, origin]) =>
          (document.querySelector('#picker') as HTMLIFrameElement).contentWindow?.postMessage(
            data,
            origin as string,
          ),
        [message, stepkey.url] as const,
      )
    await postMessage({ type: 'stepkey:start', token, theme: { accent: 'url(https://evil.example)' } })
    await expect.poll(() => messageTypes(page)).toContain('stepkey:refused')
    await postMessage({ type: 'stepkey:start', token: 'stepkey_connect_guess' })
    await expect.poll(() => messageTypes(page)).toContain('stepkey:expired')
    await postMessage({ type: 'stepkey:start', token })
    const suggestion = page
      .frameLocator('#picker')
      .getByRole('button', { name: /^Use this credential: Minka shop/ })
    await expect(suggestion).toBeVisible()
  })
  host.stop()
  foreign.stop()
})

test('embeds can be added, edited and deleted in the settings', async ({ page, workspace }) => {
  const dialog = page.getByRole('dialog')
  await page.goto(workspace.page('/settings/embedding'))
  await page.getByRole('button', { name: 'Add origin' }).click()
  await dialog.getByLabel('Name').fill('Flow builder')
  await dialog.getByLabel('Origin').fill('https://app.example.com/flows')
  await dialog.getByRole('button', { name: 'Add origin' }).click()
  await expect(
    dialog.getByText('Enter the origin of the pages that show the picker, without a path'),
  ).toBeVisible()
  await dialog.getByLabel('Origin').fill('https://App.example.com')
  await dialog.getByRole('button', { name: 'Add origin' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'Flow builder' })
  await expect(row).toContainText('https://app.example.com')
  const id = await row.locator('code').textContent()
  await expect(page.getByRole('region', { name: 'On your page' })).toContainText(`/embed/picker?embed=${id}`)

  await page.getByRole('button', { name: 'Edit Flow builder' }).click()
  await dialog.getByLabel('Origin').fill('http://localhost:3000')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('http://localhost:3000')

  await page.getByRole('button', { name: 'Delete Flow builder' }).click()
  await expect(dialog).toContainText('their connect tokens become invalid immediately')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Show the picker in your own flow builder')).toBeVisible()
})

test('each of three customers connects its own accounts, and the company removes one of them', async ({
  workspace,
  builder,
  hostPage: page,
}) => {
  const section = (name: string) => page.getByRole('region', { name })
  const frameOf = (name: string) => page.frameLocator(`iframe[title="Applications of ${name}"]`)
  await page.goto(`${builder.origin}/customers`)
  // By keyboard: the browser can lose a click on a page whose frames have just changed their size.
  for (const [name, account] of [
    ['Acme', 'Shop of Acme'],
    ['Minka', 'Shop of Minka'],
  ] as const) {
    await section(name).getByRole('button', { name: 'Connect an application' }).press('Enter')
    await frameOf(name)
      .getByRole('button', { name: /^Petstore API/ })
      .press('Enter')
    const form = frameOf(name).getByRole('form', { name: 'Petstore API credential' })
    await form.getByLabel('Name').fill(account)
    await form.getByRole('textbox', { name: 'API key' }).fill('secret')
    await form.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(section(name).getByRole('listitem')).toContainText(account)
    await expect(section(name).getByRole('listitem')).toHaveCount(1)
  }
  await expect(section('Zoo Rotterdam').getByRole('listitem')).toHaveCount(0)

  await section('Acme').getByRole('button', { name: 'Connect Shop of Acme again' }).press('Enter')
  const again = frameOf('Acme').getByRole('form', { name: 'Petstore API credential' })
  await again.getByRole('textbox', { name: 'API key' }).fill('secret')
  await again.getByRole('button', { name: 'Save' }).press('Enter')
  await expect(section('Acme').getByText(/^reconnected /)).toBeVisible()

  page.once('dialog', (dialog) => dialog.accept())
  await section('Acme').getByRole('button', { name: 'Remove customer' }).click()
  await expect(section('Acme').getByText('removed')).toBeVisible()
  await expect(section('Acme').getByRole('listitem')).toHaveCount(0)
  const { items } = await workspace.query<{ items: { owner: string }[] }>('owners.list')
  expect(items).toEqual([{ owner: 'org_2', credentialCount: 1 }])
})

test('one flow of the company runs for each of three customers, with the account of this customer', async ({
  workspace,
  builder,
  hostPage: page,
}) => {
  const section = (name: string) => page.getByRole('region', { name })
  const run = (name: string) => section(name).getByRole('button', { name: 'Run the flow' }).press('Enter')
  const shop = (owner: string, name = 'Shop') => workspace.credential(name, { owner })
  const customers = { org_1: 'Acme', org_2: 'Minka', org_3: 'Zoo Rotterdam' }
  await shop('org_1')
  await shop('org_2')
  await page.goto(`${builder.origin}/customers`)

  await test.step('a customer who has not connected an account gets a link', async () => {
    await run('Zoo Rotterdam')
    const status = section('Zoo Rotterdam').getByText(/^Zoo Rotterdam has not connected a Petstore/)
    const link = /http\S+$/.exec((await status.textContent()) ?? '')?.[0] ?? ''
    const customer = await page.context().newPage()
    await customer.goto(link)
    const form = customer.getByRole('form', { name: 'Petstore API credential' })
    await form.getByRole('textbox', { name: 'API key' }).fill('secret')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form).toHaveCount(0)
    await customer.close()
  })

  await test.step('it runs for all three, and the audit log names the customer of each run', async () => {
    for (const name of Object.values(customers)) {
      await run(name)
      await expect(section(name).getByText(new RegExp(`^The flow read \\d+ pets of ${name}$`))).toBeVisible()
    }
    const { items } = await workspace.query<{ items: { detail: { owner: string }; outcome: string }[] }>(
      'audit.list',
      { action: 'credential.issued' },
    )
    const issued = items.filter(({ outcome }) => outcome === 'done').map(({ detail }) => detail.owner)
    expect(issued.sort()).toEqual(Object.keys(customers))
  })

  await test.step('it never guesses which of two accounts is meant', async () => {
    await shop('org_1', 'Second shop')
    await run('Acme')
    await expect(
      section('Acme').getByText('Which one? Remove all but one of: Second shop, Shop'),
    ).toBeVisible()
    await run('Minka')
    await expect(section('Minka').getByText(/^The flow read/)).toBeVisible()
  })
})
