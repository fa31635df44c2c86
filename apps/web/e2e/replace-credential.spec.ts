import { expectAccessible } from './screenshots.ts'
import { expect, test } from './workspace.ts'

test.describe.configure({ mode: 'parallel' })
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('a credential in use is replaced in all its flows, and deleted', async ({ page, workspace }) => {
  const old = await workspace.credential('Minka shop')
  const other = await workspace.credential('Minka shop 2027')
  const flows: string[] = []
  for (const name of ['Orders', 'Returns', 'Stock']) {
    const steps = [{ name: 'Read', componentId: 'petstore', credentialId: old.id }]
    const { id } = await workspace.flow(name, steps)
    await workspace.call('flows.activate', { flowId: id })
    flows.push(id)
  }
  await page.goto(workspace.page('/credentials/petstore'))
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Delete Minka shop', exact: true }).click()
  await expect(dialog).toContainText('is used by 3 active flows')
  await dialog.getByRole('button', { name: 'Choose another credential' }).click()
  await expect(dialog.getByRole('combobox', { name: 'Other credential' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Delete Minka shop', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Choose another credential' }).click()
  await dialog.getByRole('combobox', { name: 'Other credential' }).click()
  await page.getByRole('option', { name: /Minka shop 2027/ }).click()
  await expect(dialog).toContainText('3 flows will use it: “Orders”, “Returns”, “Stock”.')
  await expect(dialog.getByRole('checkbox', { name: /Delete .*Minka shop.* afterwards/ })).toBeChecked()
  await expectAccessible(page)
  await page.screenshot({ path: 'test-results/replace.png' })
  await dialog.getByRole('button', { name: 'Replace' }).click()
  await expect(page.getByText('“Minka shop” was deleted')).toBeVisible()
  for (const id of flows) {
    const { status, steps } = await workspace.storedFlow(id)
    expect([status, steps[0]?.credentialId]).toEqual(['active', other.id])
  }
  await expect(page.getByRole('listitem').filter({ hasText: 'Minka shop 2027' })).toContainText(
    'used in 3 active flows',
  )
})

test('the dialog says which credential can’t replace another one, and why', async ({ page, workspace }) => {
  const longName = 'a_long_name_without_any_space_'.repeat(4)
  const { id: credentialId } = await workspace.credential(longName)
  for (const name of [longName, 'Returns', 'Stock']) {
    const { id } = await workspace.flow(name, [{ name: longName, componentId: 'petstore', credentialId }])
    await workspace.call('flows.activate', { flowId: id })
  }
  const dialog = page.getByRole('dialog')
  const other = dialog.getByRole('combobox', { name: 'Other credential' })
  const replace = dialog.getByRole('button', { name: 'Replace' })
  const open = async () => {
    await page.goto(workspace.page(`/credentials/petstore/${credentialId}`))
    await page.getByRole('button', { name: 'More about this credential' }).click()
    await page.getByRole('menuitem', { name: 'Replace in flows' }).click()
  }

  await test.step('there is no other one', async () => {
    await open()
    await expect(dialog).toContainText('There is no other credential for Petstore API. Create one first')
    await expect(other).toBeFocused()
    await expect(replace).toBeDisabled()
    await expectAccessible(page)
  })

  await test.step('active flows keep the current one, so it can’t be deleted', async () => {
    await workspace.credential('Unproven', {
      values: { baseUrl: 'http://127.0.0.1:9', apiKey: 'secret' },
      allowUnverified: true,
    })
    await workspace.credential('Minka shop 2027')
    await open()
    await other.click()
    await page.getByRole('option', { name: 'Unproven' }).click()
    await expect(dialog).toContainText(
      '3 active flows keep the current one, because the other one is not verified',
    )
    await expect(dialog.getByRole('checkbox', { name: /^Delete/ })).toBeDisabled()
    await expect(dialog).toContainText('Not possible, because active flows keep it.')
    await expect(replace).toBeDisabled()
    await expectAccessible(page)
  })

  await test.step('another one can be chosen then, also after a failed request', async () => {
    await page.route('**/trpc/credentials.replace*', (route) => route.abort())
    await other.click()
    await page.getByRole('option', { name: 'Minka shop 2027' }).click()
    await expect(dialog.getByRole('alert')).toContainText('Stepkey can’t be reached right now.')
    await page.unroute('**/trpc/credentials.replace*')
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await expect(dialog).toContainText('3 flows will use it')
    await replace.click()
    await expect(page.getByText('3 flows got the other credential.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'More about this credential' })).toBeFocused()
  })
})
