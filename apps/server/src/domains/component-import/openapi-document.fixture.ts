import { fromDefinition, toDefinition } from '@stepkey/shared/definition'
import { expect } from 'vitest'
import { type ImportNote, importComponent } from './import-component.ts'

/** Imports an OpenAPI document, and checks that the result can be shown as a form. */
export const imported = (document: object | string) => {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const result = importComponent('openapi', text, { id: 'custom:acme' })
  // Everything that is imported can be shown as a form, and is expressed completely.
  expect(toDefinition(fromDefinition(result.definition))).toEqual(result.definition)
  return result
}
/** Returns the texts of notes. */
export const textsOf = (notes: ImportNote[]) => notes.map(({ text }) => text).join('\n')

/** A small document of OpenAPI 3 with these schemes, each required by GET /me. */
export const api = (securitySchemes: Record<string, object>, more: object = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Acme', description: 'Orders of <b>Acme</b>. More text.', version: '1' },
  externalDocs: { url: 'https://docs.acme.example/auth' },
  servers: [{ url: 'https://api.acme.example/v1/' }],
  components: { securitySchemes },
  security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
  paths: {
    '/me': {
      get: {
        responses: {
          200: {
            description: 'The account',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Account' } } },
          },
        },
      },
    },
  },
  ...more,
})
/** Returns the first method of an imported document. */
export const methodOf = (document: object) => {
  const [method] = Object.values(imported(document).definition.methods)
  if (!method) throw new Error('no method')
  return method
}
