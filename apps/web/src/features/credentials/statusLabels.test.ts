import type { CredentialStatus } from '@stepkey/shared/credential'
import type { Finding } from '@stepkey/shared/verification'
import { describe, expect, it } from 'vitest'
import { defaultName } from './defaultName.ts'
import { statusLabel } from './statusLabels.ts'

function words(status: CredentialStatus, finding: Finding) {
  const receipt = { ...finding, checkedAt: '2026-11-22T12:00:00.000Z', durationMs: 5, message: '' }
  const { word, dated, detail } = statusLabel({ status, receipt })
  return `${word}${dated ? ' [age]' : ''}${detail ? `: ${detail}` : ''}`
}

describe('the words for a status', () => {
  it.each<[CredentialStatus, Finding, string]>([
    ['verified', { outcome: 'verified' }, 'Verified [age]'],
    ['limited', { outcome: 'limited' }, 'Limited [age]: accepted, but not for everything'],
    ['failing', { outcome: 'rejected', reason: 'unauthorized' }, 'Rejected [age]: the key was refused'],
    [
      'reconnect',
      { outcome: 'rejected', reason: 'disconnected' },
      'Has to be connected again: somebody disconnected it',
    ],
    ['reconnect', { outcome: 'timeout' }, 'Has to be connected again'],
    ['untestable', { outcome: 'untestable', untestable: 'it only sends' }, 'Not tested: it only sends'],
    ['unverified', { outcome: 'timeout' }, 'Saved without verifying: no answer in time'],
  ])('says how a credential that is %s stands', (status, finding, expected) => {
    expect(words(status, finding)).toBe(expected)
  })

  it('does not date a status by a check that taught nothing', () => {
    expect(words('verified', { outcome: 'unreachable' })).toBe(
      'Verified before: not reachable at the last check',
    )
    expect(words('failing', { outcome: 'timeout' })).toBe(
      'Rejected before: no answer in time at the last check',
    )
  })
})

describe('the name that is offered', () => {
  it('is free, whatever the case of those that are taken', () => {
    expect(defaultName('GitHub', [])).toBe('My GitHub credential')
    expect(defaultName('GitHub', ['my github credential', 'My GitHub credential 2'])).toBe(
      'My GitHub credential 3',
    )
  })
})
