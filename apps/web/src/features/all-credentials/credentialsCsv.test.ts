import type { CredentialSummary } from '@stepkey/shared/credential'
import { expect, it } from 'vitest'
import { credentialsCsv } from './credentialsCsv.ts'

it('writes a line for each credential, with the title of its component', () => {
  const credential = {
    id: 'c1',
    name: '=Shop, "north"',
    componentId: 'http',
    methodId: 'bearer',
    identity: null,
    owner: 'org_42',
    tags: { vip: '', plan: 'pro' } as Record<string, string>,
    status: 'failing',
    receipt: null,
    lastUse: { at: '2026-11-29T10:00:00.000Z', flowId: 'f1', stepId: 's1' },
    activeFlowCount: 2,
    updatedAt: '2026-11-30T00:00:00.000Z',
  } as CredentialSummary
  const [head, line, end] = credentialsCsv([credential], [{ id: 'http', title: 'HTTP API' }]).split('\r\n')
  expect(head).toBe(
    'id,name,component,method,identity,owner,tags,status,active_flows,verified_at,last_used_at,changed_at',
  )
  expect(line).toBe(
    `c1,"'=Shop, ""north""",HTTP API,bearer,,org_42,"plan:pro,vip",failing,2,,2026-11-29T10:00:00.000Z,2026-11-30T00:00:00.000Z`,
  )
  expect(end).toBe('')
})
