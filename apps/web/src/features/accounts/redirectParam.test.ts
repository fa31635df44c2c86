import { expect, it } from 'vitest'
import { redirectParam } from './redirectParam.ts'

it('accepts a path inside Stepkey', () => {
  expect(redirectParam({ redirect: '/w/1/credentials?search=a' })).toEqual({
    redirect: '/w/1/credentials?search=a',
  })
})

it.each(['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', '', 7, undefined])(
  'rejects anything else: %s',
  (redirect) => {
    expect(redirectParam({ redirect })).toEqual({})
  },
)
