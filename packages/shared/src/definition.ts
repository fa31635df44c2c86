import { z } from 'zod'
import type { Component, Method } from './component.ts'
import { ComponentDefinition, type FieldDefinition, type FieldsDefinition } from './definition-schema.ts'
import {
  choice,
  extracting,
  type FieldMeta,
  fieldMeta,
  flag,
  host,
  hosts,
  lines,
  multiline,
  number,
  pem,
  port,
  scopes,
  secret,
  secretText,
  text,
  url,
  variants,
} from './fields.ts'
import { LinearPattern } from './linear-pattern.ts'

/**
 * Converts components between TypeScript, where fields are zod schemas, and JSON definitions, where fields are JSON
 * Schemas. Only the fields differ.
 */

/** Returns the JSON form of a component. @throws TypeError for fields that it can't express */
export function toDefinition(component: Component, version = 1): ComponentDefinition {
  const methods = Object.entries(component.methods).map(([id, method]) => {
    const { fields, ...rest } = method
    return [id, { ...rest, fields: fieldsToDefinition(fields) }]
  })
  // The round trip through JSON removes undefined members.
  return JSON.parse(
    JSON.stringify({ schema: 'component/v1', version, ...component, methods: Object.fromEntries(methods) }),
  )
}

/** Returns the component of a definition. @throws ZodError when it is not a definition */
export function fromDefinition(raw: unknown): Component {
  const { schema: _schema, version: _version, methods, ...component } = ComponentDefinition.parse(raw)
  return {
    ...component,
    methods: Object.fromEntries(
      Object.entries(methods).map(([id, { fields, ...method }]) => [
        id,
        { ...method, fields: fieldsFromDefinition(fields) } as unknown as Method,
      ]),
    ),
  }
}

/** Returns the fields of a method as JSON Schema. @throws TypeError for fields that it can't express */
export function fieldsToDefinition({ shape }: z.ZodObject): FieldsDefinition {
  const fields = Object.entries(shape).map(([name, schema]) => [name, ...toField(name, schema)] as const)
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, field])),
    required: fields.flatMap(([name, , isRequired]) => (isRequired ? name : [])),
    additionalProperties: false,
  }
}

/** Returns the schema of fields given as JSON Schema. */
function fieldsFromDefinition({ properties, required }: FieldsDefinition): z.ZodObject {
  return z.object(
    Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, fromField(field, required.includes(name))]),
    ),
  )
}

// ── zod → JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────

type Json = Record<string, unknown>

function toField(name: string, schema: z.core.$ZodType): [FieldDefinition, isRequired: boolean] {
  const { core, fallback, isOptional } = unwrap(schema)
  const meta = fieldMeta.get(core) ?? fieldMeta.get(schema)
  if (!meta) throw new TypeError(`Field “${name}” has no label: make it with fields.ts.`)
  const field = { ...kindOf(name, core, meta), ...metaToJson(meta) }
  const definition = fallback === undefined ? field : { ...field, default: fallback }
  return [definition as FieldDefinition, !isOptional && fallback === undefined]
}

/** Looks through `.optional()` and `.default()`. */
function unwrap(schema: z.core.$ZodType): { core: z.core.$ZodType; fallback?: unknown; isOptional: boolean } {
  if (schema instanceof z.ZodOptional) return { ...unwrap(schema.unwrap()), isOptional: true }
  if (schema instanceof z.ZodDefault) {
    const { defaultValue } = schema.def
    return { ...unwrap(schema.unwrap()), fallback: defaultValue }
  }
  return { core: schema, isOptional: false }
}

function metaToJson({
  label,
  help,
  helpUrl,
  placeholder,
  prefix,
  suffix,
  advanced,
  options,
}: FieldMeta): Json {
  return {
    title: label,
    description: help,
    'x-helpUrl': helpUrl,
    'x-placeholder': placeholder,
    'x-prefix': prefix,
    'x-suffix': suffix,
    'x-advanced': advanced,
    'x-options': options,
  }
}

function kindOf(name: string, core: z.core.$ZodType, meta: FieldMeta): Json {
  if (core instanceof z.ZodString) return textToJson(name, core, meta)
  if (core instanceof z.ZodNumber) return numberToJson(core)
  if (core instanceof z.ZodBoolean) return { type: 'boolean' }
  if (core instanceof z.ZodEnum) return { type: 'string', enum: core.options }
  if (core instanceof z.ZodArray && core.element instanceof z.ZodEnum) {
    return { type: 'array', items: { type: 'string', enum: core.element.options } }
  }
  if (core instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = core.def
    return {
      oneOf: core.options.map((option) => variantToJson(option as z.ZodObject, discriminator)),
      'x-discriminator': discriminator,
    }
  }
  throw new TypeError(`Field “${name}” has a type that a definition can't express.`)
}

function variantToJson({ shape }: z.ZodObject, discriminator: string): Json {
  const { [discriminator]: kind, ...rest } = shape
  const fields = fieldsToDefinition(z.object(rest))
  const { value } = kind as unknown as z.ZodLiteral
  return {
    ...fields,
    properties: { [discriminator]: { const: value }, ...fields.properties },
    required: [discriminator, ...fields.required],
  }
}

