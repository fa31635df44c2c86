import type { Page } from '@playwright/test'
import type { ConnectSessionCreated } from '@stepkey/shared/connect-session'
import { LANGUAGES } from '@stepkey/shared/languages'
import { loadMessages } from '@stepkey/shared/load-messages'
import { test as base, expect } from './flow-builder.ts'
import { expectAccessible, views } from './screenshots.ts'

const twoViews = [views[0], views[2]]
const logo = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 88 44"><rect width="88" height="44" rx="6" fill="#0b7285"/></svg>',
).toString('base64')}`

/** A person without an account, whose browser prefers Japanese, and a server that creates sessions for them. */
const test = base.extend<{ visitor: Page; newSession(input: object): Promise<ConnectSessionCreated> }>({
  visitor: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL, reducedMotion: 'reduce', locale: 'ja-JP' })
    await use(await context.newPage())
    await context.close()
  },
  newSession: async ({ workspace, playwright, baseURL }, use) => {
    const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
      name: 'Host',
      scopes: ['connect'],
    })
    const host = await playwright.request.newContext({
      baseURL,
      extraHTTPHeaders: { authorization: `Bearer ${key}` },
    })
    await use(async (data) => {
      const input = { owner: 'org_1', componentIds: ['petstore'], actions: ['create'], ...data }
      const answer = await host.post('/api/v1/connect-sessions', { data: input })
      expect(answer.status(), await answer.text()).toBe(201)
      return await answer.json()
    })
    await host.dispose()
  },
})

for (const language of LANGUAGES) {
  test(`a connect link and its form are in the language of the session: ${language}`, async ({
    visitor: page,
    newSession,
  }) => {
    const t = await loadMessages(language)
    const { connectLink } = await newSession({ locale: language })
    await page.goto(connectLink)
    const form = page.getByRole('form', { name: t.form.label.replace('{component}', 'Petstore API') })
    await expect(page.getByText(t.link.lead)).toBeVisible()
    await expect(form.getByLabel(t.common.name)).toHaveValue(
      t.form.defaultName.replace('{component}', 'Petstore API'),
    )
    await expect(page.locator(`[lang="${language}"]`).first()).toContainText(t.link.onlyIfExpected)
    await form.getByRole('button', { name: t.common.save }).click()
    await expect(form.getByText(t.inputErrors.required)).toBeVisible()
    await form.getByRole('textbox', { name: 'API key' }).fill('wrong')
    await form.getByRole('button', { name: t.common.save }).click()
    await expect(page.getByRole('alert')).toContainText(t.verification.rejected)
    await expect(page.getByRole('alert')).toContainText(t.findings.rejected.other.advice)
    await expectAccessible(page, twoViews)
    await form.getByRole('textbox', { name: 'API key' }).fill('secret')
    await form.getByRole('button', { name: t.common.save }).click()
    await expect(page.getByRole('heading', { name: t.link.connected })).toBeVisible()
  })
}

test('without a language, the page is in that of the browser, and dates follow it', async ({
  visitor: page,
  newSession,
}) => {
  const ja = await loadMessages('ja')
  const { connectLink, linkExpiresAt } = await newSession({})
  await page.goto(connectLink)
  await expect(page.getByText(ja.link.lead)).toBeVisible()
  await page.getByRole('button', { name: ja.common.cancel }).click()
  await expect(page.getByRole('heading', { name: ja.link.nothingStored })).toBeVisible()
  const day = new Intl.DateTimeFormat('ja-JP', { dateStyle: 'medium' }).format(new Date(linkExpiresAt))
  await expect(page.locator('time')).toHaveText(day)
  await page.goto('/connect')
  await expect(page.getByRole('heading', { name: ja.link.missing })).toBeVisible()
})

test('an error of the page is in the language of the browser', async ({ visitor: page, newSession }) => {
  const ja = await loadMessages('ja')
  const { connectLink } = await newSession({})
  await page.route('**/trpc/connectSessions.open', (route) => route.abort())
  await page.goto(connectLink)
  await expect(page.getByRole('heading', { name: ja.errors.page })).toBeVisible()
  await expect(page.getByText(ja.errors.unreachable)).toBeVisible()
  await page.unroute('**/trpc/connectSessions.open')
  await page.getByRole('button', { name: ja.common.tryAgain }).click()
  await expect(page.getByText(ja.link.lead)).toBeVisible()
})

test('a credential request is in the language that its sender chose', async ({
  page,
  workspace,
  visitor,
}) => {
  const fr = await loadMessages('fr')
  await page.goto(workspace.page('/credentials/petstore'))
  await page.getByRole('button', { name: 'Request credential' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the credential').fill('Boutique')
  await dialog.getByRole('combobox', { name: 'Language' }).click()
  await dialog.getByRole('option', { name: 'French' }).click()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await visitor.goto(await dialog.getByLabel('Request link').inputValue())
  await expect(visitor.getByText(fr.request.onlyIfExpected)).toBeVisible()
  await expectAccessible(visitor, twoViews)
})

test('an admin sets the branding of an embed, and the frame and the pages of links have it', async ({
  page,
  workspace,
  builder,
  hostPage,
  visitor,
  newSession,
}) => {
  await page.goto(workspace.page('/settings/embedding'))
  await page.getByRole('link', { name: 'Branding of Builder' }).click()
  const form = page.getByRole('form', { name: 'Branding' })
  const preview = page.getByRole('region', { name: 'Preview' })
  await test.step('wrong input is refused at its field', async () => {
    await form.getByLabel('Help link').fill('http://help.example.com')
    await form.getByRole('textbox', { name: 'Accent', exact: true }).fill('#12')
    await form.getByRole('button', { name: 'Replace a text' }).click()
    await form.getByRole('combobox', { name: 'Text of Stepkey' }).fill('All applications')
    await form.getByRole('option', { name: 'All applications' }).click()
    await form.getByLabel('Your text').fill('All {apps}')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form.getByText('Enter a URL that begins with https://')).toBeVisible()
    await expect(form.getByText('Write the accent like #1a73e8')).toBeVisible()
    await expect(form.getByText('The original text has no {apps}.')).toBeVisible()
    await expectAccessible(page, twoViews)
  })
  await test.step('the preview follows the input', async () => {
    await form.getByLabel('Name').fill('Acme Cloud')
    await form.getByLabel('Help link').fill('https://help.example.com')
    await form.getByRole('textbox', { name: 'Accent', exact: true }).fill('#0b7285')
    await form.getByLabel('Your text').fill('Every application')
    await form.locator('input[type=file]').setInputFiles({
      name: 'logo.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from(logo.split(',')[1] ?? '', 'base64'),
    })
    await expect(preview.getByText('Acme Cloud')).toBeVisible()
    await expect(preview.getByText('Help with Petstore API')).toBeVisible()
    await page.keyboard.press('Escape')
    await expectAccessible(page, twoViews)
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('The branding was saved')).toBeVisible()
  })

  await test.step('the page of a link has the name, the logo, the help link and the text', async () => {
    const { connectLink } = await newSession({
      embedId: builder.embedId,
      componentIds: ['petstore', 'http'],
      locale: 'en',
    })
    await visitor.goto(connectLink)
    await expect(visitor).toHaveTitle(/ · Acme Cloud$/)
    await expect(visitor.getByText('Acme Cloud', { exact: true })).toBeVisible()
    await expect(visitor.locator('#root img')).toHaveAttribute('src', logo)
    await visitor.getByRole('button', { name: /^Petstore API/ }).click()
    await expect(visitor.getByRole('button', { name: 'Every application' })).toBeVisible()
    const help = visitor.getByRole('link', { name: 'Help with Petstore API' })
    await expect(help).toHaveAttribute('href', 'https://help.example.com')
    await expectAccessible(visitor, twoViews)
    const { backgroundColor } = await visitor
      .getByRole('button', { name: 'Save' })
      .evaluate((button) => ({ ...getComputedStyle(button) }))
    expect(hueOf(backgroundColor)).toBeCloseTo(hueOf('rgb(11, 114, 133)'), -1)
  })

  await test.step('the frame has the accent, the help link and the language of its page', async () => {
    const de = await loadMessages('de')
    const token = await builder.newToken({})
    await hostPage.goto(builder.origin)
    await hostPage.setContent(
      `<iframe title="Credential" src="${new URL(page.url()).origin}/embed/picker?embed=${builder.embedId}" width="600" height="500"></iframe>`,
    )
    await hostPage.evaluate((token) => {
      const frame = document.querySelector('iframe')
      addEventListener('message', ({ data }) => {
        if (data.type === 'stepkey:ready')
          frame?.contentWindow?.postMessage({ type: 'stepkey:start', token, locale: 'de' }, '*')
      })
      // It may be ready already.
      setInterval(
        () => frame?.contentWindow?.postMessage({ type: 'stepkey:start', token, locale: 'de' }, '*'),
        500,
      )
    }, token)
    const frame = hostPage.frameLocator('iframe')
    await expect(
      frame.getByRole('link', { name: de.common.needHelp.replace('{component}', 'Petstore API') }),
    ).toBeVisible()
    await expect(frame.getByText(de.picker.noCredential.replace('{component}', 'Petstore API'))).toBeVisible()
  })
})

/** Returns the hue of a colour as browsers compute it, in degrees. */
function hueOf(rgb: string): number {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/[\d.]+/g) ?? []).map(Number)
  return (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI
}
