import { expect, it } from 'vitest'
import { z } from 'zod'
import { apiSchemas } from './api-schemas.ts'
import * as webhook from './webhook.ts'

/** Every schema of the API by name, and the payload of every webhook event. */
const schemas = new Map<string, z.ZodType>(apiSchemas)
for (const type of webhook.SentEventType.options) {
  schemas.set(`webhook.payloadOf(${type})`, webhook.payloadOf(type))
}

type Json = Record<string, unknown>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Adds the paths of objects and object members without a description to `missing`. */
function collectMissing(node: unknown, path: string, missing: string[]): void {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) collectMissing(item, `${path}[${index}]`, missing)
    return
  }
  if (!isJson(node)) return
  const isObject = node.type === 'object' && isJson(node.properties)
  if (isObject && !node.description) missing.push(path)
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'properties') {
      collectMissing(value, `${path}/${key}`, missing)
      continue
    }
    for (const [name, member] of Object.entries(value as Json)) {
      if (!(isJson(member) && member.description)) missing.push(`${path}.${name}`)
      collectMissing(member, `${path}.${name}`, missing)
    }
  }
}

it.each(['input', 'output'] as const)(
  'gives every object of the API and every member a description in the %s JSON Schema',
  (io) => {
    const missing: string[] = []
    for (const [name, schema] of schemas) {
      const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
      if (!json.description) missing.push(name)
      collectMissing(json, name, missing)
    }
    expect([...new Set(missing)]).toEqual([])
  },
)

it('finds every schema of the API', () => {
  expect(schemas.size).toBeGreaterThan(100)
})
