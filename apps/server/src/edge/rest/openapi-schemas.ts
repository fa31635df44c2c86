import { apiSchemas, nameOfSchema } from '@stepkey/shared/api-schemas'
import { isRecord } from '@stepkey/shared/schema'
import { z } from 'zod'

export type Json = Record<string, unknown>

/** The schemas that the API reference refers to by name. Generated clients have a type for each. */
export interface NamedSchemas {
  /** Returns the JSON Schema of an input. */
  ofInput(schema: z.ZodType): Json
  /** Returns the JSON Schema of an output. Schemas that have a name in `apiSchemas` are references. */
  ofOutput(schema: z.ZodType): Json
  /** Names a schema. @returns a reference to it. @throws TypeError if another schema has the name */
  define(name: string, schema: Json): Json
  /** Whether another schema has this name. */
  differs(name: string, schema: Json): boolean
  /** All named schemas, in the order of their names. */
  all(): Json
}

export function createNamedSchemas(): NamedSchemas {
  const schemas = new Map<string, Json>()
  const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

  function toJson(root: z.ZodType, io: 'input' | 'output'): Json {
    const override = ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }) => {
      removeUnportable(jsonSchema)
      // Inputs are parsed strictly, whatever their schemas say of unknown members; see `parseStrictly`.
      if (io === 'input' && zodSchema instanceof z.ZodObject) jsonSchema.additionalProperties ??= false
      const name = zodSchema === root ? undefined : nameOfSchema(zodSchema)
      // The input and the output of an object can differ, so only values are named in inputs.
      if (!name || (io === 'input' && !(zodSchema instanceof z.ZodEnum))) return
      defineNamed(name)
      const { description } = jsonSchema
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
      Object.assign(jsonSchema, reference(name))
      if (description !== undefined && apiSchemas.get(name) !== zodSchema)
        jsonSchema.description = description
    }
    const { $schema: _, ...json } = z.toJSONSchema(root, { io, unrepresentable: 'any', override })
    return json
  }

  function defineNamed(name: string): void {
    const schema = apiSchemas.get(name)
    if (!schema || schemas.has(name)) return
    // Reserves the name, because schemas can refer to each other.
    schemas.set(name, {})
    schemas.set(name, toJson(schema, 'output'))
  }

  const differs = (name: string, schema: Json) => {
    const before = schemas.get(name)
    return before !== undefined && JSON.stringify(before) !== JSON.stringify(schema)
  }

  return {
    ofInput: (schema) => toJson(schema, 'input'),
    ofOutput(schema) {
      const name = nameOfSchema(schema)
      if (!name) return toJson(schema, 'output')
      defineNamed(name)
      return reference(name)
    },
    define(name, schema) {
      if (apiSchemas.has(name) || differs(name, schema))
        throw new TypeError(`Two schemas of the API reference are named ${name}.`)
      schemas.set(name, schema)
      return reference(name)
    },
    differs,
    all: () => Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** Returns the name of a schema that belongs to one operation: `CreateFlowBody`. */
export const nameInOperation = ({ id }: { id: string }, part: string): string =>
  `${id[0]?.toUpperCase()}${id.slice(1)}${part}`

/** Returns a parameter with the description of its schema. Viewers don't show descriptions in schemas of parameters. */
export function parameterOf(
  parameter: { name: string; in: 'path' | 'query' | 'header'; required: boolean },
  schema: unknown,
): Json {
  const { description, ...rest } = isRecord(schema) ? schema : { type: 'string' }
  return { ...parameter, ...(description !== undefined && { description }), schema: rest }
}

/** Removes patterns that other languages can't compile. The server checks them. */
function removeUnportable(schema: Json): void {
  if (isUnportable(schema)) delete schema.pattern
  if (!Array.isArray(schema.allOf)) return
  const rest = schema.allOf.filter((part) => !isUnportable(part))
  if (rest.length > 0) schema.allOf = rest
  else delete schema.allOf
}

const isUnportable = ({ pattern }: Json) => typeof pattern === 'string' && /\\p\{|\\u|\(\?</.test(pattern)
