import type { CredentialSummary } from '@stepkey/shared/credential'
import { expect, it } from 'vitest'
import { inOrder } from './useCandidates.ts'

const credential = (id: string, status: CredentialSummary['status']) => ({ id, status }) as CredentialSummary

it('lists the credentials of the flow first, sorts each page for itself, and lists each credential once', () => {
  const used = credential('used', 'failing')
  const [failing, untested, verified] = [
    credential('failing', 'failing'),
    credential('untested', 'untestable'),
    credential('verified', 'verified'),
  ]
  const nextPage = [credential('next failing', 'failing'), used, credential('next verified', 'verified')]
  const ids = inOrder([[used], [failing, untested, verified], nextPage], new Set(['used'])).map(
    ({ id }) => id,
  )
  expect(ids).toEqual(['used', 'verified', 'untested', 'failing', 'next verified', 'next failing'])
})
