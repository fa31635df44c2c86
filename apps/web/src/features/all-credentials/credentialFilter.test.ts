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
    owner: 'org_42',
    tags: 'plan:pro,vip',
    ending: true,
    sort: '-lastUsedAt',
  } as const
  expect(credentialFilter(filter)).toEqual(filter)
  expect(
    credentialFilter({ search: '', status: 'broken', component: 7, use: 'x', ending: 'yes', sort: 'size' }),
  ).toEqual({})
  expect(credentialFilter({ method: 'token', sort: 'name' }), 'a method without its component').toEqual({})
})

it('parses owners and tags, also those of digits', () => {
  expect(credentialFilter({ owner: '' }), 'the workspace itself').toEqual({ owner: '' })
  expect(credentialFilter({ owner: 42, tags: 2026 })).toEqual({ owner: '42', tags: '2026' })
  expect(credentialFilter({ tags: 'vip,,vip, ' })).toEqual({ tags: 'vip' })
  expect(credentialFilter({ owner: null, tags: '' })).toEqual({})
  expect(credentialFilter({ owner: '*', tags: ':pro' })).toEqual({})
})

it('does not count the order as a filter', () => {
  expect(isFiltered({ sort: '-name' })).toBe(false)
  expect(isFiltered({ ending: true })).toBe(true)
  expect(isFiltered({ owner: '' })).toBe(true)
})

it('asks for all filters', () => {
  expect(
    toListInput({
      component: 'github',
      method: 'token',
      creator: 'a1',
      ending: true,
      use: 'never',
      owner: '',
      tags: 'plan:pro,vip',
    }),
  ).toEqual({
    componentId: 'github',
    methodId: 'token',
    createdBy: 'a1',
    endsWithinDays: 14,
    use: 'never',
    owner: '',
    tags: ['plan:pro', 'vip'],
  })
})

it('offers every status and every use', () => {
  const values = (options: readonly { value: string }[]) => options.map(({ value }) => value).toSorted()
  expect(values(statusFilters)).toEqual([...StatusFilter.options].sort())
  expect(values(useFilters)).toEqual([...CredentialUse.options].sort())
})