/** Returns the JSON form of a text: its format, and the checks that the component adds. @throws TypeError for others */
function textToJson(name: string, schema: z.ZodString, meta: FieldMeta): Json {
  const { extract } = meta
  const format = meta.format ?? (meta.multiline ? 'multiline' : undefined)
  const base = textOf(format, { label: '', secret: meta.secret }).def.checks?.length ?? 0
  const added = (schema.def.checks ?? []).slice(base).map((check) => check._zod.def as AddedCheck)
  const patterns = added.flatMap(({ pattern, error }) =>
    pattern?.flags === '' ? { pattern: pattern.source, 'x-message': messageOf(error) } : [],
  )
  const maxLength = added.find(({ check }) => check === 'max_length')?.maximum
  const isLowercase = added.some(({ check, tx }) => check === 'overwrite' && tx?.('A') === 'a')
  // `extract` is one overwrite, toLowerCase another one.
  const expressed =
    patterns.length + Number(maxLength !== undefined) + Number(isLowercase) + Number(extract !== undefined)
  if (expressed !== added.length) {
    throw new TypeError(`Field “${name}” has a check that a definition can't express.`)
  }
  return {
    type: 'string',
    format,
    writeOnly: meta.secret,
    maxLength,
    'x-lowercase': isLowercase || undefined,
    'x-extract': extract,
    allOf: patterns.length > 0 ? patterns : undefined,
  }
}

/** What zod stores of the checks that are added to a text. */
interface AddedCheck {
  check: string
  pattern?: RegExp
  maximum?: number
  tx?: (value: string) => string
  error?: (issue: never) => string | { message: string } | undefined | null
}

function messageOf(error: AddedCheck['error']): string | undefined {
  const message = error?.({} as never)
  return typeof message === 'string' ? message : message?.message
}

function numberToJson({ format, minValue, maxValue }: z.ZodNumber): Json {
  const isInteger = format === 'safeint'
  if (isInteger && minValue === 1 && maxValue === 65535) return { type: 'integer', format: 'port' }
  const finite = (value: number | null) =>
    value === null || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value
  return {
    type: isInteger ? 'integer' : 'number',
    minimum: finite(minValue),
    maximum: finite(maxValue),
  }
}

// ── JSON → zod ──────────────────────────────────────────────────────────────────────────────────────────────────────

function fromField(field: FieldDefinition, isRequired: boolean): z.ZodType {
  const schema = coreFromField(field)
  if (field.default !== undefined) return schema.default(field.default as never)
  return isRequired ? schema : schema.optional()
}

function coreFromField(field: FieldDefinition): z.ZodType {
  const meta = metaFromJson(field)
  if ('oneOf' in field) {
    const options = field.oneOf.map(({ properties, required }) => {
      const { kind, ...rest } = properties
      const fields = fieldsFromDefinition({
        type: 'object',
        properties: rest as FieldsDefinition['properties'],
        required,
        additionalProperties: false,
      })
      return z.object({ kind: z.literal((kind as { const: string }).const), ...fields.shape })
    })
    return variants({ ...meta, options: field['x-options'] }, options as never)
  }
  switch (field.type) {
    case 'boolean':
      return flag(meta)
    case 'array':
      return scopes({ ...meta, options: field['x-options'] })
    case 'number':
    case 'integer':
      return numberFromField(field, meta)
  }
  return 'enum' in field ? choice({ ...meta, options: field['x-options'] }) : textFromField(field, meta)
}

function textFromField(
  field: Extract<FieldDefinition, { type: 'string'; 'x-options'?: never }>,
  meta: FieldMeta,
) {
  let schema = textOf(field.format, { ...meta, secret: field.writeOnly })
  if (field['x-lowercase']) schema = schema.toLowerCase()
  const extract = field['x-extract']
  if (extract !== undefined) schema = extracting(schema, extract, new LinearPattern(extract))
  if (field.maxLength !== undefined) schema = schema.max(field.maxLength)
  for (const { pattern, 'x-message': message } of field.allOf ?? []) {
    schema = schema.regex(new LinearPattern(pattern), message)
  }
  return schema
}

/** Returns a text field by its format. */
function textOf(format: FieldMeta['format'] | 'multiline', meta: FieldMeta): z.ZodString {
  switch (format) {
    case 'http-url':
      return url(meta)
    case 'host':
      return host(meta)
    case 'hosts':
      return hosts(meta)
    case 'pem-certificate':
    case 'pem-private-key':
    case 'pem-ssh-key':
      return pem(format, meta)
    case 'header-lines':
    case 'value-lines':
      return lines(format, meta)
    case 'multiline':
      return meta.secret ? secretText(meta) : multiline(meta)
    default:
      return meta.secret ? secret(meta) : text(meta)
  }
}

function numberFromField(field: Extract<FieldDefinition, { type: 'number' | 'integer' }>, meta: FieldMeta) {
  if (field.format === 'port') return port(meta)
  let schema = number(meta)
  if (field.type === 'integer') schema = schema.int()
  if (field.minimum !== undefined) schema = schema.min(field.minimum)
  if (field.maximum !== undefined) schema = schema.max(field.maximum)
  return schema
}

const metaFromJson = (field: FieldDefinition): FieldMeta => ({
  label: field.title,
  ...(field.description !== undefined && { help: field.description }),
  ...(field['x-helpUrl'] !== undefined && { helpUrl: field['x-helpUrl'] }),
  ...(field['x-placeholder'] !== undefined && { placeholder: field['x-placeholder'] }),
  ...(field['x-prefix'] !== undefined && { prefix: field['x-prefix'] }),
  ...(field['x-suffix'] !== undefined && { suffix: field['x-suffix'] }),
  ...(field['x-advanced'] && { advanced: true as const }),
})
