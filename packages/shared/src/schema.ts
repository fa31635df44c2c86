import { z } from 'zod'
import { type FieldMeta, fieldMeta } from './fields.ts'

/**
 * The description of one field of a schema. Forms, the merging of values and the separation of secrets all
 * read schemas through these descriptions. This module therefore determines which zod types a schema may
 * contain.
 */
export type FieldDescription = {
  name: string
  meta: FieldMeta
  required: boolean
  /** The default of an absent field. `undefined` if there is none. */
  default: unknown
} & (
  | { kind: 'text' | 'secret' | 'multiline' | 'boolean' }
  | { kind: 'number'; integer: boolean; min: number | undefined; max: number | undefined }
  | { kind: 'choice' | 'several'; options: { value: string; label: string }[] }
  | {
      kind: 'variants'
      discriminator: string
      variants: { value: string; label: string; fields: FieldDescription[] }[]
    }
)

/**
 * Returns the fields of an object schema in their order.
 * @throws TypeError for a type that no form can show
 */
export function describeFields(schema: z.core.$ZodObject): FieldDescription[] {
  return Object.entries(schema._zod.def.shape).map(([name, field]) => describeField(name, field))
}

function describeField(name: string, field: z.core.$ZodType): FieldDescription {
  const { core, meta, required, fallback } = unwrap(field)
  const def = (core as z.core.$ZodTypes)._zod.def
  const common = { name, meta: { ...meta, label: meta.label ?? name }, required, default: fallback }
  switch (def.type) {
    case 'string': {
      const kind = meta.secret ? 'secret' : meta.multiline ? 'multiline' : 'text'
      return { ...common, kind }
    }
    case 'number': {
      const { minValue, maxValue, format } = core as unknown as z.ZodNumber
      return {
        ...common,
        kind: 'number',
        integer: format === 'safeint' || format === 'int32',
        min: finite(minValue),
        max: finite(maxValue),
      }
    }
    case 'boolean':
      return { ...common, kind: 'boolean' }
    case 'enum':
      return { ...common, kind: 'choice', options: optionsOf(def, meta) }
    case 'array': {
      const inner = (def.element as z.core.$ZodTypes)._zod.def
      if (inner.type !== 'enum') break
      return { ...common, kind: 'several', options: optionsOf(inner, meta) }
    }
    case 'union': {
      const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef
      if (!discriminator) break
      const variants = def.options.map((option) => {
        const shape = (option as z.core.$ZodObject)._zod.def.shape
        const value = String((shape[discriminator] as z.core.$ZodLiteral)._zod.def.values[0])
        const fields = Object.entries(shape)
          .filter(([key]) => key !== discriminator)
          .map(([key, inner]) => describeField(key, inner))
        return { value, label: meta.options?.[value] ?? value, fields }
      })
      return { ...common, kind: 'variants', discriminator, variants }
    }
  }
  throw new TypeError(`Field “${name}” has the type ${def.type}, which no form can show.`)
}

const optionsOf = ({ entries }: z.core.$ZodEnumDef, meta: Partial<FieldMeta>) =>
  Object.values(entries).map((value) => ({
    value: String(value),
    label: meta.options?.[String(value)] ?? String(value),
  }))

/**
 * Removes wrappers such as optional, nullable and default. Merges metadata of all levels; the outermost wins.
 */
function unwrap(field: z.core.$ZodType) {
  let core = field as z.core.$ZodTypes
  let meta: Partial<FieldMeta> = {}
  let required = true
  let fallback: unknown
  for (;;) {
    meta = { ...fieldMeta.get(core), ...meta }
    const def = core._zod.def
    switch (def.type) {
      case 'default':
      case 'prefault':
        fallback ??= def.defaultValue
        required = false
        core = def.innerType as z.core.$ZodTypes
        continue
      case 'optional':
      case 'nullable':
        required = false
        core = def.innerType as z.core.$ZodTypes
        continue
      case 'readonly':
      case 'catch':
      case 'nonoptional':
        core = def.innerType as z.core.$ZodTypes
        continue
      case 'pipe':
        core = def.in as z.core.$ZodTypes
        continue
    }
    return { core, meta, required, fallback }
  }
}

