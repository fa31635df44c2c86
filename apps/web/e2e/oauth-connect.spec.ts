import {
  connectCredential,
  expect,
  fillIn,
  fillInForCode,
  openConsentWindow,
  step,
  test,
} from './connect-steps.ts'
import { locationsOf } from './locations-of.ts'
import { expectAccessible } from './screenshots.ts'

test('a user connects a credential without a trace in the browser, and connects it again', async ({
  page,
  workspace,
  provider,
}) => {
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'Ours')
  await expect(page.getByLabel('Redirect URL')).toHaveValue(
    /^http:\/\/localhost:\d+\/oauth\/return\/127\.0\.0\.1%3A\d+$/,
  )
  const popup = await openConsentWindow(page, 'Connect')
  await expect(page.getByText(/^Waiting for your approval at 127\.0\.0\.1/)).toBeVisible()
  const [closed] = await Promise.all([
    popup.waitForEvent('close'),
    popup.getByRole('link', { name: 'Allow' }).click(),
  ])
  expect(closed).toBe(popup)
  const row = page.getByRole('listitem').filter({ hasText: 'Ours' })
  await expect(row).toContainText('Verified just now')
  expect(await locationsOf(page, ['made up for journeys'])).toEqual([])

  await row.getByRole('link', { name: 'Edit Ours' }).click()
  await expect(page.getByRole('button', { name: 'Verify' })).toBeVisible()
  const again = await openConsentWindow(page, 'Connect again')
  await again.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByText('“Ours” was saved')).toBeVisible()

  await test.step('renaming needs no consent', async () => {
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Theirs')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('“Theirs” was saved')).toBeVisible()
  })
})

test('denying access or closing the window keeps the input', async ({ page, workspace, provider }) => {
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'Mine')
  const denied = await openConsentWindow(page, 'Connect')
  await denied.getByRole('link', { name: 'Deny' }).click()
  await expect(
    page.getByRole('status').filter({ hasText: 'Access was not granted at 127.0.0.1' }),
  ).toBeVisible()
  await expect(page.getByLabel('Client ID')).toHaveValue('stepkey-journeys')

  const closed = await openConsentWindow(page, 'Connect')
  await closed.close()
  await expect(page.getByText('The window seems to be closed. Your input is kept.')).toBeVisible()
  const reopened = await openConsentWindow(page, 'Open it again')
  await expect(page.getByText('The window seems to be closed.')).toBeHidden()

  await test.step('Cancel returns to the form', async () => {
    await page.getByRole('button', { name: 'Cancel' }).first().click()
    await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeFocused()
    await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Mine')
  })
  await reopened.close()
  const last = await openConsentWindow(page, 'Connect')
  await last.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Mine' })).toContainText('Verified just now')
})

test('the redirect is received from a provider whose window is isolated', async ({
  page,
  workspace,
  provider,
}) => {
  provider.isIsolated = true
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'Aloof')
  const popup = await openConsentWindow(page, 'Connect')
  await expect(page.getByText('The window seems to be closed. Your input is kept.')).toBeVisible()
  await popup.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Aloof' })).toContainText('Verified just now')
})

test('a tab works if the browser blocks the window', async ({ page, context, workspace, provider }) => {
  await page.addInitScript(() => {
    window.open = () => null
  })
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'In a tab')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('Your browser blocked the window.')).toBeVisible()
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Open it in a tab' }).click(),
  ])
  await tab.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'In a tab' })).toContainText('Verified just now')
})

test('a redirect leaves no parameters in the URL, and is accepted only in the browser that began', async ({
  page,
  browser,
  context,
  workspace,
  provider,
}) => {
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'Gone')
  const popup = await openConsentWindow(page, 'Connect')
  const address = (await popup.getByRole('link', { name: 'Allow' }).getAttribute('href')) ?? ''
  await page.close({ runBeforeUnload: false })
  const elsewhere = await (await browser.newContext()).newPage()
  // A tab opened by navigation, which a script can’t close.
  const back = await context.newPage()
  for (const [tab, title] of [
    [elsewhere, 'The connection was not completed'],
    [back, 'You can close this window'],
  ] as const) {
    await tab.goto(address)
    await expect(tab.getByRole('heading', { name: title })).toBeVisible()
    expect(new URL(tab.url()).search).toBe('')
  }
  await elsewhere.context().close()
})

test('a user code can be entered on another device', async ({ page, workspace, provider }) => {
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillInForCode(page, provider, 'By code')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const code = page.getByText(/^WDJB-\d{4}$/)
  await expect(code).toBeVisible()
  await expect(page.getByRole('link', { name: /^Open 127\.0\.0\.1:\d+\/device/ })).toHaveAttribute(
    'href',
    `${provider.url}/device`,
  )
  provider.enterCode((await code.textContent()) ?? '')
  await expect(page.getByRole('listitem').filter({ hasText: 'By code' })).toContainText('Verified just now')
})

test('a consent can be used again after an inconclusive verification', async ({
  page,
  workspace,
  provider,
}) => {
  provider.isAvailable = false
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'Later')
  const popup = await openConsentWindow(page, 'Connect')
  await popup.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByText('Could not be verified')).toBeVisible()
  provider.isAvailable = true
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Later' })).toContainText('Verified just now')
})

