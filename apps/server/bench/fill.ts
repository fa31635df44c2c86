import { randomBytes } from 'node:crypto'
import { connect, type Db, type Location } from '../src/platform/database/database.ts'
import { foldName } from '../src/platform/folded-name.ts'
import { newId } from '../src/platform/ids.ts'
import { readKeyFile } from '../src/platform/keyring/key-file.ts'
import { createKeyring, type Keyring } from '../src/platform/keyring/keyring.ts'
import { nameOrder } from '../src/platform/name-order.ts'
import { Secret } from '../src/platform/secret.ts'

/** A sample of ids from the whole database, for requests. */
export interface Sample {
  credentials: { id: string; name: string }[]
  /** Steps of active flows. */
  steps: { flowId: string; stepId: string }[]
  /** Flows that are not active. */
  flows: string[]
  /** Unused credentials, for deletion. */
  unused: string[]
}

/** Number of ids of each kind. */
const SAMPLE = 2000
/** Rows per insert statement: SQLite supports at most 32,766 parameters. */
const ROWS = 500
/** Credentials per flow. Each flow has two steps. */
const PER_FLOW = 10

/** Fills a database directly, because a million credentials would take hours through the API. */
export class Filler {
  readonly #db: Db
  readonly #keyring: Keyring
  readonly #values: Secret<Record<string, unknown>>
  readonly #rows = new Map<string, Record<string, unknown>[]>()
  readonly #now = new Date().toISOString()

  constructor(location: Location, keyFile: string, values: Record<string, unknown>) {
    this.#db = connect(location)
    this.#keyring = createKeyring(this.#db, readKeyFile(keyFile), () => new Date())
    this.#values = new Secret(values)
  }

  /** Adds credentials `from` … `to` to one workspace, with flows that use them. */
  async grow(workspaceId: string, { from, to }: { from: number; to: number }): Promise<Sample> {
    const sample: Sample = { credentials: [], steps: [], flows: [], unused: [] }
    const every = Math.max(1, Math.floor((to - from) / SAMPLE))
    let flow = ''
    for (let number = from; number < to; number++) {
      const name = `Credential ${String(number).padStart(8, '0')}`
      const id = await this.#credential(workspaceId, name)
      const place = number % PER_FLOW
      if (place === 0) {
        flow = newId()
        await this.#flow(workspaceId, flow, `Flow ${number}`, 'active')
      }
      if (place < 2) {
        const stepId = newId()
        await this.#step(flow, stepId, place, id)
        const use = { step_id: stepId, flow_id: flow, workspace_id: workspaceId, component_id: 'petstore' }
        await this.#add('credential_use', { ...use, credential_id: id })
        if ((number - from) % every < PER_FLOW && sample.steps.length < SAMPLE)
          sample.steps.push({ flowId: flow, stepId })
      }
      if ((number - from) % every === 0) sample.credentials.push({ id, name })
    }
    await this.#count(workspaceId, to - from)
    await this.#flush()
    return sample
  }

