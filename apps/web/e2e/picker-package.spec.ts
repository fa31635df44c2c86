import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, servePages, test } from './flow-builder.ts'
import { type HostApp, installHostApp } from './host-app.ts'

const WRAPPER = 'node_modules/@stepkey/picker/dist/react.js'
const PICKER = 'node_modules/@stepkey/picker/dist/picker.js'
const REACT = 'node_modules/react/index.js'

for (const version of [18, 19] as const) {
  test.describe(`the packed picker in a Vite application with React ${version}`, () => {
    let app: HostApp
    test.beforeAll(async () => {
      app = await installHostApp(version)
    })
    test.afterAll(() => app.remove())

    test('is a component of a page of the embed’s origin', async ({
      stepkey,
      workspace,
      builder,
      flowId,
      hostPage: page,
    }) => {
      const minka = await workspace.credential('Minka shop')
      const { steps } = await workspace.storedFlow(flowId)
      const { folder, modules, styles } = await app.build('react')
      expect(modules).toEqual(expect.arrayContaining([WRAPPER, PICKER, REACT]))
      expect(styles).toContain('.stepkey-picker')
      const host = await servePages(new Map(), folder)
      const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', {
        name: 'React',
        origin: host.origin,
      })
      const token = await builder.newToken({ embedId, bindTo: { flowId, stepId: steps[0]?.id } })
      const urlWith = (props: object) =>
        `${host.origin}/index.html#${encodeURIComponent(JSON.stringify({ url: stepkey.url, ...props }))}`

      await page.goto(urlWith({ token, theme: { colorScheme: 'dark', accent: '#0b7285' } }))
      await page.getByRole('button', { name: /^Use this credential: Minka shop/ }).click()
      await expect(page.locator('output')).toHaveText(
        `selected ${JSON.stringify({ credentialId: minka.id, flowVersion: 2 })}`,
      )
      expect((await workspace.storedFlow(flowId)).steps[0]?.credentialId).toBe(minka.id)

      await test.step('it asks the host page for a new token when the token has expired', async () => {
        const tab = await page.context().newPage()
        await tab.goto(urlWith({ token: 'stepkey_connect_expired' }))
        await expect(tab.locator('output')).toHaveText(/^expired/)
        await tab.close()
      })

      await test.step('its styles do not affect the host page', async () => {
        await expect(page.locator('.stepkey-picker')).toHaveAttribute('data-mantine-color-scheme', 'dark')
        await expect(page.locator('html')).not.toHaveAttribute('data-mantine-color-scheme', /./)
        await expect(page.getByText('Ours')).toHaveCSS('color', 'rgb(0, 0, 0)')
        await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
        expect(await page.evaluate(() => localStorage.length)).toBe(0)
      })
      host.stop()
    })

    test('compiles strictly, and a misspelt property does not', async () => {
      expect(await app.compile()).toBe('')
      const source = await readFile(join(import.meta.dirname, 'host-app/react/main.tsx'), 'utf8')
      const misspelt = source.replace('onSelected=', 'onSelect=')
      expect(await app.compile({ 'react/misspelt.tsx': misspelt })).toMatch(
        /^react\/misspelt\.tsx\(\d+,\d+\): error TS2322: .*\n.*'onSelect' does not exist.*\n$/,
      )
    })

    // The other pages are without React.
    if (version === 18) return

    test('needs neither its wrapper nor React in a page that calls mountPicker', async ({
      stepkey,
      workspace,
      builder,
      hostPage: page,
    }) => {
      const { folder, modules, styles } = await app.build('plain')
      expect(modules).toContain(PICKER)
      expect(modules.filter((path) => /\/react(-dom)?\/|\/react\.js$/.test(path))).toEqual([])
      expect(styles).toContain('.stepkey-picker')
      await workspace.credential('Minka shop')
      const host = await servePages(new Map(), folder)
      const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', {
        name: 'Plain',
        origin: host.origin,
      })
      const props = { url: stepkey.url, token: await builder.newToken({ embedId }) }
      await page.goto(`${host.origin}/index.html#${encodeURIComponent(JSON.stringify(props))}`)
      await expect(page.getByRole('button', { name: /^Use this credential: Minka shop/ })).toBeVisible()
      host.stop()
    })

    test('leaves nothing in a page that uses none of its exports', async () => {
      const { modules, styles } = await app.build('unused')
      expect(modules.toSorted()).toEqual(['main.ts', 'widgets.ts'])
      expect(styles).toBe('')
    })
  })
}

test('the packed picker declares its styles as side effects, because webpack would drop them otherwise', async () => {
  const manifest = new URL('../../../packages/picker/package.json', import.meta.url)
  expect(JSON.parse(await readFile(manifest, 'utf8')).sideEffects).toEqual(['*.css'])
})