test('a credential can be connected in the picker of a step', async ({ page, workspace, provider }) => {
  const flow = await workspace.flow('Data', [{ name: 'Read', componentId: 'oauth2' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await step(page, 'Read')
    .getByRole('button', { name: /^Create credential/ })
    .click()
  await fillIn(page, provider, 'For the step')
  const popup = await openConsentWindow(page, 'Connect')
  await popup.getByRole('link', { name: 'Allow' }).click()
  await expect(step(page, 'Read')).toContainText('For the step')
  await expect(step(page, 'Read').getByRole('button', { name: /^Change/ })).toBeFocused()
  const [read] = (await workspace.storedFlow(flow.id)).steps
  expect(read?.credentialId).toEqual(expect.any(String))
})

test('a change to another account requires confirmation', async ({ page, workspace, provider }) => {
  await connectCredential(page, workspace, provider, 'Shared')
  await page.getByRole('link', { name: 'Edit Shared' }).click()
  provider.userEmail = 'bob@example.com'
  const question = page.getByRole('alert').filter({ hasText: 'This is another account' })
  const first = await openConsentWindow(page, 'Connect again')
  await first.getByRole('link', { name: 'Allow' }).click()
  await expect(question).toContainText('Flows that use it would act as bob@example.com.')
  const second = await openConsentWindow(page, 'Connect another account')
  await second.getByRole('link', { name: 'Allow' }).click()
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Use bob@example.com' }).click()
  await expect(page.getByText('“Shared” was saved').last()).toBeVisible()
  await expect(page.getByRole('main')).toContainText('bob@example.com')
})

test('a disconnected credential can be connected again, and deleting one revokes its access', async ({
  page,
  workspace,
  provider,
}) => {
  await connectCredential(page, workspace, provider, 'Passing')
  const row = page.getByRole('listitem').filter({ hasText: 'Passing' })
  const dialog = page.getByRole('dialog')
  await row.getByRole('button', { name: 'Disconnect Passing' }).click()
  await expect(dialog).toContainText('Stepkey deletes its tokens and asks the provider to revoke the access.')
  await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click()
  await expect(page.getByText('Stepkey deleted its tokens. The provider revoked the access.')).toBeVisible()
  expect(provider.revoked.length).toBeGreaterThan(0)
  await expect(row).toContainText('Must be connected again: it was disconnected')

  await row.getByRole('link', { name: 'Connect again: Passing' }).click()
  const popup = await openConsentWindow(page, 'Connect again')
  await popup.getByRole('link', { name: 'Allow' }).click()
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeVisible()
  await page.goBack()
  await expect(row).toContainText('Verified just now')
  provider.revoked.length = 0
  await row.getByRole('button', { name: 'Delete Passing' }).click()
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(
    page.getByText('Its values were deleted permanently. The provider revoked the access.'),
  ).toBeVisible()
  expect(provider.revoked.length).toBeGreaterThan(0)
})

test('access is extended by the scopes that steps need, and reduced to them', async ({
  page,
  workspace,
  provider,
}) => {
  const form = page.getByRole('form', { name: 'OAuth 2.0 credential' })
  const scopes = page.getByRole('list', { name: 'Scopes' }).getByRole('listitem')
  const reconnect = async (link: string) => {
    await page.getByRole('link', { name: link }).click()
    await form.getByRole('textbox', { name: 'Client secret' }).fill('made up for journeys')
    const popup = await openConsentWindow(page, 'Connect again')
    await popup.getByRole('link', { name: 'Allow' }).click()
    await expect(page.getByText('“Shop” was saved')).toBeVisible()
  }
  await page.goto(workspace.page('/credentials/oauth2/new'))
  await fillIn(page, provider, 'Shop')
  await form.getByLabel('Scopes', { exact: true }).fill('read gossip')
  const popup = await openConsentWindow(page, 'Connect')
  await popup.getByRole('link', { name: 'Allow' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Shop' }).waitFor()
  const { items } = await workspace.query<{ items: { id: string }[] }>('credentials.list')
  const credentialId = items[0]?.id ?? ''
  const flow = await workspace.flow('Orders', [
    { name: 'Read', componentId: 'oauth2', credentialId, scopes: ['read'] },
    { name: 'Write', componentId: 'oauth2', credentialId, scopes: ['write'] },
  ])

  await test.step('the page names the missing scope, with the step that needs it', async () => {
    await page.goto(workspace.page(`/credentials/oauth2/${credentialId}`))
    await expect(scopes).toHaveText([
      'writeNot granted, needed by “Orders / Write”',
      'readGranted, needed by “Orders / Read”',
      'gossipGranted, no step says that it needs it',
    ])
    await expectAccessible(page)
    await page.screenshot({ path: 'test-results/scopes.png', fullPage: true })
  })

  await test.step('Extend access asks for it, too', async () => {
    await reconnect('Extend access')
    await expect(scopes.filter({ hasText: 'Not granted' })).toHaveCount(0)
    await workspace.call('flows.activate', { flowId: flow.id })
    expect((await workspace.storedFlow(flow.id)).status).toBe('active')
  })

  await test.step('Connect with less asks only for what steps need', async () => {
    await reconnect('Connect with less')
    await expect(scopes).toHaveText([
      'readGranted, needed by “Orders / Read”',
      'writeGranted, needed by “Orders / Write”',
    ])
  })
})
