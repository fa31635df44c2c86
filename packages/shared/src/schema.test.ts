import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fieldErrors } from './field-errors.ts'
import { choice, flag, host, multiline, number, port, secret, text, url, variants } from './fields.ts'
import { describeFields, fieldsJsonSchema, mergeValues, withoutSecrets } from './schema.ts'

const allKinds = z.object({
  name: text({ label: 'Name', help: 'What it is called.', prefix: 'https://', suffix: '.example.com' }),
  key: secret({ label: 'Key' }),
  size: number({ label: 'Size' }).min(1).max(9).optional(),
  port: port({ label: 'Port' }).default(5432),
  on: flag({ label: 'On' }).default(true),
  mode: choice({ label: 'Mode', options: { a: 'First', b: 'Second' } }).default('a'),
  note: multiline({ label: 'Note' }).nullable().optional(),
  where: variants({ label: 'Where', options: { cloud: 'Cloud', own: 'Own server' } }, [
    z.object({ kind: z.literal('cloud') }),
    z.object({
      kind: z.literal('own'),
      address: url({ label: 'Address' }),
      pass: secret({ label: 'Pass' }).optional(),
    }),
  ]).default({ kind: 'cloud' }),
})
const fields = describeFields(allKinds)

describe('describeFields', () => {
  it('returns kind, label, default and required through every wrapper', () => {
    expect(fields.map(({ name, kind, required, default: value }) => [name, kind, required, value])).toEqual([
      ['name', 'text', true, undefined],
      ['key', 'secret', true, undefined],
      ['size', 'number', false, undefined],
      ['port', 'number', false, 5432],
      ['on', 'boolean', false, true],
      ['mode', 'choice', false, 'a'],
      ['note', 'multiline', false, undefined],
      ['where', 'variants', false, { kind: 'cloud' }],
    ])
    expect(fields[0]?.meta).toMatchObject({ label: 'Name', prefix: 'https://', suffix: '.example.com' })
    expect(fields[2]).toMatchObject({ integer: false, min: 1, max: 9 })
    expect(fields[3]).toMatchObject({ integer: true, min: 1, max: 65535 })
    expect(fields[5]).toMatchObject({
      options: [
        { value: 'a', label: 'First' },
        { value: 'b', label: 'Second' },
      ],
    })
    expect(fields[7]).toMatchObject({
      variants: [
        { value: 'cloud', label: 'Cloud', fields: [] },
        {
          value: 'own',
          label: 'Own server',
          fields: [{ name: 'address' }, { name: 'pass', kind: 'secret' }],
        },
      ],
    })
  })

  it('throws for a type that no form can show', () => {
    expect(() => describeFields(z.object({ when: z.date() }))).toThrow(/no form can show/)
  })
})

describe('mergeValues', () => {
  const stored = { name: 'a', key: 'k', port: 1, where: { kind: 'own', address: 'https://a', pass: 'p' } }

  it('keeps omitted fields, removes null fields, and writes no defaults', () => {
    expect(mergeValues(fields, stored, { name: 'b', port: null })).toEqual({
      name: 'b',
      key: 'k',
      where: stored.where,
    })
    expect(mergeValues(fields, stored, { name: undefined })).toEqual(stored)
  })

  it('merges inside the same variant and drops the values of another', () => {
    expect(mergeValues(fields, stored, { where: { address: 'https://b' } }).where).toEqual({
      ...stored.where,
      address: 'https://b',
    })
    expect(mergeValues(fields, stored, { where: { kind: 'cloud' } }).where).toEqual({ kind: 'cloud' })
    const back = mergeValues(
      fields,
      { ...stored, where: { kind: 'cloud' } },
      { where: { kind: 'own', address: 'https://b' } },
    )
    expect(back.where).toEqual({ kind: 'own', address: 'https://b' })
  })

  it('ignores __proto__ in the input', () => {
    const merged = mergeValues(fields, {}, JSON.parse('{"__proto__": {"name": "x"}, "key": "k"}'))
    expect(merged.name).toBeUndefined()
    expect(({} as { name?: string }).name).toBeUndefined()
  })
})

describe('withoutSecrets', () => {
  it('returns the other values and the paths of stored secrets', () => {
    const values = { name: 'a', key: 'k', where: { kind: 'own', address: 'https://a', pass: 'p' } }
    expect(withoutSecrets(fields, values)).toEqual({
      values: { name: 'a', where: { kind: 'own', address: 'https://a' } },
      stored: ['key', 'where.pass'],
    })
  })

  it('omits values that the schema does not define', () => {
    expect(withoutSecrets(fields, { name: 'a', legacy: 'k' }).values).toEqual({ name: 'a' })
  })
})

describe('fields', () => {
  it('trim whitespace around text, and line breaks around secrets', () => {
    expect(allKinds.shape.key.parse('\n s3cret \r\n')).toBe(' s3cret ')
    expect(allKinds.shape.name.parse('  a ')).toBe('a')
  })

  it.each(['https://api.example.com', 'http://localhost:8080/v1?x=1'])('accept the URL %s', (value) => {
    expect(url({ label: 'x' }).safeParse(value).success).toBe(true)
  })
  it.each([
    '',
    'api.example.com',
    'ftp://x',
    'https://',
    'https://u:p@x',
    'https://x#f',
    'javascript:alert(1)',
  ])('reject the URL “%s”', (value) => expect(url({ label: 'x' }).safeParse(value).success).toBe(false))

  it.each(['db.example.com', 'localhost', '10.0.0.1', '::1', '[::1]', 'my_host-1'])(
    'accept the host %s',
    (value) => {
      expect(host({ label: 'x' }).safeParse(value).success).toBe(true)
    },
  )
  it.each(['https://x', 'x:5432', 'x/y', 'a b', '-x', ''])('reject the host “%s”', (value) => {
    expect(host({ label: 'x' }).safeParse(value).success).toBe(false)
  })

  it('yield error sentences that do not repeat the input', () => {
    const result = allKinds.strict().safeParse({
      name: 'typed\nvalue',
      key: 7,
      port: 0,
      mode: 'typed',
      surprise: 'typed',
      where: { kind: 'typed' },
    })
    expect(fieldErrors(result.error as z.ZodError)).toEqual([
      { path: 'name', code: 'invalid', message: 'Enter a single line.' },
      { path: 'key', code: 'invalid', message: 'Enter text.' },
      { path: 'port', code: 'invalid', message: 'Enter a number of at least 1.' },
      { path: 'mode', code: 'invalid', message: 'Choose one of: a, b.' },
      { path: 'where.kind', code: 'invalid', message: 'Choose one of: cloud, own.' },
      { path: '', code: 'unknown_member', message: 'The input has an unknown field. Check the field names.' },
    ])
    expect(fieldErrors(allKinds.safeParse({}).error as z.ZodError)).toEqual([
      { path: 'name', code: 'required', message: 'Fill in this field.' },
      { path: 'key', code: 'required', message: 'Fill in this field.' },
    ])
  })
})

describe('fieldsJsonSchema', () => {
  it('contains labels, help, writeOnly and the discriminator of variants', () => {
    const schema = fieldsJsonSchema(allKinds)
    expect(schema).toMatchObject({
      type: 'object',
      required: ['name', 'key'],
      properties: {
        name: {
          type: 'string',
          title: 'Name',
          description: 'What it is called.',
          'x-suffix': '.example.com',
        },
        key: { type: 'string', title: 'Key', writeOnly: true },
        port: { default: 5432, maximum: 65535 },
        where: { 'x-discriminator': 'kind', default: { kind: 'cloud' } },
      },
    })
  })
})
