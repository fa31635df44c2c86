import { expectAccessible } from './screenshots.ts'
import { expect, test } from './workspace.ts'

test('the command palette finds credentials, flows, components and pages, by keyboard alone', async ({
  page,
  workspace,
}) => {
  const { id } = await workspace.credential('Minka shop')
  const flow = await workspace.flow('Minka orders', [])
  await page.goto(workspace.page('/flows'))
  await expect(page.getByRole('link', { name: /Minka orders/ })).toBeVisible()
  const search = page.getByRole('textbox', { name: 'Search Stepkey' })

  await page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await page.keyboard.type('minka')
  const palette = page.getByRole('dialog')
  await expect(palette.getByText('Minka shop')).toBeVisible()
  await expect(palette.getByText('Minka orders')).toBeVisible()
  await expectAccessible(page)
  // The row under the pointer, and the selected one.
  await palette.getByText('Minka orders').hover()
  await expect(palette.locator('[data-selected]')).toContainText('Minka shop')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/credentials/petstore/${id}$`))
  await expect(page.getByRole('heading', { name: 'Details' })).toBeVisible()
  await page.goto(workspace.page('/flows'))
  await expect(page.getByRole('link', { name: /Minka orders/ })).toBeVisible()

  await page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await page.keyboard.type('minka ord')
  await expect(palette.getByText('Minka orders')).toBeVisible()
  await expect(palette.getByText('Minka shop')).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/flows/${flow.id}$`))

  // Also from an input.
  await page.getByLabel('Name of the flow').focus()
  await page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await page.keyboard.type('petst')
  await palette.getByText('Petstore API', { exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Petstore API' })).toBeVisible()

  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(search).toBeFocused()
  await page.keyboard.type('no such thing')
  await expect(palette.getByText('Nothing matches “no such thing”.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('the command palette isolates names that are written from right to left', async ({
  page,
  workspace,
}) => {
  await workspace.credential('החנות 2')
  await workspace.flow('החנות 3', [])
  await page.goto(workspace.page('/flows'))
  await expect(page.getByRole('link', { name: /החנות 3/ })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Search Stepkey' }).fill('החנות')
  const palette = page.getByRole('dialog')
  await expect(palette.getByText('\u2068החנות 2\u2069', { exact: true })).toBeVisible()
  await expect(palette.getByText('\u2068החנות 3\u2069', { exact: true })).toBeVisible()
})

test('the keyboard shortcuts are shown by ?, from the account menu and from the palette', async ({
  page,
  workspace,
}) => {
  await workspace.flow('Minka orders', [])
  await page.goto(workspace.page('/flows'))
  const search = page.getByRole('searchbox', { name: 'Search flows by name' })
  await expect(search).toBeVisible()
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await page.keyboard.press('/')
  await expect(search).toBeFocused()
  await page.keyboard.type('?')
  await expect(search).toHaveValue('?')
  await expect(help).toBeHidden()
  await search.fill('')
  await search.blur()

  await page.keyboard.press('?')
  await expect(help.getByText('Go to the search box of the page')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()

  await page.getByRole('button', { name: /Alice Miller$/ }).click()
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await expect(help).toBeVisible()
  await help.getByRole('button', { name: 'Close' }).last().click()
  await expect(help).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Search Stepkey' }).fill('shortcuts')
  await page.getByRole('dialog', { name: 'Search Stepkey' }).getByText('Keyboard shortcuts').click()
  await expect(help).toBeVisible()
})

test('the command palette selects the first result, also if it arrives after others, and says if a search failed', async ({
  page,
  context,
  workspace,
}) => {
  await workspace.credential('Orders of the shop')
  await page.goto(workspace.page('/flows'))
  await expect(page.getByRole('heading', { name: 'Flows', exact: true })).toBeVisible()
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/trpc\/.*credentials\.list/, async (route) => {
    await released
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  const selected = palette.locator('[data-selected]')
  await palette.getByRole('textbox').fill('orders')
  await expect(selected).toContainText('Shopify')
  const top = async () => (await palette.getByRole('textbox').boundingBox())?.y
  const before = await top()
  release()
  await expect(selected).toContainText('Orders of the shop')
  await palette.getByRole('textbox').fill('nothing has this name')
  await expect(palette.getByText(/^Nothing matches/)).toBeVisible()
  expect(await top()).toBe(before)

  await context.setOffline(true)
  await palette.getByRole('textbox').fill('orders of')
  await expect(palette.getByRole('alert')).toContainText('Credentials and flows are not searched.')
  await expectAccessible(page)
})
