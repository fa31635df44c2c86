import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import answers from './catalog/answers/resend.ts'
import resend from './catalog/resend.ts'
import type { Component } from './component.ts'
import { answerProblems, componentProblems } from './component-problems.ts'
import { secret } from './fields.ts'

const { apiKey } = resend.methods
/** The component with changed members of its method, whose types the compiler would refuse. */
const withMethod = (change: object) =>
  ({ ...resend, methods: { apiKey: { ...apiKey, ...change } } }) as unknown as Component
const withField = (meta: object) =>
  withMethod({ fields: z.object({ apiKey: secret(meta as { label: string }) }) })

describe('problems of a component name the method, and the field or member', () => {
  it.each<[string, Component, string]>([
    [
      'a label of another type',
      withField({ label: 5 }),
      '`label` of the field apiKey of the method resend.apiKey is wrong. Enter text.',
    ],
    ['no label', withField({}), '`label` of the field apiKey of the method resend.apiKey is missing.'],
    [
      'a help URL that is none',
      withField({ label: 'Key', helpUrl: 'resend.com' }),
      '`helpUrl` of the field apiKey of the method resend.apiKey is wrong. Enter a complete URL, for example https://example.com.',
    ],
    [
      'a field that is not made with fields.ts',
      withMethod({ fields: z.object({ apiKey: z.string() }) }),
      'Field “apiKey” has no label: make it with fields.ts. It belongs to the method resend.apiKey.',
    ],
    ['no fields', withMethod({ fields: undefined }), 'The method resend.apiKey has no `fields`.'],
    [
      'a base URL without a scheme',
      withMethod({ baseUrl: 'api.resend.com' }),
      '`baseUrl` of the method resend.apiKey is not a complete URL, such as https://api.example.com.',
    ],
    [
      'a path without a slash',
      withMethod({ verify: { ...apiKey.verify, path: 'domains' } }),
      '`verify.path` of the method resend.apiKey does not begin with a single /.',
    ],
    [
      'a driver without options',
      withMethod({ verify: { driver: 'mysql' } }),
      '`verify.map` of the method resend.apiKey is missing.',
    ],
    [
      'a misspelt member',
      withMethod({ verify: { ...apiKey.verify, rejectd: [] } }),
      '`rejectd` is unknown in `verify` of the method resend.apiKey.',
    ],
    [
      'a pointer without a slash',
      withMethod({ verify: { ...apiKey.verify, identity: 'data/0/name' } }),
      '`verify.identity` of the method resend.apiKey is wrong. Enter a JSON pointer, for example /user/name.',
    ],
    ['no method', { ...resend, methods: {} }, 'The component resend has no method. Add one to `methods`.'],
    [
      'no title',
      { ...resend, title: undefined } as unknown as Component,
      '`title` of the component resend is missing.',
    ],
  ])('for %s', (_, component, problem) => {
    expect(componentProblems(component)).toEqual([problem])
  })

  it('are none for a component without mistakes', () => {
    expect(componentProblems(resend)).toEqual([])
  })
})

describe('problems of documented answers name the method, and the field or member', () => {
  const { apiKey: script } = answers
  it.each([
    [
      'missing ones',
      undefined,
      ['catalog/answers/resend.ts has no answers for the method apiKey. Add them.'],
    ],
    [
      'wrong values',
      { ...script, values: {} },
      ['The values of resend.apiKey in catalog/answers/resend.ts are not valid: apiKey: Fill in this field.'],
    ],
    [
      'answers without those to a wrong key',
      { source: '', values: script?.values, exchanges: [], forbidden: '' },
      ['The answers for resend.apiKey in catalog/answers/resend.ts have no `bad`.'],
    ],
  ])('for %s', (_, changed, problems) => {
    expect(answerProblems(resend, 'apiKey', changed as typeof script)).toEqual(problems)
  })
})
