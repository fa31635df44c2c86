import type { Page } from '@playwright/test'
import { expect, step, test } from './workspace.ts'

const keepEditing = (page: Page) =>
  page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Keep editing' })
const leaveAnyway = (page: Page) =>
  page
    .getByRole('dialog', { name: 'Leave without saving?' })
    .getByRole('button', { name: 'Leave without saving' })

test('leaving the form of a credential asks if it has input', async ({ page, workspace }) => {
  const { id } = await workspace.credential('Minka shop')
  const list = new RegExp(`${workspace.page('/credentials/petstore')}$`)

  await test.step('an unchanged form can be left without a question', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page).toHaveURL(list)
    await page.getByRole('link', { name: 'Edit Minka shop' }).click()
    await page.getByRole('link', { name: 'Flows' }).click()
    await expect(page.getByText('No flows yet')).toBeVisible()
  })

  await test.step('a form with input asks before every way to leave it', async () => {
    await page.goto(workspace.page('/credentials/petstore'))
    await page.getByRole('link', { name: 'Create credential' }).click()
    await page.getByRole('textbox', { name: 'API key' }).fill('half a k')
    await page.getByRole('link', { name: 'Flows' }).click()
    await expect(page.getByRole('dialog')).toContainText('The new Petstore API credential is not saved yet.')
    await keepEditing(page).click()
    await page.goBack()
    await keepEditing(page).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await keepEditing(page).click()
    await page.getByRole('button', { name: /Alice Miller$/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await keepEditing(page).click()
    await expect(page.getByRole('textbox', { name: 'API key' })).toHaveValue('half a k')
    await page.getByRole('textbox', { name: 'API key' }).fill('')
    await page.getByRole('link', { name: 'Flows' }).click()
    await expect(page.getByText('No flows yet')).toBeVisible()
  })

  await test.step('an edited form asks, and a saved one does not', async () => {
    await page.goto(workspace.page(`/credentials/petstore/${id}?edit=1`))
    await page.getByLabel('Name').fill('Minka')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('dialog')).toContainText('The changes to “Minka shop” are not saved yet.')
    await keepEditing(page).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`/credentials/petstore/${id}$`))
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByRole('button', { name: /^Replace/ }).click()
    await page.getByRole('textbox', { name: 'API key' }).fill('wrong')
    await page.getByRole('link', { name: 'Petstore API' }).click()
    await leaveAnyway(page).click()
    await expect(page).toHaveURL(list)
  })
})

test('discarding unsaved changes of a flow asks first', async ({ page, workspace }) => {
  const flow = await workspace.flow('Pets', [{ name: 'Read', componentId: 'petstore' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const dialog = page.getByRole('dialog', { name: 'Discard unsaved changes?' })
  const keep = dialog.getByRole('button', { name: 'Keep editing' })
  const create = step(page, 'Read').getByRole('button', { name: /^Create credential/ })

  await test.step('a new credential, when its step is removed or its component is changed', async () => {
    await create.click()
    const key = step(page, 'Read').getByRole('textbox', { name: 'API key' })
    await key.fill('half a k')
    await page.getByRole('button', { name: 'Remove Read' }).click()
    await expect(dialog).toContainText('The new Petstore API credential is not saved yet.')
    await keep.click()
    await step(page, 'Read').getByRole('combobox', { name: 'Component' }).click()
    await page.getByRole('option', { name: 'GitHub' }).click()
    await keep.click()
    await expect(key).toHaveValue('half a k')
    await expect(step(page, 'Read').getByRole('combobox', { name: 'Component' })).toHaveValue('Petstore API')
    await key.fill('')
    await page.getByRole('button', { name: 'Remove Read' }).click()
    await expect(page.getByText('A flow consists of steps')).toBeVisible()
  })

  await test.step('the changes to the flow', async () => {
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await expect(dialog).toContainText('The changes to this flow are not saved yet.')
    await keep.click()
    await expect(page.getByText('A flow consists of steps')).toBeVisible()
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await dialog.getByRole('button', { name: 'Discard changes' }).click()
    await expect(create).toBeVisible()
  })
})

test('leaving a flow with an unsaved credential asks once and names both', async ({ page, workspace }) => {
  const flow = await workspace.flow('Pets', [{ name: 'Read', componentId: 'petstore' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByLabel('Name of the flow').fill('Pets and more')
  await step(page, 'Read')
    .getByRole('button', { name: /^Create credential/ })
    .click()
  const form = step(page, 'Read').getByRole('form', { name: 'Petstore API credential' })
  await form.getByRole('textbox', { name: 'API key' }).fill('half a k')

  await form.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).not.toContainText('this flow')
  await keepEditing(page).click()
  await page.getByRole('link', { name: 'Credentials' }).click()
  await expect(page.getByRole('dialog')).toContainText('The changes to this flow are not saved yet.')
  await expect(page.getByRole('dialog')).toContainText('The new Petstore API credential is not saved yet.')
  await leaveAnyway(page).click()
  await expect(page.getByRole('heading', { name: 'Credentials', exact: true })).toBeVisible()
})
