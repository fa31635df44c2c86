import type { Locator, Page } from '@playwright/test'
import { expectAccessible, views } from './screenshots.ts'
import { expect, step, test, type Workspace } from './workspace.ts'

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`)

/** Creates a credential that active flows use. */
async function usedCredential(workspace: Workspace, flowCount: number) {
  const credential = await workspace.credential('Minka shop')
  for (const name of numbered('Orders', flowCount)) {
    const { id } = await workspace.flow(name, [
      { name: 'Read', componentId: 'petstore', credentialId: credential.id },
    ])
    await workspace.call('flows.activate', { flowId: id })
  }
  return credential
}

interface Search {
  /** The text of the empty list. */
  nothing: Locator
  procedure: string
  /** A part of the input of the call. */
  input: string
  change(): Promise<void>
  /** The next list. */
  found: Locator
}

/** Holds the answers to a search back. @returns a function that releases them */
async function holdAnswers(page: Page, procedure: string, input: string) {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(
    (url) => url.pathname.endsWith(procedure) && (url.searchParams.get('input') ?? '').includes(input),
    async (route) => {
      await released
      await route.continue()
    },
  )
  return release
}

test('a search says that nothing was found only after the server has answered', async ({
  page,
  workspace,
}) => {
  for (const name of numbered('Shop', 7)) await workspace.credential(name)
  const flow = await workspace.flow('Pets', [{ name: 'Read', componentId: 'petstore' }])

  const { webhook } = await workspace.call<{ webhook: { id: string } }>('webhooks.create', {
    name: 'Alarm',
    url: 'https://example.com/hook',
    events: null,
  })

  /** Changes the search or filter of a list that is empty now, and checks the list before and after the answer. */
  async function changeSearch({ nothing, procedure, input, change, found }: Search) {
    await expect(nothing).toBeVisible()
    const release = await holdAnswers(page, procedure, input)
    const asked = page.waitForRequest((request) => request.url().includes(encodeURIComponent(input)))
    await change()
    await asked
    await expect(nothing).toBeHidden()
    release()
    await expect(found).toBeVisible()
  }

  async function searchNames(procedure: string, label: string, name: string) {
    const box = page.getByRole('searchbox', { name: label })
    await box.fill('nothing')
    await changeSearch({
      nothing: page.getByText(/No (credential|flow) matches/),
      procedure,
      input: name,
      change: () => box.fill(name),
      found: page.getByRole('main').getByText(name, { exact: true }).last(),
    })
    await expect(box).toBeFocused()
  }

  await test.step('in the list of flows', async () => {
    await page.goto(workspace.page('/flows'))
    await searchNames('flows.list', 'Search flows by name', 'Pets')
  })
  await test.step('in the list of credentials', async () => {
    await page.goto(workspace.page('/credentials/petstore'))
    await searchNames('credentials.list', 'Search credentials by name', 'Shop 3')
  })
  await test.step('in the credential picker', async () => {
    await page.goto(workspace.page(`/flows/${flow.id}`))
    await step(page, 'Read')
      .getByRole('button', { name: /^Choose/ })
      .click()
    await searchNames('credentials.list', 'Search credentials', 'Shop 4')
  })
  await test.step('in the audit log', async () => {
    await page.goto(workspace.page('/activity?action=flow.created&outcome=refused'))
    await changeSearch({
      nothing: page.getByText('No entries match the filters'),
      procedure: 'audit.list',
      input: '"done"',
      change: async () => {
        await page.getByRole('combobox', { name: 'Outcome' }).click()
        await page.getByRole('option', { name: 'Done' }).click()
      },
      found: page.getByRole('list', { name: 'Audit log' }),
    })
  })
  await test.step('in the deliveries of a webhook', async () => {
    await page.goto(workspace.page(`/settings/webhooks/${webhook.id}`))
    await changeSearch({
      nothing: page.getByText('Nothing was sent yet.'),
      procedure: 'webhooks.deliveries',
      input: '"failed"',
      change: () => page.getByText('Failed', { exact: true }).click(),
      found: page.getByText('No deliveries match the filter.'),
    })
  })
})

test('the credential picker loads few rows at once, below “Create credential”, and the credential of the flow first', async ({
  page,
  workspace,
}) => {
  const names = numbered('Shop', 26)
  const ids = new Map<string, string>()
  for (const name of names) ids.set(name, (await workspace.credential(name)).id)
  // Lists are in the order of the names, so it would be on the second page.
  const flow = await workspace.flow('Pets', [
    { name: 'Read', componentId: 'petstore', credentialId: ids.get('Shop 25') },
    { name: 'Write', componentId: 'petstore', credentialId: null },
  ])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const write = step(page, 'Write')
  await write.getByRole('button', { name: /^Choose/ }).click()
  const radios = write.getByLabel('Credential for Write').getByRole('radio')
  await expect(radios).toHaveCount(21)
  await expect(radios.first()).toHaveAccessibleName(/^Shop 25.*In this flow/)
  await expect(write.getByText('20 shown')).toBeVisible()
  await expectAccessible(page, views)
  const [create, first] = await Promise.all([
    write.getByRole('button', { name: 'Create credential' }).boundingBox(),
    radios.first().boundingBox(),
  ])
  expect(create?.y).toBeLessThan(first?.y ?? 0)

  await write.getByRole('button', { name: 'Show more' }).click()
  await expect(radios).toHaveCount(26)
  await expect(write.getByText('All 26 shown')).toBeVisible()
  await expect(radios.first()).toHaveAccessibleName(/^Shop 25/)
})

test('a list of 300 flows is complete after two clicks, and says how many flows are shown', async ({
  page,
  workspace,
}) => {
  for (const name of numbered('Flow', 300)) await workspace.flow(name, [])
  await page.goto(workspace.page('/flows'))
  const flows = page.getByRole('main').getByRole('listitem')
  const more = page.getByRole('button', { name: 'Show more' })
  await expect(page.getByText('50 shown')).toBeVisible()
  await more.click()
  await expect(page.getByText('250 shown')).toBeVisible()
  await expectAccessible(page, [views[0], views[2]])
  await more.click()
  await expect(page.getByText('All 300 shown')).toBeVisible()
  await expect(flows).toHaveCount(300)
})

test('the flows that use a credential are a short list that can be extended', async ({ page, workspace }) => {
  const credential = await usedCredential(workspace, 20)
  await workspace.flow('Paused', [{ name: 'Read', componentId: 'petstore', credentialId: credential.id }])

  await test.step('“used in” also lists inactive flows, and stays inside the window', async () => {
    await page.setViewportSize({ width: 390, height: 700 })
    await page.goto(workspace.page('/credentials/petstore'))
    await page.getByRole('button', { name: 'used in 20 active flows' }).click()
    const popover = page.getByRole('dialog')
    await expect(popover.getByRole('link')).toHaveCount(5)
    await popover.getByRole('button', { name: 'and 16 more' }).click()
    await expect(popover.getByRole('link')).toHaveCount(21)
    await expect(popover.getByRole('link').nth(5)).toBeFocused()
    await expect(popover.getByRole('listitem').last()).toContainText('PausedInactive')
    const box = await popover.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 1000)).toBeLessThanOrEqual(700)
    await expectAccessible(page, views)
    await page.keyboard.press('Escape')
  })

  await test.step('the dialog that refuses to delete it opens at its title', async () => {
    await page.setViewportSize({ width: 390, height: 420 })
    // Without cached data, the list appears after the dialog has opened.
    await page.reload()
    await page.getByRole('button', { name: 'Delete Minka shop' }).click()
    const dialog = page.getByRole('dialog', { name: '“Minka shop” is used by 20 active flows' })
    await expect(dialog.getByRole('button', { name: 'and 15 more' })).toBeVisible()
    await expect(dialog.getByText('“Minka shop” is used by 20 active flows')).toBeInViewport()
    await expect(dialog.getByRole('link').first()).toBeInViewport()
    await expect(dialog.getByRole('button', { name: 'Close' }).first()).toBeFocused()
    await expectAccessible(page, [views[0], views[2]])
    await page.keyboard.press('Escape')
  })

  await test.step('the notice of the form', async () => {
    await page.goto(workspace.page(`/credentials/petstore/${credential.id}?edit=1`))
    const notice = page.getByRole('group', { name: '20 active flows use this' })
    await expect(notice.getByRole('link')).toHaveCount(3)
    await expect(notice.getByRole('button', { name: 'and 17 more' })).toBeVisible()
    await expectAccessible(page, views)
  })
})

test('after saving, a new credential can be used in a new flow', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/petstore/new'))
  await page.getByLabel('Name').fill('Minka shop')
  await page.getByRole('textbox', { name: 'API key' }).fill('secret')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const saved = page.getByRole('status').filter({ hasText: '“Minka shop” was saved' })
  await expect(saved).toBeVisible()
  await expectAccessible(page, views)
  await saved.getByRole('link', { name: 'use it in a new flow' }).click()
  await expect(step(page, 'Petstore API')).toContainText('Minka shop')
  await page.getByLabel('Name of the flow').fill('Pets')
  await page.getByRole('button', { name: 'Save flow' }).click()
  await expect(page.getByText('The flow was saved.')).toBeVisible()
  await expect(page).not.toHaveURL(/credential=/)

  await page.goBack()
  await saved.getByRole('button', { name: 'Close' }).click()
  await expect(saved).toBeHidden()
  await expect(page).toHaveURL(/credentials\/petstore$/)
})
