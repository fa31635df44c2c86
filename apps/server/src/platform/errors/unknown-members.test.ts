import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseStrictly } from './parse-strictly.ts'

const schema = z.object({
  name: z.string(),
  componentIds: z.array(z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  server: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('cloud') }),
      z.object({ kind: z.literal('own'), host: z.string() }),
    ])
    .default({ kind: 'cloud' }),
  steps: z.array(z.object({ stepId: z.string(), credentialId: z.string().nullable() })).default([]),
  values: z.record(z.string(), z.unknown()).optional(),
  owner: z.union([z.object({ id: z.string() }), z.string()]).optional(),
})

const problems = (raw: unknown) => {
  try {
    parseStrictly(schema, raw)
    return []
  } catch (error) {
    return (error as { fields: { path: string; code: string; message: string }[] }).fields
  }
}

describe('parsing an input', () => {
  it('returns the parsed input when every member is known', () => {
    const raw = { name: 'x', labels: { any: 'thing' }, steps: [{ stepId: 'a', credentialId: null }] }
    expect(parseStrictly(schema, raw)).toEqual({ ...raw, server: { kind: 'cloud' } })
  })

  it.each([
    [
      'a misspelt member',
      { name: 'x', nmae: 'y' },
      'nmae',
      'There is no member “nmae”. Did you mean “name”?',
    ],
    [
      'another case',
      { name: 'x', componentids: [] },
      'componentids',
      'There is no member “componentids”. Did you mean “componentIds”?',
    ],
    [
      'a member inside a list',
      { name: 'x', steps: [{ stepId: 'a', credentialId: null, credential: 'c' }] },
      'steps.0.credential',
      'There is no member “credential” in steps.0. Did you mean “credentialId”?',
    ],
    [
      'a member of another variant',
      { name: 'x', server: { kind: 'cloud', host: 'h' } },
      'server.host',
      'There is no member “host” in server. Possible are: kind.',
    ],
    [
      'a member inside a union',
      { name: 'x', owner: { id: 'o', idd: 'p' } },
      'owner.idd',
      'There is no member “idd” in owner. Did you mean “id”?',
    ],
    [
      'a member that resembles nothing',
      { name: 'x', tags: [] },
      'tags',
      'There is no member “tags”. Possible are: name, componentIds, labels, server, steps, values, owner.',
    ],
    [
      'a key of a record that zod would drop',
      { name: 'x', values: JSON.parse('{"__proto__": {"token": "x"}}') },
      'values.__proto__',
      'There is no member “__proto__” in values. Remove it.',
    ],
  ])('names %s', (_, raw, path, message) => {
    expect(problems(raw)).toEqual([{ path, code: 'unknown_member', message }])
  })

  it('names a misspelt member of a union that fits no option', () => {
    expect(problems({ name: 'x', owner: { Id: 'o' } })).toEqual([
      {
        path: 'owner.Id',
        code: 'unknown_member',
        message: 'There is no member “Id” in owner. Did you mean “id”?',
      },
      { path: 'owner', code: 'invalid', message: 'Choose one of the offered options.' },
    ])
  })

  it('names a misspelt discriminator and its options', () => {
    expect(problems({ name: 'x', server: { Kind: 'own', host: 'h' } })).toEqual([
      {
        path: 'server.Kind',
        code: 'unknown_member',
        message: 'There is no member “Kind” in server. Did you mean “kind”?',
      },
      { path: 'server.kind', code: 'invalid', message: 'Choose one of: cloud, own.' },
    ])
  })

  it('reports unknown members together with wrong values', () => {
    expect(problems({ nmae: 'y' }).map(({ path, code }) => [path, code])).toEqual([
      ['nmae', 'unknown_member'],
      ['name', 'required'],
    ])
  })

  it('does not repeat a name that can hold anything, nor more than ten', () => {
    expect(problems({ name: 'x', 'secret value!': 1 })).toEqual([
      { path: '', code: 'unknown_member', message: 'There is an unknown member. Remove it.' },
    ])
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`other${n}`, n]))
    expect(problems({ name: 'x', ...many })).toHaveLength(10)
  })
})
