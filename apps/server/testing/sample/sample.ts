// `npm run sample`: runs Stepkey with a workspace full of sample data, for the pictures of the documentation and for
// trying it. The providers are simulated on this machine. The data is deleted at the end.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestDatabase } from '../databases/databases.ts'
import { freePort, startServerProcess } from '../server-process.ts'
import { startSampleProviders } from './sample-providers.ts'
import { fillSampleWorkspace, SAMPLE_ACCOUNT } from './sample-workspace.ts'

const database = await createTestDatabase('sqlite')
const providers = await startSampleProviders()
const authority = join(database.folder, 'authority.pem')
await writeFile(authority, providers.authority)
const server = await startServerProcess(database, {
  SANDBOX_PORT: String(await freePort()),
  EGRESS_PROXY: providers.proxyUrl,
  NODE_EXTRA_CA_CERTS: authority,
})
const workspace = await fillSampleWorkspace(server, providers)
const { email, password } = SAMPLE_ACCOUNT
console.log(`The sample workspace is ready: http://127.0.0.1:${server.port}/w/${workspace}/home`)
console.log(`Sign in as ${email} with the password “${password}”. Press Ctrl+C to stop.`)

const stop = async () => {
  await server.stop()
  await providers.close()
  await database.drop()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
await new Promise((resolve) => server.child.once('exit', resolve))
