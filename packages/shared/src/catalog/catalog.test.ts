import { closest } from 'fastest-levenshtein'
import { describe, expect, it } from 'vitest'
import { renderTemplate, type TemplateValues, templateFields } from '../auth/template.ts'
import {
  asksConsent,
  CATEGORIES,
  type Component,
  type Method,
  needsApp,
  type Template,
} from '../component.ts'
import { componentProblems } from '../component-problems.ts'
import { describeFields, type FieldDescription, fieldsJsonSchema } from '../schema.ts'
import { catalog } from './index.ts'

const GOOGLE = 'accounts.google.com/.well-known/openid-configuration'
const MICROSOFT = 'learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow, recommended'

/** Components whose address always belongs to the provider, although users enter it completely. */
const CLOUD_ONLY = ['activecampaign', 'auth0', 'databricks', 'okta', 'petstore']

/** Where providers document PKCE for clients with a secret. All other methods must do without it. */
const PKCE_DOCUMENTATION: Record<string, string> = {
  airtable: 'airtable.com/developers/web/api/oauth-reference, required',
  asana: 'developers.asana.com/docs/oauth',
  calendly: 'developer.calendly.com/creating-an-oauth-app, recommended for all apps',
  docusign: 'developers.docusign.com/platform/auth/confidential-authcode-get-token, optional',
  'dynamics-365': MICROSOFT,
  excel: MICROSOFT,
  firestore: GOOGLE,
  github: 'github.blog/changelog/2025-07-14-pkce-support-for-oauth-and-github-app-authentication',
  gitlab: 'docs.gitlab.com/api/oauth2',
  gmail: GOOGLE,
  'google-analytics': GOOGLE,
  'google-bigquery': GOOGLE,
  'google-calendar': GOOGLE,
  'google-chat': GOOGLE,
  'google-cloud-storage': GOOGLE,
  'google-contacts': GOOGLE,
  'google-docs': GOOGLE,
  'google-drive': GOOGLE,
  'google-forms': GOOGLE,
  'google-pubsub': GOOGLE,
  'google-sheets': GOOGLE,
  'google-tasks': GOOGLE,
  hubspot: 'developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens',
  klaviyo: 'developers.klaviyo.com/en/docs/set_up_oauth, required',
  'microsoft-365': MICROSOFT,
  'microsoft-teams': MICROSOFT,
  monday: 'developer.monday.com/apps/docs/oauth-2-1, required',
  oauth2: 'RFC 9700, section 2.1.1: the user chooses the provider',
  onedrive: MICROSOFT,
  outlook: MICROSOFT,
  salesforce: 'help.salesforce.com, “Proof Key for Code Exchange (PKCE) Extension”',
  sharepoint: MICROSOFT,
  x: 'docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code, required',
  youtube: GOOGLE,
  zendesk: 'developer.zendesk.com/documentation/api-basics/authentication/oauth-pkce',
}

it('uses PKCE exactly where the provider documents it for clients with a secret', () => {
  const withPkce = Object.values<Component>(catalog)
    .filter(({ methods }) =>
      Object.values(methods).some(
        ({ token }) => token?.grant === 'authorization_code' && token.pkce !== false,
      ),
    )
    .map(({ id }) => id)
  expect(withPkce.toSorted()).toEqual(Object.keys(PKCE_DOCUMENTATION).toSorted())
})

it('offers TLS options wherever users enter the address of an own server', () => {
  const without = Object.values<Component>(catalog).flatMap(({ id, methods }) =>
    Object.entries(methods)
      .filter(([, { fields, tls, verify }]) => {
        const addresses = everyField(describeFields(fields)).filter(({ field }) =>
          /^(?:http-url|host)$/.test(field.meta.format ?? ''),
        )
        const options = 'driver' in verify ? verify.map : (tls ?? {})
        return addresses.length > 0 && !('ca' in options) && !('hostKey' in options)
      })
      .map(([methodId]) => `${id}.${methodId}`),
  )
  expect(without.filter((name) => !CLOUD_ONLY.includes(name.split('.')[0] ?? ''))).toEqual([])
})

