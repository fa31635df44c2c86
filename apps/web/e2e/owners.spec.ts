import { expectAccessible, views } from './screenshots.ts'
import { expect, test } from './workspace.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('a credential is created with an owner and tags, edited, found by them, and deleted with its owner', async ({
  page,
  workspace,
}) => {
  const dialog = page.getByRole('dialog')
  const owner = page.getByRole('combobox', { name: 'Owner' })
  const tags = page.getByRole('combobox', { name: 'Tags' })
  const rows = page.getByRole('table', { name: 'Credentials' }).locator('tbody').getByRole('row')
  await workspace.credential('Minka shop')
  await workspace.credential('Paws shop', { owner: 'org_42', tags: { plan: 'free' } })

  await page.goto(workspace.page('/credentials/petstore/new'))
  await expect(owner).toBeHidden()
  await page.getByRole('textbox', { name: 'Name' }).fill('Minka shop')
  await page.getByRole('textbox', { name: 'API key' }).fill('secret')
  await page.getByRole('button', { name: 'Owner and tags' }).click()
  await owner.fill('org')
  await page.getByRole('option', { name: 'org_42' }).click()
  await tags.fill('big plan: pro')
  await tags.press('Enter')
  await expect(page.getByText(/^“big plan: pro”: The key of a tag has letters/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(tags).toBeFocused()
  await tags.press('Backspace')
  // Enter adds a tag, and does not submit the form.
  for (const tag of ['plan: pro', 'vip']) {
    await tags.fill(tag)
    await tags.press('Enter')
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const sameNames = page.getByRole('listitem').filter({ hasText: 'Minka shop' })
  await expect(sameNames).toHaveCount(2)
  await expect(sameNames.filter({ hasText: /Owner org_42.*Tag plan: pro.*Tag vip/ })).toHaveCount(1)

  await page.goto(workspace.page('/credentials/all'))
  await rows.filter({ hasText: 'plan: pro' }).getByRole('link', { name: 'Minka shop' }).click()
  const edit = page.getByRole('button', { name: 'Edit owner and tags' })
  await edit.click()
  await expect(owner).toBeFocused()
  await owner.fill('')
  await tags.fill('region: eu')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText(
    'The workspace itself already has a credential with the name “Minka shop”',
  )
  await expect(owner).toBeFocused()
  await expectAccessible(page)
  await owner.fill('org_42')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(edit).toBeFocused()
  await expect(page.getByRole('link', { name: /^Tag / })).toHaveText(['plan: pro', 'region: eu', 'vip'])
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Tag plan: pro: all credentials' }).click()
  await expect(rows).toHaveText([/Minka shop/])
  await expect(page).toHaveURL(/tags=plan/)
  await page.reload()
  await expect(rows).toHaveText([/Minka shop/])
  await tags.press('Backspace')
  await expect(rows).toHaveCount(3)
  await owner.click()
  await page.getByRole('option', { name: 'The workspace itself' }).click()
  await expect(rows).toHaveText([/Minka shop/])
  await expect(rows).not.toContainText('org_42')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows).toHaveCount(3)
  await owner.fill('org')
  await page.getByRole('option', { name: 'org_42' }).click()
  await expect(rows).toHaveText([/Minka shop.*org_42/, /Paws shop.*org_42/])
  await expectAccessible(page)

  const { items } = await workspace.query<{ items: { id: string }[] }>('credentials.list', {
    owner: 'org_42',
    tags: ['plan:free'],
  })
  const flow = await workspace.flow('Orders', [
    { name: 'Read', componentId: 'petstore', credentialId: items[0]?.id ?? '' },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })
  await page.getByRole('checkbox', { name: 'Select Minka shop' }).check()
  await page.getByRole('button', { name: 'More about all credentials' }).click()
  await page.getByRole('menuitem', { name: 'Delete all credentials of this owner…' }).click()
  await expect(dialog).toContainText('1 credential will be deleted.')
  await expect(dialog).toContainText('An active flow uses 1 other credential.')
  await expect(dialog.getByRole('link', { name: 'Orders' })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Delete 1 credential' }).click()
  await expect(dialog).toContainText('1 credential was deleted.')
  await expect(dialog.getByText('1 credential was deleted.')).toBeFocused()
  await expectAccessible(page, [views[0]])
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(rows).toHaveText([/Paws shop/])
  await expect(page.getByRole('region', { name: 'Selection' })).toBeHidden()

  await page.getByRole('link', { name: 'Recently deleted' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Minka shop' })).toContainText('org_42')
  await expectAccessible(page)
})

test('an owner that was changed in the meantime is overwritten or loaded, and other changes don’t matter', async ({
  page,
  workspace,
}) => {
  const dialog = page.getByRole('dialog')
  const owner = page.getByRole('combobox', { name: 'Owner' })
  const edit = page.getByRole('button', { name: 'Edit owner and tags' })
  const { id, version } = await workspace.credential('Minka shop', { tags: { plan: 'free' } })
  const stored = async () => {
    const { owner, tags } = await workspace.query<{ owner: string | null; tags: object }>('credentials.get', {
      credentialId: id,
    })
    return { owner, tags }
  }
  await page.goto(workspace.page(`/credentials/petstore/${id}`))
  await edit.click()
  await owner.fill('org_1')
  await workspace.call('credentials.update', { credentialId: id, version, name: 'Paws shop' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  expect(await stored()).toEqual({ owner: 'org_1', tags: { plan: 'free' } })

  await edit.click()
  await owner.fill('org_2')
  await workspace.call('credentials.update', {
    credentialId: id,
    version: version + 2,
    owner: 'org_3',
    tags: { vip: '' },
  })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('This credential was changed in the meantime')
  await expect(dialog.getByRole('listitem')).toContainText([
    'Owner: now “org_3”',
    'Tags: now plan: free, vip',
  ])
  await expectAccessible(page, [views[0], views[2]])
  await dialog.getByRole('button', { name: 'Overwrite with my changes' }).click()
  await expect(dialog).toBeHidden()
  // Tags that were not edited stay.
  expect(await stored()).toEqual({ owner: 'org_2', tags: { plan: 'free', vip: '' } })

  await edit.click()
  await owner.fill('org_4')
  await workspace.call('credentials.update', { credentialId: id, version: version + 4, owner: null })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByRole('button', { name: 'Discard my changes and reload' }).click()
  await expect(owner).toHaveValue('')
  await expect(owner).toBeFocused()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
})
