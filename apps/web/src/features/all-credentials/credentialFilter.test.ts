import { CredentialUse, StatusFilter } from '@stepkey/shared/credential'
import { expect, it } from 'vitest'
import { credentialFilter, isFiltered, statusFilters, toListInput, useFilters } from './credentialFilter.ts'

it('parses URL parameters and drops invalid ones', () => {
  const filter = {
    search: 'shop',
    status: 'failing',
    component: 'github',
    method: 'token',
    use: 'idle',
    creator: 'a1',
    ending: true,
    sort: '-lastUsedAt',
  } as const
  expect(credentialFilter(filter)).toEqual(filter)
  expect(
    credentialFilter({ search: '', status: 'broken', component: 7, use: 'x', ending: 'yes', sort: 'size' }),
  ).toEqual({})
  expect(credentialFilter({ method: 'token', sort: 'name' }), 'a method without its component').toEqual({})
})

it('does not count the order as a filter', () => {
  expect(isFiltered({ sort: '-name' })).toBe(false)
  expect(isFiltered({ ending: true })).toBe(true)
})

it('asks for all filters', () => {
  expect(
    toListInput({ component: 'github', method: 'token', creator: 'a1', ending: true, use: 'never' }),
  ).toEqual({
    componentId: 'github',
    methodId: 'token',
    createdBy: 'a1',
    endsWithinDays: 14,
    use: 'never',
  })
})

it('offers every status and every use', () => {
  const values = (options: readonly { value: string }[]) => options.map(({ value }) => value).toSorted()
  expect(values(statusFilters)).toEqual([...StatusFilter.options].sort())
  expect(values(useFilters)).toEqual([...CredentialUse.options].sort())
})
