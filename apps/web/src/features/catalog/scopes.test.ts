import type { Component } from '@stepkey/shared/component'
import { scopes, text } from '@stepkey/shared/fields'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { scopesOf } from './scopes.ts'

const method = (
  fields: z.ZodObject,
  grant: 'authorization_code' | 'jwt_bearer',
): Component['methods'][string] => ({
  title: grant,
  fields,
  place: [],
  token: { grant, url: '', authorizeUrl: '', clientAuth: 'none', key: '', claims: {} },
  verify: { untestable: 'a test' },
})

const component = {
  methods: {
    oauth: method(
      z.object({
        site: text({ label: 'Site' }),
        scopes: scopes({ options: { read: 'Read', write: 'Write' } }),
      }),
      'authorization_code',
    ),
    second: method(
      z.object({ scopes: scopes({ options: { read: 'Read', all: 'All' } }) }),
      'authorization_code',
    ),
    robot: method(z.object({ scopes: scopes({ options: { root: 'Root' } }) }), 'jwt_bearer'),
  },
}

it('returns the scopes of all consent methods without duplicates', () => {
  expect(scopesOf(component).map(({ value }) => value)).toEqual(['read', 'write', 'all'])
})
