import { describe, expect, it } from 'vitest'
import { renderTemplate, type Scope, templateFields } from '../auth/template.ts'
import {
  asksConsent,
  CATEGORIES,
  type Component,
  type Method,
  needsApp,
  type Template,
} from '../component.ts'
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
      const known = new Set(
        fields.flatMap(({ path, field }) => [
          path,
          ...(field.kind === 'variants' ? [`${path}.${field.discriminator}`] : []),
        ]),
      )
      const isKnown = (name: string) => known.has(name) || (method.token && /^(?:token|app)\./.test(name))
      expect([...used].filter((name) => !isKnown(name))).toEqual([])
      const asked = fields.filter(({ field }) => field.kind !== 'variants').map(({ path }) => path)
      expect(asked.filter((path) => !used.has(path) && !isForEngines(method))).toEqual([])
    })

    // The app and its secret belong to the workspace or the installation, not to whoever fills in this form: at an
    // address that leads elsewhere a stranger would get the secret, and with it what other people granted.
    it.runIf(needsApp(method))('leads to the vendor, whatever is typed', () => {
      for (const address of addressesOf(method)) {
        expect(address).toMatch(/^https:\/\//)
        const choices = choicesIn(address, fields)
        for (const chosen of everyWay(choices)) {
          expect(fixedLabels(address, chosen), `${address} ${JSON.stringify(chosen)}`).toBeGreaterThan(1)
        }
        for (const path of templateFields(hostOf(address)).filter((name) => !choices.has(name))) {
          expect(endsHost(method, path), `${address}: ${path}`).toBe(false)
        }
      }
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

/** Where codes, tokens and the app's secret are sent, and the person. */
function addressesOf({ token }: Method): Template[] {
  if (!asksConsent(token)) return []
  const { url, discover, refresh, revoke } = token
  const start = token.grant === 'device_code' ? token.deviceUrl : token.authorizeUrl
  const end = revoke && ('baseUrl' in revoke ? revoke.baseUrl : revoke.url)
  return [url, start, discover, refresh?.url, end].filter((address) => address !== undefined)
}

/** What stands between the scheme and the path. */
const hostOf = (address: Template) => /^https:\/\/((?:\{\{.*?\}\}|[^/?#])*)/.exec(address)?.[1] ?? ''

/** The fields of a template that hold one of a few values, and those values. */
function choicesIn(template: Template, fields: readonly Known[]): Map<string, string[]> {
  const choices = fields.flatMap(({ path, field }): [string, string[]][] => {
    if (field.kind === 'choice') return [[path, field.options.map(({ value }) => value)]]
    if (field.kind !== 'variants') return []
    return [[`${path}.${field.discriminator}`, field.variants.map(({ value }) => value)]]
  })
  const read = templateFields(template)
  return new Map(choices.filter(([path]) => read.includes(path)))
}

/** Each way to choose. */
const everyWay = (choices: Map<string, string[]>): Record<string, string>[] =>
  [...choices].reduce<Record<string, string>[]>(
    (ways, [path, values]) => ways.flatMap((way) => values.map((value) => ({ ...way, [path]: value }))),
    [{}],
  )

/** How many labels of a host, from its end, stay as they are whatever stands in the fields that are no choices. */
function fixedLabels(address: Template, chosen: Record<string, string>): number {
  const [one = [], other = []] = ['typed.example', 'else.invalid'].map((typed) => {
    const values: Scope = {}
    for (const path of templateFields(address)) put(values, path, chosen[path] ?? typed)
    return new URL(renderTemplate(address, values)).hostname.split('.').reverse()
  })
  const differs = one.findIndex((label, at) => label !== other[at])
  return differs < 0 ? one.length : differs
}

function put(values: Scope, path: string, value: string): void {
  const [name = '', ...rest] = path.split('.')
  const inner = { ...(values[name] as Scope | undefined) }
  if (rest.length > 0) put(inner, rest.join('.'), value)
  values[name] = rest.length > 0 ? inner : value
}

interface Schema {
  properties?: Record<string, Schema>
  oneOf?: Schema[]
  allOf?: Schema[]
  pattern?: string
}

/** Whether a field takes what would end the host that it stands in; what is no field takes anything. */
function endsHost({ fields }: Method, path: string): boolean {
  const found = path
    .split('.')
    .reduce<Schema[]>(
      (schemas, name) =>
        schemas
          .flatMap((schema) => [schema, ...(schema.oneOf ?? [])])
          .flatMap(({ properties }) => properties?.[name] ?? []),
      [fieldsJsonSchema(fields)],
    )
  const takes = (schema: Schema, typed: string) =>
    [schema, ...(schema.allOf ?? [])].every(({ pattern }) => !pattern || new RegExp(pattern).test(typed))
  const enders = [...'/\\?#@:'].map((end) => `typed${end}`)
  return found.length === 0 || found.some((schema) => enders.some((typed) => takes(schema, typed)))
}

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
