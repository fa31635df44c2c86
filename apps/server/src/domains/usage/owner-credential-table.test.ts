import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { findSealedCredentials } from './owner-credential-table.ts'
import { deleteOwnerIssues, findFlowsIssued } from './owner-issue-table.ts'

it('finds the credentials of an owner for a component with an index', async () => {
  const reach = { owners: ['org_42'], componentIds: ['http'] }
  const plan = await planOf((db) => findSealedCredentials(db, { workspaceId: 'w', reach }, { limit: 10 }))
  expect(plan).toMatch(
    /USING INDEX credential_of_component \(workspace_id=\? AND owner=\? AND component_id=\?/,
  )
})

it('finds the flows that got a credential with an index, and the old records with another one', async () => {
  const credential = { id: 'c', component_id: 'http' }
  const plan = await planOf((db) => findFlowsIssued(db, 'w', credential, { since: '2026', limit: 50 }))
  expect(plan).toMatch(/SEARCH i USING .*INDEX .*\(credential_id=\?/)
  expect(plan).not.toMatch(/SCAN/)
  const deletion = await planOf((db) => deleteOwnerIssues(db, '2026'))
  expect(deletion).toMatch(/USING (?:COVERING )?INDEX owner_issue_time/)
})
