import type { AuditEntry } from '@stepkey/shared/audit'
import { expect, it } from 'vitest'
import { groupEntries, timesIn } from './groupEntries.ts'

let seq = 100
const issued = (changed: Partial<AuditEntry> = {}): AuditEntry => ({
  seq: seq--,
  at: '2026-11-03T10:00:00.000Z',
  actor: { kind: 'api_key', id: 'k', name: 'Flow engine' },
  action: 'credential.issued',
  outcome: 'done',
  subjectId: 'c',
  detail: { flowId: 'f', stepId: 's' },
  address: null,
  ...changed,
})
const sizes = (entries: readonly AuditEntry[]) => groupEntries(entries).map((group) => group.entries.length)

it('joins consecutive entries with the same sentence, also from other addresses and through other tokens', () => {
  const entries = [
    issued(),
    issued({ address: '10.0.0.1', at: '2026-11-03T09:00:00.000Z' }),
    issued({ detail: { stepId: 's', flowId: 'f', generation: 2 } }),
    issued({ detail: { flowId: 'f', stepId: 's', runTokenId: 'r1' } }),
    issued({ detail: { flowId: 'f', stepId: 's', runTokenId: 'r2' } }),
  ]
  expect(groupEntries(entries)).toEqual([
    { newest: entries[0], oldest: entries[2], entries: entries.slice(0, 3) },
    { newest: entries[3], oldest: entries[4], entries: entries.slice(3) },
  ])
})

it.each<[string, Partial<AuditEntry>]>([
  ['actor', { actor: { kind: 'api_key', id: 'other' } }],
  ['action', { action: 'credential.verified' }],
  ['outcome', { outcome: 'refused' }],
  ['reason', { detail: { flowId: 'f', stepId: 's', outcome: 'failing' } }],
  ['subject', { subjectId: 'other' }],
  ['flow', { detail: { flowId: 'other', stepId: 's' } }],
  ['step', { detail: { flowId: 'f', stepId: 'other' } }],
  ['name', { detail: { flowId: 'f', stepId: 's', name: 'New name' } }],
])('separates entries with another %s', (_, changed) => {
  expect(sizes([issued(), issued(), issued(changed), issued()])).toEqual([2, 1, 1])
})

it('continues a group over the end of a page', () => {
  const pages = [
    [issued(), issued()],
    [issued(), issued({ subjectId: 'other' })],
  ]
  expect(sizes(pages.flat())).toEqual([3, 1])
  expect(sizes([])).toEqual([])
})

it('counts refusals that were left out', () => {
  const [group] = groupEntries([
    issued({ outcome: 'refused', detail: { flowId: 'f', stepId: 's', omitted: 89 } }),
    issued({ outcome: 'refused' }),
  ])
  expect(group && timesIn(group)).toBe(91)
})
