import { expect, it } from 'vitest'
import { redirectParam } from './redirectParam.ts'

it('goes on to a path inside Stepkey', () => {
  expect(redirectParam({ redirect: '/w/1/credentials?search=a' })).toEqual({
    redirect: '/w/1/credentials?search=a',
  })
})

it.each(['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', '', 7, undefined])(
  'goes nowhere else: %s',
  (redirect) => {
    expect(redirectParam({ redirect })).toEqual({})
  },
)
