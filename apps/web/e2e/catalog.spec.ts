import { expect, test } from './workspace.ts'

const search = { name: 'Search components' }

test('a component can be found with the keyboard only', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials'))
  await expect(page.getByRole('searchbox', search)).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('sql')
  const hit = (name: RegExp) => page.getByRole('link', { name })
  await expect(hit(/^GitHub/)).toBeHidden()

  await page.keyboard.press('ArrowDown')
  await expect(hit(/^SQL Server/)).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(hit(/^SQL Server/)).not.toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(hit(/^SQL Server/)).toBeFocused()
  // The second row begins below the first hit.
  await page.keyboard.press('ArrowDown')
  await expect(hit(/^SQL Server/)).not.toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(hit(/^SQL Server/)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('searchbox', search)).toBeFocused()

  // Enter opens the first result of an alias, even before the list is updated.
  await page.getByRole('searchbox', search).fill('mariadb')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'MySQL and MariaDB', level: 1 })).toBeVisible()
})

test('the page of a new credential focuses the search for a component', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/new'))
  await expect(page.getByRole('searchbox', search)).toBeFocused()
  await page.keyboard.type('postgres')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'New PostgreSQL credential' })).toBeVisible()
})

test('Enter stays on the page if the search has no results', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/new'))
  await expect(page.getByRole('searchbox', search)).toBeFocused()
  await page.keyboard.type('no such thing')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No component matches “no such thing”.')).toBeVisible()
  await expect(page).toHaveURL(/\/credentials\/new$/)
})

test('Enter selects the best match in the component select of a step', async ({ page, workspace }) => {
  await page.goto(workspace.page('/flows/new'))
  await page.getByRole('button', { name: 'Add step' }).click()
  await expect(page.getByRole('combobox', { name: 'Component' })).toBeFocused()
  await page.keyboard.type('mariadb')
  await expect(page.getByRole('option')).toHaveText(['MySQL and MariaDB'])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Component' })).toHaveValue('MySQL and MariaDB')
})

test('the search box shows the search text of the URL, wherever it was changed', async ({
  page,
  workspace,
}) => {
  await workspace.credential('Minka shop')
  await workspace.credential('Other shop')
  await page.goto(workspace.page('/credentials?search=pets'))
  const box = page.getByRole('searchbox', search)
  await expect(box).toHaveValue('pets')
  await page.getByRole('link', { name: 'Credentials', exact: true }).click()
  await expect(page.getByRole('link', { name: /^GitHub/ })).toBeVisible()
  await expect(box).toHaveValue('')
  await box.pressSequentially('petstore', { delay: 60 })
  await expect(page).toHaveURL(/search=petstore$/)
  await expect(box).toHaveValue('petstore')

  await test.step('the search box stays while a search has no results', async () => {
    await page.keyboard.press('Enter')
    const byName = page.getByRole('searchbox', { name: 'Search credentials by name' })
    await byName.fill('minka')
    await expect(page.getByText('Other shop')).toBeHidden()
    await page.getByRole('button', { name: 'Delete Minka shop' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText('No credential matches “minka”.')).toBeVisible()
    await page.getByRole('button', { name: 'Clear search' }).click()
    await expect(page.getByText('Other shop')).toBeVisible()
  })
})
