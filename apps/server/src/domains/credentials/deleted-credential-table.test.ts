import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { eraseDeletedCredentials, findDeletedCredentials } from './deleted-credential-table.ts'

const now = new Date().toISOString()

it('lists deleted credentials in the order of an index, without sorting them', async () => {
  const plan = await planOf((db) =>
    findDeletedCredentials(db, { workspaceId: 'w' }, { words: [], now, after: [now, 'id'], limit: 10 }),
  )
  expect(plan).toMatch(/SEARCH deleted_credential USING INDEX deleted_credential_list/)
  expect(plan).not.toMatch(/TEMP B-TREE/)
})

it('finds the deleted credentials that are to be erased by index', async () => {
  const plan = await planOf((db) => eraseDeletedCredentials(db, { now, limit: 10 }))
  expect(plan).toMatch(/USING (?:COVERING )?INDEX deleted_credential_erase/)
  expect(plan).not.toMatch(/SCAN/)
})
