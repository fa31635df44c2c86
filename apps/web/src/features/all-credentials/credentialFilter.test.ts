import { CredentialStatus } from '@stepkey/shared/credential'
import { expect, it } from 'vitest'
import { credentialFilter, statusFilters } from './credentialFilter.ts'

it('parses URL parameters and drops invalid ones', () => {
  const filter = { search: 'shop', status: 'failing', component: 'github' } as const
  expect(credentialFilter(filter)).toEqual(filter)
  expect(credentialFilter({ search: '', status: 'broken', component: 7 })).toEqual({})
})

it('offers every status', () => {
  expect(statusFilters.map(({ value }) => value).toSorted()).toEqual([...CredentialStatus.options].sort())
})
