import type { Page } from '@playwright/test'
import { expectAccessible, looks } from './screenshots.ts'
import { hiding } from './unreachable-files.ts'
import { expect, test } from './workspace.ts'

async function ask(page: Page, name: string, note = '') {
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Request credential' }).click()
  await dialog.getByLabel('Name of the credential').fill(name)
  await dialog.getByLabel('Message').fill(note)
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog).toContainText('Stepkey does not show it again')
  const link = await dialog.getByLabel('Request link').inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  return link
}

async function fillIn(page: Page, key: string) {
  const form = page.getByRole('form', { name: 'Petstore API credential' })
  await form.getByRole('textbox', { name: 'API key' }).fill(key)
  await form.getByRole('button', { name: 'Save' }).click()
}

const gone = (page: Page) => page.getByRole('heading', { name: 'This link is no longer valid' })

test('somebody without an account hands over a credential by a link', async ({
  page,
  browser,
  workspace,
  baseURL,
}) => {
  await workspace.credential('Secret project')
  await page.goto(workspace.page('/credentials/petstore'))
  const link = await ask(page, 'Shop of Carol', 'The key of the test shop,\nplease.')
  const asked = page.getByRole('list', { name: 'Open credential requests' })
  await expect(asked).toContainText(/Shop of CarolRequested by Alice Miller just now/)

  const private_ = await browser.newContext({ baseURL })
  const carol = await private_.newPage()
  await carol.setViewportSize({ width: 390, height: 844 })
  await test.step('who is asked sees who asks for what, and nothing else', async () => {
    await carol.goto(link)
    await expect(
      carol.getByRole('heading', { name: 'Alice Miller requests a credential for Petstore API' }),
    ).toBeVisible()
    await expect(carol.getByText('The key of the test shop,')).toBeVisible()
    expect(carol.url()).not.toContain('#')
    const secret = new URL(link).hash.slice('#request='.length)
    // The browser itself remembers with which address the page was opened, as long as it is open.
    const places = await hiding(carol, [secret])
    expect(places.filter((place) => place !== 'requested')).toEqual([])
    await expect(carol.getByText('Secret project')).toHaveCount(0)
    await expect(carol.getByRole('textbox', { name: 'API key' })).toBeVisible()
    await expectAccessible(carol, [looks[0], looks[2]])
    await carol.setViewportSize({ width: 390, height: 844 })
  })

  await test.step('what was typed isn’t lost unasked', async () => {
    await carol.getByRole('textbox', { name: 'API key' }).fill('half a k')
    await carol.getByRole('button', { name: 'Cancel' }).click()
    await carol.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
    await expect(carol.getByRole('textbox', { name: 'API key' })).toHaveValue('half a k')
  })

  await test.step('it is tried out in place', async () => {
    await fillIn(carol, 'wrong')
    await expect(carol.getByRole('alert')).toContainText('refused')
    // Opened once more, the link gives a new token in place of the old one. What is typed here goes on with that.
    const again = await private_.newPage()
    await again.goto(link)
    await expect(again.getByRole('textbox', { name: 'API key' })).toBeVisible()
    await fillIn(carol, 'secret')
    await expect(carol.getByRole('heading', { name: 'Credential stored' })).toBeVisible()
    expect(await private_.cookies()).toEqual([])
  })

  await test.step('it has come in, and says on whose request', async () => {
    const row = page.getByRole('listitem').filter({ hasText: 'Shop of Carol' })
    await expect(row).toContainText('Provided by link, requested by Alice Miller', { timeout: 20_000 })
    await expect(row).toContainText('Verified')
    await expect(asked).toBeHidden()
  })

  await test.step('the link works once', async () => {
    await carol.goto('/')
    await carol.goto(link)
    await expect(gone(carol)).toBeVisible()
  })
  await private_.close()
})

test('a link that is taken back is worth nothing, even where it is open', async ({
  page,
  browser,
  workspace,
  baseURL,
}) => {
  await page.goto(workspace.page('/credentials/petstore'))
  const link = await ask(page, 'Shop of Carol')
  const private_ = await browser.newContext({ baseURL })
  const carol = await private_.newPage()
  await carol.goto(link)
  await expect(carol.getByRole('textbox', { name: 'API key' })).toBeVisible()

  await page.getByRole('button', { name: 'Revoke the request for Shop of Carol' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('The request was revoked')).toBeVisible()
  await fillIn(carol, 'secret')
  await expect(gone(carol)).toBeVisible()
  await expect(page.getByText('There are no credentials for Petstore API yet.')).toBeVisible()

  await test.step('what takes somebody who is signed in is left out', async () => {
    const { url } = await workspace.call<{ url: string }>('requests.create', {
      componentId: 'slack',
      name: 'Ours',
    })
    await carol.goto(url)
    await expect(carol.getByText('Not available here: Connect with Slack')).toBeVisible()
    await expect(carol.getByRole('textbox', { name: /token/i })).toBeVisible()
    await expect(carol.getByRole('button', { name: 'Connect', exact: true })).toHaveCount(0)
  })

  await carol.goto('/hand-over')
  await expect(carol.getByRole('heading', { name: 'Open the link that you received' })).toBeVisible()
  await private_.close()
})
