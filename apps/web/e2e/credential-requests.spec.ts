import type { Page } from '@playwright/test'
import { locationsOf } from './locations-of.ts'
import { expectAccessible, views } from './screenshots.ts'
import { expect, test } from './workspace.ts'

async function createRequest(page: Page, name: string, note = '') {
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

const invalidLink = (page: Page) => page.getByRole('heading', { name: 'This link is no longer valid' })

test('a person without an account provides a credential through a link', async ({
  page,
  browser,
  workspace,
  baseURL,
}) => {
  await workspace.credential('Secret project')
  await page.goto(workspace.page('/credentials/petstore'))
  const link = await createRequest(page, 'Shop of Carol', 'The key of the test shop,\nplease.')
  const openRequests = page.getByRole('list', { name: 'Open credential requests' })
  await expect(openRequests).toContainText(/Shop of CarolRequested by Alice Miller just now/)

  const carolsContext = await browser.newContext({ baseURL })
  const carol = await carolsContext.newPage()
  await carol.setViewportSize({ width: 390, height: 844 })
  await test.step('the recipient sees the request and nothing else', async () => {
    await carol.goto(link)
    await expect(
      carol.getByRole('heading', { name: 'Alice Miller requests a credential for Petstore API' }),
    ).toBeVisible()
    await expect(carol.getByText('The key of the test shop,')).toBeVisible()
    expect(carol.url()).not.toContain('#')
    const secret = new URL(link).hash.slice('#request='.length)
    // The browser itself keeps the URL that the page was opened with (`performance` entries).
    const locations = await locationsOf(carol, [secret])
    expect(locations.filter((location) => location !== 'requested')).toEqual([])
    await expect(carol.getByText('Secret project')).toHaveCount(0)
    await expect(carol.getByRole('textbox', { name: 'API key' })).toBeFocused()
    await expectAccessible(carol, [views[0], views[2]])
    await carol.setViewportSize({ width: 390, height: 844 })
  })

  await test.step('Cancel asks before input is discarded', async () => {
    await carol.getByRole('textbox', { name: 'API key' }).fill('half a k')
    await carol.getByRole('button', { name: 'Cancel' }).click()
    await carol.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
    await expect(carol.getByRole('textbox', { name: 'API key' })).toHaveValue('half a k')
  })

  await test.step('the credential is verified in place', async () => {
    await fillIn(carol, 'wrong')
    await expect(carol.getByRole('alert')).toContainText('rejected')
    // Opening the link again replaces the token; the form that is open continues with the new one.
    const secondPage = await carolsContext.newPage()
    await secondPage.goto(link)
    await expect(secondPage.getByRole('textbox', { name: 'API key' })).toBeVisible()
    await fillIn(carol, 'secret')
    await expect(carol.getByRole('heading', { name: 'Credential stored' })).toBeVisible()
    expect(await carolsContext.cookies()).toEqual([])
  })

  await test.step('the credential appears in the list with its requester', async () => {
    const row = page.getByRole('listitem').filter({ hasText: 'Shop of Carol' })
    await expect(row).toContainText('Provided by link, requested by Alice Miller')
    await expect(row).toContainText('Verified')
    await expect(openRequests).toBeHidden()
  })

  await test.step('the link works only once', async () => {
    await carol.goto('/')
    await carol.goto(link)
    await expect(invalidLink(carol)).toBeVisible()
  })
  await carolsContext.close()
})

test('a revoked link stops working, even where it is open', async ({ page, browser, workspace, baseURL }) => {
  await page.goto(workspace.page('/credentials/petstore'))
  const link = await createRequest(page, 'Shop of Carol')
  const carolsContext = await browser.newContext({ baseURL })
  const carol = await carolsContext.newPage()
  await carol.goto(link)
  await expect(carol.getByRole('textbox', { name: 'API key' })).toBeVisible()

  await page.getByRole('button', { name: 'Revoke the request for Shop of Carol' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('The request was revoked')).toBeVisible()
  await fillIn(carol, 'secret')
  await expect(invalidLink(carol)).toBeVisible()
  await expect(page.getByText('There are no credentials for Petstore API yet.')).toBeVisible()

  await test.step('methods that need an OAuth app are not offered without one', async () => {
    const { url } = await workspace.call<{ url: string }>('requests.create', {
      componentId: 'slack',
      name: 'Ours',
    })
    await carol.goto(url)
    await expect(carol.getByRole('textbox', { name: /token/i })).toBeVisible()
    await expect(carol.getByText('Connect with Slack')).toHaveCount(0)
    await expect(carol.getByRole('button', { name: 'Connect', exact: true })).toHaveCount(0)
  })

  await carol.goto('/hand-over')
  await expect(carol.getByRole('heading', { name: 'Open the link that you received' })).toBeVisible()
  await carolsContext.close()
})
