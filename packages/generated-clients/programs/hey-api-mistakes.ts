// Mistakes that must not compile. The comment at the end of a line is the error that TypeScript reports there.
import * as stepkey from '../generated/hey-api/index.ts'

const flowId = '01a22000-0000-7000-8000-0000000000f1'
const values = { apiKey: 'secret' }

// A misspelt operation, query parameter, path parameter and member of a body.
await stepkey.listCredential() // TS2551
await stepkey.listCredentials({ query: { component: 'petstore' } }) // TS2561
await stepkey.getFlow({ path: { flowID: flowId } }) // TS2561
await stepkey.createCredential({
  body: { component: 'petstore', methodId: 'apiKey', name: 'Minka shop', values }, // TS2561
})

// A missing member of a body, and a missing path parameter.
await stepkey.createCredential({
  body: { componentId: 'petstore', methodId: 'apiKey', values }, // TS2741
})
await stepkey.activateFlow({ path: {} }) // TS2741

// A value that the enum does not have, sent and compared.
await stepkey.listCredentials({ query: { status: 'broken' } }) // TS2322
const { data, error } = await stepkey.listCredentials()
data?.items.filter(({ status }) => status === 'broken') // TS2367

// A misspelt member of an answer, and the secrets that it never contains.
data?.nextcursor // TS2551
data?.items[0]?.values // TS2339

// An unknown code, and a member that this problem does not have.
error?.code === 'not_stored' // TS2367
if (error?.code === 'unauthorized') error.verification // TS2339
