import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFakeGitLab } from '../../server/testing/fake-gitlab.ts'
import { expectAccessible } from './screenshots.ts'
import { startStepkey } from './stepkey.ts'
import { expect, newWorkspace, test, workspaceOf } from './workspace.ts'

test('old keys are revoked at their provider, and what it has not confirmed stays visible', async ({
  browser,
}) => {
  const gitlab = createFakeGitLab('key-1', 'key-2', 'key-3')
  const server = createServer(gitlab.listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stepkey = await startStepkey({ EGRESS_ALLOW: `127.0.0.1:${port}` })
  const context = await browser.newContext({ baseURL: stepkey.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const workspace = await newWorkspace(context.request)
    const dialog = page.getByRole('dialog')
    const { id, version } = await workspace.credential('Issues', {
      componentId: 'gitlab',
      methodId: 'token',
      values: { server: { kind: 'selfManaged', url: `http://127.0.0.1:${port}` }, token: 'key-1' },
    })
    await workspace.call('credentials.addValue', { credentialId: id, version, values: { token: 'key-2' } })

    await test.step('a promotion revokes the old key later on request', async () => {
      await page.goto(workspace.page(`/credentials/gitlab/${id}`))
      await page.getByRole('button', { name: 'Promote' }).click()
      await dialog
        .getByRole('checkbox', { name: 'Revoke the old key at GitLab when Stepkey erases it' })
        .check()
      await expectAccessible(page)
      await dialog.getByRole('button', { name: 'Promote' }).click()
      await expect(page.getByText('Then Stepkey revokes its key at the provider.')).toBeVisible()
      expect(gitlab.revocations).toEqual([])
    })

    await test.step('the key of an erased value is revoked on request', async () => {
      await page.getByRole('button', { name: 'Erase the previous value' }).click()
      const choice = dialog.getByRole('checkbox', { name: 'Also revoke the key at GitLab' })
      await expect(choice).toBeChecked()
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
      await choice.uncheck()
      await expect(dialog).toContainText('The key at the provider stays valid')
      await choice.check()
      await expect(dialog).not.toContainText('stays valid')
      await expectAccessible(page)
      await dialog.getByRole('button', { name: 'Erase and revoke' }).click()
      await expect(page.getByText('The previous value was erased. GitLab revoked the key.')).toBeVisible()
      expect([...gitlab.tokens]).toEqual(['key-2', 'key-3'])
    })

    await test.step('a revocation that fails is shown on Home, also if no credential is left', async () => {
      gitlab.refusal = 503
      await page.goto(workspace.page('/credentials/gitlab'))
      await page.getByRole('button', { name: 'Delete Issues' }).click()
      await dialog.getByRole('checkbox', { name: 'Also revoke the key at GitLab' }).check()
      await expect(dialog).not.toContainText('You can restore it')
      await dialog.getByRole('button', { name: 'Delete and revoke' }).click()
      await expect(page.getByText('has not confirmed that it revoked the key').first()).toBeVisible()
      await page.goto(workspace.page('/home'))
      const attention = page.getByRole('list', { name: 'Needs attention' })
      await expect(attention).toContainText('Issues · GitLab')
      await expect(attention).toContainText('The old key may still work')
      await expectAccessible(page)
    })

    await test.step('the same key elsewhere is not revoked', async () => {
      const values = { server: { kind: 'selfManaged', url: `http://127.0.0.1:${port}` }, token: 'key-3' }
      const of = { componentId: 'gitlab', methodId: 'token', values }
      await workspace.credential('Same', of)
      await workspace.credential('Same again', of)
      await page.goto(workspace.page('/credentials/gitlab'))
      await page.getByRole('button', { name: 'Delete Same', exact: true }).click()
      await dialog.getByRole('checkbox', { name: 'Also revoke the key at GitLab' }).check()
      await dialog.getByRole('button', { name: 'Delete and revoke' }).click()
      await expect(dialog.getByRole('alert')).toContainText('“Same again” has the same key')
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      for (const name of ['Same', 'Same again']) {
        await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click()
        await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
        await expect(dialog).toBeHidden()
      }
      await page.goto(workspace.page('/home'))
    })

    await test.step('it can be tried again', async () => {
      const again = page.getByRole('button', { name: 'Try again: Issues' })
      await again.click()
      await expect(page.getByText('has not confirmed that it revoked the key').last()).toBeVisible()
      await expect(again).toBeEnabled()
      delete gitlab.refusal
      await again.click()
      await expect(page.getByText('GitLab revoked the key.')).toBeVisible()
      await expect(page.getByRole('list', { name: 'Needs attention' })).toHaveCount(0)
      expect([...gitlab.tokens]).toEqual(['key-3'])
    })

    await test.step('Stepkey stops trying on request', async () => {
      gitlab.refusal = 503
      const values = { server: { kind: 'selfManaged', url: `http://127.0.0.1:${port}` }, token: 'key-3' }
      const last = await workspace.credential('Last', { componentId: 'gitlab', methodId: 'token', values })
      await workspace.call('credentials.remove', { credentialId: last.id, revoke: true })
      await page.reload()
      await page.getByRole('button', { name: 'Stop trying: Last' }).click()
      await expect(dialog).toContainText('Stop trying to revoke the key?')
      await dialog.getByRole('button', { name: 'Stop trying' }).click()
      await expect(page.getByText('was taken off the list')).toBeVisible()
      await expect(page.getByRole('list', { name: 'Needs attention' })).toHaveCount(0)
      expect(gitlab.revocations.filter((token) => token === 'key-3')).toHaveLength(1)
    })

    await test.step('the deletion of an organization names the revocations that end with it', async () => {
      const { id } = await workspace.call<{ id: string }>('organizations.create', { name: 'Acme' })
      const acme = workspaceOf(context.request, id)
      const values = { server: { kind: 'selfManaged', url: `http://127.0.0.1:${port}` }, token: 'key-3' }
      const last = await acme.credential('Last', { componentId: 'gitlab', methodId: 'token', values })
      await acme.call('credentials.remove', { credentialId: last.id, revoke: true })
      await page.goto(acme.page('/settings/people'))
      await page.getByRole('button', { name: 'Delete organization' }).click()
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
      await expect(dialog).toContainText('1 revocation is not confirmed by the provider yet.')
      await expectAccessible(page)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
    })

    await test.step('Activity tells it', async () => {
      await page.goto(workspace.page('/activity'))
      await expect(page.getByRole('list', { name: 'Audit log' })).toContainText(
        'revoked the key of “Issues” at its provider',
      )
    })
  } finally {
    await context.close()
    await stepkey.stop()
    server.close()
  }
})
