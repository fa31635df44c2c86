import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './screenshots.ts'
import { expect, newWorkspace, test, workspaceOf } from './workspace.ts'

test('the audit log can be filtered and exported, and the filter is in the URL', async ({
  page,
  browser,
  workspace,
  baseURL,
}) => {
  const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme Logistics' })
  const organization = workspaceOf(page.context().request, id)
  const { url } = await organization.call<{ url: string }>('invitations.create', { role: 'editor' })
  const bob = await browser.newContext({ baseURL })
  await newWorkspace(bob.request, 'Bob Stone')
  const bobsWorkspace = workspaceOf(bob.request, id)
  await bobsWorkspace.call('invitations.redeem', { secret: new URL(url).hash.split('=')[1] })
  const credential = await bobsWorkspace.credential('Minka shop')
  await bobsWorkspace.credential('Another shop')
  await organization.call('credentials.verify', { credentialId: credential.id })
  await organization.call('apiKeys.create', { name: 'Nightly check', scopes: ['read'] })
  await bob.close()

  const entries = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
  await page.goto(organization.page('/activity'))
  await expect(entries).toHaveCount(7)

  await test.step('filters by action and actor', async () => {
    await choose(page, 'Action', 'Created a credential')
    await expect(entries).toHaveCount(2)
    await choose(page, 'Actor', 'Alice Miller')
    await expect(page.getByRole('status').filter({ hasText: 'No entries match' })).toHaveText(
      'No entries match the filters: “Created a credential”, by Alice Miller.',
    )
    await choose(page, 'Actor', 'Bob Stone')
    await expect(entries).toHaveCount(2)
  })

  await test.step('keeps the filter after a reload', async () => {
    await page.reload()
    await expect(page.getByRole('combobox', { name: 'Action' })).toHaveValue('Created a credential')
    await expect(page.getByRole('combobox', { name: 'Actor' })).toHaveValue('Bob Stone')
    await expect(entries).toHaveCount(2)
  })

  await test.step('exports the filtered entries', async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    await expect(page.getByRole('menu')).toContainText('Filtered entries')
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'JSON Lines' }).click()
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).detail.name)).toEqual(['Another shop', 'Minka shop'])
  })

  await test.step('shows an error without a connection', async () => {
    await page.route('**/api/v1/audit/export*', (route) => route.abort())
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'JSON Lines' }).click()
    await expect(page.getByRole('alert')).toContainText('Stepkey can’t be reached right now.')
  })

  await test.step('filters by a credential from one of its entries', async () => {
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(entries).toHaveCount(7)
    await expect(page).toHaveURL(new RegExp(`${organization.page('/activity')}$`))
    await filterLike(page, 'Alice Miller verified “Minka shop”', 'Only about “Minka shop”')
    await expect(entries).toHaveCount(2)
    await filterLike(page, 'Alice Miller verified “Minka shop”', 'Only by Alice Miller')
    await expect(entries).toHaveCount(1)
    await page.goBack()
    await expect(entries).toHaveCount(2)
    await page.getByRole('button', { name: 'Only “Minka shop”: clear this filter' }).click()
    await expect(entries).toHaveCount(7)
  })

  await test.step('filters by time', async () => {
    await choose(page, 'Time', 'Today')
    await expect(entries).toHaveCount(7)
    await choose(page, 'Time', 'Between dates')
    await page.getByLabel('Last day').fill('2020-05-31')
    await expect(page.getByText('No entries match the filters: until 31 May 2020.')).toBeVisible()
    await page.getByLabel('First day').fill('2020-06-01')
    await expect(page.getByText('The last day is before the first day.')).toBeVisible()
    await page.getByLabel('Last day').fill('')
    await expect(entries).toHaveCount(7)
    expect(new URL(page.url()).search).toBe('?when=between&from=2020-06-01')
  })
})

