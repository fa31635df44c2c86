import { expect, it } from 'vitest'
import { missingScopes } from './scopes.ts'

it('returns the scopes that were not granted', () => {
  expect(missingScopes(['read', 'write', 'odd'], ['read'])).toEqual(['write', 'odd'])
  expect(missingScopes(['read'], ['read', 'write'])).toEqual([])
})

it('returns nothing if none are needed, or if the granted scopes are unknown', () => {
  expect(missingScopes(undefined, ['read'])).toEqual([])
  expect(missingScopes(['read'], null)).toEqual([])
  expect(missingScopes(['read'], [])).toEqual([])
})

it('returns no scope that providers grant without reporting it', () => {
  expect(missingScopes(['openid', 'offline_access', 'files'], ['Mail.Read'])).toEqual(['files'])
})

it.each([
  ['user', 'user:email'],
  ['user', 'read:user'],
  ['repo', 'public_repo'],
  ['admin:org', 'write:org'],
  ['write:org', 'read:org'],
  ['write_products', 'read_products'],
  ['https://graph.microsoft.com/Mail.Read', 'mail.read'],
])('counts a scope as granted if a wider one was granted: %s includes %s', (granted, needed) => {
  expect(missingScopes([needed], [granted])).toEqual([])
})

it.each([
  ['user:email', 'user'],
  ['read:org', 'write:org'],
  ['read_products', 'write_products'],
  ['chat:write', 'chat:read'],
  ['users:read', 'users:read.email'],
])('counts a scope as missing if only %s was granted: %s', (granted, needed) => {
  expect(missingScopes([needed], [granted])).toEqual([needed])
})
