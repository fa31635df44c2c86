import { expectAccessible, views } from './screenshots.ts'
import { expect, step, test } from './workspace.ts'

test('steps can be reordered by keyboard, with an announcement, and by dragging', async ({
  page,
  workspace,
}) => {
  const flow = await workspace.flow(
    'Pets',
    ['One', 'Two', 'Three'].map((name) => ({ name, componentId: 'petstore' })),
  )
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const steps = page.getByRole('region', { name: 'Steps' })
  const order = () =>
    steps
      .getByRole('textbox', { name: 'Name' })
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))

  await steps.getByRole('button', { name: 'Move One down' }).click()
  expect(await order()).toEqual(['Two', 'One', 'Three'])
  await expect(steps.getByRole('status').first()).toHaveText('One is now step 2 of 3.')
  await expect(steps.getByRole('button', { name: 'Move One down' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  expect(await order()).toEqual(['Two', 'Three', 'One'])

  // All steps must be in the window.
  await page.setViewportSize({ width: 1280, height: 1200 })
  const grip = await step(page, 'One').getByTitle('Drag to reorder').boundingBox()
  const top = await step(page, 'Two').boundingBox()
  if (!grip || !top) throw new Error('The steps are not visible.')
  await page.mouse.move(grip.x + 8, grip.y + 8)
  await page.mouse.down()
  await page.mouse.move(grip.x + 8, top.y - 20, { steps: 20 })
  await page.mouse.up()
  expect(await order()).toEqual(['One', 'Two', 'Three'])
  await expect(page.getByRole('button', { name: 'Save flow' })).toBeHidden()
})

test('an active flow can be deleted after a warning that it stops', async ({ page, workspace }) => {
  const credential = await workspace.credential('Minka shop')
  const flow = await workspace.flow('Pets', [
    { name: 'Read', componentId: 'petstore', credentialId: credential.id },
  ])
  await workspace.call('flows.activate', { flowId: flow.id })
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByRole('button', { name: 'More about this flow' }).click()
  await page.getByRole('menuitem', { name: 'Delete flow' }).click()
  await expect(page.getByRole('dialog')).toContainText('It is active and stops running immediately.')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('No flows yet')).toBeVisible()
  await page.goto(workspace.page('/credentials/petstore'))
  await expect(page.getByText('Minka shop')).toBeVisible()
  await expect(page.getByText('used in')).toBeHidden()
})

test('a flow is saved only if it and all its steps have names and components', async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.page('/flows/new'))
  await expect(page.getByLabel('Name of the flow')).toBeFocused()
  await page.getByRole('button', { name: 'Add step' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save flow' }).click()
  await expect(page.getByText('Give the flow a name.')).toBeVisible()
  await expect(page.getByText('Choose a component.')).toBeVisible()
  await expect(page.getByText('Give the step a name.')).toBeVisible()
  await expect(page.getByLabel('Name of the flow')).toBeFocused()
})

test('a flow that was changed in the meantime is overwritten only on request', async ({
  page,
  workspace,
}) => {
  const flow = await workspace.flow('Pets', [{ name: 'Read', componentId: 'petstore' }])
  await page.goto(workspace.page(`/flows/${flow.id}`))
  await page.getByLabel('Name of the flow').fill('Mine')
  await workspace.call('flows.save', { flowId: flow.id, version: flow.version, name: 'Theirs', steps: [] })
  await page.getByRole('button', { name: 'Save flow' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'This flow was changed in the meantime' }),
  ).toBeFocused()
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Mine')
  await page.getByRole('button', { name: 'Overwrite with my changes' }).click()
  await expect(page.getByText('The flow was saved.')).toBeVisible()
  expect(await workspace.storedFlow(flow.id)).toMatchObject({ name: 'Mine', steps: [{ name: 'Read' }] })
})

test('leaving a flow with unsaved changes asks first', async ({ page, workspace }) => {
  await page.goto(workspace.page('/flows/new'))
  await page.getByLabel('Name of the flow').fill('Pets')
  await page.getByRole('link', { name: 'Credentials' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Pets')
  await page.getByRole('link', { name: 'Credentials' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click()
  await expect(page).toHaveURL(/credentials$/)
})

test('a credential can’t be deleted if a flow starts to use it during the confirmation', async ({
  page,
  workspace,
}) => {
  const credential = await workspace.credential('Minka shop')
  const flow = await workspace.flow('Pets', [
    { name: 'Read', componentId: 'petstore', credentialId: credential.id },
  ])
  await page.goto(workspace.page('/credentials/petstore'))
  await page.getByRole('button', { name: 'Delete Minka shop' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('will be left without a credential')
  await workspace.call('flows.activate', { flowId: flow.id })
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toContainText('“Minka shop” is used by 1 active flow')
  await expect(dialog.locator('button', { hasText: 'Close' })).toBeFocused()
})

test('a long flow shows its steps collapsed; each opens by keyboard, and from the list of steps that block', async ({
  page,
  workspace,
}) => {
  const { id: credentialId } = await workspace.credential('Shop')
  const names = Array.from({ length: 12 }, (_, index) => `Read ${index + 1}`)
  const flow = await workspace.flow(
    'Long',
    names.map((name, index) => ({
      name,
      componentId: 'petstore',
      credentialId: index === 8 ? null : credentialId,
    })),
  )
  await page.goto(workspace.page(`/flows/${flow.id}`))
  const steps = page.getByRole('region', { name: 'Steps' })
  await expect(step(page, 'Read 12')).toContainText('Shop')
  await expect(steps.getByRole('textbox')).toHaveCount(0)
  await expectAccessible(page, views)

  const summary = step(page, 'Read 2').getByRole('button', { expanded: false })
  await summary.focus()
  await page.keyboard.press('Enter')
  await expect(step(page, 'Read 2')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Write')
  await expect(step(page, 'Write')).toBeVisible()
  await step(page, 'Write').getByRole('button', { name: 'Collapse' }).click()
  await expect(step(page, 'Write').getByRole('button', { expanded: false })).toBeFocused()

  await page.getByRole('switch', { name: 'Active' }).click()
  await expect(page.getByText('1 step of this flow isn’t ready')).toBeVisible()
  await page.getByRole('button', { name: 'Step 9: Read 9' }).click()
  await expect(step(page, 'Read 9').getByText('This step isn’t ready')).toBeVisible()
  await expect(step(page, 'Read 9').locator('[data-blocked]')).toBeFocused()
  expect(await workspace.storedFlow(flow.id)).toMatchObject({ status: 'inactive', version: 2 })
})