  /** Adds unused credentials and inactive flows. */
  async unused(workspaceId: string, { credentials, flows }: { credentials: number; flows: number }) {
    const mark = randomBytes(4).toString('hex')
    const ids: string[] = []
    const flowIds: string[] = []
    for (let number = 0; number < credentials; number++)
      ids.push(await this.#credential(workspaceId, `Spare ${mark} ${number}`))
    for (let number = 0; number < flows; number++) {
      const flow = newId()
      await this.#flow(workspaceId, flow, `Spare ${mark} ${number}`, 'inactive')
      for (const place of [0, 1]) {
        const credential = await this.#credential(workspaceId, `Of flow ${mark} ${number} ${place}`)
        await this.#step(flow, newId(), place, credential)
      }
      flowIds.push(flow)
    }
    await this.#count(workspaceId, credentials + 2 * flows)
    await this.#flush()
    return { credentials: ids, flows: flowIds }
  }

  /** Adds credentials `from` … `to`, distributed over other workspaces. */
  async spread(workspaces: readonly string[], { from, to }: { from: number; to: number }): Promise<void> {
    const each = new Map<string, number>()
    for (let number = from; number < to; number++) {
      const workspaceId = workspaces[number % workspaces.length] ?? ''
      await this.#credential(workspaceId, `Credential ${String(number).padStart(8, '0')}`)
      each.set(workspaceId, (each.get(workspaceId) ?? 0) + 1)
    }
    for (const [workspaceId, count] of each) await this.#count(workspaceId, count)
    await this.#flush()
  }

  /** Adds other workspaces. @returns their ids */
  async workspaces(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, newId)
    for (const id of ids)
      await this.#add('workspace', {
        id,
        name: 'Other',
        kind: 'personal',
        recheck: 'off',
        created_at: this.#now,
      })
    await this.#flush()
    return ids
  }

  /** Updates the database's table statistics. */
  async analyze(): Promise<void> {
    await this.#db.executeQuery({ sql: 'analyze', parameters: [], query: {} as never, queryId: {} as never })
  }

  close(): Promise<void> {
    return this.#db.destroy()
  }

  async #credential(workspaceId: string, name: string): Promise<string> {
    const id = newId()
    const receipt = newId()
    const identity = {
      workspaceId,
      credentialId: id,
      componentId: 'petstore',
      methodId: 'apiKey',
      sealVersion: 1,
    }
    await this.#add('credential', {
      id,
      workspace_id: workspaceId,
      component_id: 'petstore',
      method_id: 'apiKey',
      name,
      name_folded: foldName(name),
      name_order: nameOrder(name),
      sealed: await this.#keyring.seal(this.#values, identity),
      seal_version: 1,
      version: 1,
      status: 'verified',
      identity: 'Petstore sandbox',
      receipt_id: receipt,
      created_at: this.#now,
      updated_at: this.#now,
    })
    await this.#add('receipt', {
      id: receipt,
      credential_id: id,
      outcome: 'verified',
      target: '127.0.0.1',
      status_class: 2,
      identity: 'Petstore sandbox',
      duration_ms: 5,
      checked_at: this.#now,
    })
    return id
  }

  #flow(workspaceId: string, id: string, name: string, status: 'active' | 'inactive') {
    return this.#add('flow', {
      id,
      workspace_id: workspaceId,
      name,
      name_folded: foldName(name),
      name_order: nameOrder(name),
      status,
      version: 1,
      created_at: this.#now,
      updated_at: this.#now,
    })
  }

  #step(flow: string, id: string, position: number, credential: string) {
    const step = { id, flow_id: flow, position, name: `Step ${position + 1}`, component_id: 'petstore' }
    return this.#add('flow_step', { ...step, credential_id: credential })
  }

  async #count(workspaceId: string, total: number) {
    await this.#db
      .insertInto('credential_count')
      .values({
        workspace_id: workspaceId,
        component_id: 'petstore',
        total,
        failing: 0,
        last_changed_at: this.#now,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'component_id'])
          .doUpdateSet((eb) => ({ total: eb('credential_count.total', '+', total) })),
      )
      .execute()
  }

  async #add(table: string, row: Record<string, unknown>): Promise<void> {
    const rows = this.#rows.get(table) ?? []
    this.#rows.set(table, rows)
    rows.push(row)
    if (rows.length >= ROWS) await this.#flush()
  }

  /** Inserts the buffered rows, in the order of their foreign keys. */
  async #flush(): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      for (const table of [
        'workspace',
        'credential',
        'receipt',
        'flow',
        'flow_step',
        'credential_use',
      ] as const) {
        const rows = this.#rows.get(table) ?? []
        if (rows.length > 0)
          await trx
            .insertInto(table)
            .values(rows as never)
            .execute()
        this.#rows.delete(table)
      }
    })
  }
}
