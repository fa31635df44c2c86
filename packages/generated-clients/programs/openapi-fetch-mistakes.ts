// Mistakes that must not compile. The comment at the end of a line is the error that TypeScript reports there.
import { connect } from './openapi-fetch.ts'

const stepkey = connect('http://localhost:4000', 'stepkey_…')
const flowId = '01a22000-0000-7000-8000-0000000000f1'
const values = { apiKey: 'secret' }

// A misspelt path, query parameter, path parameter and member of a body.
await stepkey.GET('/credential', {}) // TS2345
await stepkey.GET('/credentials', { params: { query: { component: 'petstore' } } }) // TS2561
await stepkey.GET('/flows/{flowId}', { params: { path: { flowID: flowId } } }) // TS2561
await stepkey.POST('/credentials', {
  body: { component: 'petstore', methodId: 'apiKey', name: 'Minka shop', values }, // TS2561
})

// A missing member of a body, and a missing path parameter.
await stepkey.POST('/credentials', {
  body: { componentId: 'petstore', methodId: 'apiKey', values }, // TS2322
})
await stepkey.POST('/flows/{flowId}/activate', {}) // TS2345

// A value that the enum does not have, sent and compared.
await stepkey.GET('/credentials', { params: { query: { status: 'broken' } } }) // TS2322
const { data, error } = await stepkey.GET('/credentials')
data?.items.filter(({ status }) => status === 'broken') // TS2367

// A misspelt member of an answer, and the secrets that it never contains.
data?.nextcursor // TS2551
data?.items[0]?.values // TS2339

// An unknown code, and a member that this problem does not have.
error?.code === 'not_stored' // TS2367
if (error?.code === 'unauthorized') error.verification // TS2339