// `definition.test.ts` reports the problems of the others.
const sound = Object.entries<Component>(catalog).filter(
  ([, component]) => componentProblems(component).length === 0,
)

/** Checks of every component that need no simulated provider. */
describe.each(sound)('[%s]', (key, component) => {
  it('has an id, title, description, category, documentation URL and methods', () => {
    expect(component.id, 'The id differs from the name in catalog/index.ts.').toBe(key)
    expect(key, 'An id consists of lower-case letters, digits and hyphens.').toMatch(/^[a-z][a-z0-9-]*$/)
    expect(component.title, 'The title begins or ends with a space.').toMatch(/^\S.*\S$/)
    expect(
      component.description,
      'A description is one line of 11 to 72 characters that begins with a capital letter and has no full stop.',
    ).toMatch(/^[A-Z0-9].{9,70}[^.]$/)
    expect(Object.keys(CATEGORIES), 'There is no such category.').toContain(component.category)
    expect(component.docsUrl, 'docsUrl is not an https URL.').toMatch(/^https:\/\//)
    for (const alias of component.aliases ?? [])
      expect(alias, 'An alias is written in lower case.').toBe(alias.toLowerCase())
    expect(Object.keys(component.methods), 'The component has no method.').not.toHaveLength(0)
  })

  describe.each(Object.entries(component.methods))('%s', (methodId, method) => {
    const name = `${key}.${methodId}`
    const fields = everyField(describeFields(method.fields))

    it('has a label and help for every field, and marks fields with secret names as secret', () => {
      for (const { path, field } of fields) {
        expect(field.meta.label, `The field ${path} of ${name} has no label.`).not.toBe(field.name)
        expect(field.meta.label, `The label of ${path} of ${name} begins in lower case.`).toMatch(/^[A-Z]/)
        expect(
          field.meta.help ?? '',
          `The help of ${path} of ${name} is missing, or is not a sentence.`,
        ).toMatch(/^[\p{Lu}\d“].*[.”…]$/u)
        if (looksSecret(field))
          expect(field.kind, `${path} of ${name} looks like a secret. Make it with secret().`).toBe('secret')
        if (field.kind === 'secret')
          expect(
            field.default,
            `The secret ${path} of ${name} has a default, which is public.`,
          ).toBeUndefined()
      }
      expect(() => JSON.stringify(fieldsJsonSchema(method.fields))).not.toThrow()
    })

    it('has a field for every template placeholder, and uses every field', () => {
      const used = new Set(templatesOf(method).flatMap(templateFields))
      const fieldPaths = new Set(
        fields.flatMap(({ path, field }) => [
          path,
          ...(field.kind === 'variants' ? [`${path}.${field.discriminator}`] : []),
        ]),
      )
      const isDefined = (name: string) =>
        fieldPaths.has(name) || (method.token && /^(?:token|app)\./.test(name))
      const inputs = fields.filter(({ field }) => field.kind !== 'variants').map(({ path }) => path)
      const problems = [
        ...[...used]
          .filter((placeholder) => !isDefined(placeholder))
          .map(
            (placeholder) =>
              `\`{{${placeholder}}}\` names no field of ${name}. Did you mean \`${closest(placeholder, [...fieldPaths])}\`?`,
          ),
        ...inputs
          .filter((path) => !used.has(path) && !isForEngines(method))
          .map((path) => `The field ${path} of ${name} is used nowhere. Place it, or remove it.`),
      ]
      expect(problems, problems.join('\n')).toEqual([])
    })

    // The OAuth app belongs to the workspace or the installation, not to the user who fills in this form. If
    // a field value could change the host, another server would receive the client secret and the grants of
    // other users.
    if (!needsApp(method)) return
    it('sends OAuth requests to the provider for all field values', () => {
      for (const address of addressesOf(method)) {
        expect(address).toMatch(/^https:\/\//)
        const choices = choicesIn(address, fields)
        for (const chosen of combinationsOf(choices)) {
          expect(fixedLabels(address, chosen), `${address} ${JSON.stringify(chosen)}`).toBeGreaterThan(1)
        }
        for (const path of templateFields(hostOf(address)).filter((name) => !choices.has(name))) {
          expect(endsHost(method, path), `${address}: ${path}`).toBe(false)
        }
      }
    })
  })
})

interface FieldAtPath {
  path: string
  field: FieldDescription
}

/** Returns the fields, including those of all variants. */
function everyField(fields: readonly FieldDescription[], prefix = ''): FieldAtPath[] {
  return fields.flatMap((field) => {
    const path = prefix + field.name
    const inner = field.kind === 'variants' ? field.variants.flatMap((variant) => variant.fields) : []
    return [{ path, field }, ...everyField(inner, `${path}.`)]
  })
}

/** Returns whether the name of a field suggests a secret. */
const looksSecret = ({ name }: FieldDescription) =>
  /(token|key|password|passphrase|secret|credential)s?$/i.test(name) &&
  !/^(public|host|routing)Key$/.test(name)

/** Returns the URLs to which codes, tokens, the client secret and the user are sent. */
function addressesOf({ token }: Method): Template[] {
  if (!asksConsent(token)) return []
  const { url, discover, refresh, revoke, lookup } = token
  const begin = token.grant === 'device_code' ? token.deviceUrl : token.authorizeUrl
  const end = revoke && ('baseUrl' in revoke ? revoke.baseUrl : revoke.url)
  return [url, begin, discover, refresh?.url, lookup?.baseUrl, end].filter((address) => address !== undefined)
}

/** Returns the part between the scheme and the path. */
const hostOf = (address: Template) => /^https:\/\/((?:\{\{.*?\}\}|[^/?#])*)/.exec(address)?.[1] ?? ''

/** Returns the fields of a template that have a fixed set of values, with these values. */
function choicesIn(template: Template, fields: readonly FieldAtPath[]): Map<string, string[]> {
  const choices = fields.flatMap(({ path, field }): [string, string[]][] => {
    if (field.kind === 'choice') return [[path, field.options.map(({ value }) => value)]]
    if (field.kind !== 'variants') return []
    return [[`${path}.${field.discriminator}`, field.variants.map(({ value }) => value)]]
  })
  const read = templateFields(template)
  return new Map(choices.filter(([path]) => read.includes(path)))
}

/** Returns all combinations of values. */
const combinationsOf = (choices: Map<string, string[]>): Record<string, string>[] =>
  [...choices].reduce<Record<string, string>[]>(
    (combinations, [path, values]) =>
      combinations.flatMap((combination) => values.map((value) => ({ ...combination, [path]: value }))),
    [{}],
  )

/** Returns how many host labels, counted from the end, do not depend on freely typed fields. */
function fixedLabels(address: Template, chosen: Record<string, string>): number {
  const [first = [], second = []] = ['typed.example', 'else.invalid'].map((typed) => {
    const values: TemplateValues = {}
    for (const path of templateFields(address)) put(values, path, chosen[path] ?? typed)
    return new URL(renderTemplate(address, values)).hostname.split('.').reverse()
  })
  const index = first.findIndex((label, at) => label !== second[at])
  return index < 0 ? first.length : index
}

function put(values: TemplateValues, path: string, value: string): void {
  const [name = '', ...rest] = path.split('.')
  const inner = { ...(values[name] as TemplateValues | undefined) }
  if (rest.length > 0) put(inner, rest.join('.'), value)
  values[name] = rest.length > 0 ? inner : value
}

interface Schema {
  properties?: Record<string, Schema>
  oneOf?: Schema[]
  allOf?: Schema[]
  pattern?: string
}

/** Returns whether a field accepts a character that ends a host name. An unknown field accepts everything. */
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
  const accepts = (schema: Schema, typed: string) =>
    [schema, ...(schema.allOf ?? [])].every(({ pattern }) => !pattern || new RegExp(pattern).test(typed))
  const samples = [...'/\\?#@:'].map((end) => `typed${end}`)
  return found.length === 0 || found.some((schema) => samples.some((typed) => accepts(schema, typed)))
}

/** Returns every string of a method that may be a template. */
function templatesOf(method: Method): string[] {
  const { baseUrl, place, token, signer, tls, verify } = method
  return texts({ baseUrl, place, token, signer, tls, verify })
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

/** A method without a check may have fields that only flow engines use. */
const isForEngines = ({ verify }: Method) => 'untestable' in verify
