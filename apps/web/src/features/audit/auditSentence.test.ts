import type { AuditEntry } from '@stepkey/shared/audit'
import { AUDIT_ACTIONS } from '@stepkey/shared/audit-actions'
import { describe, expect, it } from 'vitest'
import { actorName, auditSentence, sentenceText } from './auditSentence.ts'
import type { AuditNames } from './useAuditNames.ts'

const CREDENTIAL = '0198a000-0000-7000-8000-00000000000c'
const FLOW = '0198a000-0000-7000-8000-00000000000f'
const STEP = '0198a000-0000-7000-8000-000000000005'

const known: AuditNames = {
  credentials: new Map([[CREDENTIAL, { id: CREDENTIAL, name: 'Tracking service', componentId: 'http' }]]),
  flows: new Map([
    [
      FLOW,
      {
        id: FLOW,
        name: 'Orders 1',
        steps: [
          { id: STEP, name: 'Write 2', componentId: 'http', credentialId: null, binding: 'credential' },
        ],
      },
    ],
  ]),
}
const nothing: AuditNames = { credentials: new Map(), flows: new Map() }

const entryOf = (
  action: AuditEntry['action'],
  {
    outcome = 'done',
    detail = {},
    subjectId = CREDENTIAL,
    actor = 'Ada',
  }: {
    outcome?: AuditEntry['outcome']
    detail?: AuditEntry['detail']
    subjectId?: string
    actor?: string
  } = {},
): AuditEntry => ({
  seq: 1,
  at: '2026-11-03T10:00:00.000Z',
  actor: { kind: 'person', id: 'a', name: actor },
  action,
  outcome,
  subjectId,
  ...(typeof detail.name === 'string' && { subjectName: detail.name }),
  detail,
  address: null,
})

const tell = (entry: AuditEntry, names = known, pageOf?: string) =>
  `${actorName(entry)} ${sentenceText(auditSentence(entry, { names, pageOf }))}`

