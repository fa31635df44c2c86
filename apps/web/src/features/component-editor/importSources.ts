/** What a new component can be made from. */
export const SOURCES = {
  empty: { label: 'An empty draft', placeholder: '' },
  curl: {
    label: 'A curl command',
    placeholder: "curl https://api.example.com/v1/me -H 'X-API-Key: …'",
  },
  openapi: { label: 'An OpenAPI document', placeholder: 'openapi: 3.1.0' },
  postman: { label: 'A Postman collection', placeholder: '{ "info": { "name": … } }' },
  'component.json': { label: 'A component.json of elastic.io', placeholder: '{ "title": … }' },
  stepkey: { label: 'A definition of Stepkey', placeholder: '{ "schema": "component/v1" }' },
} as const
/** One of the sources. */
export type Source = keyof typeof SOURCES
