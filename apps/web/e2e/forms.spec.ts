import type { Page } from '@playwright/test'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { expect, test } from './workspace.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

/** Returns labels, help texts, segmented controls, selected options and affixes that overflow, and the page if it does. */
const overflowingElements = (page: Page) =>
  page.evaluate(() =>
    [
      document.documentElement,
      ...document.querySelectorAll(
        'main label, main p, main [class*="section"], main :has(> .mantine-SegmentedControl-root), main input[aria-haspopup="listbox"]',
      ),
    ]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map((element) =>
        element instanceof HTMLInputElement ? element.value : element.textContent?.trim().slice(0, 80),
      ),
  )

/** Returns inputs whose prefix and suffix leave less than 80 px for text. */
const tooNarrow = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('main form input:not([type="number"])')]
      .filter((input) => {
        const { paddingLeft, paddingRight } = getComputedStyle(input)
        const room = input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
        return input.clientWidth > 100 && room < 80
      })
      .map(({ labels, name }) => labels?.[0]?.textContent ?? name),
  )

const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]

test('the form of every component fits on a desktop and a phone', async ({ page, workspace }) => {
  const answer = await page.request.get('/trpc/components.list')
  const components: ComponentSummary[] = (await answer.json()).result.data
  expect(components.length).toBeGreaterThan(60)
  await page.goto(workspace.page('/credentials/new'))
  /** Begins with the size of the form before: changing it takes longer than the checks. */
  let order = sizes
  for (const { id, title, methods } of components) {
    // Navigates like a link; a hundred page loads would take minutes.
    await page.evaluate((path) => history.pushState({}, '', path), workspace.page(`/credentials/${id}/new`))
    await expect(page.getByRole('heading', { name: `New ${title} credential` })).toBeVisible()
    const offered = methods.filter(({ retired }) => !retired)
    for (const method of offered) {
      if (offered.length > 3) {
        await page.getByRole('combobox', { name: 'Method', exact: true }).click()
        await page.getByRole('option', { name: method.title, exact: true }).click()
      } else if (offered.length > 1) {
        await page
          .getByRole('radiogroup', { name: 'Method' })
          .getByText(method.title, { exact: true })
          .click()
      }
      const more = page.getByRole('button', { name: 'More options' })
      if (await more.isVisible()) await more.click()
      order = order.toReversed()
      for (const size of order) {
        await page.setViewportSize(size)
        const view = `${title}, ${method.title}, ${size.width} px`
        await expect.poll(() => overflowingElements(page), view).toEqual([])
        await expect.poll(() => tooNarrow(page), view).toEqual([])
      }
      const inputs = page.locator('main form :is(input, textarea):visible')
      // A method with consent may have no field except the name.
      const isConnected = method.title.startsWith('Connect with ')
      expect(await inputs.count(), title).toBeGreaterThan(isConnected ? 0 : 1)
    }
  }
})

/** Pastes a text into the field that has the focus. */
const paste = (page: Page, text: string) =>
  page.evaluate((text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', text)
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(paste)
  }, text)

test('a pasted connection string fills the form', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/postgresql/new'))
  await page.getByRole('textbox', { name: 'Password' }).focus()
  await paste(page, 'postgres://ada:p%40ss@db.example.com:5433/shop?sslmode=require')
  await expect(
    page.getByText('Filled in from the pasted text: Host, Port, Database, User, Password, Encryption.'),
  ).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Host' })).toHaveValue('db.example.com')
  await expect(page.getByRole('textbox', { name: 'Port' })).toHaveValue('5433')
  await expect(page.getByRole('textbox', { name: 'User' })).toHaveValue('ada')
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('p@ss')
  await expect(page.getByRole('combobox', { name: 'Encryption' })).toHaveValue(
    'Required, without certificate check',
  )
})

test('a pasted connection string that does not fit is refused with the reason', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials/sqlserver/new'))
  await page.getByRole('textbox', { name: 'Host' }).focus()
  await paste(page, 'Server=sql.example.com\\SALES;User ID=ada;Password=s3cret')
  await expect(page.getByRole('alert')).toContainText('names the instance SALES, but not its port')
  await expect(page.getByRole('textbox', { name: 'Host' })).toHaveValue('')
  await expect(page.getByRole('textbox', { name: 'Login' })).toHaveValue('')
})

test('a pasted connection string with several hosts is understood whole or refused', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/credentials/postgresql/new'))
  await page.getByRole('textbox', { name: 'Host' }).focus()
  await paste(page, 'postgres://ada:p@one.example,two.example/shop')
  await expect(page.getByRole('alert')).toContainText('several hosts, but this method takes one')
  await expect(page.getByRole('textbox', { name: 'Host' })).toHaveValue('')

  await page.goto(workspace.page('/credentials/mongodb/new'))
  await page.getByRole('textbox', { name: 'Hosts' }).focus()
  await paste(page, 'mongodb://ada:p@one.example:27018,two.example/?replicaSet=rs0')
  await expect(page.getByRole('textbox', { name: 'Hosts' })).toHaveValue('one.example:27018,two.example')
  await expect(page.getByRole('textbox', { name: 'Replica set' })).toHaveValue('rs0')

  // Another method understands this one.
  await paste(page, 'mongodb+srv://ada:p2@cluster0.ab1cd.example/?retryWrites=true')
  await expect(
    page.getByText('Filled in from the pasted text: Cluster, User, Password. Check the values.'),
  ).toBeVisible()
  await expect(page.getByRole('radio', { name: 'User and password, mongodb+srv' })).toBeChecked()
  await expect(page.getByRole('textbox', { name: 'Cluster' })).toHaveValue('cluster0.ab1cd.example')
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('p2')
})

test('a key of another provider causes a warning before it is sent', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/github/new'))
  await page.getByRole('textbox', { name: 'Personal access token' }).fill('sk_live_0123456789abcdef')
  await expect(page.getByText('This looks like a key for Stripe, not for GitHub.')).toBeVisible()
})
