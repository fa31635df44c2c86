import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Component } from '@stepkey/shared/component'
import { toDefinition } from '@stepkey/shared/definition'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { findUndescribed } from '../../../testing/undescribed.ts'

describe('/schemas/component/v1.json', () => {
  let stepkey: Stepkey
  let validate: ValidateFunction

  beforeAll(async () => {
    stepkey = await startStepkey('sqlite')
    const { headers, body } = await stepkey.app.inject({
      url: '/schemas/component/v1.json',
      headers: { host: 'localhost:4000' },
    })
    expect(headers['content-type']).toMatch(/^application\/schema\+json/)
    const schema = JSON.parse(body)
    expect(schema.$id).toBe('http://localhost:4000/schemas/component/v1.json')
    expect(findUndescribed(schema)).toEqual([])
    // Formats are not validated here: the server checks them when a definition is saved.
    validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
  })
  afterAll(() => stepkey.stop())

  it.each(Object.values(catalog).map((component): [string, Component] => [component.id, component]))(
    'accepts the definition of %s',
    (_, component) => {
      expect(validate(toDefinition(component)), JSON.stringify(validate.errors)).toBe(true)
    },
  )

  it('accepts the example of the documentation, which has no problems', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../../docs/own-components.md'), 'utf8')
    const [, json = ''] = /```json\n(.*?)```/s.exec(page) ?? []
    const definition = { id: 'custom:acme', version: 1, ...JSON.parse(json) }
    expect(validate(definition), JSON.stringify(validate.errors)).toBe(true)
    expect(checkDefinition(definition).problems).toEqual([])
  })

  it('rejects unknown members, incomplete methods and other versions', () => {
    const definition = toDefinition(catalog.petstore)
    expect(validate({ ...definition, run: 'code' })).toBe(false)
    expect(validate({ ...definition, methods: { m: {} } })).toBe(false)
    expect(validate({ ...definition, schema: 'component/v2' })).toBe(false)
  })
})
