import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
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

/** Chooses a filter from the menu of an entry. */
async function filterLike(page: Page, sentence: string, filter: string) {
  await page.getByRole('button', { name: `Show similar entries: ${sentence}` }).click()
  await page.getByRole('menuitem', { name: filter }).click()
}

async function choose(page: Page, filter: string, option: string) {
  await page.getByRole('combobox', { name: filter }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