const finite = (value: number | null | undefined) =>
  value == null || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value

/** Yields the dotted paths of all values, of all variants and their discriminators, too. */
export function* fieldPaths(fields: readonly FieldDescription[], prefix = ''): Generator<string> {
  for (const field of fields) {
    const path = prefix + field.name
    yield path
    if (field.kind !== 'variants') continue
    yield `${path}.${field.discriminator}`
    for (const { fields: inner } of field.variants) yield* fieldPaths(inner, `${path}.`)
  }
}

/** Yields the fields that apply to these values: of a union, only the chosen variant. Paths are dotted. */
export function* activeFields(
  fields: readonly FieldDescription[],
  values: Record<string, unknown>,
  prefix = '',
): Generator<{ path: string; field: FieldDescription; value: unknown }> {
  for (const field of fields) {
    const path = prefix + field.name
    const value = values[field.name]
    yield { path, field, value }
    if (field.kind === 'variants' && isRecord(value)) {
      yield* activeFields(chosenVariant(field, value)?.fields ?? [], value, `${path}.`)
    }
  }
}

/** Returns the variant that the discriminator in `value` selects, if any. */
export function chosenVariant(field: FieldDescription & { kind: 'variants' }, value: unknown) {
  const chosen = isRecord(value) ? value[field.discriminator] : undefined
  return field.variants.find((variant) => variant.value === chosen)
}

/** Returns the values without secrets, and the dotted paths of the secret fields that have a value. */
export function withoutSecrets(
  fields: readonly FieldDescription[],
  values: Record<string, unknown>,
  prefix = '',
) {
  const visible: Record<string, unknown> = {}
  const stored: string[] = []
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined) continue
    if (field.kind === 'secret' || field.meta.secret) {
      stored.push(prefix + field.name)
    } else if (field.kind === 'variants' && isRecord(value)) {
      const inner = withoutSecrets(
        chosenVariant(field, value)?.fields ?? [],
        value,
        `${prefix}${field.name}.`,
      )
      visible[field.name] = { [field.discriminator]: value[field.discriminator], ...inner.values }
      stored.push(...inner.stored)
    } else {
      visible[field.name] = value
    }
  }
  return { values: visible, stored }
}

/**
 * Merges raw input into stored values. An omitted field keeps its value, `null` removes it, and a changed
 * discriminator drops the values of the previous variant. The result is raw, too. Parse only the result:
 * parsing the partial input first would overwrite stored values with defaults.
 */
export function mergeValues(
  fields: readonly FieldDescription[],
  stored: Record<string, unknown>,
  input: Record<string, unknown>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...stored, ...input }
  for (const field of fields) {
    const given = input[field.name]
    if (given === null || given === undefined) {
      if (given === null) delete merged[field.name]
      else if (field.name in stored) merged[field.name] = stored[field.name]
      continue
    }
    const before = stored[field.name]
    if (field.kind === 'variants' && isRecord(given) && isRecord(before)) {
      const kind = given[field.discriminator] ?? before[field.discriminator]
      if (kind !== before[field.discriminator]) continue
      const variant = chosenVariant(field, before)
      merged[field.name] = mergeValues(variant?.fields ?? [], before, given)
    }
  }
  return merged
}

/** Returns whether a value is an object, but neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Returns the JSON Schema of a method's fields for `components.get`. Label and help become title and
 * description, secrets are `writeOnly`, and other metadata has `x-` keys. JSON Schema has no keyword for a
 * discriminator.
 */
export function fieldsJsonSchema(schema: z.ZodObject): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const meta = fieldMeta.get(zodSchema)
      const def = zodSchema._zod.def as { discriminator?: string }
      if (def.discriminator) jsonSchema['x-discriminator'] = def.discriminator
      if (!meta) return
      jsonSchema.title = meta.label
      if (meta.help) jsonSchema.description = meta.help
      if (meta.secret) jsonSchema.writeOnly = true
      for (const key of [
        'helpUrl',
        'placeholder',
        'prefix',
        'suffix',
        'multiline',
        'advanced',
        'options',
      ] as const) {
        if (meta[key] !== undefined) jsonSchema[`x-${key}`] = meta[key]
      }
    },
  }) as Record<string, unknown>
}
