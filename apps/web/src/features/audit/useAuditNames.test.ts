import type { AuditEntry } from '@stepkey/shared/audit'
import { expect, it } from 'vitest'
import { idsIn } from './useAuditNames.ts'

const entry = (action: AuditEntry['action'], subjectId: string, detail: AuditEntry['detail'] = {}) =>
  ({ action, subjectId, detail }) as AuditEntry

it('collects the ids of credentials and flows once, and no names of procedures', () => {
  expect(
    idsIn([
      entry('credential.issued', 'c2', { flowId: 'f1', stepId: 's1' }),
      entry('credential.verified', 'c1'),
      entry('flow.saved', 'f1', { credentialId: 'c2' }),
      entry('credential.created', 'credentials.create'),
      entry('api_key.created', 'k1'),
    ]),
  ).toEqual({ credentials: ['c1', 'c2'], flows: ['f1'] })
})
