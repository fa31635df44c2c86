import { catalog } from '@stepkey/shared/catalog/index'
import { toDefinition } from '@stepkey/shared/definition'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { importComponent } from './import-component.ts'

const imported = (document: string) => importComponent('stepkey', document, { id: 'custom:mine' })
const refusal = (document: string) => {
  try {
    imported(document)
  } catch (error) {
    return error
  }
  throw new Error('not refused')
}

describe('importing a definition of Stepkey', () => {
  it('reads every component of the catalog, in JSON and in YAML', () => {
    for (const component of Object.values(catalog)) {
      const definition = toDefinition(component, 7)
      const expected = { ...definition, id: 'custom:mine', version: 1 }
      expect(imported(JSON.stringify(definition)).definition).toEqual(expected)
      expect(imported(stringify(definition, { aliasDuplicateObjects: false })).definition).toEqual(expected)
    }
  })

  it('names the path of each problem', () => {
    const { github } = catalog
    const wrong = toDefinition(github) as unknown as Record<string, unknown>
    const document = { ...wrong, category: 'toys', colour: 'red', methods: { 'my method': 1 } }
    expect(refusal(JSON.stringify(document))).toMatchObject({
      code: 'invalid_input',
      fields: expect.arrayContaining([
        expect.objectContaining({ path: 'document.category' }),
        expect.objectContaining({ path: 'document', message: expect.stringContaining('no member colour') }),
        expect.objectContaining({ path: 'document.methods' }),
      ]),
    })
  })

  it('removes defaults of secrets', () => {
    const definition = toDefinition(catalog.github)
    Object.assign(definition.methods.token?.fields.properties.token ?? {}, { default: 's3cret-default' })
    const { definition: result, leftOut } = imported(JSON.stringify(definition))
    expect(JSON.stringify(result)).not.toContain('s3cret-default')
    expect(leftOut).toEqual([
      { at: '/methods/token/fields/properties/token/default', text: expect.stringContaining('no secrets') },
    ])
  })

  it('says what must be changed before the definition is published', () => {
    const definition = toDefinition(catalog.zendesk)
    Object.assign(definition.methods.apiToken ?? {}, { baseUrl: 'https://{{nosuch}}.zendesk.com' })
    expect(
      imported(JSON.stringify(definition))
        .guessed.map(({ text }) => text)
        .join(),
    ).toContain('{{nosuch}} names no field of this method.')
  })

  it.each([
    ['{}', 'schema component/v1'],
    [JSON.stringify({ ...toDefinition(catalog.zendesk), methods: {} }), 'no method'],
    ['[1]', 'must be an object'],
    ['{"a":', 'not valid JSON or YAML'],
    [`${'['.repeat(2000)}`, 'nested too deeply'],
    [`{"a": ${'['.repeat(200)}${']'.repeat(200)}}`, 'nested too deeply'],
    ['a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d]', 'aliases'],
    ['a: &a [*a]', 'nested too deeply'],
  ])('refuses %j, and says what to do', (document, message) => {
    expect(refusal(document)).toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'document', message: expect.stringContaining(message) }],
    })
  })
})
