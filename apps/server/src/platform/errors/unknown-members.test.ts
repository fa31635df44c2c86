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
  owner: z.union([z.object({ id: z.string() }), z.string()]).optional(),
})

const problems = (raw: unknown) => {
  try {
    parseStrictly(schema, raw)
    return []
  } catch (error) {
    return (error as { fields: { path: string; message: string }[] }).fields
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
      'There is no member “host” in server. It can have: kind.',
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
      'There is no member “tags”. It can have: name, componentIds, labels, server, steps, owner.',
    ],
  ])('names %s', (_, raw, path, message) => {
    expect(problems(raw)).toEqual([{ path, message }])
  })

  it('reports unknown members together with wrong values', () => {
    expect(problems({ nmae: 'y' }).map(({ path }) => path)).toEqual(['nmae', 'name'])
  })

  it('does not repeat a name that can hold anything, nor more than ten', () => {
    expect(problems({ name: 'x', 'secret value!': 1 })).toEqual([
      { path: '', message: 'There is an unknown member. Remove it.' },
    ])
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`other${n}`, n]))
    expect(problems({ name: 'x', ...many })).toHaveLength(10)
  })
})
