import { expect, test } from './workspace.ts'

const search = { name: 'Search components' }

test('an application is found with the keyboard alone', async ({ page, workspace }) => {
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

  // Enter opens the first, by whatever name it was looked for, also before the list has caught up.
  await page.getByRole('searchbox', search).fill('mariadb')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'MySQL and MariaDB', level: 1 })).toBeVisible()
})

test('a new credential begins with typing the name of the application', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/new'))
  await expect(page.getByRole('searchbox', search)).toBeFocused()
  await page.keyboard.type('postgres')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'New PostgreSQL credential' })).toBeVisible()
})

test('Enter finds nothing where there is nothing', async ({ page, workspace }) => {
  await page.goto(workspace.page('/credentials/new'))
  await expect(page.getByRole('searchbox', search)).toBeFocused()
  await page.keyboard.type('no such thing')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No component matches “no such thing”.')).toBeVisible()
  await expect(page).toHaveURL(/\/credentials\/new$/)
})

test('a step takes the likeliest component for Enter', async ({ page, workspace }) => {
  await page.goto(workspace.page('/flows/new'))
  await page.getByRole('button', { name: 'Add step' }).click()
  await expect(page.getByRole('combobox', { name: 'Component' })).toBeFocused()
  await page.keyboard.type('mariadb')
  await expect(page.getByRole('option')).toHaveText(['MySQL and MariaDB'])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Component' })).toHaveValue('MySQL and MariaDB')
})

test('the search box says what is searched for, wherever that was changed', async ({ page, workspace }) => {
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

  await test.step('and stays as long as something is', async () => {
    await page.keyboard.press('Enter')
    const byName = page.getByRole('searchbox', { name: 'Search credentials by name' })
    await byName.fill('minka')
    await expect(page.getByText('Other shop')).toBeHidden()
    await page.getByRole('button', { name: 'Delete Minka shop' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText('No credential name starts with “minka”.')).toBeVisible()
    await page.getByRole('button', { name: 'Clear search' }).click()
    await expect(page.getByText('Other shop')).toBeVisible()
  })
})