test('the audit log is searched by names, repeated entries are one row, and filters are saved as views', async ({
  page,
  workspace,
}) => {
  const credential = await workspace.credential('Tracking service')
  const steps = [{ name: 'Write 2', componentId: 'petstore', credentialId: credential.id }]
  const flow = await workspace.flow('Orders 1', steps)
  await workspace.call('flows.activate', { flowId: flow.id })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Flow engine',
    scopes: ['issue'],
  })
  const path = `/api/v1/flows/${flow.id}/steps/${flow.steps[0]?.id}/credential`
  const issue = () => page.request.post(path, { headers: { authorization: `Bearer ${key}` } })
  for (let count = 0; count < 3; count++) expect((await issue()).status()).toBe(200)
  await workspace.flow('Café deliveries', [])

  const list = page.getByRole('list', { name: 'Audit log' })
  const entries = list.locator('> li')
  const search = page.getByRole('searchbox', { name: 'Search names of objects, actors and flows' })
  const view = (name: string) => page.getByRole('navigation', { name: 'View' }).getByRole('link', { name })
  await page.goto(workspace.page('/activity'))

  await test.step('shows repeated entries as one row, which opens', async () => {
    const issued = entries.filter({ hasText: 'Flow engine' }).filter({ hasText: 'issued' })
    await expect(issued).toHaveCount(1)
    await expect(issued).toContainText(
      'Flow engine issued “Tracking service” to step “Write 2” of “Orders 1” 3 times',
    )
    await expect(issued).toContainText(/(?:at|from) \d\d:\d\d/)
    const toggle = issued.getByRole('button', { name: 'Show 3 entries' })
    await expect(toggle).toHaveAttribute('aria-expanded', 'false')
    await toggle.click()
    await expect(issued.getByRole('list', { name: 'Entries' }).getByRole('listitem')).toHaveCount(3)
    await expectAccessible(page)
    await issued.getByRole('button', { name: 'Hide entries' }).click()
    await expect(issued.getByRole('list', { name: 'Entries' })).toBeHidden()
  })

  await test.step('finds words in names, and keeps them in the URL', async () => {
    await search.fill('DELIV cafe')
    await expect(entries).toHaveText([/created the flow “Café deliveries”/])
    await expect(page).toHaveURL(/\/activity\?q=DELIV\+cafe$/)
    await search.fill('orders tracking')
    await expect(entries).toHaveText([/issued “Tracking service”.* 3 times/])
    await page.reload()
    await expect(search).toHaveValue('orders tracking')
    await expect(entries).toHaveCount(1)
    await search.fill('nothing like this')
    await expect(page.getByText('No entries match the filters: with “nothing like this”.')).toBeVisible()
  })

  await test.step('shows the name of a deleted flow without a link', async () => {
    await workspace.call('flows.deactivate', { flowId: flow.id })
    await workspace.call('flows.remove', { flowId: flow.id })
    await page.goto(workspace.page('/activity?q=orders&action=credential.issued'))
    await expect(entries).toHaveText([/issued “Tracking service” to a step of “Orders 1” 3 times/])
    await expect(entries.getByRole('link', { name: 'Tracking service' })).toBeVisible()
    await expect(entries.getByRole('link', { name: 'Orders 1' })).toBeHidden()
  })

  await test.step('has views, which replace the filters', async () => {
    await view('Issued').click()
    await expect(page).toHaveURL(/\/activity\?action=credential\.issued$/)
    await expect(view('Issued')).toHaveAttribute('aria-current', 'page')
    await expect(entries).toHaveCount(1)
    await view('Changes').click()
    await expect(page.getByRole('combobox', { name: 'Action' })).toHaveValue('Changes')
    await expect(entries.filter({ hasText: 'issued' })).toHaveCount(0)
    await expect(entries.filter({ hasText: 'deleted the flow “Orders 1”' })).toHaveCount(1)
    await view('Access and people').click()
    await expect(entries.filter({ hasText: 'created the API key “Flow engine”' })).toHaveCount(1)
    await view('All').click()
    await expect(page).toHaveURL(new RegExp(`${workspace.page('/activity')}$`))
  })

  await test.step('saves filters as a view of the user, until it is removed', async () => {
    await search.fill('orders')
    await page.getByRole('button', { name: 'Save this view' }).click()
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('Everything about orders')
    await page.getByRole('button', { name: 'Save view' }).click()
    await expect(view('Everything about orders')).toHaveAttribute('aria-current', 'page')
    await expect(page.getByRole('button', { name: 'Save this view' })).toBeHidden()
    await expectAccessible(page)
    await view('Refused').click()
    await page.reload()
    await view('Everything about orders').click()
    await expect(search).toHaveValue('orders')
    await page.getByRole('button', { name: 'Remove the view “Everything about orders”' }).click()
    await expect(view('Everything about orders')).toBeHidden()
    await expect(entries.filter({ hasText: 'Orders 1' })).not.toHaveCount(0)
  })
})

/** Chooses a filter from the menu of an entry. */
async function filterLike(page: Page, sentence: string, filter: string) {
  await page.getByRole('button', { name: `Show similar entries: ${sentence}` }).click()
  await page.getByRole('menuitem', { name: filter }).click()
}

async function choose(page: Page, filter: string, option: string) {
  await page.getByRole('combobox', { name: filter }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
