import { describe, expect, it } from 'vitest'
import {
  freeName,
  newDefinition,
  valueAt,
  withMoved,
  withRenamed,
  withRenamedField,
  withValue,
} from './definitionDraft.ts'
import { asKind, FIELD_KINDS, type FieldKind, kindOf } from './fieldKinds.ts'

describe('a change', () => {
  const data = { a: { b: [1, { c: 2 }], unknown: 'stays' }, z: 0 }

  it('keeps everything else, in its order', () => {
    const changed = withValue(data, ['a', 'b', 1, 'c'], 3)
    expect(changed).toEqual({ a: { b: [1, { c: 3 }], unknown: 'stays' }, z: 0 })
    expect(Object.keys(changed as object)).toEqual(['a', 'z'])
    expect(valueAt(data, ['a', 'b', 1, 'c'])).toBe(2)
  })

  it('adds what is missing, and removes with undefined', () => {
    expect(withValue({}, ['a', 'b'], 1)).toEqual({ a: { b: 1 } })
    expect(withValue(data, ['a', 'b', 0], undefined)).toEqual({
      a: { b: [{ c: 2 }], unknown: 'stays' },
      z: 0,
    })
    expect(withValue(data, ['z'], undefined)).toEqual({ a: data.a })
    expect(withValue([1], [1], 2)).toEqual([1, 2])
  })
})

it('renames a member at its place, and the placeholders of a field with their filters', () => {
  expect(Object.keys(withRenamed({ a: 1, b: 2, c: 3 }, 'b', 'x'))).toEqual(['a', 'x', 'c'])
  const method = { place: [{ value: 'Bearer {{key}}' }], path: '/{{key|lower}}/{{keys}}' }
  expect(withRenamedField(method, 'key', 'token')).toEqual({
    place: [{ value: 'Bearer {{token}}' }],
    path: '/{{token|lower}}/{{keys}}',
  })
})

it.each([
  ['a', -1, 'abc'],
  ['a', 1, 'bac'],
  ['a', 9, 'bca'],
  ['c', -2, 'cab'],
  ['missing', 1, 'abc'],
])('moves %s by %i: %s', (name, by, order) => {
  expect(Object.keys(withMoved({ a: 1, b: 2, c: 3 }, name, by)).join('')).toBe(order)
})

it('finds a free name', () => {
  expect(freeName({}, 'field')).toBe('field')
  expect(freeName({ field: 1, field2: 1 }, 'field')).toBe('field3')
})

it.each(Object.keys(FIELD_KINDS) as FieldKind[])(
  'the kind %s is recognized again, and texts stay',
  (kind) => {
    const before = { type: 'string', title: 'Label', description: 'Help', 'x-later': 1, default: 'x' }
    const field = asKind(before, kind)
    expect(kindOf(field)).toBe(kind)
    expect(field).toMatchObject({ title: 'Label', description: 'Help', 'x-later': 1 })
    expect(field).not.toHaveProperty('default')
  },
)

it('does not recognize fields that only the JSON can express', () => {
  expect(kindOf({ oneOf: [], 'x-discriminator': 'kind' })).toBeUndefined()
  expect(kindOf({ type: 'string', format: 'pem-certificate' })).toBeUndefined()
})

it('a new definition has one method', () => {
  expect(newDefinition('Acme')).toMatchObject({ title: 'Acme', methods: { apiKey: { title: 'API key' } } })
})
