// Adds a pet through every Petstore step of an active flow, with the typed client.
//
//   STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… node packages/client/examples/pets.ts <flow id>
//
// The key needs the scopes `read` and `issue`.
import { createClient, StepkeyError } from '@stepkey/client'

const { STEPKEY_URL = 'http://localhost:4000', STEPKEY_API_KEY = '' } = process.env
const [flowId = ''] = process.argv.slice(2)
const stepkey = createClient({ url: STEPKEY_URL, apiKey: STEPKEY_API_KEY })

try {
  const flow = await stepkey.flows.get.query({ flowId })
  for (const { id: stepId, name } of flow.steps.filter((step) => step.componentId === 'petstore')) {
    const step = { flowId, stepId }
    // `values.apiKey` has the type string. A misspelt field does not compile.
    const { values, baseUrl } = await stepkey.issue('petstore', step)
    const response = await fetch(`${baseUrl?.replace(/\/$/, '')}/pets`, {
      method: 'POST',
      headers: { 'api-key': values.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Nemo', kind: 'fish' }),
    })
    if (response.status === 401) {
      // Stepkey verifies the credential again and shows its members the failing status with the reason.
      const verification = await stepkey.report(step)
      console.log(`${name}: rejected. ${verification.message}`)
    } else {
      console.log(`${name}: added ${((await response.json()) as { name: string }).name}`)
    }
  }
} catch (error) {
  if (!(error instanceof StepkeyError)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exit(1)
}
