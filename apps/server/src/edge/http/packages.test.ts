import { execFile } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiTypes, connectTypes, issuedValues } from '../../../../../packages/client/generate/types.ts'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { createPetstore } from '../../sandbox/petstore.ts'

const execute = promisify(execFile)
const repository = join(import.meta.dirname, '../../../../..')
const client = join(repository, 'packages/client')

describe('the packages for other repositories', () => {
  it.each([
    ['client/src/api.gen.ts', apiTypes],
    ['client/src/issued-values.gen.ts', issuedValues],
    ['connect/src/api.gen.ts', connectTypes],
  ])('has an up-to-date %s; otherwise run `npm run client-types`', async (file, generate) => {
    expect(await generate()).toBe(readFileSync(join(repository, 'packages', file), 'utf8'))
  })

  describe('installed from a running Stepkey', () => {
    let stepkey: Stepkey
    let world: World
    let url: string
    let folder: string
    const pets = createPetstore()
    const run = (program: string, ...args: string[]) => execute(program, args, { cwd: folder })

    beforeAll(async () => {
      await execute(process.execPath, ['scripts/build.mjs', 'client', 'connect', 'picker'], {
        cwd: repository,
      })
      world = await createWorld()
      await new Promise<void>((resolve) => pets.listen(0, '127.0.0.1', resolve))
      const { port: sandboxPort } = pets.address() as { port: number }
      stepkey = await startStepkey('sqlite', { config: { sandboxPort }, outside: world.ports })
      url = await stepkey.app.listen({ host: '127.0.0.1', port: 0 })

      folder = realpathSync(mkdtempSync(join(tmpdir(), 'stepkey outside ü ')))
      for (const name of ['client', 'connect', 'picker']) {
        const answer = await stepkey.app.inject({
          url: `/packages/${name}.tgz`,
          headers: { host: 'localhost:4000' },
        })
        expect(answer.statusCode).toBe(200)
        writeFileSync(join(folder, `${name}.tgz`), answer.rawPayload)
      }
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }))
      // The peer comes from this repository, because tests have no internet access.
      await run(
        'npm',
        'pack',
        '--silent',
        realpathSync(join(repository, 'packages/picker/node_modules/react')),
      )
      const packed = (await run('ls')).stdout.split('\n').filter((name) => /\.tgz$/.test(name))
      await run(
        'npm',
        ...[
          'install',
          '--offline',
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          '--legacy-peer-deps',
          '--force',
        ],
        ...packed.map((name) => `./${name}`),
      )
      mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
      symlinkSync(
        realpathSync(join(repository, 'packages/picker/node_modules/@types/react')),
        join(folder, 'node_modules/@types/react'),
      )
    })
    afterAll(async () => {
      pets.close()
      await stepkey.stop()
      await world.close()
      rmSync(folder, { recursive: true })
    })

    const compile = (file: string) =>
      run(
        process.execPath,
        join(repository, 'node_modules/typescript/bin/tsc'),
        ...['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', '', file],
      ).then(
        () => 'compiled',
        ({ stdout }) => String(stdout),
      )

    it.each(['client', 'connect', 'picker'])(
      '%s has no findings of publint and Are the Types Wrong',
      async (name) => {
        const pkgDir = join(folder, 'node_modules/@stepkey', name)
        const { messages, pkg } = await publint({ pkgDir, strict: true, pack: false })
        expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
        const attw = join(client, 'node_modules/@arethetypeswrong/cli/dist/index.js')
        // It exits with 1 if it finds a problem.
        const args = [`${name}.tgz`, '--profile', 'esm-only', '--exclude-entrypoints', './picker.css']
        await expect(run(process.execPath, attw, ...args)).resolves.toBeDefined()
      },
    )

    it.each([
      ['picker', ['react', 'react-dom', '@mantine/core', 'zod']],
      ['client', ['aws4fetch', '@noble/hashes']],
    ])('%s contains the licenses of the packages in it', (packageName, bundled) => {
      const notices = readFileSync(
        join(folder, 'node_modules/@stepkey', packageName, 'dist/THIRD-PARTY-NOTICES.md'),
        'utf8',
      )
      for (const name of bundled)
        expect(notices).toMatch(
          new RegExp(`^## ${name} - [\\d.]+ \\(MIT\\)$[^#]*Permission is hereby granted`, 'm'),
        )
    })

    it.each(['client', 'connect'])('%s has no dependencies', (name) => {
      const manifest = readFileSync(join(folder, 'node_modules/@stepkey', name, 'package.json'), 'utf8')
      for (const member of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
        expect(JSON.parse(manifest)).not.toHaveProperty(member)
      }
    })

    it('the client compiles strictly, and a misspelt field or procedure does not', async () => {
      const program = (line: string) => `import { createClient } from '@stepkey/client'
const stepkey = createClient({ url: '', apiKey: '' })
const issued = await stepkey.issue('petstore', { flowId: 'f', stepId: 's' })
const page = await stepkey.credentials.list.query({ componentId: 'petstore' })
const response: Response = await stepkey.fetch({ flowId: 'f', stepId: 's' }, '/pets', { method: 'POST' })
const { signer } = await stepkey.credentials.issue.mutate({ flowId: 'f', stepId: 's' })
const region = signer?.scheme === 'aws-sigv4' ? signer.region : response.statusText
${line}
export {}
`
      mkdirSync(join(folder, 'programs'), { recursive: true })
      const check = async (name: string, line: string) => {
        const file = join(folder, 'programs', `${name}.ts`)
        writeFileSync(file, program(line))
        return await compile(file)
      }
      expect(await check('good', 'const key: string = issued.values.apiKey + page.items[0]?.name')).toBe(
        'compiled',
      )
      expect(await check('field', 'issued.values.apikey')).toMatch(/Did you mean 'apiKey'/)
      expect(await check('signer', 'signer?.region')).toMatch(/Property 'region' does not exist/)
      expect(await check('path', "await stepkey.fetch({ flowId: 'f' }, '/pets')")).toMatch(
        /'stepId' is missing/,
      )
      expect(await check('procedure', 'stepkey.credentials.lst')).toMatch(/Property 'lst' does not exist/)
      expect(await check('input', "await stepkey.credentials.list.query({ component: 'x' })")).toMatch(
        /'component' does not exist/,
      )
      expect(await check('output', 'page.items[0]?.values')).toMatch(/Property 'values' does not exist/)
    })

    it('the picker compiles strictly with React, and a missing property does not', async () => {
      const program = (props: string) => `import { StepkeyPicker } from '@stepkey/picker/react'
import { mountPicker } from '@stepkey/picker'
export const element = StepkeyPicker({ url: '', ${props} onSelected: () => {}, onCreated: () => {} })
export const unmount = (at: HTMLElement) => mountPicker(at, { url: '', token: '', onSelected() {}, onCreated() {} }).unmount()
`
      for (const [name, props, expected] of [
        ['picker', "token: 't',", /^compiled$/],
        ['incomplete', '', /'token' is missing/],
      ] as const) {
        const file = join(folder, `${name}.ts`)
        writeFileSync(file, program(props))
        expect(await compile(file)).toMatch(expected)
      }
    })

    it('connect compiles strictly, and a misspelt member or a missed outcome does not', async () => {
      const program = (line: string) => `import { createConnect } from '@stepkey/connect'
const connect = createConnect({ url: '', token: '', onExpired: async () => connect.setToken('') })
const form = await connect.form('petstore')
const stop: () => void = connect.on('created', ({ credentialId, flowVersion }) => [credentialId, flowVersion])
const connected = await connect.connect({
  componentId: 'oauth2', methodId: 'deviceCode', name: 'Shop', values: {},
  onPending: (pending) => (pending.kind === 'code' ? pending.userCode : pending.window),
})
if (connected.outcome === 'refused') throw new Error(connected.message)
${line}
export { form, stop }
`
      for (const [name, line, expected] of [
        ['connect', 'const methodId: string = form.methods[0]!.id', /^compiled$/],
        ['event', "connect.on('create', () => {})", /'"create"' is not assignable/],
        ['outcome', 'connected.credential', /Property 'credential' does not exist/],
        [
          'counts',
          'const n = (await connect.components())[0]?.credentialCount',
          /'credentialCount' does not exist/,
        ],
      ] as const) {
        const file = join(folder, `connect-${name}.ts`)
        writeFileSync(file, program(line))
        expect(await compile(file)).toMatch(expected)
      }
    })

    it('connect runs against the server: lists, verifies, creates, chooses and connects again', async () => {
      const berta = await stepkey.signUp('Berta')
      const { key } = await berta.apiKeys.create({ name: 'Host', scopes: ['connect'] })
      const host = stepkey.visitor({ apiKey: key })
      const session = (actions: ('choose' | 'create' | 'reconnect')[], more: object) =>
        host.connectSessions.create({ owner: 'org_1', actions, ...more })
      const run = async (token: string, lines: string) => {
        writeFileSync(
          join(folder, 'connect.mjs'),
          `import { createConnect } from '@stepkey/connect'
const events = []
const connect = createConnect({ url: ${JSON.stringify(url)}, token: 'stepkey_connect_old', onExpired: () => connect.setToken('${token}') })
for (const name of ['created', 'selected', 'reconnected']) connect.on(name, (event) => events.push([name, event]))
${lines}
`,
        )
        return JSON.parse((await execute(process.execPath, ['connect.mjs'], { cwd: folder })).stdout)
      }
      const { token } = await session(['choose', 'create'], { componentIds: ['petstore', 'http'] })
      const created = await run(
        token,
        `const components = await connect.components()
const { methods: [method] } = await connect.form('petstore')
const input = { componentId: 'petstore', methodId: method.id, values: { apiKey: 'secret' } }
const { outcome } = await connect.verify(input)
const saved = await connect.create({ ...input, name: 'Shop' })
const taken = await connect.create({ ...input, name: 'Shop' }).catch((error) => error)
const { items } = await connect.credentials({ componentId: 'petstore' })
await connect.select(items[0].id)
console.log(JSON.stringify({
  components: components.map(({ title }) => title), required: method.schema.required, supplied: method.supplied,
  outcome, id: saved.credential.id, taken: [taken.code, taken.fields?.[0]?.path], events,
}))`,
      )
      const credentialId = created.id
      expect(created).toMatchObject({
        components: ['Petstore API', 'HTTP API'],
        required: ['apiKey'],
        supplied: ['baseUrl'],
        outcome: 'verified',
        taken: ['invalid_input', 'name'],
        events: [
          ['created', { credentialId }],
          ['selected', { credentialId }],
        ],
      })
      const again = await session(['reconnect'], { credentialId })
      expect(
        await run(
          again.token,
          `const [only] = await connect.components()
const { name } = await connect.credential()
const { outcome } = await connect.verify({ values: { apiKey: 'secret' } })
const updated = await connect.reconnect({ values: { apiKey: 'secret' } })
console.log(JSON.stringify({ only: only.id, name, outcome, updated: updated.outcome, events }))`,
        ),
      ).toEqual({
        only: 'petstore',
        name: 'Shop',
        outcome: 'verified',
        updated: 'saved',
        events: [['reconnected', { credentialId }]],
      })
    })

    it('the client runs against the server: creates, activates, issues, reports and sends requests', async () => {
      const alice = await stepkey.signUp('Alice')
      const scopes = ['read', 'write', 'verify', 'flows', 'issue'] as const
      const { key } = await alice.apiKeys.create({ name: 'Tool', scopes: [...scopes] })
      const saved = await alice.credentials.create({
        componentId: 'petstore',
        methodId: 'apiKey',
        name: 'Shop',
        values: { apiKey: 'secret' },
      })
      assertSaved(saved)
      writeFileSync(
        join(folder, 'program.mjs'),
        `import { createClient, StepkeyError } from '@stepkey/client'
const stepkey = createClient({ url: ${JSON.stringify(url)}, apiKey: ${JSON.stringify(key)} })
const { items } = await stepkey.credentials.list.query({ componentId: 'petstore' })
const flow = await stepkey.flows.save.mutate({
  name: 'Pets', steps: [{ name: 'Add', componentId: 'petstore', credentialId: items[0].id }],
})
await stepkey.flows.activate.mutate({ flowId: flow.id })
const step = { flowId: flow.id, stepId: flow.steps[0].id }
const issued = await stepkey.issue('petstore', step)
const report = await stepkey.report(step)
const { steps } = await stepkey.flows.issue.mutate({ flowId: flow.id })
const added = await stepkey.fetch(step, '/pets', {
  method: 'POST', body: JSON.stringify({ name: 'Nemo', kind: 'fish' }), headers: { 'content-type': 'application/json' },
})
const refused = await stepkey.credentials.get.query({ credentialID: 'x' }).catch((error) => error)
console.log(JSON.stringify({
  apiKey: issued.values.apiKey, outcome: report.outcome,
  ofFlow: steps[step.stepId].values.apiKey, added: (await added.json()).name,
  refused: refused instanceof StepkeyError && [refused.code, refused.fields[0].path],
}))
`,
      )
      const { stdout } = await run(process.execPath, 'program.mjs')
      expect(JSON.parse(stdout)).toEqual({
        apiKey: 'secret',
        outcome: 'verified',
        ofFlow: 'secret',
        added: 'Nemo',
        refused: ['invalid_input', 'credentialID'],
      })
    })
  })
})