describe('auditSentence', () => {
  it.each<[string, AuditEntry]>([
    [
      'Ada verified a value of “CRM prod” that is not in use: the provider rejected it',
      entryOf('credential.verified', { detail: { name: 'CRM prod', outcome: 'rejected', generation: 1 } }),
    ],
    [
      'Ada verified “CRM prod”: the provider rejected it',
      entryOf('credential.verified', { detail: { name: 'CRM prod', outcome: 'rejected' } }),
    ],
    [
      'Ada verified other values for “CRM prod”: the provider accepted it',
      entryOf('credential.verified', { detail: { name: 'CRM prod', outcome: 'verified', values: true } }),
    ],
    [
      'Ada invited bob@example.com as Builder',
      entryOf('invitation.created', {
        subjectId: 'i',
        detail: { email: 'bob@example.com', role: 'builder' },
      }),
    ],
    ['Ada created an invitation as Admin', entryOf('invitation.created', { detail: { role: 'admin' } })],
    [
      'Flow engine issued “Tracking service” to step “Write 2” of “Orders 1”',
      entryOf('credential.issued', { actor: 'Flow engine', detail: { flowId: FLOW, stepId: STEP } }),
    ],
    [
      'Flow engine issued “Tracking service” to step “Write 2” of “Orders 1” for “org_1”',
      entryOf('credential.issued', {
        actor: 'Flow engine',
        detail: { flowId: FLOW, stepId: STEP, owner: 'org_1' },
      }),
    ],
    [
      'Flow engine could not issue a credential to step “Write 2” of “Orders 1” for “org_1”: the customer has several',
      entryOf('credential.issued', {
        actor: 'Flow engine',
        outcome: 'refused',
        subjectId: STEP,
        detail: { flowId: FLOW, stepId: STEP, owner: 'org_1', outcome: 'ambiguous' },
      }),
    ],
    [
      'Flow engine could not issue “Tracking service” to step “Write 2” of “Orders 1”: it was failing',
      entryOf('credential.issued', {
        actor: 'Flow engine',
        outcome: 'refused',
        detail: { flowId: FLOW, stepId: STEP, outcome: 'failing' },
      }),
    ],
    [
      'Ada chose “Tracking service” for step “Write 2” of “Orders 1”',
      entryOf('flow.saved', {
        subjectId: FLOW,
        detail: { name: 'Orders 1', stepId: STEP, credentialId: CREDENTIAL },
      }),
    ],
    [
      'Ada could not activate the flow “Orders 1”: not every step was ready',
      entryOf('flow.activated', { subjectId: FLOW, outcome: 'refused', detail: { outcome: 'blocked' } }),
    ],
    [
      'Ada could not delete the credential “CRM prod”: active flows use it',
      entryOf('credential.deleted', { outcome: 'refused', detail: { name: 'CRM prod', outcome: 'in_use' } }),
    ],
    [
      'Ada could not delete the OAuth app “Slack”: credentials use it',
      entryOf('oauth_app.deleted', { outcome: 'refused', detail: { name: 'Slack', outcome: 'in_use' } }),
    ],
    [
      'Ada renamed the organization from “Acme” to “Acme Logistics”',
      entryOf('organization.renamed', { detail: { name: 'Acme Logistics', before: 'Acme' } }),
    ],
    [
      'Ada changed the role of a member from Viewer to Editor',
      entryOf('member.role_changed', { subjectId: 'm', detail: { role: 'editor', before: 'viewer' } }),
    ],
    [
      'Ada was denied access to “credentials.get”',
      entryOf('access.asked', { subjectId: 'credentials.get', outcome: 'refused' }),
    ],
    [
      'Stepkey itself found that “CRM prod” must be connected again',
      entryOf('credential.disconnected', {
        actor: 'Stepkey itself',
        detail: { name: 'CRM prod', reason: 'unauthorized' },
      }),
    ],
    [
      'Ada removed Bob Stone',
      {
        ...entryOf('member.removed', { subjectId: 'm', detail: { role: 'editor' } }),
        subjectName: 'Bob Stone',
      },
    ],
    [
      'Ada revoked the invitation of bob@example.com',
      { ...entryOf('invitation.revoked', { subjectId: 'i' }), subjectName: 'bob@example.com' },
    ],
    [
      'Flow engine issued “Old service” to a step of “Old orders”',
      {
        ...entryOf('credential.issued', {
          actor: 'Flow engine',
          subjectId: 'deleted',
          detail: { flowId: 'deleted', stepId: 'deleted' },
        }),
        subjectName: 'Old service',
        flowName: 'Old orders',
      },
    ],
    ['Ada revoked 3 sessions', entryOf('session.revoked', { detail: { count: 3 } })],
  ])('is: %s', (sentence, entry) => {
    expect(tell(entry)).toBe(sentence)
  })

  /** Every detail that any action records. */
  const details = {
    name: 'Name',
    before: 'viewer',
    role: 'builder',
    email: 'bob@example.com',
    outcome: 'rejected',
    reason: 'gone',
    count: 2,
    recheck: 'daily',
    by: 'company',
    values: true,
    flowId: FLOW,
    stepId: STEP,
    credentialId: CREDENTIAL,
    componentId: 'http',
    sealVersion: 2,
  }

  it.each(AUDIT_ACTIONS)('is complete for %s, done or refused, with and without names', (action) => {
    for (const outcome of ['done', 'refused'] as const) {
      for (const detail of [{}, details, { ...details, outcome: 'unknown_code', reason: 'unknown_code' }]) {
        for (const names of [known, nothing]) {
          const subjectId = action === 'access.asked' ? 'credentials.get' : CREDENTIAL
          const sentence = tell(entryOf(action, { outcome, detail, subjectId }), names)
          expect(sentence).toMatch(/^Ada [a-z]+.*[\w”]$/)
          expect(sentence).not.toMatch(/undefined|null|NaN|\[object|unknown_code|[{}]| {2}|0198a000/)
          expect(sentence).not.toMatch(/\b(?:to|of|for|from|as|the|an?|that)$/)
        }
      }
    }
  })

  it.each(AUDIT_ACTIONS)(
    'names the subject of %s if its name is known and the sentence has a place for it',
    (action) => {
      const hasNoPlace =
        /^(?:account|session|access|workspace|run_token|connect_token)\.|^member\.(?:joined|left)$/.test(
          action,
        )
      const detail = { name: 'CRM prod', email: 'CRM prod', role: 'viewer' }
      const sentence = tell(entryOf(action, { detail }), nothing)
      if (!hasNoPlace) expect(sentence).toContain('CRM prod')
    },
  )

  it('links existing credentials and flows, and shows the recorded name of deleted ones without a link', () => {
    const entry = entryOf('credential.verified', { detail: { name: 'Old name' } })
    expect(auditSentence(entry, { names: known })).toContainEqual({
      name: 'Old name',
      isQuoted: true,
      page: { kind: 'credential', id: CREDENTIAL, componentId: 'http' },
    })
    expect(auditSentence(entry, { names: nothing })).toContainEqual({ name: 'Old name', isQuoted: true })
    const issued = entryOf('credential.issued', { detail: { flowId: FLOW, stepId: STEP } })
    expect(auditSentence(issued, { names: known })).toContainEqual({
      name: 'Orders 1',
      isQuoted: true,
      page: { kind: 'flow', id: FLOW },
    })
  })

  it('calls the subject “this credential” on its page', () => {
    const entry = entryOf('credential.verified', { detail: { name: 'CRM prod', outcome: 'verified' } })
    expect(tell(entry, known, CREDENTIAL)).toBe('Ada verified this credential: the provider accepted it')
    const created = entryOf('credential.created', { detail: { name: 'CRM prod' } })
    expect(tell(created, known, CREDENTIAL)).toBe('Ada created this credential')
  })

  it('isolates names that are written from right to left', () => {
    const entry = entryOf('credential.verified', { detail: { name: 'שלום' } })
    expect(tell(entry)).toBe('Ada verified “\u2068שלום\u2069”')
  })
})
