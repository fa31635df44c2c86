import { expect, it } from 'vitest'
import { importDocument } from './import-document.ts'

const workspaceId = 'workspace'
const curl = "curl https://api.acme.example/v1/me -H 'X-Key: a-secret-key'"

it('returns a definition with an id from its title, or with the given one', async () => {
  const imported = await importDocument({ workspaceId }, { format: 'curl', document: curl })
  expect(imported).toMatchObject({
    componentId: 'custom:acme-example',
    definition: { id: 'custom:acme-example' },
  })
  expect(JSON.stringify(imported)).not.toContain('a-secret-key')
  const named = { format: 'curl', document: curl, componentId: 'custom:shop' } as const
  expect(await importDocument({ workspaceId }, named)).toMatchObject({ definition: { id: 'custom:shop' } })
})

it('refuses what it can’t understand, with a sentence', async () => {
  const call = importDocument({ workspaceId }, { format: 'openapi', document: '{' })
  await expect(call).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path: 'document' }] })
})

it('does not stop the process while a large document is read', async () => {
  const paths = Array.from({ length: 25_000 }, (_, index) => `  /p${index}:\n    get: {security: []}`)
  const document = `openapi: 3.1.0\ninfo: {title: Large}\npaths:\n${paths.join('\n')}`
  let turns = 0
  const turning = setInterval(() => turns++, 5)
  await importDocument({ workspaceId }, { format: 'openapi', document })
  clearInterval(turning)
  expect(turns).toBeGreaterThan(20)
})

it('imports one document of a workspace at a time, and refuses when very many wait', async () => {
  const calls = Array.from({ length: 30 }, () =>
    importDocument({ workspaceId }, { format: 'curl', document: curl }).then(
      () => 'imported',
      (error: { code: string }) => error.code,
    ),
  )
  const other = importDocument({ workspaceId: 'other' }, { format: 'curl', document: curl })
  const first = await Promise.race([other.then(() => 'other'), calls[10]])
  expect(first).toBe('other')
  const results = await Promise.all(calls)
  expect(results.filter((result) => result === 'unavailable').length).toBeGreaterThan(0)
  expect(new Set(results)).toEqual(new Set(['imported', 'unavailable']))
})

it('stops when the caller leaves', async () => {
  const leaving = new AbortController()
  const call = importDocument({ workspaceId }, { format: 'curl', document: curl }, leaving.signal)
  leaving.abort()
  await expect(call).rejects.toThrow('aborted')
})
