import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { catalog } from './catalog/index.ts'
import type { Component } from './component.ts'
import { componentProblems } from './component-problems.ts'
import { fieldsToDefinition, fromDefinition, toDefinition } from './definition.ts'
import { ComponentDefinition } from './definition-schema.ts'
import { text } from './fields.ts'
import { describeFields, fieldsJsonSchema } from './schema.ts'

const components: Component[] = Object.values(catalog)

/** The JSON form of a component, and the component that it gives. */
function convert(component: Component) {
  const definition = toDefinition(component)
  return { definition, restored: fromDefinition(JSON.parse(JSON.stringify(definition))) }
}

describe('the JSON form of components', () => {
  describe.each(components.map((component) => [component.id, component] as const))(
    'of [%s]',
    (_, component) => {
      const problems = componentProblems(component)
      it('is valid', () => expect(problems, problems.join('\n')).toEqual([]))
      if (problems.length > 0) return

      it('gives the same definition again', () => {
        const { definition, restored } = convert(component)
        expect(toDefinition(restored)).toEqual(definition)
      })

      it('gives a component with the same forms, and otherwise the same data', () => {
        const { restored } = convert(component)
        for (const [id, { fields, ...method }] of Object.entries(component.methods)) {
          const { fields: restoredFields, ...restoredMethod } = restored.methods[id] ?? {}
          expect(JSON.parse(JSON.stringify(restoredMethod))).toEqual(JSON.parse(JSON.stringify(method)))
          expect(restoredFields && describeFields(restoredFields)).toEqual(describeFields(fields))
          expect(restoredFields && fieldsJsonSchema(restoredFields)).toEqual(fieldsJsonSchema(fields))
        }
        const { methods: _a, ...rest } = component
        const { methods: _b, ...restoredRest } = restored
        expect(restoredRest).toEqual(rest)
      })

      it('gives fields that parse what the fields of the original parse, with the same errors', () => {
        const { restored } = convert(component)
        for (const [id, { fields }] of Object.entries(component.methods)) {
          for (const input of inputsFor(fields)) {
            const [expected, actual] = [
              fields.safeParse(input),
              restored.methods[id]?.fields.safeParse(input),
            ]
            expect(actual?.data).toEqual(expected.data)
            expect(actual?.error?.issues).toEqual(expected.error?.issues)
          }
        }
      })
    },
  )
})

/** Inputs that reach every check of every field: nothing, and one odd text after another in all text fields. */
function inputsFor(fields: z.ZodObject): unknown[] {
  const texts = [
    '',
    ' padded ',
    'UPPER',
    'two\nlines',
    'https://acme.example.com/path',
    'https://acme.my.salesforce.com/x',
    'acme.zendesk.com',
    '/path',
    'a@b.example',
    '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----',
    '0123456789abcdef0123456789abcdef',
    'eu-central-1',
    'common',
    'x'.repeat(70_000),
  ]
  const fill = (value: unknown, shape: z.ZodObject): Record<string, unknown> =>
    Object.fromEntries(
      describeFields(shape).map((field) => {
        switch (field.kind) {
          case 'number':
            return [field.name, typeof value === 'string' ? value.length : value]
          case 'boolean':
            return [field.name, true]
          case 'choice':
            return [field.name, field.options[0]?.value]
          case 'several':
            return [field.name, field.options.map((option) => option.value)]
          case 'variants':
            return [
              field.name,
              {
                kind: field.variants[0]?.value,
                ...Object.fromEntries(field.variants[0]?.fields.map(({ name }) => [name, value]) ?? []),
              },
            ]
          default:
            return [field.name, value]
        }
      }),
    )
  return [{}, ...texts.map((value) => fill(value, fields))]
}

describe('fields that a definition can’t express', () => {
  it('are errors, so that no check is lost', () => {
    const odd = text({ label: 'Odd' }).refine((value) => value !== 'x')
    const flagged = text({ label: 'Flagged' }).regex(/^x/i)
    for (const field of [odd, flagged]) {
      expect(() => fieldsToDefinition(z.object({ field }))).toThrow('check that a definition can')
    }
    expect(() => fieldsToDefinition(z.object({ plain: z.string() }))).toThrow('no label')
  })
})

describe('definitions from outside', () => {
  const definition = toDefinition(catalog.petstore)

  it.each([
    ['another format', { ...definition, schema: 'component/v2' }],
    ['an unknown member', { ...definition, run: 'code' }],
    ['an id with a path', { ...definition, id: '../x' }],
    ['no methods with a form', { ...definition, methods: { m: {} } }],
  ])('are refused with %s', (_, raw) => {
    expect(ComponentDefinition.safeParse(raw).success).toBe(false)
  })

  it.each([
    ['a pattern that is not a regular expression', { type: 'string', title: 'X', allOf: [{ pattern: '(' }] }],
    ['an extraction that is not a regular expression', { type: 'string', title: 'X', 'x-extract': '[' }],
    [
      'a variant without a constant',
      {
        title: 'X',
        'x-discriminator': 'kind',
        'x-options': { a: 'A' },
        oneOf: [{ type: 'object', properties: {}, required: [], additionalProperties: false }],
      },
    ],
  ])('are refused with %s, with an error of zod', (_, field) => {
    const [id = '', method] = Object.entries(definition.methods)[0] ?? []
    const fields = { ...method?.fields, properties: { ...method?.fields.properties, field } }
    const raw = { ...definition, methods: { [id]: { ...method, fields } } }
    expect(() => fromDefinition(raw)).toThrow(z.ZodError)
  })
})
