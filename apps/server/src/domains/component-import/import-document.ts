import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FieldError } from '@stepkey/shared/errors'
import { type ComponentImported, componentIdFrom, type ImportComponent } from '@stepkey/shared/own-component'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { FairQueue } from '../../platform/jobs/fair-queue.ts'
import { SECOND } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import type { ImportedComponent } from './imported-component.ts'

/** How long an import may take, in milliseconds. The largest documents in YAML take two seconds. */
const DEADLINE = 15 * SECOND
/** The memory of an import, in MiB. */
const MEMORY = 512

const queue = new FairQueue({
  running: 2,
  runningOfClient: 1,
  waiting: 20,
  refusal: () =>
    new DomainError(
      'unavailable',
      'The server is importing too many documents. Try again in a few seconds.',
      {
        retryAfter: 5,
      },
    ),
})

type Posted = { imported: ImportedComponent } | { fields: FieldError[] }

/**
 * Makes a definition from a document, and an id from its title unless the input has one. Nothing is saved. A worker thread does
 * it, which can be terminated: parsing a large document takes seconds, and the process serves others meanwhile.
 * @throws DomainError invalid_input (path `document`) when the document can't be understood; unavailable
 */
export async function importDocument(
  { workspaceId }: Pick<WorkspaceContext, 'workspaceId'>,
  { format, document, componentId }: ImportComponent,
  signal: AbortSignal = new AbortController().signal,
): Promise<ComponentImported> {
  const posted = await queue.run(workspaceId, () =>
    runWorker({ format, document, id: componentId ?? 'custom:component' }, signal),
  )
  if ('fields' in posted) throw invalidInput(...posted.fields)
  const { definition, ...notes } = posted.imported
  const id = componentId ?? componentIdFrom(definition.title)
  return { componentId: id, definition: { ...definition, id }, ...notes }
}

async function runWorker(workerData: object, signal: AbortSignal): Promise<Posted> {
  signal.throwIfAborted()
  const worker = new Worker(new URL(`./import.worker${extname(import.meta.url)}`, import.meta.url), {
    workerData,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  const deadline = AbortSignal.timeout(DEADLINE)
  try {
    const [posted] = await once(worker, 'message', { signal: AbortSignal.any([signal, deadline]) })
    return posted
  } catch (error) {
    signal.throwIfAborted()
    const isTooLarge = deadline.aborted || (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY'
    if (!isTooLarge) throw error
    throw invalidInput({
      path: 'document',
      message: 'The document takes too long to read. Import only its part about one API, as JSON.',
    })
  } finally {
    worker.terminate().catch(() => {})
  }
}
