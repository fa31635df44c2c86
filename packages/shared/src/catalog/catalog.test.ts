import { describe, expect, it } from 'vitest'
import { templateFields } from '../auth/template.ts'
import { CATEGORIES, type Component, type Method } from '../component.ts'
import { describeFields, type FieldDescription, fieldsJsonSchema } from '../schema.ts'
import { catalog } from './index.ts'

/** What every component has to be like before any vendor is asked. */
describe.each(Object.entries<Component>(catalog))('%s', (key, component) => {
  it('is described for people', () => {
    expect(component.id).toBe(key)
    expect(key).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(component.title).toMatch(/^\S.*\S$/)
    expect(component.description).toMatch(/^[A-Z0-9].{9,70}[^.]$/)
    expect(Object.keys(CATEGORIES)).toContain(component.category)
    expect(component.docsUrl).toMatch(/^https:\/\//)
    for (const alias of component.aliases ?? []) expect(alias).toBe(alias.toLowerCase())
    expect(Object.keys(component.methods)).not.toHaveLength(0)
  })

  describe.each(Object.entries(component.methods))('%s', (_methodId, method) => {
    const fields = everyField(describeFields(method.fields))

    it('has a label and help at every field, and keeps what looks secret secret', () => {
      for (const { path, field } of fields) {
        expect(field.meta.label, path).not.toBe(field.name)
        expect(field.meta.label, path).toMatch(/^[A-Z]/)
        expect(field.meta.help ?? '', path).toMatch(/^[\p{Lu}\d“].*[.”…]$/u)
        if (looksSecret(field)) expect(field.kind, path).toBe('secret')
        // A default would be a secret that everybody knows.
        if (field.kind === 'secret') expect(field.default, path).toBeUndefined()
      }
      expect(() => JSON.stringify(fieldsJsonSchema(method.fields))).not.toThrow()
    })

    it('uses the fields that it has, and all of them', () => {
      const used = new Set(templatesOf(method).flatMap(templateFields))
      const known = new Set(fields.map(({ path }) => path))
      const isKnown = (name: string) => known.has(name) || (method.token && name.startsWith('token.'))
      expect([...used].filter((name) => !isKnown(name))).toEqual([])
      const asked = fields.filter(({ field }) => field.kind !== 'variants').map(({ path }) => path)
      expect(asked.filter((path) => !used.has(path) && !isForEngines(method))).toEqual([])
    })
  })
})

interface Known {
  path: string
  field: FieldDescription
}

/** The fields of all variants. */
function everyField(fields: readonly FieldDescription[], prefix = ''): Known[] {
  return fields.flatMap((field) => {
    const path = prefix + field.name
    const inner = field.kind === 'variants' ? field.variants.flatMap((variant) => variant.fields) : []
    return [{ path, field }, ...everyField(inner, `${path}.`)]
  })
}

/** By its name; IDs, names and addresses of secrets are none. */
const looksSecret = ({ name }: FieldDescription) =>
  /(token|key|password|passphrase|secret|credential)s?$/i.test(name) &&
  !/^(public|host|routing)Key$/.test(name)

/** Every text of a method that may hold templates. */
function templatesOf(method: Method): string[] {
  const { baseUrl, place, token, signer, verify } = method
  return texts({ baseUrl, place, token, signer, verify })
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

/** A method without a check may have fields for the flow engine alone. */
const isForEngines = ({ verify }: Method) => 'untestable' in verify
