import type { CredentialStatus } from '@stepkey/shared/credential'
import { en } from '@stepkey/shared/locales/en'
import type { Finding } from '@stepkey/shared/verification'
import { createTranslator } from 'use-intl'
import { describe, expect, it } from 'vitest'
import { defaultName } from './defaultName.ts'
import { statusLabel } from './statusLabels.ts'

const t = createTranslator({ locale: 'en', messages: en, namespace: 'status' })

function label(status: CredentialStatus, finding: Finding) {
  const receipt = { ...finding, checkedAt: '2026-11-22T12:00:00.000Z', durationMs: 5, message: '' }
  const { word, dated, detail } = statusLabel({ status, receipt }, t)
  return `${word}${dated === 'word' ? ' [age]' : ''}${detail ? `: ${detail}` : ''}${dated === 'detail' ? ' ([age])' : ''}`
}

describe('statusLabel', () => {
  it.each<[CredentialStatus, Finding, string]>([
    ['verified', { outcome: 'verified' }, 'Verified [age]'],
    ['limited', { outcome: 'limited' }, 'Limited [age]: accepted with limited access'],
    ['failing', { outcome: 'rejected', reason: 'unauthorized' }, 'Failing: the key was rejected ([age])'],
    [
      'reconnect',
      { outcome: 'rejected', reason: 'disconnected' },
      'Must be connected again: it was disconnected',
    ],
    ['reconnect', { outcome: 'timeout' }, 'Must be connected again'],
    ['untestable', { outcome: 'untestable', untestable: 'it only sends' }, 'Not tested: it only sends'],
    ['unverified', { outcome: 'timeout' }, 'Saved without verifying: no answer in time'],
  ])('labels the status %s with the finding %o as %s', (status, finding, expected) => {
    expect(label(status, finding)).toBe(expected)
  })

  it('does not show the time of an inconclusive verification', () => {
    expect(label('verified', { outcome: 'unreachable' })).toBe(
      'Verified earlier: not reachable at the last verification',
    )
    expect(label('failing', { outcome: 'timeout' })).toBe(
      'Failing: rejected earlier, no answer in time at the last verification',
    )
  })
})

describe('defaultName', () => {
  it('is unique regardless of case', () => {
    expect(defaultName('My GitHub credential', [])).toBe('My GitHub credential')
    expect(defaultName('My GitHub credential', ['my github credential', 'My GitHub credential 2'])).toBe(
      'My GitHub credential 3',
    )
  })
})
